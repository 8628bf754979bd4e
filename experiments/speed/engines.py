"""What a member's day costs: four engines on one community, three sizes, one thread and several."""

import os
import time
from collections.abc import Callable

import numpy as np

from community_dynamics.experiments.speed.timing import Line, Sizes, Watch, full_house, processor_seconds, ratios
from community_dynamics.models.base import BaseCommunity
from community_dynamics.models.community import Community
from community_dynamics.models.kernel_community import KernelCommunity
from community_dynamics.sim.ensemble import Run, Worker, simulate
from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of

ENSEMBLE_RUNS, KERNEL_RUNS = 8, 4  # of a round: single ones are too short to time
NANOSECONDS = "ns a member-day"


def engines(named: str, sizes: Sizes, watch: Watch) -> list[Line]:
    """E, K, M and P live the same community on the same seeds, from its description to its outcomes."""
    scenario = full_house(named, sizes.seats, sizes.days)
    warm = scenario.with_values({"settings.days": 14})
    spent: dict[str, list[float]] = {name: [] for name in "EKMP"}
    with watch(5 * sizes.rounds, "measurements") as done:
        for act, _, _ in ways(warm, 0).values():
            act()
        for seed in range(sizes.rounds):
            days = member_days(scenario, seed)
            acts = ways(scenario, seed)
            for name in "EKMPE":  # E once more after the slow ones, in case the machine has changed its pace
                act, times, runs = acts[name]
                spent[name].append(processor_seconds(act, times) / runs / days * 1e9)
                done(1)
            spent["E"][-2:] = [0.5 * sum(spent["E"][-2:])]
    return engine_lines(spent)


def ways(scenario: Scenario, seed: int) -> dict[str, tuple[Callable[[], object], int, int]]:
    """The four ways to live this community on this seed; how often each is done to be timed, and runs it does."""
    several = [Run(inputs_of(scenario), seed)] * ENSEMBLE_RUNS
    return {
        "E": (lambda: simulate(several, 1), 1, ENSEMBLE_RUNS),
        "K": (lambda: lived(KernelCommunity(scenario, seed)), KERNEL_RUNS, 1),
        "M": (lambda: lived(Community(scenario, seed, "compiled")), 1, 1),
        "P": (lambda: lived(Community(scenario, seed)), 1, 1),
    }


def engine_lines(spent: dict[str, list[float]]) -> list[Line]:
    """Costs of the four and how they compare."""
    return [
        Line("E: the compiled ensemble", tuple(spent["E"]), NANOSECONDS),
        Line("K: Mesa model, each day one call of the kernel", tuple(spent["K"]), NANOSECONDS),
        Line("M: Mesa members, rules compiled", tuple(spent["M"]), NANOSECONDS),
        Line("P: Mesa members, plain Python", tuple(spent["P"]), NANOSECONDS),
        ratios("P / E", spent["P"], spent["E"], least=200),
        ratios("M / E", spent["M"], spent["E"], least=60),
        ratios("K / E", spent["K"], spent["E"], most=2.5),
    ]


def lived(community: BaseCommunity) -> dict[str, float]:
    """A whole run and its outcomes."""
    return community.run().outcomes()


def member_days(scenario: Scenario, seed: int) -> float:
    """Member-days of this seed; refuses to time engines that do not give the same numbers."""
    community = KernelCommunity(scenario, seed)
    outcomes = np.array(list(lived(community).values()))
    if outcomes.tobytes() != simulate([Run(inputs_of(scenario), seed)], 1).outcomes[0].tobytes():
        raise RuntimeError(f"seed {seed}: the kernel by days and the ensemble differ, so times mean nothing")
    return float(community.world.community["member_days"][0])


def growth(named: str, sizes: Sizes, watch: Watch) -> list[Line]:
    """E at several sizes of the same community: the cost of a member's day, and how busy those days were."""
    smallest, largest = sizes.growth[0], sizes.growth[-1]
    communities = {seats: inputs_of(full_house(named, seats, sizes.days)) for seats in sizes.growth}
    spent: dict[int, list[float]] = {seats: [] for seats in sizes.growth}
    visits: dict[int, list[float]] = {seats: [] for seats in sizes.growth}
    workers = {seats: Worker() for seats in sizes.growth}
    for seats, worker in workers.items():
        timed(worker, communities[seats], 0, 1)
    with watch(sizes.rounds * len(sizes.growth), "measurements") as done:
        for seed in range(sizes.rounds):
            for seats, worker in workers.items():
                times = max(1, largest // seats // 4)
                cost, busy = timed(worker, communities[seats], seed, times)
                spent[seats].append(cost)
                visits[seats].append(busy)
                done(1)
    lines = []
    for seats in sizes.growth:
        lines.append(Line(f"E, {seats:,} seats", tuple(spent[seats]), NANOSECONDS))
        lines.append(Line(f"   visits, {seats:,} seats", tuple(visits[seats]), "a member-day"))
    return [*lines, ratios(f"{largest:,} / {smallest:,} seats", spent[largest], spent[smallest], most=1.5)]


def timed(worker: Worker, inputs: Inputs, seed: int, times: int) -> tuple[float, float]:
    """Nanoseconds and visits a member-day, of runs in arrays that are there already."""
    stop = np.zeros(1, np.int64)
    seconds = processor_seconds(lambda: worker.simulate(Run(inputs, seed), stop), times)
    assert worker.world is not None
    days = float(worker.world.community["member_days"][0])
    return seconds / days * 1e9, float(worker.world.daily["logons"].sum()) / days


def threads(named: str, sizes: Sizes, count: int, watch: Watch) -> list[Line]:
    """Many runs on one thread and on several, by the clock on the wall, turn and turn about."""
    inputs = inputs_of(full_house(named, sizes.seats, sizes.days))
    runs = [Run(inputs, seed) for seed in range(sizes.thread_runs)]
    simulate(runs[:16], count)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    wall: dict[bool, list[float]] = {True: [], False: []}
    processor: dict[bool, list[float]] = {True: [], False: []}
    with watch(2 * sizes.rounds * len(runs), "runs") as done:
        for _ in range(sizes.rounds):
            for several in (False, True):
                start, used = time.perf_counter(), time.process_time()
                simulate(runs, count if several else 1, progress=done)
                wall[several].append(time.perf_counter() - start)
                processor[several].append(time.process_time() - used)
    return [
        ratios(f"speed-up by {count} threads", wall[False], wall[True], least=0.9 * count),
        ratios(f"   processors had, {count} threads", processor[True], wall[True], ""),
        ratios("   processors had, 1 thread", processor[False], wall[False], ""),
        ratios(f"   processor time, {count} threads / 1", processor[True], processor[False]),
        Line("   load of the machine before", (load,), ""),
    ]
