"""What may ail a community: groups of levers in which it differs from a reference, and failures that are switched on.

A repaired cause has the reference's levers on every day, dated changes included; everything else (size, calendar, people,
theory, reactions, shocks, awards) stays the community's own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.statements import plain_name, several, tidy
from community_dynamics.experiments.designs.named_points import SEVEN_CS, label_of, word_of
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Change, Scenario, failures_on, lever_values, turning_days
from community_dynamics.sim.levers import FAILURES, LEVERS

GROUPS = {name: name.capitalize() for name in SEVEN_CS} | {
    "leadership": "Leadership support",
    "work": "Work pressure",
    "resourcing": "Resourcing",
}
BEFORE, USUAL = "before", "well_run_cop"
MOST_CAUSES = 30
MOST_WORDS = 4


@dataclass(frozen=True)
class Cause:
    """Something that may be repaired alone: these levers, or this failure, which sets some."""

    name: str
    levers: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True)
class Case:
    """A community, the reference whose levers repair it, why that one, and the causes in which the two differ."""

    community: Scenario
    reference: Scenario
    chosen: str
    causes: tuple[Cause, ...]

    @property
    def everything(self) -> int:
        """All causes repaired, as a set of bits: bit k is cause k."""
        return (1 << len(self.causes)) - 1

    def names(self, repaired: int) -> list[str]:
        """Names of the causes in a set."""
        return [cause.name for number, cause in enumerate(self.causes) if repaired >> number & 1]


def case_of(community: Scenario, reference: Scenario | str | None = None, by: str = "groups") -> Case:
    """What there is to repair; `reference` is a community, its name or path, or `before`; `by` groups or levers.

    Where one group alone differs, its levers are told apart. Raises InvalidValue where nothing differs.
    """
    better, chosen = reference_of(community, reference)
    causes = causes_between(community, better, by)
    if by == "groups" and len(causes) == 1 and len(causes[0].levers) > 1:
        causes = causes_between(community, better, "levers")
    if not causes:
        raise InvalidValue(
            f"{plain_name(community)} has the levers of its reference ({plain_name(better)}) on every day, so nothing "
            "can be repaired; name another with reference=NAME"
        )
    if len(causes) > MOST_CAUSES:
        raise InvalidValue(f"by = {by} gives {len(causes)} causes, more than {MOST_CAUSES}; write by=groups")
    return Case(community, better, chosen, causes)


def reference_of(community: Scenario, reference: Scenario | str | None) -> tuple[Scenario, str]:
    """The reference, and in words why it is this one.

    Unless one is named, a community with dated changes or failures is compared with itself without these, any other
    with `well_run_cop`.
    """
    ailing = ailments(community)
    if isinstance(reference, Scenario):
        return reference, "as named"
    if reference not in (None, BEFORE):
        return load(str(reference)), "as named"
    if not ailing:
        if reference == BEFORE:
            raise InvalidValue(
                f"reference = {BEFORE} is a community without its dated changes and failures, and {plain_name(community)} has "
                f"neither; name another, such as {USUAL}"
            )
        return load(USUAL), "it has neither dated changes nor failures, so it is held against the community of the books"
    own = replace(community, name=f"{community.name} without {several(ailing)}", plan=(), failures={})
    why = "as named" if reference == BEFORE else f"it has {several(ailing)}, so it is held against itself without"
    return own, why


def ailments(community: Scenario) -> list[str]:
    """What befalls a community: dated changes of its levers, failures."""
    failing = any(community.failures.values())
    return [*(["dated changes"] if community.plan else []), *(["failures"] if failing else [])]


def switched_on(community: Scenario, reference: Scenario) -> list[str]:
    """Failures of the community that the reference has not."""
    return [name for name, on in community.failures.items() if on and not reference.failures.get(name, False)]


def edges(*communities: Scenario) -> list[int]:
    """Days on which any levers change, the first day among them."""
    return sorted({day for one in communities for day in turning_days(one)})


def own_levers(community: Scenario, reference: Scenario, day: int) -> dict[str, float]:
    """The community's levers on a day, without the failures that can be repaired, whenever they set in or end."""
    mended = switched_on(community, reference)

    def lasting(failures: Mapping[str, bool]) -> dict[str, bool]:
        return {name: on for name, on in failures.items() if name not in mended}

    plan = tuple(replace(change, failures=lasting(change.failures)) for change in community.plan)
    return lever_values(replace(community, failures=lasting(community.failures), plan=plan), day)


def differing_levers(community: Scenario, reference: Scenario) -> list[str]:
    """Levers in which the two differ on some day, failures that can be repaired apart."""
    last = community.setting("days")
    days = [day for day in edges(community, reference) if day < last]
    pairs = [(own_levers(community, reference, day), lever_values(reference, day)) for day in days]
    return [lever for lever in LEVERS if any(own[lever] != other[lever] for own, other in pairs)]


def causes_between(community: Scenario, reference: Scenario, by: str = "groups") -> tuple[Cause, ...]:
    """A cause for each group (or lever) that differs, and one for each failure switched on."""
    levers = differing_levers(community, reference)
    if by == "levers":
        found = [Cause(label_of(f"levers.{lever}", unit=False), (lever,)) for lever in levers]
    else:
        found = [Cause(GROUPS[group], tuple(own)) for group, own in by_group(levers).items()]
    failures = [Cause(f"Failure: {name.replace('_', ' ')}", failure=name) for name in switched_on(community, reference)]
    return (*found, *failures)


def by_group(levers: Iterable[str]) -> dict[str, list[str]]:
    """Levers by the group that they belong to, in the order of the groups."""
    listed = list(levers)
    found = {group: [lever for lever in listed if LEVERS[lever].group == group] for group in GROUPS}
    return {group: own for group, own in found.items() if own}


def repaired(case: Case, causes: int, from_day: int = 0) -> Scenario:
    """The community with a set of causes repaired from a day on; none repaired is the community as it is."""
    chosen = [cause for number, cause in enumerate(case.causes) if causes >> number & 1]
    mended = {lever for cause in chosen for lever in cause.levers}
    off = {cause.failure for cause in chosen}
    days = sorted({*edges(case.community, case.reference), from_day})
    courses = [levers_on(case, day, mended if day >= from_day else (), off if day >= from_day else ()) for day in days]
    first, plan = courses[0], []
    for place, day in enumerate(days[1:], start=1):
        other = {lever: value for lever, value in courses[place].items() if value != first[lever]}
        until = days[place + 1] if place + 1 < len(days) else None
        if other:
            plan.append(Change(day, until, {}, other))
    return replace(case.community, dials={}, levers=first, plan=tuple(plan), failures={})


def levers_on(case: Case, day: int, mended: Collection[str], off: Collection[str]) -> dict[str, float]:
    """All levers on a day: the reference's where mended, the community's elsewhere, then the failures that are still on."""
    values, better = own_levers(case.community, case.reference, day), lever_values(case.reference, day)
    values |= {lever: better[lever] for lever in mended}
    repairable = switched_on(case.community, case.reference)
    for failure in failures_on(case.community, day):
        if failure in repairable and failure not in off:
            values |= FAILURES[failure]
    return values


def cause_words(case: Case, cause: Cause) -> str:
    """How the community differs in a cause: 'sponsor present no (reference: yes); ...', the last day's values."""
    last = int(case.community.setting("days")) - 1
    levers = cause.levers or tuple(FAILURES[cause.failure])
    now = levers_on(case, last, (), () if cause.failure else {one.failure for one in case.causes})
    better = lever_values(case.reference, last)
    differing = sorted(
        (lever for lever in levers if now[lever] != better[lever]),
        key=lambda lever: -abs(now[lever] - better[lever]) / (LEVERS[lever].high - LEVERS[lever].low),
    )
    told = [f"{label_of(f'levers.{one}', unit=False).lower()} {shown(one, now)} ({shown(one, better)})" for one in differing]
    more = f"; and {len(told) - MOST_WORDS} more" if len(told) > MOST_WORDS else ""
    return "; ".join(told[:MOST_WORDS]) + more if told else "differs on some days only"


def shown(lever: str, values: dict[str, float]) -> str:
    """A lever's value, as its word where it has one."""
    return word_of(f"levers.{lever}", values[lever]) or tidy(values[lever])
