"""What a study survives and what it costs: kill -9 at random moments, the engine's own time, Dask beside threads.

python -m benchmarks.kills                 everything, as tables in Markdown (some fifteen minutes on two cores)
python -m benchmarks.kills kills 10        ten kills on each executor
python -m benchmarks.kills pace 100000     time, memory and files of so many runs that cost nothing
python -m benchmarks.kills dask 6          Dask beside threads at batches of two seconds, so many rounds
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

KILLS = 50
LONGEST_STUDY = 120.0
PEOPLE_WAIT = 60.0
ROUNDS, ROUND_POINTS, MOST_BESIDE = 6, 2000, 1.05


def python(*words: str, quiet: bool = True) -> subprocess.Popen[str]:
    """This Python with a module, in a group of its own, from this checkout."""
    checkout = Path(__file__).resolve().parents[1]
    environment = os.environ | quiet_settings() | {"PYTHONPATH": str(checkout)}
    errors = subprocess.DEVNULL if quiet else None
    command = [sys.executable, *words]
    return subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
    )


def quiet_settings() -> dict[str, str]:
    """The settings that docs/studies.md gives for a cluster, as the environment takes them."""
    from community_dynamics.experiments.execution.dask_cluster import QUIET

    return {f"DASK_{name.upper().replace('.', '__').replace('-', '_')}": str(value) for name, value in QUIET.items()}


def children_of(process: int) -> list[int]:
    """Processes that a process has started, from whichever thread."""
    found: list[int] = []
    with suppress(OSError):
        for listed in Path(f"/proc/{process}/task").glob("*/children"):
            found += [int(word) for word in listed.read_text("utf-8").split()]
    return found


def kill(process: int) -> None:
    """End a process without asking it."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


class Cluster:
    """A Dask scheduler and two workers as processes of this machine; those that were killed are started again, in place."""

    def __init__(self) -> None:
        """Nothing runs yet, but its address is settled."""
        self.scheduler: subprocess.Popen[str] | None = None
        self.workers: list[subprocess.Popen[str]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"

    def heal(self) -> None:
        """Start what does not run."""
        if self.scheduler is None or self.scheduler.poll() is not None:
            self.end()
            place = ("--host", "127.0.0.1", "--port", str(self.port))
            self.scheduler = python("-m", "dask", "scheduler", *place, "--no-dashboard")
            self.await_scheduler()
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < 2:
            self.workers.append(python("-m", "dask", "worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"))

    def await_scheduler(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + PEOPLE_WAIT
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise SystemExit("the Dask scheduler does not answer")

    def end(self) -> None:
        """Stop all of it."""
        for process in [*self.workers, *([self.scheduler] if self.scheduler is not None else [])]:
            kill(process.pid)
            process.wait()
        self.workers, self.scheduler = [], None


class Trial:
    """Studies on one executor, killed at random moments until enough kills are made; every finished one is compared."""

    def __init__(self, executor: str, reference: bytes, folder: Path) -> None:
        """`reference` is the table of the uninterrupted study."""
        self.executor, self.reference, self.folder = executor, reference, folder
        self.chance = np.random.default_rng([len(executor), 7])
        self.kills: Counter[str] = Counter()
        self.studies = self.altered = self.starts = self.hung = 0
        self.cluster = Cluster() if executor == "dask" else None

    def study(self) -> Path:
        """Folder of the study under way."""
        return self.folder / f"{self.executor}-{self.studies}"

    def start(self) -> subprocess.Popen[str]:
        """Begin or resume the study."""
        self.starts += 1
        address = []
        if self.cluster is not None:
            self.cluster.heal()
            address = [self.cluster.address]
        return python("-m", "benchmarks.kills", "study", str(self.study()), self.executor, *address)

    def victims(self, root: subprocess.Popen[str]) -> dict[str, list[int]]:
        """Processes that may be killed, by what they are."""
        found = {"root": [root.pid]}
        if self.executor == "processes":
            found["worker"] = children_of(root.pid)
        if self.cluster is not None and self.cluster.scheduler is not None:
            found["worker"] = [worker.pid for worker in self.cluster.workers if worker.poll() is None]
            found["scheduler"] = [self.cluster.scheduler.pid]
        return {name: processes for name, processes in found.items() if processes}

    def strike(self, root: subprocess.Popen[str]) -> None:
        """Kill somebody at a random moment after the first sign of life."""
        assert root.stdout is not None
        if self.chance.random() < 0.8:
            root.stdout.readline()
        time.sleep(float(self.chance.uniform(0, 1.2)))
        if root.poll() is not None:
            return
        victims = self.victims(root)
        kind = str(self.chance.choice(sorted(victims)))
        kill(int(self.chance.choice(victims[kind])))
        self.kills[kind] += 1

    def finish(self, root: subprocess.Popen[str]) -> None:
        """Wait for the end of a process; compare the table if it has finished the study."""
        deadline = time.monotonic() + LONGEST_STUDY
        while root.poll() is None and time.monotonic() < deadline:
            if self.cluster is not None:
                self.cluster.heal()
            time.sleep(0.1)
        if root.poll() is None:
            kill(root.pid)
            self.hung += 1
        root.communicate()
        if root.returncode == 0:
            table = self.study() / "runs.parquet"
            self.altered += table.read_bytes() != self.reference
            self.studies += 1

    def run(self, kills: int) -> str:
        """All of it, as a row of a table."""
        began = time.monotonic()
        while self.kills.total() < kills:
            root = self.start()
            self.strike(root)
            self.finish(root)
        last = self.studies
        while self.studies == last:
            self.finish(self.start())
        if self.cluster is not None:
            self.cluster.end()
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items()))
        seconds = time.monotonic() - began
        return f"| {self.executor} | {told} | {self.starts} | {self.studies} | {self.altered} | {self.hung} | {seconds:.0f} |"


def kills(count: int) -> None:
    """Kill studies on every executor, and compare."""
    from benchmarks.steady import killed_study

    print("| executor | kills | starts | studies finished | tables that differ | hung | seconds |\n|---|---|---|---|---|---|---|")
    with TemporaryDirectory(prefix="kills-") as name:
        folder = Path(name)
        with open(os.devnull, "w", encoding="utf-8") as nothing:
            screen, sys.stdout = sys.stdout, nothing
            try:
                reference = killed_study(folder / "reference", "threads", None).table.read_bytes()
            finally:
                sys.stdout = screen
        for executor in ("threads", "processes", "dask"):
            print(Trial(executor, reference, folder).run(count), flush=True)


def pace(runs: int, executor: str = "serial") -> None:
    """The engine's own time a run, the peak of its memory, and its files."""
    import resource

    from benchmarks.steady import tiny, tiny_plan
    from community_dynamics.experiments.execution.conduct import conduct

    plan = tiny_plan(runs)
    points = plan.points.to_dict("records")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    for number, point in enumerate(points):
        for seed in plan.seeds[number].tolist():
            tiny(point, seed)  # type: ignore[arg-type]
    bare = time.perf_counter() - began
    with TemporaryDirectory(prefix="pace-") as name:
        began = time.perf_counter()
        conduct(Path(name) / "study", plan, executor=executor, watch=lambda progress: None)
        whole = time.perf_counter() - began
        files = sum(path.is_file() for path in Path(name).rglob("*"))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {runs:,} | {executor} | {whole:.1f} | {1000 * (whole - bare) / runs:.4f} | {before:.0f} | {after:.0f} | {files} |")


def dask_beside_threads(rounds: int = ROUNDS) -> None:
    """The same study of communities on two threads and on two Dask workers that are warm, in turn, round by round.

    Ratios are taken within rounds, whose order turns, so that a slow spell of the machine hits both sides alike.
    """
    print("| round | threads, s | dask, s | ratio |\n|---|---|---|---|")
    cluster, ratios = Cluster(), []
    cluster.heal()
    with TemporaryDirectory(prefix="dask-") as name:
        both = {"threads": None, "dask": cluster.address}
        for executor, address in both.items():
            beside(Path(name) / f"warm-{executor}", 16, executor, address)
        for number in range(rounds):
            order = list(both.items())[:: 1 - 2 * (number % 2)]
            seconds = {one: beside(Path(name) / f"{one}-{number}", ROUND_POINTS, one, address) for one, address in order}
            ratios.append(seconds["dask"] / seconds["threads"])
            print(f"| {number + 1} | {seconds['threads']:.2f} | {seconds['dask']:.2f} | {ratios[-1]:.3f} |", flush=True)
    cluster.end()
    middle, ends = np.median(ratios), (min(ratios), max(ratios))
    print(f"\nDask takes {middle:.3f} times what threads take, {ends[0]:.3f} to {ends[1]:.3f} in {rounds} rounds; ", end="")
    print(f"at most {MOST_BESIDE:g} is wanted: {'yes' if middle <= MOST_BESIDE else 'no'}.")


def beside(folder: Path, points: int, executor: str, address: str | None) -> float:
    """Seconds that a study takes, all told."""
    from benchmarks.steady import community_plan
    from community_dynamics.experiments.execution.conduct import conduct

    began = time.perf_counter()
    conduct(folder, community_plan(points), executor=executor, workers=2, address=address)
    return time.perf_counter() - began


def main() -> None:
    """Everything, or what the first word says."""
    words = sys.argv[1:]
    if words[:1] == ["study"]:
        from benchmarks.steady import killed_study

        killed_study(Path(words[1]), words[2], words[3] if len(words) > 3 else None)
        return
    count = int(words[1]) if len(words) > 1 else None
    if not words or words[0] == "kills":
        kills(count or KILLS)
    if not words or words[0] == "pace":
        print("\n| runs | executor | seconds | engine, ms a run | memory before, MB | peak, MB | files |")
        print("|---|---|---|---|---|---|---|")
        pace(count or 100_000)
        pace(count or 100_000, "processes")
    if not words or words[0] == "dask":
        print()
        dask_beside_threads(count or ROUNDS)


if __name__ == "__main__":
    main()
