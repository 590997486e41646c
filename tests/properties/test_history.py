"""Any history of a store keeps the promises."""

from hypothesis import settings

from tests.properties.decisions import Decisions
from tests.properties.history import History

TestAnyDecisionsKeepThePromises = Decisions.TestCase
TestAnyDecisionsKeepThePromises.settings = settings(stateful_step_count=12)

TestAnyHistoryKeepsThePromises = History.TestCase
