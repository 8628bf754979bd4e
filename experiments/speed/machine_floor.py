"""The floor: what a member's day would cost if it were only its dice, exponentials and bytes, each at its best pace."""

import cProfile
import pstats
from collections.abc import Callable
from typing import Any

import numpy as np

from community_dynamics.experiments.speed import minimal_loops
from community_dynamics.experiments.speed.timing import Line, Sizes, Watch, full_house, processor_seconds
from community_dynamics.models.community import Community
from community_dynamics.sim import arithmetic, dice
from community_dynamics.sim.compiled import compile_modules
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import inputs_of
from community_dynamics.sim.state import ITEM, LOOKS, PERSON, STATES, TIES, TOPICS, TRAITS

ROW = 1024  # numbers in a row: input and answers stay in the nearest cache
TIMES = 4000
ITEMS_SEEN = LOOKS + 2  # read closely, and weighed for an answer
DENSE_PASSES = 2  # work and come; adapt


def floor(named: str, sizes: Sizes, watch: Watch) -> list[Line]:
    """Counts a member-day, the best pace of each, and how far the ensemble is from their sum."""
    with watch(2, "measurements") as done:
        counts = counted(named, sizes)
        done(1)
        paces = best_paces(sizes)
        done(1)
    days = sizes.seats * sizes.days
    inputs = inputs_of(full_house(named, sizes.seats, sizes.days))
    real = [processor_seconds(lambda: simulate([Run(inputs, 0)] * 8, 1)) / 8 / days * 1e9 for _ in range(sizes.rounds)]
    sums = [sum(counts[name] * pace[at] for name, pace in paces.items()) for at in range(sizes.rounds)]
    lines = []
    for name, pace in paces.items():
        lines.append(Line(f"{name} a member-day", (counts[name],)))
        lines.append(Line(f"   best pace, one of {name}", tuple(pace), "ns"))
    lines.append(Line("floor: the three at their best pace", tuple(sums), "ns a member-day"))
    return [*lines, Line("E / floor", tuple(one / other for one, other in zip(real, sums, strict=True)), "times", most=4)]


def counted(named: str, sizes: Sizes) -> dict[str, float]:
    """Dice, exponentials and bytes a member-day: the first two counted in plain Python, as the theory asks for them."""
    community = Community(full_house(named, sizes.seats, sizes.counted_days), 0)
    profile = cProfile.Profile()
    profile.runcall(community.run)
    calls = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    days = community.books.member_days
    visits = float(community.daily["logons"].sum()) / days

    def called(function: Callable[..., Any]) -> float:
        code = function.__code__
        return float(calls.get((code.co_filename, code.co_firstlineno, code.co_name), (0, 0))[1]) / days

    degree = int(community.settings.mean_degree)
    return {
        "dice": called(dice.mix),
        "exponentials": called(arithmetic.exponential),
        "bytes": bytes_of_member() + visits * bytes_of_visit(degree),
    }


def bytes_of_member() -> float:
    """Bytes that two dense passes read of a person (what changes daily, and traits) and write (states)."""
    fields = PERSON.fields
    assert fields is not None
    last = max(fields[name][1] + fields[name][0].itemsize for name in TRAITS)
    return float(DENSE_PASSES * last + sum(fields[name][0].itemsize for name in STATES))


def bytes_of_visit(degree: int) -> float:
    """Bytes that a visit touches: one's whole record and knowledge, items seen, ties, traces left with neighbours."""
    tie = 4 + 4 + 8
    return float(PERSON.itemsize + 8 * TOPICS + ITEMS_SEEN * ITEM.itemsize + TIES * tie + (degree + TIES) * 16)


def best_paces(sizes: Sizes) -> dict[str, list[float]]:
    """Nanoseconds of one die with its uniform number, one exponential, one byte of a community's own records."""
    loops = compile_modules(arithmetic, dice, minimal_loops)
    keys = np.arange(ROW, dtype=np.uint64) * np.uint64(dice.GOLDEN)
    values, answers = np.linspace(-3.0, 3.0, ROW), np.empty(ROW)
    record = PERSON.itemsize + 8 * TOPICS + 16 * TIES
    source, target = np.ones(sizes.seats * record // 16), np.empty(sizes.seats * record // 16)
    moves = max(1, TIMES * ROW // len(source))

    def pace(loop: str, *parts: object, times: int, each: int) -> list[float]:
        act = getattr(loops, loop)
        act(*parts, 1)
        return [processor_seconds(lambda: act(*parts, times)) / times / each * 1e9 for _ in range(sizes.rounds)]

    return {
        "dice": pace("throw_dice", keys, np.uint64(12345), answers, times=TIMES, each=ROW),
        "exponentials": pace("raise_exponentials", values, answers, times=TIMES, each=ROW),
        "bytes": pace("move_numbers", source, target, times=moves, each=16 * len(source)),
    }
