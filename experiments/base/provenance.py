"""Where results come from: versions, commit, seeds, command, and how well each parameter is known."""

import shlex
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from community_dynamics import sim
from community_dynamics.experiments.base.values import words_of
from community_dynamics.sim.inputs import Award, Change, Reaction, Scenario, Shock
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.parameter import STATUSES, Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

LIBRARIES = ("community-dynamics", "numpy", "numba", "scipy", "pandas", "pyarrow", "hydra-core", "SALib")
GIT_SECONDS = 5


def provenance(verb: str, arguments: Sequence[str], scenario: Scenario, seeds: tuple[int, int]) -> dict[str, Any]:
    """Everything needed to say how results were made, and to make them again."""
    return {
        "command": shlex.join(["community", verb, *arguments]),
        "scenario": scenario.name,
        "seeds": {"first": seeds[0], "last": seeds[1]},
        "python": python_version(),
        "libraries": {name: installed(name) for name in LIBRARIES},
        "commit": commit(),
        "parameters_by_status": status_counts(every_parameter()),
        "stated_by_the_scenario": status_counts(stated_parameters(scenario)),
    }


def installed(name: str) -> str | None:
    """Version of a library, None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def commit() -> str | None:
    """The commit of the checkout that the code comes from, with a note if files differ; None elsewhere."""
    root = Path(sim.__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return None
    name = git(root, "rev-parse", "HEAD")
    if name is None:
        return None
    changed = git(root, "status", "--porcelain", "--untracked-files=no", "--", "sim", "experiments", "configs")
    return f"{name} with changes" if changed else name


def git(root: Path, *words: str) -> str | None:
    """What git answers, None if it does not."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, check=False, timeout=GIT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def every_parameter() -> list[Parameter]:
    """All levers, theory constants and settings."""
    return [*LEVERS.values(), *THEORY.values(), *SETTINGS.values()]


def stated_parameters(scenario: Scenario) -> list[Parameter]:
    """Those that the scenario sets itself."""
    tables = ((LEVERS, scenario.levers), (THEORY, scenario.theory), (SETTINGS, scenario.settings))
    return [table[name] for table, values in tables for name in values]


def status_counts(parameters: Iterable[Parameter]) -> dict[str, int]:
    """How many parameters are sourced, calibrated, assumed."""
    counts = Counter(parameter.status for parameter in parameters)
    return {status: counts[status] for status in STATUSES}


def scenario_data(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain data that can be loaded again, in a designer's words."""
    data: dict[str, Any] = {"name": scenario.name, "story": scenario.story, "source": scenario.source}
    if scenario.starts:
        data["starts"] = scenario.starts
    for section, table in (("settings", SETTINGS), ("levers", LEVERS), ("theory", THEORY)):
        values = getattr(scenario, section)
        data[section] = {name: written(table[name], value) for name, value in values.items()}
    data["dials"] = dict(scenario.dials)
    data["failures"] = {name: bool(on) for name, on in scenario.failures.items()}
    data["plan"] = plan_data(scenario.plan)
    if scenario.reactions:
        data["reactions"] = reactions_data(scenario.reactions)
    data["shocks"] = shocks_data(scenario.shocks)
    data["awards"] = awards_data(scenario.awards)
    data["arrivals"] = list(scenario.arrivals)
    return data


def plan_data(plan: Iterable[Change]) -> list[dict[str, Any]]:
    """Dated changes as plain data."""
    return [
        {
            "from_day": change.from_day,
            "until_day": change.until_day,
            "dials": dict(change.dials),
            "levers": levers_data(change.levers),
        }
        | {key: levers_data(getattr(change, key)) for key in ("at_least", "at_most") if getattr(change, key)}
        | ({"failures": {name: bool(on) for name, on in change.failures.items()}} if change.failures else {})
        | ({"ramp_days": change.ramp_days} if change.ramp_days else {})
        | ({"over": True} if change.over else {})
        for change in plan
    ]


def reactions_data(reactions: Iterable[Reaction]) -> list[dict[str, Any]]:
    """Reactions as plain data."""
    return [
        {"when": when_words(one)}
        | ({} if one.hold_weeks is None else {"for_weeks": one.hold_weeks})
        | {"dials": dict(one.dials), "levers": levers_data(one.levers)}
        for one in reactions
    ]


def shocks_data(shocks: Iterable[Shock]) -> list[dict[str, Any]]:
    """Bursts of attention as plain data."""
    return [{"day": one.day, "size": one.size, "days": one.days} for one in shocks]


def awards_data(awards: Iterable[Award]) -> list[dict[str, Any]]:
    """Awards as plain data."""
    return [{"day": one.day, "rule": one.rule, "share": one.share} for one in awards]


def when_words(reaction: Reaction) -> str:
    """The condition of a reaction, as a file holds it."""
    value = float(reaction.threshold)
    weeks = "1 week" if reaction.weeks == 1 else f"{reaction.weeks} weeks"
    return f"{reaction.series} {'>' if reaction.above else '<'} {int(value) if value == int(value) else repr(value)} for {weeks}"


def levers_data(levers: Mapping[str, float]) -> dict[str, Any]:
    """Values of levers as plain data."""
    return {name: written(LEVERS[name], value) for name, value in levers.items()}


def written(parameter: Parameter, value: float) -> Any:
    """A value as a file holds it: a word where there are words, a whole number where it is whole."""
    if parameter.choices:
        word = words_of(parameter, value)
        return {"no": False, "yes": True}.get(word, word)
    return int(value) if value == int(value) else float(value)


def as_yaml(data: dict[str, Any]) -> str:
    """YAML in the order given, texts in readable lines, lists of numbers side by side."""
    import yaml  # type: ignore[import-untyped]

    class Readable(yaml.SafeDumper):  # type: ignore[misc]
        """A list of numbers takes lines, not pages."""

        def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
            numbers = all(isinstance(one, int | float) for one in sequence)
            return super().represent_sequence(tag, sequence, numbers or flow_style)

    text: str = yaml.dump(data, Dumper=Readable, sort_keys=False, allow_unicode=True, width=110)
    return text
