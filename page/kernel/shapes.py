"""How large each array of a World is, as sums that the page works out by itself: found by allocating, not typed again."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import product
from typing import Any

import numpy as np

from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of
from community_dynamics.sim.world import World, allocate, half_degree

PROBES = (
    *product((7, 40, 301), (7, 30, 90), (0, 2, 6), (0,), (5,)),
    *product((7, 40, 301, 600), (20,), (8,), (1,), (4, 9)),
)  # seats, days, colleagues, network, people in a team


def given() -> dict[str, str]:
    """Arrays of a World that the scenario gives, with the names that Inputs has for them: as long as what it says."""
    inputs = probe(7, 7, 2, 0, 5)
    world: Any = allocate(inputs)
    names = {id(getattr(inputs, field.name)): field.name for field in fields(Inputs)}
    return {name: names[id(getattr(world, name))] for name in World.LAYOUT if id(getattr(world, name)) in names}


def terms(inputs: Inputs) -> dict[str, int]:
    """What lengths of arrays are made of."""
    settings = inputs.settings[0]
    seats, days, half = int(settings["seats"]), int(settings["days"]), half_degree(inputs)
    feed = len(allocate(inputs).feed)
    return {"one": 1, "seats": seats, "days": days, "weeks": days // 7, "half": half, "pairs": seats * half, "feed": feed}


def probe(seats: int, days: int, colleagues: int, network: int, team: int) -> Inputs:
    """Inputs of a small community of a certain shape."""
    sizes = {"seats": seats, "days": days, "mean_degree": colleagues, "network": network, "team_size": team, "founders": 1}
    return inputs_of(Scenario("probe", settings=sizes))


def shapes() -> dict[str, list[dict[str, int]]]:
    """For each array that is not given, and each of its dimensions: how often each term goes into its length."""
    probes = [probe(*sizes) for sizes in PROBES]
    worlds = [allocate(inputs) for inputs in probes]
    known = [terms(inputs) for inputs in probes]
    return {
        name: [
            sum_of(f"{name}, dimension {at}", known, [getattr(world, name).shape[at] for world in worlds])
            for at in range(dimensions)
        ]
        for name, (_, dimensions) in World.LAYOUT.items()
        if name not in given()
    }


def sum_of(what: str, known: list[dict[str, int]], lengths: list[int]) -> dict[str, int]:
    """The whole multiples of terms that give these lengths, at every probe; ValueError where there are none."""
    names = list(known[0])
    table = np.array([[row[name] for name in names] for row in known], float)
    scale = np.abs(table).max(axis=0)
    found = np.linalg.lstsq(table / scale, np.array(lengths, float), rcond=None)[0] / scale
    whole = {name: round(value) for name, value in zip(names, found, strict=True) if round(value) != 0}
    if any(total(whole, row) != length for row, length in zip(known, lengths, strict=True)):
        raise ValueError(f"the length of {what} is no sum of {', '.join(names)}; add the term to page/kernel/shapes.py")
    return whole


def total(multiples: Mapping[str, int], row: Mapping[str, int]) -> int:
    """The length that multiples of terms add up to."""
    return sum(times * row[name] for name, times in multiples.items())
