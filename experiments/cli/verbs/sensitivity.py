"""`community sensitivity`: which factors matter most for one outcome, and which cannot be told from seed noise."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.experiments.designs.design import Design
    from community_dynamics.experiments.execution.conduct import Plan
    from community_dynamics.experiments.studies.study import Study

HELP = """\
community sensitivity [scenario=NAME or ./FILE.yaml] [method=morris] [name=value ...]

Moves many factors at once and says which of them matter most for one outcome, with intervals, how much is luck, and
whether the answer has settled. Stopped at any moment, the same command goes on where it was.

  community sensitivity                                                    the twelve factors, screened
  community sensitivity guild method=sobol samples=256 outcome=safety      shares of variance
  community sensitivity vary.levers.demand=0.6:1.2 vary.dials.cause=0:1    factors and ranges of your own
  community sensitivity method=sobol most_runs=200000                      more samples until it has settled
  community sensitivity study=seven_cs --dry-run                           a whole study in a file; how long it takes

Options
  scenario=middling      community to begin with: a name or a path
  study=                 a file with the same words as here, one below the other, or the name of one that comes along
  method=morris          morris screens with few runs; sobol gives shares of variance; fast, rbd_fast, delta, pawn, dgsm
                         and hdmr are other ways
  factors=twelve         twelve (seven dials, resourcing, support, time, demand, hindrance) or dials
  vary.<name>=low:high   factors of your own, instead; in a file with distributions and groups
  samples=               trajectories of morris (20 unless said), base samples of sobol (128), points of the others
  design=                points for methods that take any: latin_hypercube, random or sobol_sequence
  pairs=no               yes: shares of pairs of factors too (sobol)
  runs=10                runs at each point
  outcome=flourishing    outcome to judge by; 'community explain outcomes' lists them; all are kept
  about=mean             of the outcome: its mean over the runs of a point, its spread, log_spread, or the chance that it is
                         at_most or at_least threshold=
  series=none            a weekly series to keep and to analyse week by week, such as contributors or mean_safety
  most_runs=             grow the samples until converged, but not beyond so many runs (sobol)
  executor=threads  workers=  address=  partition=  account=  time=  memory=   as in 'community sweep'
  seed=0  out=   as in 'community run'; other name=value change the community itself

Written: study.json design.parquet runs/ (as it goes), runs.parquet findings.parquet findings.csv sensitivity.png
curves.png convergence.png (sobol) regions.csv (of fates and thresholds) weeks.csv (series=) report.html config.yaml
scenario.yaml provenance.json; 'community extend', 'retry', 'analyse' (another outcome) and 'replay' go on from there"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Run one analysis, or several."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("sensitivity", arguments, flags, analyse)


def analyse(study: "Study", arguments: Sequence[str], number: int | None, dry: bool = False, anew: bool = False) -> None:
    """Run the design, let it grow where that is asked for, tell, and write the findings."""
    from community_dynamics.experiments.base.values import outcome_with_mean
    from community_dynamics.experiments.cli.study_output import as_it_stands, carry_out, keeping, study_folder, tell_dry
    from community_dynamics.experiments.studies.run_plan import design_of, plan_of, sensitivity_design

    outcome_with_mean(study.option("outcome"))
    refuse_idle_words(study)
    design = sensitivity_design(study)
    plan = plan_of(study, design)
    folder = study_folder(study, dict(plan.config), number)
    if dry:
        tell_dry(study, plan, folder)
        return
    if not anew:
        study, plan = as_it_stands(study, plan, folder)
        design = design_of(study)
    refuse_beyond(study, plan)
    carry_out(study, plan, folder, more=narrowing(study, design, folder), anew=anew)
    if study.option("most_runs") is not None:
        study, plan = grown(study, design, plan, folder)
    from community_dynamics.experiments.cli.findings_output import finish

    with keeping(folder):
        finish(study, arguments, plan, folder)


def refuse_beyond(study: "Study", plan: "Plan") -> None:
    """Refuse a study that begins with more runs than it may come to have."""
    from community_dynamics.experiments.base.errors import InvalidValue

    most = study.option("most_runs")
    if most is not None and plan.seeds.size > most:
        raise InvalidValue(
            f"most_runs = {most:,} is fewer than the {plan.seeds.size:,} runs to begin with; give more, or fewer samples"
        )


def refuse_idle_words(study: "Study") -> None:
    """Refuse options that the method would not read."""
    from community_dynamics.experiments.base.errors import InvalidValue

    if study.option("most_runs") is not None and study.option("method") != "sobol":
        raise InvalidValue(
            f"most_runs is for method=sobol, whose shares tell when they have settled, not {study.option('method')}"
        )
    if study.factors and study.option("factors") != "twelve":
        raise InvalidValue(f"factors = {study.option('factors')} beside vary, which names the factors; leave out one of the two")
    about, threshold = study.option("about"), study.option("threshold")
    if about in ("spread", "log_spread") and study.option("runs") < 2:
        raise InvalidValue(f"about = {about} needs two or more runs at each point; write runs=10")
    if (threshold is not None) != (about in ("at_most", "at_least")):
        raise InvalidValue(
            f"about = {about} {'has no' if threshold is not None else 'needs a'} threshold; write about=at_most threshold=5"
        )


def grown(study: "Study", design: "Design", plan: "Plan", folder: Path) -> tuple["Study", "Plan"]:
    """Twice the samples again and again, until the findings have converged or the next size would cost too many runs."""
    from community_dynamics.experiments.cli.findings_output import found
    from community_dynamics.experiments.cli.study_output import carry_out, remedies
    from community_dynamics.experiments.designs.design import extended
    from community_dynamics.experiments.execution.conduct import extend
    from community_dynamics.experiments.studies.run_plan import plan_of, resized, varied_factors

    while 2 * plan.seeds.size <= study.option("most_runs"):
        with remedies(folder):
            if found(study, design, plan, folder).converged:
                break
        design = extended(design, varied_factors(study), 2 * design.size)
        study = resized(study, design.size)
        plan = plan_of(study, design)
        carry_out(study, plan, folder, extend, narrowing(study, design, folder))
    return study, plan


def narrowing(study: "Study", design: "Design", folder: Path) -> Callable[[], str] | None:
    """What is said while shares of variance are under way: the widest interval of the leading totals so far."""
    if study.option("method") != "sobol":
        return None

    def said() -> str:
        from community_dynamics.experiments.analysis.convergence import widest_so_far
        from community_dynamics.experiments.base.statements import tidy
        from community_dynamics.experiments.execution.study_folder import open_study

        outcome, so_far = study.option("outcome"), open_study(folder)
        if so_far.undefined(outcome):
            return "which an analysis will refuse"
        width = widest_so_far(design, so_far.values(outcome))
        return "" if width is None else f"widest interval {tidy(width, 2)}"

    return said
