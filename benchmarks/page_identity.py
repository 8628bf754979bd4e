"""The page's kernel against the native one: `python -m benchmarks.evidence page` writes docs/page.md's tables from here."""

import os
import time
from collections import Counter

import numpy as np

from community_dynamics.experiments.scenarios.scenario_files import load, scenario_names
from community_dynamics.page.kernel import build
from community_dynamics.page.kernel.drawn import drawn
from community_dynamics.page.kernel.identity import Task, differences, in_native_code, in_page, node
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.outcomes import FATES
from community_dynamics.sim.world import World, allocate

SEEDS = (0, 1, 2**40 + 7)
DRAWN = 200
TIMED = ("middling", "guild", "sponsor_leaves", "open_forum", "nasa_spacebook")
ROUNDS = 5


def ready() -> bool:
    """Whether the page's kernel is here, current, and there is a Node.js to run it."""
    return node() is not None and build.is_current(build.key())


def identity() -> str:
    """Every bundled community at full size, and communities drawn at random: how many runs leave anything that differs."""
    rows = [compared(name, [load(name)]) for name in scenario_names()]
    communities = [drawn(seed) for seed in range(DRAWN)]
    rows.append(compared(f"{DRAWN} drawn at random ({described(communities)})", communities))
    head = f"| communities | runs | arrays compared in each | runs that differ |\n|---|---|---|---|\n{chr(10).join(rows)}"
    module = build.MODULE.stat().st_size / 1000
    return f"{head}\n\nThe module is {module:.0f} kB."


def compared(name: str, communities: list[Scenario]) -> str:
    """A row: runs by one call and day by day, with all that differs."""
    program = node()
    assert program is not None, "no Node.js: make page installs one"
    tasks = [Task(one, SEEDS, whole=number % 2 == 0) for number, one in enumerate(communities)]
    answers = in_page(program, tasks)
    found = [line for task, one in zip(tasks, answers, strict=True) for line in differences(task, one, in_native_code(task))]
    runs = len({line.partition(":")[0] for line in found})
    state = "0" if not found else f"{runs}, DOES NOT HOLD: {found[0]}"
    return f"| {name} | {len(SEEDS) * len(tasks)} | {len(World.LAYOUT)} | {state} |"


def described(communities: list[Scenario]) -> str:
    """What kinds of communities were drawn, and what became of them."""
    opened = sum(one.setting("open_pool") > 0 for one in communities)
    parts = {
        "a plan": "plan",
        "reactions": "reactions",
        "bursts": "shocks",
        "awards": "awards",
        "a course of arrivals": "arrivals",
    }
    counts = [f"{sum(bool(getattr(one, part)) for one in communities)} with {words}" for words, part in parts.items()]
    fates = Counter(fate_of(one) for one in communities)
    ends = ", ".join(f"{count} {fate}" for fate, count in fates.most_common())
    return f"{opened} open pools; {', '.join(counts)}; on the first seed {ends}"


def fate_of(community: Scenario) -> str:
    """What becomes of a community on the first seed."""
    world = allocate(inputs_of(community))
    compiled().run_whole(world, np.uint64(SEEDS[0]), np.zeros(1, np.int64))
    return FATES[int(world.outcome["fate"][0])]


def pace() -> str:
    """Milliseconds a run on one thread, the quickest of several rounds: native code, and the module in Node.js."""
    rows = ["| community | seats | days | native, ms a run | page, ms a run | ratio |", "|---|---|---|---|---|---|"]
    for name in TIMED:
        community = load(name)
        native, page = quickest(community)
        seats, days = community.setting("seats"), community.setting("days")
        rows.append(f"| {name} | {seats:.0f} | {days:.0f} | {native:.1f} | {page:.1f} | {page / native:.2f} |")
    return f"{chr(10).join(rows)}\n\nMeasured on {os.cpu_count()} processor cores shared with other work, so within about 20 %."


def quickest(community: Scenario) -> tuple[float, float]:
    """Native and page's milliseconds a run, in turns so that both meet the same disturbances."""
    program = node()
    assert program is not None, "no Node.js: make page installs one"
    runs = max(3, int(30 * 300 * 730 / (community.setting("seats") * community.setting("days"))))
    task = Task(community, range(runs), hashes=False)
    world, stop = allocate(inputs_of(community)), np.zeros(1, np.int64)
    native, page = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for seed in task.seeds:
            compiled().run_whole(world, np.uint64(seed), stop)
        native.append(time.perf_counter() - begun)
        page.append(in_page(program, [task, task])[1]["seconds"])  # the second: the first still compiles
    return 1000 * min(native) / runs, 1000 * min(page) / runs
