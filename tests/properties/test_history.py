"""Any history of a store keeps the promises.

EVENT_DEDUP_PROFILE says how much is tried: `quick` in the usual suite, `torture` for a night, `hunt` between them.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.properties.decisions import Decisions
from tests.properties.history import History

pytestmark = pytest.mark.slow

# Every example takes seconds, so a failure is shown as it was found instead of made smaller for an hour.
_ALWAYS = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
_PROFILES = {
    "quick": settings(_ALWAYS, max_examples=2, stateful_step_count=5, derandomize=True),
    "hunt": settings(_ALWAYS, max_examples=20, stateful_step_count=10),
    "torture": settings(_ALWAYS, max_examples=150, stateful_step_count=14),
}

TestAnyDecisionsKeepThePromises = Decisions.TestCase
TestAnyHistoryKeepsThePromises = History.TestCase
for case in (TestAnyDecisionsKeepThePromises, TestAnyHistoryKeepsThePromises):
    case.settings = _PROFILES[os.environ.get("EVENT_DEDUP_PROFILE", "quick")]
