"""Which way each bundled plan moves its community, beside what evidence says: `python -m benchmarks.plans [runs]`."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import markdown
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.estimates import Estimate, estimate
from community_dynamics.experiments.plans.named_plan import NO_PLAN
from community_dynamics.experiments.plans.plan_files import load_plan
from community_dynamics.experiments.studies.plan_comparison import PlanComparison, compare_plans

RUNS, EARLY_WEEKS = 100, 8
PEOPLE, KEPT, MOTIVATION, STRAIN = "weekly_contributors", "kept_90_days", "motivation", "strain"
EARLY = "early"
SHOWN = {EARLY: "contributors, first 8 weeks", PEOPLE: "contributors, last 8 weeks", KEPT: "kept for 90 days",
         MOTIVATION: "motivation", STRAIN: "strain"}  # fmt: skip
WORDS = {1: "more", -1: "less"}


@dataclass(frozen=True)
class Expected:
    """What evidence says of a plan: 1 for more, -1 for less of each measure, and who says so; failing: from which failure."""

    plan: str
    signs: Mapping[str, int]
    source: str
    failing: str = ""

    @property
    def words(self) -> str:
        """In words, such as 'more contributors early, less motivation'."""
        return ", ".join(f"{WORDS[sign]} {SHOWN[name]}" for name, sign in self.signs.items())


# Directions alone: few of these studies give an effect that carries over to another place.
EXPECTED = (
    Expected("focus_on_one_cause", {PEOPLE: 1}, "Probst and Borzillo 2008"),
    Expected("safe_to_ask", {PEOPLE: 1, KEPT: 1}, "Edmondson 1999; Jensen 2011"),
    Expected("one_click_away", {PEOPLE: 1}, "Kumari and Takahashi 2014"),
    Expected("monthly_meetup", {PEOPLE: 1}, "Wenger and others 2002"),
    Expected("fresh_content", {MOTIVATION: 1}, "Kim and Castelli 2021"),
    Expected("answers_in_a_day", {KEPT: 1}, "Joyce and Kraut 2006"),
    Expected("work_out_loud", {EARLY: 1}, "Lancaster 2024"),
    Expected("thank_in_public", {KEPT: 1, MOTIVATION: 1}, "Gallus 2017; Deci and others 1999"),
    Expected("badges", {EARLY: 1, MOTIVATION: -1, PEOPLE: -1}, "Anderson and others 2013; Deci and others 1999"),
    Expected("leaders_take_part", {PEOPLE: 1}, "Probst and Borzillo 2008"),
    Expected("protected_time", {PEOPLE: 1, STRAIN: -1}, "Wenger and others 2002; Community Roundtable 2015"),
    Expected("rescue_when_quiet", {PEOPLE: 1}, "Wenger and others 2002"),
    Expected("soft_launch", {PEOPLE: 1}, "Oliver and Marwell 1985"),
    Expected("big_bang", {EARLY: 1, KEPT: -1}, "public accounts of launches"),
    Expected("buddies", {KEPT: 1}, "Morgan and Halfaker 2018"),
    Expected("award_for_first_posts", {KEPT: 1}, "Gallus 2017"),
    Expected("bring_leaders_back", {PEOPLE: 1}, "Probst and Borzillo 2008", "no_leadership_support"),
    Expected("relieve_pressure", {PEOPLE: 1, STRAIN: -1}, "Crawford and others 2010", "work_pressure"),
    Expected("regain_focus", {PEOPLE: 1}, "Probst and Borzillo 2008", "inadequate_focus"),
    Expected("fund_it", {PEOPLE: 1}, "Gartner 2013", "ineffective_resourcing"),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What a plan does: each measure's difference from no plan, over runs with the same seed and the same draw."""

    expected: Expected
    effects: Mapping[str, Estimate] = field(default_factory=dict)

    def verdict(self, name: str) -> str:
        """Whether the interval of a measure lies on the side that evidence states."""
        sign, effect = self.expected.signs[name], self.effects[name]
        least, most = sorted((sign * effect.low, sign * effect.high))
        return "holds" if least > 0 else "goes the other way" if most < 0 else "not certain"

    @property
    def verdicts(self) -> str:
        """One word where all measures agree, else a word for each."""
        words = {name: self.verdict(name) for name in self.expected.signs}
        if len(set(words.values())) == 1:
            return next(iter(words.values()))
        return "; ".join(f"{SHOWN[name]}: {word}" for name, word in words.items())

    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        start = self.expected.failing.replace("_", " ") or "middling"
        told = f"{self.expected.words} ({self.expected.source})"
        return self.expected.plan, start, told, *(str(self.effects[name]) for name in SHOWN), self.verdicts


def effects_in(comparison: PlanComparison, plan: str) -> dict[str, Estimate]:
    """Each measure's difference from no plan."""
    first, with_plan = comparison.ensembles[NO_PLAN.name], comparison.ensembles[plan]
    assert first.weekly is not None and with_plan.weekly is not None
    begins = (comparison.plans[plan].first_day() or 0) // 7
    weeks = slice(begins, begins + EARLY_WEEKS)
    gap = with_plan.weekly["contributors"] - first.weekly["contributors"]
    found = {name: estimate(with_plan[name] - first[name]) for name in SHOWN if name != EARLY}
    return {EARLY: estimate(gap[:, weeks].mean(axis=1)), **found}


def measured(runs: int = RUNS, expected: Sequence[Expected] = EXPECTED) -> list[Found]:
    """Every plan in its community, in the order of the table."""
    found = []
    for failing in dict.fromkeys(one.failing for one in expected):
        start = community("middling")
        scenario = start.with_values({f"failures.{failing}": True}) if failing else start
        here = [one for one in expected if one.failing == failing]
        plans = {NO_PLAN.name: NO_PLAN, **{one.plan: load_plan(one.plan) for one in here}}
        comparison = compare_plans(scenario, plans, runs)
        found += [Found(one, effects_in(comparison, one.plan)) for one in here]
    return found


def table(runs: int = RUNS) -> str:
    """Every plan's direction in Markdown, and how many hold."""
    found = measured(runs)
    heads = ("plan", "from", "evidence says", *SHOWN.values(), "verdict")
    words = [one.verdict(name) for one in found for name in one.expected.signs]
    said = {"holds": "hold", "not certain": "are not certain", "goes the other way": "go the other way"}
    counts = ", ".join(f"{words.count(word)} {many}" for word, many in said.items())
    return f"{markdown(heads, [one.row() for one in found])}\nOf {len(words)} directions {counts}.\n"


if __name__ == "__main__":
    started = time.perf_counter()
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
    print(f"{time.perf_counter() - started:.0f} s")
