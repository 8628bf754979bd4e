"""What a user waits for: a whole study from design to files, a million seats, the first run and the next."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from community_dynamics.experiments.designs.named_points import study_range
from community_dynamics.experiments.report.findings_figures import findings_figure
from community_dynamics.experiments.speed.separate_process import GIGABYTE, alone, started_cold
from community_dynamics.experiments.speed.timing import Line, Sizes, Watch, full_house
from community_dynamics.experiments.studies.sensitivity import Analysis, sensitivity
from community_dynamics.sim.levers import STUDY_FACTORS


def study(named: str, sizes: Sizes, count: int, watch: Watch) -> list[Line]:
    """Sobol's shares for the twelve factors of the study: simulated, analysed and stored, by the clock on the wall."""
    runs = sizes.sobol_samples * (len(STUDY_FACTORS) + 3) * sizes.sobol_runs
    scenario = full_house(named, sizes.seats, sizes.days)
    factors = {name: study_range(name) for name in STUDY_FACTORS}
    start, used = time.perf_counter(), time.process_time()
    simulated = start
    with TemporaryDirectory(prefix="community-bench-") as folder, watch(runs, "runs") as shown:

        def done(finished: int) -> None:
            nonlocal simulated
            simulated = time.perf_counter()
            shown(finished)

        samples, each = sizes.sobol_samples, sizes.sobol_runs
        analysis = sensitivity(scenario, factors, "weekly_contributors", "sobol", samples, each, threads=count, progress=done)
        analysed = time.perf_counter()
        store(analysis, Path(folder))
        end = time.perf_counter()
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    title = f"{runs:,} runs, {sizes.seats:,} members, {sizes.days:,} days, {count} threads"
    return [
        Line(f"{title}: all told", (end - start,), "s", most=120),
        Line("   simulating", (simulated - start,), "s"),
        Line("   analysing", (analysed - simulated,), "s"),
        Line("   storing, with the picture", (end - analysed,), "s"),
        Line("   stored", (size / 1e6,), "MB"),
        Line("   processors had", ((time.process_time() - used) / (end - start),)),
    ]


def store(analysis: Analysis, folder: Path) -> None:
    """The files of a result that take time."""
    analysis.findings.table.to_parquet(folder / "findings.parquet", index=False)
    analysis.runs.to_parquet(folder / "runs.parquet", index=False)
    findings_figure(analysis.findings, len(analysis.runs)).savefig(folder / "sensitivity.png")


def large(sizes: Sizes, watch: Watch) -> list[Line]:
    """One run of a very large community, in a process of its own: its memory, and its pace."""
    with watch(1, "measurement") as done:
        found = alone(sizes.large_seats, sizes.large_days)
        done(1)
    title = f"{sizes.large_seats:,} seats, all taken, {sizes.large_days:,} days"
    return [
        Line(f"{title}: peak memory", (found["peak_bytes"] / GIGABYTE,), "GB", most=2),
        Line("   of which Python and libraries", (found["base_bytes"] / GIGABYTE,), "GB"),
        Line("   processor time", (found["run_seconds"],), "s"),
        Line("   pace, graph and founding included", (found["run_seconds"] / found["member_days"] * 1e9,), "ns a member-day"),
    ]


def start(sizes: Sizes, watch: Watch) -> list[Line]:
    """From the start of Python to the end of a tiny first run: nothing compiled before, and everything compiled."""
    lines = []
    with watch(1 + sizes.rounds, "measurements") as done:
        if sizes.cold:
            lines.append(Line("first run on a machine: rules compiled", (started_cold()["ready_seconds"],), "s"))
        done(1)
        alone(20, 7)
        warm = []
        for _ in range(sizes.rounds):
            warm.append(alone(20, 7)["ready_seconds"])
            done(1)
    return [*lines, Line("any later run: rules from the cache", tuple(warm), "s")]
