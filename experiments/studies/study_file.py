"""A study in one file: the words of the command line, one below the other, in YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, WrongKind, gathered, nearest, shown, unknown
from community_dynamics.experiments.base.plain_yaml import parse, read_text
from community_dynamics.experiments.base.values import TABLES, unknown_parameter
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.plans.plan_files import plan_from_record, plans_named
from community_dynamics.experiments.scenarios.dated_entries import DATED
from community_dynamics.experiments.studies.options import CHANGING, OPTIONS, option_names
from community_dynamics.experiments.studies.varying import mapping_of_vary

OWN = ("verb", "question", "vary", "plans")
LONGEST_QUESTION = 2_000


@dataclass(frozen=True)
class StudyFile:
    """What a study file says: options and changes as plain data, what varies, plans by name, the question asked."""

    data: Mapping[str, Any] = field(default_factory=dict)
    vary: Mapping[str, Any] = field(default_factory=dict)
    plans: Mapping[str, NamedPlan] = field(default_factory=dict)
    question: str = ""


def no_file() -> StudyFile:
    """A study without a file."""
    return StudyFile()


def study_names() -> list[str]:
    """The studies that come with the package, by name."""
    from importlib.resources import files

    folder = files("community_dynamics.configs") / "study"
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def study_text(named: str) -> str:
    """The text of a study file, by path or by the name of one that comes with the package."""
    from importlib.resources import files

    if named in study_names():
        return (files("community_dynamics.configs") / "study" / f"{named}.yaml").read_text("utf-8")
    place = Path(named).expanduser()
    if not place.exists() and place.suffix == "" and "/" not in named:
        raise unknown(f"study={named}", "a study", nearest(named, study_names()), f"known are {', '.join(study_names())}")
    return read_text(place, named)


def read_study_file(named: str, verb: str) -> StudyFile:
    """A study file for one verb; everything wrong in it is reported, a line each."""
    try:
        data = {str(key): value for key, value in parse(study_text(named), named).items()}
        check_verb(data.pop("verb", verb), verb)
        question = data.pop("question", "")
        if not isinstance(question, str) or len(question) > LONGEST_QUESTION:
            raise WrongKind(f"question = {shown(question)} is not a text of at most {LONGEST_QUESTION:,} letters")
        vary, plans = mapping_of_vary(data.pop("vary", None)), plans_of(data.pop("plans", None))
        wrong = [error for key, value in data.items() if (error := entry_error(verb, key, value)) is not None]
        if wrong:
            raise gathered(wrong)
    except CommunityError as error:
        raise gathered([error], f"{named}: ") from None
    return StudyFile(data, vary, plans, " ".join(question.split()))


def check_verb(written: object, verb: str) -> None:
    """Refuse a file that was written for another verb."""
    if written != verb:
        able = ", ".join(one for one in CHANGING if "study" in option_names(one))
        if written in OPTIONS and "study" in option_names(str(written)):
            raise InvalidValue(f"verb = {written} is not {verb}; write 'community {written} study=...'")
        raise unknown(f"verb = {shown(written)}", "a verb of a study", nearest(str(written), CHANGING), f"known are {able}")


def entry_error(verb: str, key: str, value: object) -> CommunityError | None:
    """What is wrong with one name at the top of the file, or None."""
    if key in option_names(verb) and isinstance(value, list | dict):
        return WrongKind(f"{key} = {shown(value)} is not one value; write one number or word")
    if key in option_names(verb) or key in DATED:
        return InvalidValue("study = ... inside a study file; write its lines here instead") if key == "study" else None
    if key not in TABLES:
        known = [*option_names(verb), *TABLES, *DATED, *OWN]
        homes = [f"{section}: {key}" for section, table in TABLES.items() if key in table]
        close = homes[0] if homes else nearest(key, known)
        return unknown(shown(key), "part of a study", close, f"it may hold {', '.join(known)}")
    if not isinstance(value, Mapping):
        return WrongKind(f"{key} = {shown(value)} is not a mapping of names to values; write 'name: value' below it")
    wrong = next((str(name) for name in value if str(name) not in TABLES[key]), None)
    return None if wrong is None else unknown_parameter(key, wrong)


def plans_of(written: object) -> dict[str, NamedPlan]:
    """Plans to choose among: a list of words that name them, or names of one's own with words, changes or whole plans."""
    if written is None:
        return {}
    if isinstance(written, list) and len(written) > 1:
        return plans_named([str(word) for word in written])
    if not isinstance(written, Mapping) or len(written) < 2:
        example = "[none, monthly_meetup], or 'without: []' and another below it"
        raise WrongKind(f"plans = {shown(written)} is not two or more plans; write {example}")
    found = {}
    for name, record in written.items():
        try:
            found[str(name)] = plan_from_record(str(name), record)
        except CommunityError as error:
            raise gathered([error], f"plans.{name}: ") from None
    return found
