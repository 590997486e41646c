"""How much the property tests try: `quick` in the usual suite, `torture` when EVENT_DEDUP_PROFILE says so."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings

# Every example takes seconds, so a failure is shown as it was found instead of made smaller for an hour.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
_ALWAYS: dict[str, Any] = {
    "phases": _PHASES,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
}
settings.register_profile("quick", max_examples=2, stateful_step_count=5, derandomize=True, **_ALWAYS)
settings.register_profile("torture", max_examples=150, stateful_step_count=14, **_ALWAYS)
settings.register_profile("hunt", max_examples=20, stateful_step_count=10, **_ALWAYS)
settings.load_profile(os.environ.get("EVENT_DEDUP_PROFILE", "quick"))
