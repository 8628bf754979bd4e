"""`community recommend`: which plans to choose within a budget, and when to begin them."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.recommendation.recommend import Recommendation
    from community_dynamics.experiments.studies.study import Study

HELP = """\
community recommend NAME [name=value ...]

Searches sets of up to three plans and the days on which they begin, within a budget, and judges the finalists on seeds that the
search never saw. All bundled plans but launches may be chosen, unless plan=[...] names those that may.

  community recommend guild hours_a_week=10 money_a_year=5000
  community recommend ./ours.yaml plan=[monthly_meetup,badges,./idea.yaml] judge=worst_decile
  community recommend sponsor_leaves outcome=holding

Options
  scenario=middling   the community: a name or a path
  hours_a_week=       paid hours of managers and facilitators that may be spent more; no limit unless said
  money_a_year=       money that may be spent more; no limit unless said
  judge=mean          what makes a choice good: the mean of all runs, the mean of the worst tenth (worst_decile), or the least
                      regret beside the best choice in each run (regret)
  outcome=  uncertainty=  member_hour=  manager_hour=  facilitator_hour=   as in 'community compare' with plans
  runs=200            fresh runs of each finalist
  seed=0  workers=  out=   as in 'community run'

A search takes about 7,000 runs of the community. Written: config.yaml scenario.yaml provenance.json recommendation.csv
plans.yaml (each finalist, to use as a plan) recommendation.png timeline.png report.html"""

EXPECTED_RUNS = 7_000  # of a search: for the bar alone


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Do one search, or several."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("recommend", arguments, flags, recommend_for)


def recommend_for(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Search, tell, and write the folder."""
    from community_dynamics.experiments.base.result_folder import Folder, result_folder
    from community_dynamics.experiments.cli.screen import Progress, give, wrapped
    from community_dynamics.experiments.cli.simulating import prices_of, study_data
    from community_dynamics.experiments.recommendation.candidates import Budget
    from community_dynamics.experiments.recommendation.recommend import recommend

    budget = Budget(not_below_zero(study, "hours_a_week"), not_below_zero(study, "money_a_year"))
    final = result_folder(study.option("out"), "recommend", study.scenario.name, number)
    with Folder(final, study_data(study)) as folder, Progress(EXPECTED_RUNS) as progress:
        found = recommend(
            study.scenario,
            study.plans or None,
            budget,
            study.option("runs"),
            study.option("seed"),
            study.option("outcome"),
            study.option("judge"),
            study.option("uncertainty"),
            prices_of(study),
            study.option("workers"),
            progress,
        )
        write_found(folder, study, arguments, found)
        folder.keep()
    give(
        lambda: {
            "verb": "recommend",
            "community": study.scenario.name,
            "statement": found.statement,
            "finalists": found.table,
            "runs": found.spent,
            "folder": str(final),
        }
    )
    print(f"\n{wrapped(found.statement)}\n\n{finalists_shown(found)}\n\n{wrapped(trust(found))}\nresults: {final}")


def not_below_zero(study: "Study", name: str) -> float | None:
    """A part of the budget."""
    from community_dynamics.experiments.base.errors import InvalidValue

    value: float | None = study.option(name)
    if value is not None and value < 0:
        raise InvalidValue(f"{name} = {value:g} is below 0; give what may be spent more than today, or leave it out for no limit")
    return value


def finalists_shown(found: "Recommendation") -> str:
    """A row for each finalist."""
    from community_dynamics.experiments.base.statements import limits_words, percent, tidy
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.experiments.plans.plan_words import choice_words
    from community_dynamics.sim.outcomes import OUTCOMES

    rows = [
        (
            choice_words(row.plan), tidy(row.value), limits_words(row.low, row.high), tidy(row.in_the_search),
            tidy(row.worst_decile), percent(row.flourishing), tidy(row.paid_hours_a_week, 2), tidy(row.money_a_year),
            "yes" if row.among_best else "no",
        )
        for row in found.table.itertuples()
    ]  # fmt: skip
    label = OUTCOMES[found.outcome].label.lower()
    heads = ("plan", label, "95 % interval", "in the search", "worst tenth", "flourishes", "hours a week", "money a year", "tied")
    return table(heads, rows)


def trust(found: "Recommendation") -> str:
    """What the numbers rest on."""
    return (
        f"{found.runs} fresh runs of each finalist ({found.spent:,} runs in all). 'In the search' is what the search had seen, "
        f"which flatters its winner. Tied: cannot be told from the best, all pairs judged together. {found.covers}."
    )


def write_found(folder: "Folder", study: "Study", arguments: Sequence[str], found: "Recommendation") -> None:
    """Every file of the folder."""
    from community_dynamics.experiments.base.provenance import as_yaml
    from community_dynamics.experiments.cli.simulating import write_common
    from community_dynamics.experiments.plans.plan_files import plan_record
    from community_dynamics.experiments.presentation.drawing import png
    from community_dynamics.experiments.report.plan_figures import timeline_figure
    from community_dynamics.experiments.report.recommendation_page import of_recommendation, recommendation_figure

    seed = study.option("seed")
    write_common(folder, study, arguments, (seed, seed + found.runs - 1))
    folder.write("plans.yaml", as_yaml({name: plan_record(plan) for name, plan in found.plans.items()}))
    folder.write("recommendation.csv", found.table.to_csv(index=False))
    best = str(found.table["plan"].iloc[0])
    figures = {
        "recommendation": recommendation_figure(found),
        "timeline": timeline_figure({best: found.plans[best]}, study.scenario.setting("days")),
    }
    for name, figure in figures.items():
        folder.path(f"{name}.png").write_bytes(png(figure))
    folder.write("report.html", of_recommendation(found, figures, trust(found)))
