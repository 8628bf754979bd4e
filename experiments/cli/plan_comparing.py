"""`community compare` with plans: several plans for one community, told and written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.plans.prices import Prices
    from community_dynamics.experiments.studies.plan_comparison import PlanComparison
    from community_dynamics.experiments.studies.study import Study


def compare_plans_of(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Run every plan on the same seeds, tell, and write the folder."""
    from community_dynamics.experiments.base.result_folder import Folder, result_folder
    from community_dynamics.experiments.cli.screen import Progress, give, wrapped
    from community_dynamics.experiments.cli.simulating import prices_of, study_data
    from community_dynamics.experiments.plans.named_plan import NO_PLAN
    from community_dynamics.experiments.studies.plan_comparison import compare_plans

    plans = dict(study.plans) if len(study.plans) > 1 else {NO_PLAN.name: NO_PLAN, **study.plans}
    prices = prices_of(study)
    final = result_folder(study.option("out"), "compare", study.scenario.name, number)
    study = replace(study, plans=plans)
    with Folder(final, study_data(study)) as folder, Progress(len(plans) * study.option("runs")) as progress:
        comparison = compare_plans(
            study.scenario,
            plans,
            study.option("runs"),
            study.option("seed"),
            study.option("outcome"),
            study.option("uncertainty"),
            prices,
            study.option("precision"),
            study.option("most_runs"),
            study.option("workers"),
            progress,
        )
        write_plans(folder, study, arguments, comparison, prices)
        folder.keep()
    give(lambda: result(comparison, str(final)))
    print(f"\n{wrapped(comparison.statement)}\n\n{effects_shown(comparison)}\n\n{wrapped(f'{comparison.covers}.')}")
    print(f"results: {final}")


def result(comparison: "PlanComparison", folder: str) -> dict[str, object]:
    """The comparison as data."""
    return {
        "verb": "compare",
        "community": comparison.scenario.name,
        "plans": list(comparison.plans),
        "outcome": comparison.outcome,
        "runs": comparison.count,
        "statement": comparison.statement,
        "cannot_be_told_from_the_best": list(comparison.best),
        "pairing_was_worth": comparison.saved,
        "effects": comparison.effects,
        "costs": comparison.costs,
        "pairs": comparison.pairs,
        "folder": folder,
    }


def effects_shown(comparison: "PlanComparison") -> str:
    """A row a plan: chances, contributors, when it shows, what it costs."""
    from community_dynamics.experiments.base.statements import limits_words, percent, tidy
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.experiments.plans.plan_words import choice_words
    from community_dynamics.experiments.studies.compare import is_share
    from community_dynamics.sim.outcomes import OUTCOMES

    rows, effects, costs = [], comparison.effects, comparison.costs.set_index("plan")
    show = percent if is_share(comparison.outcome) else tidy
    for name in comparison.plans:
        runs = comparison.runs[comparison.runs["plan"] == name]
        found = effects[(effects["plan"] == name) & (effects["outcome"] == comparison.outcome)]
        weeks = effects[(effects["plan"] == name) & (effects["outcome"] == "weekly_contributors")]["weeks_to_effect"]
        change = "compared with" if found.empty else tidy(float(found["difference"].iloc[0]))
        ends = "" if found.empty else limits_words(float(found["low"].iloc[0]), float(found["high"].iloc[0]))
        shown = "" if found.empty else tidy(float(weeks.iloc[0]))
        more = "" if found.empty else tidy(float(costs.loc[name, "more_a_year"]))
        chances = [percent(runs[one].mean()) for one in ("flourishing", "holding")]
        rows.append((choice_words(name), *chances, show(runs[comparison.outcome].mean()), change, ends, shown, more))
    label = OUTCOMES[comparison.outcome].label.lower()
    heads = ("plan", "flourishes", "or holds", label, "difference", "95 % interval", "weeks to show", "cost more a year")
    return table(heads, rows)


def write_plans(
    folder: "Folder", study: "Study", arguments: Sequence[str], comparison: "PlanComparison", prices: "Prices"
) -> None:
    """Every file of the folder."""
    from community_dynamics.experiments.base.provenance import as_yaml
    from community_dynamics.experiments.cli.simulating import write_common
    from community_dynamics.experiments.plans.plan_files import plan_record
    from community_dynamics.experiments.presentation.drawing import png
    from community_dynamics.experiments.report.plan_figures import cost_figure, plans_figure, timeline_figure
    from community_dynamics.experiments.report.plan_page import of_plans

    seed = study.option("seed")
    write_common(folder, study, arguments, (seed, seed + comparison.count - 1))
    folder.write("plans.yaml", as_yaml({name: plan_record(plan) for name, plan in comparison.plans.items()}))
    comparison.runs.to_parquet(folder.path("outcomes.parquet"), index=False)
    for name in ("effects", "costs", "gains", "pairs"):
        folder.write(f"{name}.csv", getattr(comparison, name).to_csv(index=False))
    figures: Mapping[str, Figure] = {
        "plans": plans_figure(comparison),
        "timeline": timeline_figure(comparison.plans, study.scenario.setting("days")),
        "costs": cost_figure(comparison),
    }
    for name, figure in figures.items():
        folder.path(f"{name}.png").write_bytes(png(figure))
    folder.write("report.html", of_plans(comparison, figures, prices))
