"""Measurements that need a process of their own: memory of a large community, and how long the first run takes.

`python -m experiments.speed.separate_process SEATS DAYS` does one run and prints what it took, as JSON.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from tempfile import TemporaryDirectory
from typing import Any

GIGABYTE = 1e9


def main(seats: int, days: int) -> dict[str, float]:
    """One run of a community in which everybody is present: processor time and greatest memory of this process."""
    import numpy as np

    from community_dynamics.experiments.speed.timing import full_house
    from community_dynamics.sim.ensemble import Run, Worker
    from community_dynamics.sim.inputs import inputs_of

    stop = np.zeros(1, np.int64)
    small, worker = inputs_of(full_house("middling", 20, 7)), Worker()
    worker.simulate(Run(small, 0), stop)
    ready, base = time.process_time(), peak_bytes()
    worker.simulate(Run(inputs_of(full_house("middling", seats, days)), 0), stop)
    assert worker.world is not None
    return {
        "ready_seconds": ready,
        "run_seconds": time.process_time() - ready,
        "member_days": float(worker.world.community["member_days"][0]),
        "base_bytes": base,
        "peak_bytes": peak_bytes(),
    }


def peak_bytes() -> float:
    """Most memory that this process ever held; not a number where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most if sys.platform == "darwin" else 1024 * most)


def alone(seats: int, days: int, **variables: str) -> dict[str, float]:
    """The same, in a new process with other environment variables."""
    command = [sys.executable, "-m", "community_dynamics.experiments.speed.separate_process", str(seats), str(days)]
    environment: Mapping[str, str] = {**os.environ, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"a run in a process of its own failed: {done.stderr.strip()[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def started_cold() -> dict[str, float]:
    """A first run with nothing compiled before."""
    with TemporaryDirectory(prefix="community-bench-") as empty:
        return alone(20, 7, COMMUNITY_CACHE=empty, NUMBA_CACHE_DIR="")


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
