"""Whatever is killed, and whenever, nothing is lost, doubled or altered; what is stopped stops within a second."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import numpy as np
import pytest
from execution_models import community_plan, function_plan, lingering, slow

from experiments.execution.batches import Plan
from experiments.execution.conduct import conduct
from experiments.execution.troubles import StudyStopped
from sim.inputs import Scenario

MODELS = Path(__file__).with_name("execution_models.py")
PLAN = function_plan(lingering, 80, 5)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The table of the study that nobody interrupted."""
    return conduct(tmp_path_factory.mktemp("whole"), PLAN, workers=4, batch_points=7).table.read_bytes()


def begun(folder: Path, executor: str) -> subprocess.Popen[str]:
    """A study in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(MODELS.parent), str(MODELS.parents[1])])}
    command = [sys.executable, str(MODELS), str(folder), executor]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def shards(folder: Path) -> int:
    """How many batches are done."""
    return len(list((folder / "runs").glob("part-*.parquet")))


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many batches are done, or the process has ended."""
    until = time.monotonic() + 60
    while shards(folder) < count and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The worker processes that a process has started, whichever of its threads did."""
    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not tell which processes belong to which")
    listed = [task.read_text("utf-8").split() for task in Path(f"/proc/{process.pid}/task").glob("*/children")]
    children = [int(child) for told in listed for child in told]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def alive(worker: int) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{worker}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_a_study_killed_twice_goes_on_where_it_was(tmp_path: Path, whole: bytes, executor: str) -> None:
    folder, chance = tmp_path / "study", np.random.default_rng(0)
    for _ in range(2):
        process = begun(folder, executor)
        wait_for(folder, shards(folder) + 4, process)
        time.sleep(float(chance.uniform(0.0, 0.1)))
        workers = workers_of(process)
        process.kill()
        process.communicate()
        until = time.monotonic() + 5.0
        while any(alive(worker) for worker in workers):
            assert time.monotonic() < until, "workers outlive their study"
            time.sleep(0.02)
    kept = shards(folder)
    done = conduct(folder, PLAN, workers=4)
    assert 8 <= kept < 80 and done.reused == 5 * kept and done.lines == ()
    assert done.table.read_bytes() == whole
    assert not list(folder.rglob(".partial-*"))


def test_killed_workers_are_replaced(tmp_path: Path, whole: bytes) -> None:
    process = begun(tmp_path, "processes")
    for count in (3, 20):
        wait_for(tmp_path, count, process)
        os.kill(workers_of(process)[0], signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == 0 and (tmp_path / "runs.parquet").read_bytes() == whole


@pytest.mark.parametrize(("executor", "number"), [("threads", signal.SIGINT), ("processes", signal.SIGTERM)])
def test_a_stopped_study_ends_within_a_second_and_keeps_what_is_done(tmp_path: Path, executor: str, number: int) -> None:
    process = begun(tmp_path, executor)
    wait_for(tmp_path, 5, process)
    asked = time.monotonic()
    process.send_signal(number)
    said, _ = process.communicate(timeout=30)
    assert time.monotonic() - asked < 2.0  # a second, and the end of the interpreter on a busy machine
    assert process.returncode == 130 and shards(tmp_path) >= 5 and not (tmp_path / "runs.parquet").exists()
    assert said.startswith("stopped: ") and said.endswith(
        f" of 400 runs kept in {tmp_path}; the same command goes on from there\n"
    )


def large_communities() -> Plan:
    """Communities of which a single run takes many seconds."""
    return community_plan(4, 1, Scenario("large", settings={"seats": 3000, "days": 3650, "founders": 2500}))


@pytest.mark.parametrize("plan", [large_communities, lambda: function_plan(slow)], ids=["compiled", "deaf"])
def test_long_runs_do_not_keep_a_study_from_stopping(tmp_path: Path, plan: Callable[[], Plan]) -> None:
    stop, asked = np.zeros(1, np.int64), [0.0]

    def ask() -> None:
        asked[0], stop[0] = time.monotonic(), 1

    Timer(0.5, ask).start()
    with pytest.raises(StudyStopped):
        conduct(tmp_path / "study", plan(), workers=2, batch_points=2, stop=stop)
    assert time.monotonic() - asked[0] < 1.0
