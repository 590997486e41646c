"""Any history of a store keeps the promises."""

from tests.properties.decisions import Decisions
from tests.properties.history import History

TestAnyDecisionsKeepThePromises = Decisions.TestCase
TestAnyHistoryKeepsThePromises = History.TestCase
