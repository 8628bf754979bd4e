"""What the verbs that simulate share: flags, one study after another, and the files that every folder has."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.plans.prices import Prices
    from community_dynamics.experiments.studies.study import Study

ON_DISK = ("sweep", "sensitivity", "discover")


def each_study(verb: str, words: Sequence[str], flags: Collection[str], do: Callable[..., None]) -> int:
    """Read the command line, then do each study that it names; all are checked before the first begins."""
    from community_dynamics.experiments.cli.screen import note
    from community_dynamics.experiments.scenarios.contradictions import notes
    from community_dynamics.experiments.studies.options import ANEW, DRY, MANY
    from community_dynamics.experiments.studies.study import studies

    several = MANY in flags
    wanted = studies(verb, words, several)
    for number, study in enumerate(wanted, start=1):
        if DRY in flags:
            print(shown_study(study), end="")
            if verb not in ON_DISK:
                print("nothing was written; leave out --dry-run to run it")
                continue
        for line in notes(study.scenario):
            note(f"note: {line}")
        if several:
            print(f"\n[{number} of {len(wanted)}] {told_apart(study, wanted)}")
        extra = {word: True for word, flag in (("dry", DRY), ("anew", ANEW)) if flag in flags}
        do(study, words, number if several else None, **extra)
    return 0


def told_apart(study: "Study", wanted: Sequence["Study"]) -> str:
    """What one of several studies has that the others have not."""
    own = {**study.options, **study.changes}
    others = [{**one.options, **one.changes} for one in wanted]
    differing = [name for name in own if any(one.get(name) != own[name] for one in others)]
    return " ".join(f"{name}={own[name]}" for name in differing) or study.scenario.name


def prices_of(study: "Study") -> "Prices":
    """What an hour of each is to cost."""
    from community_dynamics.experiments.plans.named_plan import PEOPLE
    from community_dynamics.experiments.plans.prices import Prices

    return Prices(**{who: float(study.option(f"{who}_hour")) for who in PEOPLE})


def study_data(study: "Study") -> dict[str, Any]:
    """A study as plain data: its options, what it varies and what it changes."""
    from community_dynamics.experiments.base.provenance import scenario_data
    from community_dynamics.experiments.plans.plan_files import plan_record
    from community_dynamics.experiments.studies.varying import written_factor

    data: dict[str, Any] = {"verb": study.verb, **study.options}
    if study.factors:
        data["vary"] = {path: written_factor(factor) for path, factor in study.factors.items()}
    if study.plans:
        data["plans"] = {name: plan_record(plan) for name, plan in study.plans.items()}
    data["changes"] = dict(study.changes)
    data["community"] = scenario_data(study.scenario)
    return data


def shown_study(study: "Study") -> str:
    """What would be run, as YAML."""
    from community_dynamics.experiments.base.provenance import as_yaml

    return as_yaml(study_data(study)) + "---\n"


def write_common(folder: "Folder", study: "Study", arguments: Sequence[str], seeds: tuple[int, int]) -> None:
    """The files that say what was run: the study, the community to load again, and provenance."""
    from community_dynamics.experiments.base.provenance import as_yaml, provenance, scenario_data
    from community_dynamics.experiments.base.result_folder import MARKER, as_json

    folder.write("config.yaml", as_yaml(study_data(study)))
    folder.write("scenario.yaml", as_yaml(scenario_data(study.scenario)))
    folder.write(MARKER, as_json(provenance(study.verb, arguments, study.scenario, seeds)))
