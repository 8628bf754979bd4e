"""Studies that lie in a folder already: opened again, to extend, retry, analyse or replay them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, UnreadableFile, shown
from community_dynamics.experiments.studies.options import OPTIONS, read_options
from community_dynamics.experiments.studies.study import Study

if TYPE_CHECKING:
    from community_dynamics.experiments.execution.conduct import Plan


def folder_and_options(verb: str, arguments: Sequence[str]) -> tuple[Path, dict[str, Any]]:
    """The folder of the study, which comes first, and the options behind it."""
    if not arguments or "=" in arguments[0] or arguments[0].startswith("-"):
        raise InvalidValue(f"community {verb} needs the folder of a study; 'community {verb} --help' says how")
    given = read_options(verb, OPTIONS[verb], arguments[1:])
    return Path(arguments[0]).expanduser(), given


def open_study(folder: Path, given: dict[str, Any]) -> Study:
    """The study of a folder, with what is given instead of what it had."""
    from community_dynamics.experiments.execution.study_folder import read_config
    from community_dynamics.experiments.studies.run_plan import study_from

    config = read_config(folder)
    try:
        study = study_from(config)
    except CommunityError:
        raise
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        what = f"config in {folder / 'study.json'} is not as it was written ({type(error).__name__})"
        raise UnreadableFile(f"{what}; give the study's command once more with --anew, or in a new folder") from None
    names = [name for name in given if name in study.options and given[name] is not None and name not in ("samples", "points")]
    if given.get("about") is not None and "about" not in study.options:
        raise InvalidValue(f"about = {shown(given['about'])} is for a sensitivity analysis, and this is a sweep; leave it out")
    study = replace(study, options={**study.options, **{name: given[name] for name in names}})
    if study.verb == "discover":
        from community_dynamics.experiments.discovery.asked import reopened

        study = reopened(study)
    if study.verb == "sensitivity":
        from community_dynamics.experiments.base.values import outcome_with_mean
        from community_dynamics.experiments.cli.verbs.sensitivity import refuse_idle_words

        outcome_with_mean(study.option("outcome"))
        refuse_idle_words(study)
    return study


def finish(
    study: Study, arguments: Sequence[str], plan: "Plan", folder: Path, do: Callable[..., Any] | None, dry: bool = False
) -> None:
    """Run what there is to run (nothing where `do` is None), and make the findings anew."""
    from community_dynamics.experiments.cli.study_output import carry_out, tell_dry
    from community_dynamics.experiments.cli.verbs.sensitivity import narrowing
    from community_dynamics.experiments.studies.run_plan import design_of

    if dry:
        tell_dry(study, plan, folder)
        return
    if do is not None:
        more = narrowing(study, design_of(study), folder) if study.verb == "sensitivity" else None
        carry_out(study, plan, folder, do, more)
    if study.verb == "sensitivity":
        from community_dynamics.experiments.cli.findings_output import finish as tell
    elif study.verb == "discover":
        from community_dynamics.experiments.cli.verbs.discover import finish as tell
    else:
        from community_dynamics.experiments.cli.verbs.sweep import finish as tell
    tell(study, arguments, plan, folder)
