"""A plan with a name: dated changes, reactions, awards and bursts of attention, and what it costs beside its levers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from community_dynamics.experiments.base.errors import InvalidValue, gathered
from community_dynamics.experiments.base.statements import DAYS_A_MONTH
from community_dynamics.experiments.scenarios.contradictions import end_of, overlap_lines
from community_dynamics.sim.inputs import Award, Change, Reaction, Scenario, Shock
from community_dynamics.sim.state import MOST_REACTIONS

PEOPLE = ("member", "manager", "facilitator")


@dataclass(frozen=True)
class Cost:
    """What a plan takes besides what its levers count already: hours of people, in all, and money.

    Once, as it begins; and a month, from its first day to its last.
    """

    member_hours_once: float = 0.0
    member_hours_a_month: float = 0.0
    manager_hours_once: float = 0.0
    manager_hours_a_month: float = 0.0
    facilitator_hours_once: float = 0.0
    facilitator_hours_a_month: float = 0.0
    money_once: float = 0.0
    money_a_month: float = 0.0

    def hours(self, who: str, days: float) -> float:
        """Hours of members, managers or facilitators over so many days; none where the plan never begins."""
        once, monthly = (float(getattr(self, f"{who}_hours_{how}")) for how in ("once", "a_month"))
        return once + monthly * days / DAYS_A_MONTH if days > 0 else 0.0

    def money(self, days: float) -> float:
        """Money over so many days."""
        return self.money_once + self.money_a_month * days / DAYS_A_MONTH if days > 0 else 0.0

    def __add__(self, other: "Cost") -> "Cost":
        """The cost of two plans at once."""
        return Cost(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Cost)})


@dataclass(frozen=True)
class NamedPlan:
    """What to do, from when on, and what it costs; laid over a community, it leaves all else as it was.

    settings: how a launch begins (founders, reach); replaces: it takes the place of the community's own dated changes;
    begins: the day of the run on which its own day 0 falls.
    """

    name: str
    story: str = ""
    source: str = ""
    plan: tuple[Change, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    shocks: tuple[Shock, ...] = ()
    awards: tuple[Award, ...] = ()
    settings: dict[str, float] = field(default_factory=dict)
    cost: Cost = Cost()
    replaces: bool = False
    begins: int = field(default=0, compare=False)

    def laid_over(self, scenario: Scenario) -> Scenario:
        """The community with this plan; where both set a lever, the plan's own word holds."""
        begun = scenario.with_values({f"settings.{name}": value for name, value in self.settings.items()})
        if self.replaces:
            return replace(begun, plan=self.plan)
        own = tuple(replace(change, over=bool(scenario.plan) or change.over) for change in self.plan)
        return replace(
            begun,
            plan=(*begun.plan, *own),
            reactions=(*begun.reactions, *self.reactions),
            shocks=(*begun.shocks, *self.shocks),
            awards=(*begun.awards, *self.awards),
        )

    def first_day(self) -> int | None:
        """The day on which its first dated part begins; None for a plan that only reacts, or does nothing."""
        days = [*(one.from_day for one in self.plan), *self.single_days()]
        if self.settings:
            days.append(0)
        return min(days, default=None)

    def single_days(self) -> list[int]:
        """Days of awards and of bursts of attention."""
        return [*(one.day for one in self.shocks), *(one.day for one in self.awards)]

    def days(self, length: float) -> float:
        """Days from its first to its last, in a run of `length` days; a plan that only reacts is ready all the time."""
        if self.reactions:
            return length - (self.first_day() or 0)
        first = self.first_day()
        if first is None:
            return 0.0
        ends = [min(length, end_of(change)) for change in self.plan]
        last = max([*ends, *(day + 1 for day in self.single_days())], default=length)
        return max(0.0, last - first)

    def shifted(self, days: int) -> "NamedPlan":
        """The same plan so many days later."""
        return replace(
            self,
            plan=tuple(
                replace(one, from_day=one.from_day + days, until_day=None if one.until_day is None else one.until_day + days)
                for one in self.plan
            ),
            shocks=tuple(replace(one, day=one.day + days) for one in self.shocks),
            awards=tuple(replace(one, day=one.day + days) for one in self.awards),
            begins=self.begins + days,
        )


NO_PLAN = NamedPlan("none", "The community as it stands.")


def together(plans: Iterable[NamedPlan]) -> NamedPlan:
    """Several plans as one; what two of them set on the same day contradicts itself, and is refused."""
    chosen = list(plans)
    if len(chosen) == 1:
        return chosen[0]
    name = "+".join(one.name for one in chosen)
    reactions = tuple(one for plan in chosen for one in plan.reactions)
    if len(reactions) > MOST_REACTIONS:
        raise InvalidValue(
            f"plan = {name} has {len(reactions)} reactions, more than {MOST_REACTIONS}; leave one of the plans out"
        )
    whole = NamedPlan(
        name,
        " ".join(one.story for one in chosen if one.story),
        " ".join(one.source for one in chosen if one.source),
        tuple(change for one in chosen for change in one.plan),
        reactions,
        tuple(shock for one in chosen for shock in one.shocks),
        tuple(award for one in chosen for award in one.awards),
        {name: value for one in chosen for name, value in one.settings.items()},
        sum((one.cost for one in chosen), Cost()),
    )
    wrong = [InvalidValue(f"plan = {name}: {line}") for line in (*overlap_lines(whole.plan), *settings_lines(chosen))]
    if wrong:
        raise gathered(wrong)
    return whole


def settings_lines(plans: Iterable[NamedPlan]) -> list[str]:
    """Launches that begin one community in different ways, in words."""
    values: dict[str, tuple[str, float]] = {}
    lines = []
    for plan in plans:
        for name, value in plan.settings.items():
            first, before = values.setdefault(name, (plan.name, value))
            if before != value:
                lines.append(
                    f"{first} and {plan.name} both set settings.{name} ({before:g} and {value:g}); leave one of the two out"
                )
    return lines
