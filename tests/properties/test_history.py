"""Any history of a store keeps the promises."""

from tests.properties.history import History

TestAnyHistoryKeepsThePromises = History.TestCase
