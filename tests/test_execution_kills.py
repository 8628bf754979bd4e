"""Whatever is killed, and whenever, nothing is lost, doubled or altered; what is stopped waits for no run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execution_models import BEGUN, GATE, LOOK, community_plan, deaf, deaf_runs, function_plan, gated, open_gate

from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.execution.subject import CommunitySubject, Rows
from community_dynamics.experiments.execution.troubles import StudyStopped
from community_dynamics.sim.inputs import inputs_of
from community_dynamics.sim.world import World, allocate

MODELS = Path(__file__).with_name("execution_models.py")
POINTS = 80
PLAN = function_plan(gated, POINTS, 5)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The table of the study that nobody interrupted."""
    return conduct(tmp_path_factory.mktemp("whole"), PLAN, workers=4, batch_points=7).table.read_bytes()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """The file that says how far the runs of a study may go."""
    return tmp_path / "gate"


def begun(folder: Path, executor: str, gate: Path, points: int) -> subprocess.Popen[str]:
    """A study in a process of its own that goes no further than so many points, each a batch."""
    open_gate(gate, points, POINTS)
    paths = os.pathsep.join([str(MODELS.parent), str(MODELS.parents[1])])
    command = [sys.executable, str(MODELS), str(folder), executor]
    return subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": paths, GATE: str(gate)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def shards(folder: Path) -> int:
    """How many batches are done."""
    return len(list((folder / "runs").glob("part-*.parquet")))


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many batches are done, or the process has ended."""
    while shards(folder) < count and process.poll() is None:
        time.sleep(LOOK)


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
def test_a_study_killed_twice_goes_on_where_it_was(tmp_path: Path, gate: Path, whole: bytes, executor: str) -> None:
    folder = tmp_path / "study"
    for points in (30, 60):
        process = begun(folder, executor, gate, points)
        wait_for(folder, shards(folder) + 4, process)
        workers = workers_of(process)
        assert bool(workers) == (executor == "processes")
        process.kill()
        process.communicate()
        while any(alive(worker) for worker in workers):
            time.sleep(LOOK)
    kept = shards(folder)
    done = conduct(folder, PLAN, workers=4)
    assert 8 <= kept <= 60 and done.reused == 5 * kept and done.lines == ()
    assert done.table.read_bytes() == whole
    assert not list(folder.rglob(".partial-*"))


def test_killed_workers_are_replaced(tmp_path: Path, gate: Path, whole: bytes) -> None:
    folder = tmp_path / "study"
    process = begun(folder, "processes", gate, 3)
    for count in (3, 20):
        open_gate(gate, count, POINTS)
        wait_for(folder, count, process)
        os.kill(workers_of(process)[0], signal.SIGKILL)
    open_gate(gate, POINTS, POINTS)
    process.communicate()
    assert process.returncode == 0 and (folder / "runs.parquet").read_bytes() == whole


@pytest.mark.parametrize(("executor", "number"), [("threads", signal.SIGINT), ("processes", signal.SIGTERM)])
def test_a_stopped_study_keeps_what_is_done_and_waits_for_no_run(tmp_path: Path, gate: Path, executor: str, number: int) -> None:
    folder = tmp_path / "study"
    process = begun(folder, executor, gate, 5)
    wait_for(folder, 5, process)
    process.send_signal(number)
    said, _ = process.communicate()
    assert process.returncode == 130 and shards(folder) == 5 and not (folder / "runs.parquet").exists()
    assert said.startswith("stopped: ") and said.endswith(f" of 400 runs kept in {folder}; the same command goes on from there\n")


def when(event: Event, act: Callable[[], object]) -> None:
    """Act as soon as something has happened, from a thread of its own."""

    def wait() -> None:
        event.wait()
        act()

    Thread(target=wait, daemon=True).start()


def press_control_c() -> None:
    """Ask this process to stop, as Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("batch_points", [None, 2], ids=["measuring", "running"])
@pytest.mark.parametrize("executor", ["serial", "threads"])
@pytest.mark.parametrize("asked", ["flag", "ctrl-c"])
def test_runs_that_hear_nothing_do_not_keep_a_study_from_stopping(
    tmp_path: Path, asked: str, executor: str, batch_points: int | None
) -> None:
    stop = np.zeros(1, np.int64)
    with deaf_runs(), pytest.raises(StudyStopped, match="the same command goes on from there"):
        when(BEGUN, press_control_c if asked == "ctrl-c" else lambda: stop.fill(1))
        conduct(tmp_path / "study", function_plan(deaf), executor=executor, workers=2, batch_points=batch_points, stop=stop)


@dataclass(frozen=True)
class Endless:
    """A community that is run again and again until somebody stops it."""

    community: CommunitySubject
    again: Event

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Those of the community."""
        return self.community.outcomes

    @property
    def series(self) -> tuple[str, ...]:
        """None."""
        return ()

    def describe(self) -> dict[str, Any]:
        """The community."""
        return self.community.describe()

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Never to an end."""
        while True:
            self.community.run(points, seeds, stop)
            self.again.set()


@pytest.mark.parametrize("batch_points", [None, 2], ids=["measuring", "running"])
@pytest.mark.parametrize("executor", ["serial", "threads"])
def test_communities_without_end_stop_at_ctrl_c(tmp_path: Path, executor: str, batch_points: int | None) -> None:
    plan, again = community_plan(4), Event()
    plan = replace(plan, subject=Endless(plan.subject, again))  # type: ignore[arg-type]
    when(again, press_control_c)
    with pytest.raises(StudyStopped, match="the same command goes on from there"):
        conduct(tmp_path / "study", plan, executor=executor, workers=2, batch_points=batch_points)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The arrays of the first run of the small community, to be looked into."""
    made = allocate(inputs_of(community_plan().subject.scenario))  # type: ignore[attr-defined]
    monkeypatch.setattr("community_dynamics.sim.ensemble.allocate", lambda inputs: made)
    return made


def test_a_run_in_the_kernel_stops_on_the_day_on_which_it_is_asked_to(tmp_path: Path, world: World) -> None:
    """The flag is the memory into which the run itself writes how motivated people are in its second week."""
    stop = world.weekly["mean_motivation"][1:2].view(np.int64)
    with pytest.raises(StudyStopped):
        conduct(tmp_path / "study", community_plan(4, 1), executor="serial", batch_points=4, stop=stop)
    assert world.weekly["mean_motivation"][1] > 0.0 and world.daily["members"][13] > 0
    assert not world.daily["members"][14:].any() and shards(tmp_path / "study") == 0
