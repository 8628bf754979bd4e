"""What the verbs that simulate share: flags, one study after another, and the files that every folder has."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.studies.study import Study

SEVERAL = ("-m", "--multirun")
SHOW, DRY, ANEW = "--show", "--dry-run", "--anew"
ON_DISK = ("sweep", "sensitivity")


def each_study(verb: str, arguments: Sequence[str], do: Callable[..., None]) -> int:
    """Read the command line, then do each study that it names; all are checked before the first begins."""
    from community_dynamics.experiments.scenarios.contradictions import notes
    from community_dynamics.experiments.studies.study import studies

    several = any(word in SEVERAL for word in arguments)
    words = [word for word in arguments if word not in (*SEVERAL, SHOW, *((DRY, ANEW) if verb in ON_DISK else ()))]
    refuse_flags(verb, words)
    wanted = studies(verb, words, several)
    for number, study in enumerate(wanted, start=1):
        if SHOW in arguments:
            print(shown_study(study), end="")
            continue
        for note in notes(study.scenario):
            print(f"note: {note}", file=sys.stderr)
        if several:
            print(f"\n[{number} of {len(wanted)}] {told_apart(study, wanted)}")
        extra = {word: True for word, flag in (("dry", DRY), ("anew", ANEW)) if flag in arguments}
        do(study, words, number if several else None, **extra)
    return 0


def refuse_flags(verb: str, words: Sequence[str]) -> None:
    """Refuse flags that no verb has."""
    from community_dynamics.experiments.base.errors import nearest, shown, unknown

    for word in words:
        if word.startswith("-") and "=" not in word:
            close = nearest(word.lstrip("-"), ("multirun", "show", "help", "dry-run", "anew"))
            where = f"'community {verb} --help' lists all"
            raise unknown(shown(word), "a flag", close and f"--{close}", where)


def told_apart(study: "Study", wanted: Sequence["Study"]) -> str:
    """What one of several studies has that the others have not."""
    own = {**study.options, **study.changes}
    others = [{**one.options, **one.changes} for one in wanted]
    differing = [name for name in own if any(one.get(name) != own[name] for one in others)]
    return " ".join(f"{name}={own[name]}" for name in differing) or study.scenario.name


def study_data(study: "Study") -> dict[str, Any]:
    """A study as plain data: its options, what it varies and what it changes."""
    from community_dynamics.experiments.base.provenance import scenario_data
    from community_dynamics.experiments.studies.varying import written_factor

    data: dict[str, Any] = {"verb": study.verb, **study.options}
    if study.factors:
        data["vary"] = {path: written_factor(factor) for path, factor in study.factors.items()}
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
