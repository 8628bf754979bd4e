"""What stands wherever the constants may lie: `python -m benchmarks.over_posterior [draws] [runs]` writes docs/posterior.md.

Conclusions that hold at one set of constants only are none: causes, repairs and chances are told over draws of the
calibration's posterior, each with the dice of its own.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.evidence import DOCUMENTS, filled
from benchmarks.figures import markdown
from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.calibration.factor_directions import NOBODY, ends
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.presentation.drawing import BLUE, GREY, RED, name_axes, note, sheet, whiskers
from community_dynamics.experiments.scenarios.posterior import draws
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.levers import STUDY_FACTORS

DRAWS, RUNS = 100, 6
PICTURE = "posterior.png"
AILING = "overloaded_team"
CHANCES = (
    "middling", "well_run_cop", "overloaded_team", "sponsor_leaves", "badge_rush", "homebrew", "guild", "unsupported_launch",
)  # fmt: skip
NINE_IN_TEN = (5, 95)
TOP, SURE = 3, 0.9


Effect = Callable[[Mapping[str, float], int, int], np.ndarray]


@dataclass(frozen=True)
class Ranked:
    """Effects of the study factors: at the constants as they are, and over draws (draws x factors)."""

    standing: np.ndarray
    over: np.ndarray

    @property
    def order(self) -> np.ndarray:
        """Factors, the largest median first."""
        return np.argsort(-np.median(self.over, axis=0), kind="stable")

    @property
    def ranks(self) -> np.ndarray:
        """Rank of each factor in each draw, 1 the largest."""
        return 1 + np.argsort(np.argsort(-self.over, axis=1, kind="stable"), axis=1)


def people(scenarios: Sequence[Scenario], runs: int, first: int) -> np.ndarray:
    """Contributors a week of each, and nobody counted as a few; all on the same dice."""
    asked = [Run(inputs_of(one), first + seed) for one in scenarios for seed in range(runs)]
    return NOBODY + simulate(asked)["weekly_contributors"].reshape(len(scenarios), runs).mean(axis=1)


def causes(values: Mapping[str, float], runs: int, first: int) -> np.ndarray:
    """Contributors of middling at the better end of each factor over those at the worse."""
    place = community("middling").with_values(values)
    found = people([place.with_values({factor: end}) for factor in STUDY_FACTORS for end in ends(factor)], runs, first)
    return found[1::2] / found[::2]


def repairs(values: Mapping[str, float], runs: int, first: int) -> np.ndarray:
    """Contributors of an ailing place with each factor alone at its better end, over those without."""
    place = community(AILING).with_values(values)
    found = people([place, *(place.with_values({factor: ends(factor)[1]}) for factor in STUDY_FACTORS)], runs, first)
    return found[1:] / found[0]


def ranked(effect: Effect, many: Sequence[Mapping[str, float]], runs: int) -> Ranked:
    """One kind of effect at the constants as they are, over as many runs as all draws have, and at each draw."""
    over = np.stack([effect(values, runs, runs * at) for at, values in enumerate(many)])
    return Ranked(effect({}, runs * len(many) // 4, 0), over)


def word(factor: str) -> str:
    """A factor and its ends in words."""
    kind, _, name = factor.partition(".")
    worse, better = ends(factor)
    return f"{name.replace('_', ' ')}{' dial' if kind == 'dials' else ''} ({worse:g} to {better:g})"


def effects_table(found: Ranked) -> str:
    """Effects and ranks, the largest first."""
    rows = []
    for at in found.order:
        effects, ranks = found.over[:, at], found.ranks[:, at]
        rows.append((
            word(STUDY_FACTORS[at]), tidy(found.standing[at], 2), ninety(effects), f"{np.median(ranks):.0f} {reach(ranks, 0)}",
            f"{np.mean(ranks <= TOP):.2f}", f"{np.mean(effects > 1.0):.2f}",
        ))  # fmt: skip
    return markdown(("factor", "as calibrated", "over draws [90 %]", "rank [90 %]", f"among the first {TOP}", "helps"), rows)


def ninety(values: np.ndarray) -> str:
    """Median, and where nine in ten of the draws lie."""
    return f"{np.median(values):.2f} {reach(values, 2)}"


def reach(values: np.ndarray, digits: int) -> str:
    """Where nine in ten of the draws lie."""
    low, high = np.percentile(values, NINE_IN_TEN)
    return f"[{low:.{digits}f}, {high:.{digits}f}]"


def chances_table(many: Sequence[Mapping[str, float]], runs: int) -> str:
    """How often places flourish and hold: as calibrated, and over draws."""
    rows = []
    for name in CHANCES:
        place = community(name)
        here = simulate([Run(inputs_of(place), seed) for seed in range(len(many) * runs // 4)])
        drawn = [inputs_of(place.with_values(values)) for values in many]
        there = simulate([Run(inputs, at * runs + seed) for at, inputs in enumerate(drawn) for seed in range(runs)])
        cells = []
        for outcome in ("flourishing", "holding"):
            over = there[outcome].reshape(len(many), runs).mean(axis=1)
            cells += [f"{here[outcome].mean():.2f}", f"{over.mean():.2f} {reach(over, 2)}"]
        rows.append((name, *cells))
    heads = [f"{outcome}, {where}" for outcome in ("flourishes", "holds") for where in ("as calibrated", "over draws [90 %]")]
    return markdown(("community", *heads), rows)


def agreement(found: Ranked) -> float:
    """Mean rank correlation of single draws with the order of the medians."""
    order = np.empty(len(STUDY_FACTORS))
    order[found.order] = np.arange(len(STUDY_FACTORS))
    return float(np.mean([np.corrcoef(order, row)[0, 1] for row in found.ranks]))


def said(kinds: Mapping[str, Ranked]) -> str:
    """What survives, and what does not."""
    lines = []
    for name, found in kinds.items():
        share = float(np.mean(found.ranks[:, found.order[0]] == 1))
        sure = [word(STUDY_FACTORS[at]) for at in found.order if np.mean(found.ranks[:, at] <= TOP) >= SURE]
        idle = [word(STUDY_FACTORS[at]) for at in found.order if np.mean(found.over[:, at] > 1.0) < SURE]
        lines += [
            f"- Ranks of {name} within a draw go with those of the medians at a correlation of {agreement(found):.2f} (mean).",
            f"- First among the {name} is {word(STUDY_FACTORS[found.order[0]])}, in {share:.0%} of the draws.",
            f"- Among the first {TOP} {name} in nine draws of ten: {'; '.join(sure) or 'none'}.",
            f"- Among the {name}, not a help in nine draws of ten: {'; '.join(idle) or 'none'}.",
        ]
    return "\n".join(lines) + "\n"


def draw(found: Sequence[Ranked], many: int, runs: int) -> None:
    """The picture: effects of causes and of repairs, nine in ten of the draws, and the constants as they are."""
    leading = [word(STUDY_FACTORS[one.order[0]]).partition(" (")[0] for one in found]
    title = f"Over {many} sets of constants, {leading[0]} moves a middling community most, and {leading[1]} repairs most"
    figure, axes = sheet(title, columns=2, width=14.0, height=7.0)
    headings = (
        "causes: middling, each factor from its worse end to its better",
        f"repairs: {AILING}, each alone at its better end",
    )
    for one, effects, heading in zip(axes, found, headings, strict=True):
        order = effects.order[::-1]
        low, middle, high = np.percentile(effects.over[:, order], (NINE_IN_TEN[0], 50, NINE_IN_TEN[1]), axis=0)
        rows = np.arange(len(order), dtype=float)
        whiskers(one, rows, middle, low, high, color=BLUE)
        one.plot(effects.standing[order], rows, "D", color=RED, markersize=6, zorder=3)
        one.axvline(1.0, color=GREY, linewidth=1.2)
        one.set_xscale("log", base=2)
        one.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        one.set_yticks(rows, [word(STUDY_FACTORS[at]) for at in order])
        name_axes(one, "contributors a week, times", "", heading, room=40)
    dots = f"Dots: median and nine in ten of {many} draws of the posterior, {runs} runs each on dice of their own"
    note(figure, f"{dots} (constants and seeds together). Diamonds: the constants as calibrated.")
    figure.savefig(DOCUMENTS / PICTURE, dpi=110, metadata={"Software": None})


def main(words: list[str]) -> None:
    """Measure, and write the page's tables and its picture."""
    number, runs = (int(one) for one in [*words, *(str(DRAWS), str(RUNS))[len(words) :]])
    many = draws(number)
    found = [ranked(effect, many, runs) for effect in (causes, repairs)]
    page = DOCUMENTS / "posterior.md"
    text = page.read_text("utf-8")
    tables = {
        "said": said({"causes": found[0], "repairs": found[1]}),
        "causes": effects_table(found[0]),
        "repairs": effects_table(found[1]),
        "chances": chances_table(many, runs),
    }
    for name, table in tables.items():
        text = filled(text, name, table)
    page.write_text(text, "utf-8")
    draw(found, number, runs)


if __name__ == "__main__":
    main(sys.argv[1:])
