"""What floods do, and who sorts them (C12): endings, activity and bonds by messages a day and by moderation."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.experiments.facts.acts import acts_of, endings
from community_dynamics.experiments.facts.communities import community, ties_of
from community_dynamics.experiments.facts.estimates import jackknife, share
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Each, fewer
from community_dynamics.experiments.logs.simulated import whole_run
from community_dynamics.sim.state import PRESENT
from community_dynamics.sim.world import World

FIRST = 182  # the first half-year, in which a place only fills, does not count
CURATED = {"1": 7.0, "5": 35.0, "10": 70.0, "20": 140.0, "40": 280.0, "71": 500.0}  # a week, by items a day
BREADTHS = {"broad": 0.8, "middling": 0.5}
ARRIVALS = {"few": 0.3, "some": 0.6, "usual": 1.2, "many": 2.4, "most": 4.8}  # people a day who find the forum
SORTED = {"none": 0.0, "community": 1.0, "personalised": 2.0}
RISES, FALLS = 1.02, 0.98
COUNTS = ("ended", "months", "acts", "ties", "related", "present")
CURATED_WORK, CROWD_WORK = 14 * 1.5e6, 7 * 9e6
Numbers = dict[str, np.ndarray]


def flood_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Middling communities on one seed that differ by breadth, curated items a day and, in the flood, moderation."""
    found: dict[str, float] = {}
    for breadth, level in BREADTHS.items():
        for items, curated in CURATED.items():
            found |= place_numbers(f"{breadth} {items} none", "middling", values, seed, curated, level, 0.0)
    for name in ("community", "personalised"):
        found |= place_numbers(f"broad 71 {name}", "middling", values, seed, CURATED["71"], BREADTHS["broad"], SORTED[name])
    return found


def crowd_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Broad open forums on one seed that differ by how many find them and, in the largest, by moderation."""
    found: dict[str, float] = {}
    for name, a_day in ARRIVALS.items():
        crowd = {**values, "settings.arrivals_a_day": a_day, "settings.days": 730.0, "settings.seats": 6000.0}
        for sorts, moderation in SORTED.items() if name == "most" else [("none", 0.0)]:
            found |= place_numbers(f"{name} {sorts}", "open_forum", crowd, seed, 7.0, BREADTHS["broad"], moderation)
    return found


def place_numbers(
    prefix: str, name: str, values: Mapping[str, float], seed: int, curated: float, breadth: float, moderation: float
) -> dict[str, float]:
    """The counts of one run, from the second half-year on."""
    levers = {"curated_items_a_week": curated, "topical_breadth": breadth, "moderation": moderation}
    scenario = community(name).with_values({**values, **{f"levers.{lever}": value for lever, value in levers.items()}})
    return {f"{prefix} {what}": number for what, number in counts_of(whole_run(scenario, seed)).items()}


def counts_of(world: World) -> dict[str, float]:
    """Endings among person-months, posts and answers, and what ties and connection the members present hold at the end."""
    ended, months = endings(acts_of(world), FIRST)
    there = np.flatnonzero(world.status == PRESENT)
    counts = (
        ended, months, float((world.daily["posts"] + world.daily["answers"])[FIRST:].sum()),
        ties_of(world, there).sum(), world.person["related"][there].sum(), there.size,
    )  # fmt: skip
    return dict(zip(COUNTS, map(float, counts), strict=True))


def over(found: Numbers, one: str, other: str, part: str, whole: str | None = None) -> np.ndarray:
    """How many times what it is in one place something is in the other, a sum over runs or a ratio of two."""
    if whole is None:
        return jackknife(share, found[f"{one} {part}"], found[f"{other} {part}"])
    four = [found[f"{place} {name}"] for place in (one, other) for name in (part, whole)]
    return jackknife(lambda a, b, c, d: share(share(a, b), share(c, d)), *four)


def best_inside(found: Numbers, places: list[str], part: str) -> np.ndarray:
    """Largest sum over runs at an inner place of a row of places, over the larger one of the two ends; above 1 for a peak."""
    table = np.stack([found[f"{place} {part}"] for place in places], axis=1)
    return jackknife(lambda sums: share(sums[1:-1].max(), max(sums[0], sums[-1])), table)


def flood_effects(found: Numbers) -> list[np.ndarray]:
    """Every number of the middling communities."""
    rows = []
    for breadth in BREADTHS:
        at = {items: f"{breadth} {items} none" for items in CURATED}
        rows.append(over(found, at["71"], at["20"], "ended", "months"))
        rows.append(over(found, at["71"], at["40"], "ended", "months"))
        rows.append(best_inside(found, list(at.values()), "acts"))
    return [*rows, *sorted_effects(found, "broad 71")]


def sorted_effects(found: Numbers, place: str) -> list[np.ndarray]:
    """What moderation does to activity and bonds, over none in the same place."""
    none, group, personal = (f"{place} {name}" for name in SORTED)
    return [
        over(found, personal, none, "acts") - 1.0,
        over(found, group, none, "acts") - 1.0,
        over(found, personal, none, "ties", "present"),
        over(found, personal, none, "related", "present"),
        over(found, group, none, "ties", "present"),
        over(found, group, none, "related", "present"),
    ]


def crowd_effects(found: Numbers) -> list[np.ndarray]:
    """Every number of the open forums."""
    at = {name: f"{name} none" for name in ARRIVALS}
    ended = over(found, at["most"], at["usual"], "ended", "months")
    each = {f"{place} each": found[f"{place} acts"] / found[f"{place} months"] for place in at.values()}
    return [ended, best_inside(each, list(at.values()), "each"), *sorted_effects(found, "most")]


def batches(runs: int) -> tuple[Batch, ...]:
    """The middling communities, and fewer of the crowded forums."""
    return (Each(flood_numbers, runs, CURATED_WORK), Each(crowd_numbers, fewer(runs), CROWD_WORK))


def sorted_parts(where: str, judged: bool = True) -> tuple[Part, ...]:
    """What moderation should do in one place; studies say less of connection than of ties."""
    return (
        Part(f"{where}: posts and answers under personalised moderation, more than under none", 0.20, 0.55, (), not judged),
        Part(f"{where}: the same under moderation by the community", -0.12, 0.12, (), not judged),
        Part(f"{where}: ties of a member, personalised over none", 0.0, FALLS, (), not judged),
        Part(f"{where}: felt connection, personalised over none", 0.0, FALLS, (), True),
        Part(f"{where}: ties of a member, community over none", 0.0, FALLS, (), True),
        Part(f"{where}: felt connection, community over none", 0.0, FALLS, (), True),
    )


OVERLOAD = Known(
    "C12", "overload and moderation", "Jones, Ravid and Rafaeli 2004; Ren and Kraut 2014",
    "middling at topical breadth .8 and .5 with 1 to 71 curated items a day, and open_forum at breadth .8 with .3 to 4.8 people "
    "a day who find it (in two years from a handful of posts and answers a day to about a hundred), unmoderated, and moderated "
    "where there is most; same seeds in all places, all runs together, without the first half-year; a person-month is 28 days in "
    "which a person contributed, and ends participation if 90 days without contribution follow; a peak is the largest inner "
    "number over the larger end; ties and connection are means over members present on the last day; where studies give a "
    "direction only, 2 in 100 is the least that counts",
    (
        *[
            part
            for place in ("breadth .8", "breadth .5")
            for part in (
                Part(f"middling, {place}: endings a person-month at 71 items a day over 20", RISES, 2.0),
                Part(f"middling, {place}: the same over 40", RISES, 2.0, (), True),
                Part(f"middling, {place}: posts and answers, inner peak by volume over the larger end", RISES, 3.0),
            )
        ],
        *sorted_parts("middling, breadth .8, 71 items a day"),
        Part("open_forum: endings a person-month where most find it, over the usual number", RISES, 2.0, (), True),
        Part("open_forum: posts and answers an active person, inner peak by size over the larger end", RISES, 3.0, (), True),
        *sorted_parts("open_forum where most find it"),
    ),
    batches,
    lambda floods, crowds: [*flood_effects(floods), *crowd_effects(crowds)],
)  # fmt: skip
