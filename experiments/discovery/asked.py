"""From what was asked to its runs: the factors, the design and the rule of failing, each checked before anything runs."""

from dataclasses import replace
from typing import TYPE_CHECKING

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.designs.design import make_design
from community_dynamics.experiments.designs.factors import Factor, factor_of
from community_dynamics.experiments.designs.spread import check_power_of_two
from community_dynamics.experiments.discovery.failing import EDGE, Rule, factors_named, rule_of
from community_dynamics.experiments.discovery.indicators import FIRST_WEEK
from community_dynamics.experiments.discovery.warning_signs import LEADS
from community_dynamics.experiments.discovery.watched import WatchedSubject
from community_dynamics.experiments.studies.run_plan import plan_of, sweep_design
from community_dynamics.experiments.studies.study import Study
from community_dynamics.sim.outcomes import PROPORTIONS

if TYPE_CHECKING:
    from community_dynamics.experiments.execution.conduct import Plan

USUAL_POINTS = {"boxes": 1024, "edge": 9, "warnings": 1024}
USUAL_RUNS = {"boxes": 10, "edge": 60, "warnings": 1}
MOST_LEVELS = 64


def as_asked(study: Study) -> Study:
    """The study with everything filled in that was not said: factors, design, points and runs."""
    find = study.option("find")
    rule_asked(study)
    factors = factors_asked(study)
    points = study.option("points") or USUAL_POINTS[find]
    if find != "edge":
        check_power_of_two("points", points)
    runs = study.option("runs") or USUAL_RUNS[find]
    options = {**study.options, "points": points, "runs": runs, "design": design_asked(study)}
    return replace(study, factors={factor.name: factor for factor in factors}, options=options)


def design_asked(study: Study) -> str:
    """How points are laid: a map is a grid, else points fill the space evenly."""
    return "grid" if study.option("find") == "edge" else "sobol_sequence"


def factors_asked(study: Study) -> list[Factor]:
    """The factors that vary gives, else those of the set; two levers with their levels for an edge."""
    given, named = list(study.factors.values()), study.option("factors")
    if given and named is not None:
        raise InvalidValue(f"factors = {named} beside vary, which names the factors; leave out one of the two")
    if study.option("find") != "edge":
        factors = given or factors_named(named or "circumstances")
        if given or not study.changes:
            return factors
        # What the command line sets is part of the community, and stays as it was set.
        return [factor for factor in factors if factor.name not in study.changes]
    if named is not None:
        raise InvalidValue(
            f"factors = {named} is for find=boxes and find=warnings; find=edge takes two: vary.levers.demand=0.6..1.3"
        )
    if given and len(given) != 2:
        raise InvalidValue(
            f"find = edge is a map of two levers, and {len(given)} vary; keep two, such as {EDGE[0]} and {EDGE[1]}"
        )
    points = study.option("points") or USUAL_POINTS["edge"]
    if not 2 <= points <= MOST_LEVELS:
        raise InvalidValue(f"points = {points} is outside 2..{MOST_LEVELS} (levels of each range of a map); 9 is usual")
    return given or [factor_of(path, None) for path in EDGE]


def rule_asked(study: Study) -> Rule:
    """When a point fails."""
    if study.option("find") == "warnings":
        for name, usual in (("outcome", "holding"), ("below", None), ("above", None)):
            if study.option(name) != usual:
                raise InvalidValue(
                    f"{name} = {study.option(name)} is not for find=warnings, which asks what warns of a stall; leave it out"
                )
    if study.option("find") == "edge":
        for name in ("below", "above"):
            if study.option(name) is not None:
                raise InvalidValue(
                    f"{name} = {study.option(name):g} is not for find=edge, whose line lies at one half of the runs"
                )
        if study.option("outcome") not in PROPORTIONS:
            listed = ", ".join(PROPORTIONS)
            raise InvalidValue(
                f"outcome = {study.option('outcome')} is no yes or no, which find=edge needs; take one of {listed}"
            )
    return rule_of(study.option("outcome"), study.option("below"), study.option("above"))


def plan_asked(study: Study) -> "Plan":
    """All runs, checked as far as they can be before anything runs; for warnings each point throws dice of its own."""
    if study.option("find") != "warnings":
        return plan_of(study, sweep_design(study))
    check_length(study)
    size = study.option("points")
    design = make_design(study.option("design"), list(study.factors.values()), size, study.option("seed"), dice=True)
    return replace(plan_of(study, design), subject=WatchedSubject(study.scenario))


def check_length(study: Study) -> None:
    """Refuse runs that are too short to have a stall with its warnings in them, or of several lengths."""
    if "settings.days" in study.factors:
        raise InvalidValue("settings.days varies, and warnings need runs of one length; leave it out")
    days, least = int(study.scenario.setting("days")), 7 * (FIRST_WEEK + max(LEADS))
    if days < least:
        raise InvalidValue(f"settings.days = {days} is too short for warnings up to {max(LEADS)} weeks ahead; at least {least}")


def size_words(plan: "Plan") -> str:
    """How many runs there will be, before the first."""
    points, runs = plan.seeds.shape
    return f"{points:,} points of {runs} run{'s' if runs > 1 else ''}: {points * runs:,} runs"


def reopened(study: Study) -> Study:
    """A study from its folder, with its design and rule; warnings are made by their own command alone."""
    if study.option("find") == "warnings":
        raise InvalidValue(
            "this study asks what warns of a stall; give its command once more: 'community discover find=warnings ...'"
        )
    rule_asked(study)
    return replace(study, options={**study.options, "design": design_asked(study)})
