"""From a study to all its runs: the design, the values and seeds of every run, the model that lives them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from community_dynamics.experiments.analysis.analyse import SPREAD, check_columns, check_design, least_points
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.designs.design import Design, make_design, points_of, seeds_of
from community_dynamics.experiments.designs.factors import Factor, factor_of
from community_dynamics.experiments.designs.kinds import KINDS
from community_dynamics.experiments.designs.named_points import PLAN
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.scenarios.scenario_files import check_each
from community_dynamics.experiments.studies.bases import base_values, with_base
from community_dynamics.experiments.studies.sensitivity import ANY_POINTS, DESIGN_OF
from community_dynamics.experiments.studies.study import Study
from community_dynamics.experiments.studies.varying import written_factor
from community_dynamics.sim.levers import DIALS, STUDY_FACTORS

if TYPE_CHECKING:
    from community_dynamics.experiments.execution.conduct import Plan

MOST_RUNS = 100_000_000
USUAL_SAMPLES = {"sobol": 128, "morris": 20}


def sweep_design(study: Study) -> Design:
    """The design of a sweep: what is asked for, else a grid where values are listed and a cloud where ranges are."""
    factors = varied_factors(study)
    if not factors:
        raise InvalidValue("nothing varies; say what, such as vary.levers.demand=0.6,0.8,1.0")
    listed = any(factor.distribution == "values" for factor in factors)
    method = study.option("design") or ("grid" if listed else "latin_hypercube")
    ranges = [factor for factor in factors if factor.distribution != "values"]
    if method == "grid" and ranges and study.option("points") is None:
        name, low, high = ranges[0].name, ranges[0].low, ranges[0].high
        raise InvalidValue(
            f"vary.{name} = {low:g}:{high:g} is a range, and a grid needs values; did you mean vary.{name}={low:g}:{high:g}:5?"
        )
    size = study.option("points")
    if size is None and method in ("latin_hypercube", "random", "sobol_sequence"):
        size = 64
    if method == "one_at_a_time":
        return make_design(method, factors, size, study.option("seed"), base=base_values(study.scenario, factors))
    return make_design(method, factors, size, study.option("seed"))


def sensitivity_design(study: Study) -> Design:
    """The design that a method of sensitivity analysis needs, with the dummy that throws other dice."""
    method, given = study.option("method"), study.option("design")
    usual = DESIGN_OF.get(method, ANY_POINTS)
    if given is not None and usual not in SPREAD:
        raise InvalidValue(f"design = {given} is not for method={method}, which has a design of its own; leave it out")
    kind = given or usual
    check_design(method, kind)
    check_columns(method, kind, len(factors_analysed(study)) + 1)
    size = study.option("samples") or usual_samples(method, kind)
    if size < least_points(method, kind):
        raise InvalidValue(
            f"samples = {size} ({KINDS[kind].size_word}) is too few for method={method}; "
            f"at least {least_points(method, kind)} are needed: take more samples"
        )
    options: dict[str, Any] = {}
    if method == "sobol":
        options = {"second_order": study.option("pairs") == "yes"}
    elif study.option("pairs") == "yes":
        raise InvalidValue(f"pairs = yes is for method=sobol, not {method}; leave it out")
    return make_design(kind, factors_analysed(study), size, study.option("seed"), dice=True, **options)


def usual_samples(method: str, kind: str) -> int:
    """The size of the design unless told: usual for its kind, or as many as the method needs."""
    return USUAL_SAMPLES.get(method) or max(KINDS[kind].usual, least_points(method, kind))


def factors_analysed(study: Study) -> list[Factor]:
    """The factors: those that vary.<name> gives, else the twelve, or the dials."""
    for path, factor in study.factors.items():
        if factor.distribution == "values" and path != PLAN and not factor.whole:
            raise InvalidValue(f"vary.{path} lists values, and a factor needs a range; write low:high")
    if study.factors:
        return list(study.factors.values())
    names = STUDY_FACTORS if study.option("factors") == "twelve" else tuple(f"dials.{dial}" for dial in DIALS)
    return [factor_of(name, None) for name in names]


def varied_factors(study: Study) -> list[Factor]:
    """What varies in a study of either kind."""
    if study.verb == "sensitivity":
        return factors_analysed(study)
    factors = list(study.factors.values())
    if study.option("design") != "one_at_a_time":
        return factors
    size = int(study.option("points") or KINDS["one_at_a_time"].usual)
    return [with_base(study.scenario, factor, size) for factor in factors]


def design_of(study: Study) -> Design:
    """The design of a study of either kind."""
    return sensitivity_design(study) if study.verb == "sensitivity" else sweep_design(study)


def resized(study: Study, size: int) -> Study:
    """The same study with so many samples or points."""
    word = "samples" if study.verb == "sensitivity" else "points"
    return replace(study, options={**study.options, word: size})


def plan_of(study: Study, design: Design) -> "Plan":
    """Everything that is to be run, checked as far as it can be before anything runs."""
    from community_dynamics.experiments.execution.conduct import Plan
    from community_dynamics.experiments.execution.subject import CommunitySubject

    points = points_of(design, varied_factors(study))
    replicates = study.option("runs")
    if len(points) * replicates > MOST_RUNS:
        raise InvalidValue(
            f"the study has {len(points):,} points of {replicates} runs, more than {MOST_RUNS:,} runs in all; "
            "list fewer values, or take fewer samples or runs"
        )
    for plan in study.plans.values():
        laid(plan, study.scenario)
    check_each(study.scenario, points.drop(columns=PLAN, errors="ignore"))
    seeds = seeds_of(design, replicates, study.option("seed"))
    series = () if study.options.get("series", "none") == "none" else (str(study.option("series")),)
    subject = CommunitySubject(study.scenario, study.plans, series)
    return Plan(subject, points, seeds, config_of(study, varied_factors(study)), design.blocks)


def config_of(study: Study, factors: Sequence[Factor]) -> dict[str, Any]:
    """What was asked, as plain data from which the study can be made again; where it runs is no part of it."""
    from community_dynamics.experiments.base.provenance import scenario_data
    from community_dynamics.experiments.plans.plan_files import plan_record
    from community_dynamics.experiments.studies.options import WHERE

    # Which factors there are stands under vary, whether they were named one by one or all together.
    elsewhere = (*(option.name for option in WHERE), "out", "study", "most_runs", "factors")
    return {
        "verb": study.verb,
        "question": study.question,
        **{name: value for name, value in study.options.items() if name not in elsewhere},
        "vary": {factor.name: written_factor(factor) for factor in factors if factor.name != PLAN},
        "plans": {name: plan_record(plan) for name, plan in study.plans.items()},
        "community": scenario_data(study.scenario),
    }


def study_from(config: Mapping[str, Any]) -> Study:
    """The study that a result folder holds, from its config."""
    from community_dynamics.experiments.scenarios.scenario_files import scenario_from
    from community_dynamics.experiments.studies.options import defaults
    from community_dynamics.experiments.studies.study_file import plans_of
    from community_dynamics.experiments.studies.varying import factors_of

    verb = str(config["verb"])
    plans = plans_of(config.get("plans") or None)
    options = {name: config.get(name, usual) for name, usual in defaults(verb).items()}
    factors = factors_of(config["vary"], tuple(plans))
    return Study(verb, scenario_from(config["community"]), options, {}, {}, factors, plans, str(config.get("question", "")))
