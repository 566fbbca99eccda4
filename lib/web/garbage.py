"""Makes Python collect garbage less often: each collection stops all visitors.

Not here: caches and their bounds (`lib.metrics`).
"""

import gc

# New objects before a look at these, and looks before one at older ones. Python's own (700, 10, 10)
# stop a process with 250 sessions for 0.4 seconds, once in ten seconds.
THRESHOLDS = (10_000, 20, 20)


def look_less_for_garbage() -> None:
    """Look less often, and never at what is loaded by now: modules stay as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
