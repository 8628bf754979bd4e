"""How often a diagnosis is right: communities broken on purpose, by one cause, by two, or by none (they merely drift).

`python -m benchmarks.diagnosis count=60 kept=FILE` measures so many; FILE keeps a line for each community, so that a run that was
stopped goes on where it was. `python -m benchmarks.evidence diagnosis` writes docs/diagnosis.md.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from community_dynamics.experiments.base.intervals import bootstrap_mean
from community_dynamics.experiments.base.statements import share_words
from community_dynamics.experiments.diagnosis.causes import Case, case_of
from community_dynamics.experiments.diagnosis.diagnosing import CLEAR_CAUSE, NO_CAUSE, verdict_of
from community_dynamics.experiments.diagnosis.loss_shares import WORTH, Shares, grown
from community_dynamics.experiments.diagnosis.repaired_worlds import Worlds
from community_dynamics.experiments.diagnosis.rescue import rescue_of
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Scenario, lever_values
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS

COUNT = 60
BASES = ("well_run_cop", "guild", "apollo13")
SEATS, DAYS = (50, 80, 120), 196
CAUSES = 6  # groups that differ from the reference, planted or drifting
PLANTED = (1, 1, 2, 2, 0)  # causes planted, community after community: as many by one as by two, a fifth by none
DRIFT = 0.03  # of the way from low to high, standard deviation
OUTCOME = "weekly_contributors"
MOST_RUNS, TRUTH_SEEDS, RESCUE_SEEDS = 700, 64, 12
OTHER_SEEDS, TRUE_SEEDS = 100_000, 200_000
CLEAR_RATIO = 1.5
WORST: dict[str, dict[str, float]] = {
    **{dial: {lever: anchors[0] for lever, anchors in levers.items()} for dial, levers in DIALS.items()},
    "leadership": FAILURES["no_leadership_support"],
    "work": FAILURES["work_pressure"],
}
NAMES = {"leadership": "Leadership support", "work": "Work pressure"}


@dataclass(frozen=True)
class Broken:
    """A community with what was planted in it: names of causes as a diagnosis gives them."""

    number: int
    community: Scenario
    reference: Scenario
    planted: tuple[str, ...]


def levers_touched(cause: str) -> set[str]:
    """Levers that a group or a failure sets."""
    return set(FAILURES[cause] if cause in FAILURES else WORST[cause])


def healthy(name: str, seats: int) -> Scenario:
    """A bundled healthy community of another size, for half a year, without dated changes."""
    scenario = load(name)
    founders = max(4, round(scenario.setting("founders") * seats / scenario.setting("seats")))
    settings = dict(scenario.settings) | {"seats": seats, "days": DAYS, "founders": founders}
    return replace(scenario, name=f"{name}_{seats}", settings=settings, plan=(), failures={})


def broken(number: int) -> Broken:
    """One community: base, size, what is planted and what drifts follow from its number."""
    dice = np.random.default_rng([12, number])
    reference = healthy(str(dice.choice(BASES)), int(dice.choice(SEATS)))
    planted: list[str] = []
    for cause in dice.permutation([*WORST, *FAILURES]).tolist():
        apart = all(not levers_touched(cause) & levers_touched(one) for one in planted)
        if len(planted) < PLANTED[number % len(PLANTED)] and apart:
            planted.append(cause)
    taken = {lever for cause in planted for lever in levers_touched(cause)}
    free = [group for group in dice.permutation(list(WORST)).tolist() if not levers_touched(group) & taken]
    good, levers = lever_values(reference, 0), dict(reference.levers)
    for group in free[: CAUSES - len(planted)]:
        levers |= {lever: drifted(lever, good[lever], group, dice) for lever in WORST[group]}
    for group in (one for one in planted if one in WORST):
        strength = dice.uniform(0.5, 1.0)
        levers |= {one: legal(one, good[one] + strength * (worst - good[one])) for one, worst in WORST[group].items()}
    failures = {one: True for one in planted if one in FAILURES}
    community = replace(reference, name=f"broken_{number}", levers=levers, failures=failures)
    return Broken(number, community, reference, tuple(called(one) for one in planted))


def called(cause: str) -> str:
    """The name that a diagnosis gives a cause."""
    return f"Failure: {cause.replace('_', ' ')}" if cause in FAILURES else NAMES.get(cause, cause.capitalize())


def legal(lever: str, value: float) -> float:
    """The nearest value that a lever may have."""
    known = LEVERS[lever]
    within = min(max(value, known.low), known.high)
    return float(round(within)) if known.whole else within


def drifted(lever: str, value: float, group: str, dice: np.random.Generator) -> float:
    """A lever a little away from where it was; choices stay."""
    if LEVERS[lever].choices:
        return value
    return legal(lever, value + DRIFT * dice.normal() * abs(value - WORST[group][lever]))


def measured(number: int, threads: int | None = None) -> dict[str, Any]:
    """One community diagnosed on two disjoint sets of seeds, and the truth on a third."""
    one = broken(number)
    case = case_of(one.community, one.reference)
    worlds = Worlds(case, 0, threads)
    found, other = (grown(each, OUTCOME, MOST_RUNS) for each in (worlds, Worlds(case, OTHER_SEEDS, threads)))
    gains, whole, lost = truth(case, one.planted, threads)
    row: dict[str, Any] = {"number": number, "base": one.reference.name, "planted": one.planted, "gains": gains}
    row |= {"whole": whole, "lost": lost, "causes": len(case.causes), "seeds": len(found.parts)}
    names = [cause.name for cause in case.causes]
    for label, shares in (("first", found), ("other", other)):
        verdict, _ = verdict_of(case, shares)
        ranked = [names[place] for place in np.argsort(-shares.values)]
        row |= {f"{label}_verdict": verdict, f"{label}_ranked": ranked}
    row["rank"] = float(spearmanr(found.values, other.values).statistic)
    row["within"] = within(found, other)
    if found.loss > 0 and one.planted:
        row["won_back"] = won_back(worlds, case, threads)
    return row


def truth(case: Case, planted: Sequence[str], threads: int | None) -> tuple[dict[str, float], float, float]:
    """What each planted cause takes, exact over its orders, on other seeds; the reference's outcome and the planted loss.

    The reference of this truth is the community with every planted cause repaired, so that drift plays no part.
    """
    worlds, seeds = Worlds(case, TRUE_SEEDS, threads), range(TRUTH_SEEDS)
    bits = [1 << number for number, cause in enumerate(case.causes) if cause.name in planted]
    names = [cause.name for cause in case.causes if cause.name in planted]

    def mean(causes: int) -> float:
        return float(worlds.values(OUTCOME, causes, seeds).mean())

    everything = sum(bits)
    lost = mean(everything) - mean(0)
    if len(bits) < 2:
        gains = [lost] * len(bits)
    else:
        gains = [(mean(bit) - mean(0) + mean(everything) - mean(everything - bit)) / 2.0 for bit in bits]
    return dict(zip(names, gains, strict=True)), mean(everything), lost


def within(found: Shares, other: Shares) -> list[bool]:
    """For each cause, whether two disjoint sets of seeds differ by no more than both intervals allow."""
    ends = [bootstrap_mean(one.parts) for one in (found, other)]
    halves = [(np.asarray(one.high) - np.asarray(one.low)) / 2.0 for one in ends]
    return (np.abs(found.values - other.values) <= np.hypot(*halves)).tolist()


def won_back(worlds: Worlds, case: Case, threads: int | None) -> float | None:
    """Share of the whole loss that the first smallest set of repairs wins back, on seeds that did not choose it."""
    rescue = rescue_of(worlds, OUTCOME, range(RESCUE_SEEDS))
    if not rescue.sets:
        return None
    fresh, seeds = Worlds(case, TRUE_SEEDS, threads), range(TRUTH_SEEDS // 2)
    now, chosen, all_of_it = (fresh.values(OUTCOME, one, seeds).mean() for one in (0, rescue.sets[0][0], case.everything))
    return float((chosen - now) / (all_of_it - now)) if all_of_it > now else None


def rows(count: int = COUNT, kept: Path | None = None, say: Callable[[str], None] = print) -> list[dict[str, Any]]:
    """The first so many communities; those that `kept` holds are not measured again."""
    known = {}
    if kept is not None and kept.exists():
        known = {row["number"]: row for row in map(json.loads, kept.read_text("utf-8").splitlines())}
    for number in range(count):
        if number in known:
            continue
        known[number] = measured(number)
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(known[number]) + "\n")
        say(f"{number + 1} of {count}: {known[number]['planted']} -> {known[number]['first_ranked'][0]}")
    return [known[number] for number in range(count)]


def is_lost(row: dict[str, Any]) -> bool:
    """Whether what was planted takes at least as much as a diagnosis looks into."""
    return bool(row["planted"]) and row["lost"] >= WORTH * row["whole"]


def first_and_ratio(row: dict[str, Any]) -> tuple[str, float]:
    """The planted cause that truly takes most, and how many times the second."""
    ordered = sorted(row["gains"].items(), key=lambda item: -item[1])
    second = max(ordered[1][1], 1e-9) if len(ordered) > 1 else 1e-9
    return ordered[0][0], ordered[0][1] / second


def is_clear_case(row: dict[str, Any]) -> bool:
    """Whether something is lost, and the first planted gain is at least 1.5 times the second."""
    return is_lost(row) and first_and_ratio(row)[1] >= CLEAR_RATIO


def tabled(found: list[dict[str, Any]]) -> str:
    """All of it as a table, with what must hold."""
    clear = [row for row in found if is_clear_case(row)]
    lost = [row for row in found if is_lost(row)]
    none = [row for row in found if not row["planted"]]
    small = [row for row in found if row["planted"] and not is_lost(row)]
    top = [first_and_ratio(row)[0] == row["first_ranked"][0] for row in clear]
    plainly = [hit and row["first_verdict"] == CLEAR_CAUSE for hit, row in zip(top, clear, strict=True)]
    two = [row for row in lost if len(row["planted"]) == 2]
    both = [set(row["first_ranked"][:2]) == set(row["planted"]) for row in two]
    second = [first_and_ratio(row)[0] in row["first_ranked"][:2] for row in lost]
    said = [row["first_verdict"] != NO_CAUSE for row in lost]
    alarms = [row["first_verdict"] != NO_CAUSE for row in none]
    quiet = [row["first_verdict"] == NO_CAUSE for row in small]
    agree = [row["first_ranked"][0] == row["other_ranked"][0] for row in clear]
    inside = [one for row in found for one in row["within"]]
    back = [row["won_back"] for row in lost if row.get("won_back") is not None]
    ranks = [row["rank"] for row in lost if np.isfinite(row["rank"])]
    chance = np.mean([1.0 / row["causes"] for row in found])
    lines = [
        "| what was measured | found | must be | |",
        "|---|---|---|---|",
        line("the true first cause has the largest share, where its gain is 1.5 times the second's or more", top, 0.9),
        line("the same, and it is said to be clear, not 'cannot be told apart' or 'no clear cause'", plainly, 0.9, goal=True),
        line("the true first cause among the first two named, wherever something was lost", second),
        line("two planted: both of them are the first two named", both),
        line("a loss worth a tenth or more is seen as one", said),
        line("false alarms: a cause named where nothing was planted", alarms, 0.1, most=True),
        line("planted, but less than a tenth lost: no cause named", quiet),
        line("two disjoint sets of seeds agree on the first cause, in clear cases", agree, 0.9),
        line("shares on two disjoint sets of seeds differ by no more than both 95 % intervals allow", inside),
    ]
    if back:
        low, half, high = (100 * end for end in np.quantile(back, [0.25, 0.5, 0.75]))
        middle = f"{half:.0f} % (half of the cases {low:.0f} to {high:.0f} %)"
        lines.append(f"| loss won back by the proposed repair, on fresh seeds: median of {len(back)} | {middle} | | |")
    if ranks:
        lines.append(
            f"| rank correlation of all shares between the two sets: median of {len(ranks)} | {np.median(ranks):.2f} | | |"
        )
    return "\n".join(
        [
            f"{len(found)} communities: {sum(len(row['planted']) == 1 for row in found)} broken by one cause, "
            f"{sum(len(row['planted']) == 2 for row in found)} by two, {len(none)} by none. Chance names the first cause in "
            f"{100 * chance:.0f} %.",
            "",
            *lines,
        ]
    )


def line(what: str, hits: Sequence[bool], limit: float | None = None, most: bool = False, goal: bool = False) -> str:
    """A row of the table: a share with its interval, and whether it is as it must be, or a goal not reached yet."""
    if not hits:
        return f"| {what} | no such case | | |"
    share = sum(hits) / len(hits)
    if limit is None:
        return f"| {what} | {share_words(sum(hits), len(hits))} | | |"
    holds = share <= limit if most else share >= limit
    wanted = f"{'at most' if most else 'at least'} {100 * limit:.0f} %"
    verdict = "holds" if holds else "not reached" if goal else "DOES NOT hold"
    return f"| {what} | {share_words(sum(hits), len(hits))} | {wanted} | {verdict} |"


def by_cause(found: list[dict[str, Any]]) -> str:
    """For each kind of cause: how often it was planted, what share of the outcome it took, how often it was named first."""
    lines = ["| planted | times | lost, of the reference (median) | named first where it truly was |", "|---|---|---|---|"]
    for cause in sorted({name for row in found for name in row["planted"]}):
        own = [row for row in found if cause in row["planted"]]
        lost = np.median([row["gains"][cause] / row["whole"] for row in own])
        first = [row for row in own if is_clear_case(row) and first_and_ratio(row)[0] == cause]
        hits = sum(row["first_ranked"][0] == cause for row in first)
        lines.append(f"| {cause} | {len(own)} | {100 * lost:.0f} % | {f'{hits} of {len(first)}' if first else 'never first'} |")
    return "\n".join(lines)


def table() -> str:
    """For docs/diagnosis.md: measured anew."""
    found = rows(say=lambda text: print(text, flush=True))
    return f"{tabled(found)}\n\n{by_cause(found)}"


def main(words: Sequence[str]) -> int:
    """Measure `count=` communities, keep them in `kept=`, and print the tables."""
    given = dict(word.split("=", 1) for word in words)
    kept = Path(given["kept"]) if "kept" in given else None
    found = rows(int(given.get("count", COUNT)), kept, lambda text: print(text, flush=True))
    print(f"{tabled(found)}\n\n{by_cause(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
