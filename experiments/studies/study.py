"""From a command line to a study: Hydra reads name=value, the tables say what is allowed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from hydra import compose, initialize
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from community_dynamics.experiments.base.errors import (
    CommunityError,
    InvalidValue,
    UnknownName,
    gathered,
    nearest,
    shown,
    unknown,
)
from community_dynamics.experiments.base.statements import several
from community_dynamics.experiments.base.values import TABLES, each_value, unknown_parameter
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.named_points import PLAN
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.plans.plan_files import plans_named
from community_dynamics.experiments.scenarios.dated_entries import DATED
from community_dynamics.experiments.scenarios.scenario_files import checked, is_path, load, scenario_names
from community_dynamics.experiments.studies.options import CHANGING, OPTIONS, option_names
from community_dynamics.experiments.studies.schema import register
from community_dynamics.experiments.studies.study_file import StudyFile, no_file, read_study_file
from community_dynamics.experiments.studies.varying import factors_of, is_vary, varied
from community_dynamics.sim.inputs import Scenario

PATHLIKE = ("scenario", "against", "reference", "out", "study")
RANGE = re.compile(r"-?[\d.]+(:-?[\d.]+){1,2}")
PLAIN_PATH = re.compile(r"[\w./:@-]*")
# Dials before levers: a lever written beside its own dial keeps its value.
SECTION_ORDER = ("settings", "dials", "levers", "theory", "failures")
LIKELY_FIRST = ("levers", "dials", "failures", "settings", "theory")
VARYING = ("sweep", "sensitivity", "discover")
SEVERAL_PLANS = ("compare", "recommend")


@dataclass(frozen=True)
class Study:
    """One study: what to do, with which community, and how.

    changes: what the command line or study file sets, by full name; dated: the plan, shocks and awards, if changed; factors: what
    varies, by full name; plans: plans to choose among, by name; question: what is asked, in words.
    """

    verb: str
    scenario: Scenario
    options: Mapping[str, Any]
    changes: Mapping[str, float]
    dated: Mapping[str, Any]
    factors: Mapping[str, Factor]
    plans: Mapping[str, NamedPlan] = field(default_factory=dict)
    question: str = ""

    def option(self, name: str) -> Any:
        """Value of one option."""
        return self.options[name]


def studies(verb: str, arguments: Sequence[str], several: bool = False) -> list[Study]:
    """The studies that a command line asks for: one, or with `several` one for each combination of lists."""
    overrides = [parse_override(argument) for argument in named(verb, arguments, several)]
    refuse_repeated(overrides)
    wrong = [error for one in overrides if (error := key_error(verb, one)) is not None]
    if wrong:
        raise gathered(wrong)
    vary: dict[str, Any] = {}
    for override in filter(is_vary, overrides):
        vary |= varied(override)
    fixed = [override for override in overrides if not is_vary(override)]
    return [study_of(verb, lines, vary) for lines in combinations(fixed, several)]


def named(verb: str, arguments: Sequence[str], several: bool) -> list[str]:
    """Arguments as name=value: a bare word names the scenario, a second what `compare` compares it with."""
    bare = [name for name in ("scenario", "against") if name in option_names(verb)]
    lines: list[str] = []
    for argument in arguments:
        if "=" not in argument:
            if not bare:
                raise one_too_many(verb, argument, lines)
            argument = f"{bare.pop(0)}={argument}"
        lines.append(quoted(argument, several))
    return lines


def one_too_many(verb: str, argument: str, before: Sequence[str]) -> InvalidValue:
    """A word that is not name=value: a community more than the verb takes, or something else."""
    there = [line.partition("=")[2].strip("'\"") for line in before if line.partition("=")[0] in ("scenario", "against")]
    if not is_path(argument) and argument not in scenario_names():
        return InvalidValue(f"{shown(argument)} is not name=value; 'community {verb} --help' says how")
    if verb == "compare":
        again = f"'community compare {there[0]} {argument}'"
        return InvalidValue(f"{shown(argument)} is a third community, and compare takes two; go on with {again}")
    several = f"'community {verb} -m scenario={','.join([*there, argument])}'"
    return InvalidValue(f"{shown(argument)} is a second community, and {verb} takes one; write {several} for one after another")


def quoted(argument: str, several: bool) -> str:
    """The argument, with paths put in quotes where Hydra would stumble over their characters."""
    name, _, value = argument.partition("=")
    if name == "vary.plan" or (name == "plan" and not value.startswith("[")):
        return f"{name}={','.join(quote(part) for part in value.split(','))}"
    if name not in PATHLIKE:
        return argument
    parts = value.split(",") if several else [value]
    if name == "scenario" and not several and "," in value and not Path(value).exists():
        raise InvalidValue(f"{shown(argument)} names several studies; add -m to do one after another")
    return f"{name}={','.join(quote(part) for part in parts)}"


def refuse_repeated(overrides: Sequence[Override]) -> None:
    """Refuse a name given twice, where the last would silently win."""
    seen: dict[str, str] = {}
    for override in overrides:
        key, line = override.key_or_group, str(override.input_line)
        if key in seen:
            raise InvalidValue(f"{key} is given twice ({shown(seen[key])} and {shown(line)}); keep one of the two")
        seen[key] = line


def quote(value: str) -> str:
    """A text in quotes for Hydra, unless it is plain or quoted already."""
    if PLAIN_PATH.fullmatch(value) or value[:1] in "'\"":
        return value
    return "'" + value.replace("\\'", "\\\\'").replace("'", "\\'") + "'"


def parse_override(argument: str) -> Override:
    """One name=value as Hydra reads it."""
    try:
        override = OverridesParser.create().parse_override(argument)
    except HydraException:
        raise InvalidValue(
            f"{shown(argument)} cannot be read; write name=value, and quotation marks around a value with "
            "spaces, commas or brackets"
        ) from None
    if override.type is None or override.type.name != "CHANGE":
        plain = argument.lstrip("+~")
        raise InvalidValue(f"{shown(argument)} begins with a sign; write {shown(plain)}")
    return override


def key_error(verb: str, override: Override) -> CommunityError | None:
    """What is wrong with the name on the left, or None."""
    key = override.key_or_group
    first, _, rest = key.partition(".")
    if is_vary(override) and verb in VARYING:
        return None
    if key in (*option_names(verb), *DATED):
        return None
    if first in TABLES:
        return section_error(first, rest, override.value()) or varied_without_vary(verb, override)
    return unknown_key(verb, key)


def varied_without_vary(verb: str, override: Override) -> CommunityError | None:
    """A list or a range of values where only what varies takes one, or None."""
    line = str(override.input_line)
    listed = override.is_sweep_override() or RANGE.fullmatch(line.partition("=")[2]) is not None
    if verb not in VARYING or not listed:
        return None
    return InvalidValue(f"{shown(line)} gives several values; to vary it write {shown(f'vary.{line}')}")


def section_error(section: str, name: str, value: object) -> CommunityError | None:
    """What is wrong with the names in section.name=value or in section={name: value}, or None."""
    if not name and not isinstance(value, Mapping):
        return InvalidValue(f"{section} = {shown(value)} names no parameter; write {section}.<name>=<value>")
    names = [name] if name or not isinstance(value, Mapping) else [str(key) for key in value]
    wrong = [one for one in names if one not in TABLES[section]]
    return unknown_parameter(section, wrong[0]) if wrong else None


def unknown_key(verb: str, key: str) -> UnknownName:
    """A name that the verb does not take; a parameter without its section is completed."""
    homes = [f"{section}.{key}" for section, table in TABLES.items() if key in table]
    others = [f"'community {other}'" for other in CHANGING if key in option_names(other)]
    if others and not homes:
        return UnknownName(f"{shown(key)} is an option of {several(others)}, not of 'community {verb}'; leave it out")
    own = [*option_names(verb), *TABLES, *DATED]
    last = key.rpartition(".")[2]
    known = {name: f"{section}.{name}" for section in LIKELY_FIRST for name in TABLES[section]}
    close = homes[0] if homes else nearest(key, own) or known.get(nearest(last, known) or "")
    return unknown(shown(key), f"known to 'community {verb}'", close, f"'community {verb} --help' lists all")


def combinations(overrides: Sequence[Override], several: bool) -> Iterator[list[str]]:
    """Lines of name=value for each study: one, or every combination of the values that lists hold."""
    choices: list[list[str]] = []
    for override in overrides:
        line = str(override.input_line)
        if not override.is_sweep_override():
            choices.append([line])
            continue
        if not several:
            raise InvalidValue(f"{shown(line)} names several studies; add -m to do one after another")
        key = override.get_key_element()
        choices.append([f"{key}={value}" for value in override.sweep_string_iterator()])
    for combination in product(*choices):
        yield list(combination)


def study_of(verb: str, lines: Sequence[str], vary: Mapping[str, Any]) -> Study:
    """One study: its file read, options read, scenario loaded and changed, everything checked."""
    file = file_of(verb, lines)
    written = composed(verb, lines, file)
    options, found = {}, []
    for option in OPTIONS[verb]:
        try:
            options[option.name] = option.read(written[option.name])
        except CommunityError as error:
            found.append(error)
    sections = {
        section: {name: value for name, value in (written[section] or {}).items() if value is not None} for section in TABLES
    }
    numbers, wrong = each_value(sections)
    if found or wrong:
        raise gathered([*found, *wrong])
    changes = {f"{section}.{name}": value for section in SECTION_ORDER for name, value in numbers[section].items()}
    community = load(str(options["scenario"]))
    named = plans_in_words(written["plan"], community.starts)
    dated = {
        name: read(written[name], community.starts)
        for name, read in DATED.items()
        if written[name] is not None and not (name == "plan" and named)
    }
    vary = {**file.vary, **vary}
    plans = file.plans or plans_to_vary(vary.pop(PLAN, None), community.starts)
    factors = factors_of(vary, tuple(plans))
    refuse_set_and_varied(changes, factors)
    if plans and ("plan" in dated or named):
        raise InvalidValue("plan is set, and plans are chosen among; leave out one of the two")
    scenario = changed(community, changes, dated)
    if named and verb in SEVERAL_PLANS:
        refuse_what_cannot_hold(verb, named, scenario, options)
    elif named:
        scenario = laid(only_one(verb, named), scenario)
    return Study(verb, scenario, options, changes, dated, factors, plans or named, file.question)


def refuse_what_cannot_hold(verb: str, named: Mapping[str, NamedPlan], scenario: Scenario, options: Mapping[str, Any]) -> None:
    """Refuse plans that cannot hold in the community; `recommend` moves them, so that their own beginning is no matter."""
    if options.get("against") is not None:
        raise InvalidValue(f"against = {options['against']} is a second community, and plans are for one; leave it or plan= out")
    for plan in named.values():
        laid(plan.shifted(-plan.begins) if verb == "recommend" else plan, scenario)


def plans_in_words(written: object, starts: str) -> dict[str, NamedPlan]:
    """Plans that plan=... names, by name; none where it writes out changes instead, or nothing."""
    if isinstance(written, str):
        return plans_named([written], starts)
    if isinstance(written, list) and written and all(isinstance(word, str) for word in written):
        return plans_named(written, starts)
    return {}


def plans_to_vary(written: object, starts: str) -> dict[str, NamedPlan]:
    """Plans that vary.plan=... names: two or more."""
    if written is None:
        return {}
    if not isinstance(written, list) or len(written) < 2:
        raise InvalidValue(f"vary.plan = {shown(written)} is not two or more plans; write vary.plan=none,monthly_meetup")
    return plans_named([str(word) for word in written], starts)


def only_one(verb: str, named: Mapping[str, NamedPlan]) -> NamedPlan:
    """The one plan that a verb lays over its community."""
    if len(named) > 1:
        among = " or vary.plan=" + ",".join(named) if verb in VARYING else ""
        raise InvalidValue(
            f"plan = [{', '.join(named)}] names {len(named)} plans, and {verb} takes one; join them with +, "
            f"or use 'community compare'{among}"
        )
    return next(iter(named.values()))


def file_of(verb: str, lines: Sequence[str]) -> StudyFile:
    """What the study file says that one of the lines names; nothing where none does."""
    named = [line.partition("=")[2] for line in lines if line.startswith("study=")]
    return read_study_file(named[0].strip("'\""), verb) if named else no_file()


def refuse_set_and_varied(changes: Mapping[str, float], factors: Mapping[str, Factor]) -> None:
    """Refuse a parameter that is set and varied as well, where the value would silently mean nothing."""
    for path in factors:
        if path in changes:
            raise InvalidValue(f"{path} = {changes[path]:g} is set, and it varies; leave out one of the two")


def changed(scenario: Scenario, changes: Mapping[str, float], dated: Mapping[str, Any]) -> Scenario:
    """The scenario with everything that the command line changes, checked as a whole."""
    return checked(replace(scenario.with_values(changes), **dated))


def composed(verb: str, lines: Sequence[str], file: StudyFile) -> dict[str, Any]:
    """What Hydra makes of the lines over the study file, as plain data; nothing in it is resolved or executed."""
    try:
        with initialize(version_base="1.3", config_path=None):
            config = compose(register(verb, file.data), overrides=list(lines))
        data = OmegaConf.to_container(config, resolve=False)
    except (HydraException, OmegaConfBaseException) as error:
        reason = str(error).strip().splitlines()[0]
        line = reason.removeprefix("Error merging override ")
        raise InvalidValue(f"{line} cannot be used; write one number or word after each =") from None
    assert isinstance(data, dict)
    return {str(name): value for name, value in data.items()}
