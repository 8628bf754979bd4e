"""What may be chosen: sets of plans, each begun on a day of a lattice, as far as the budget goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.named_plan import NO_PLAN, NamedPlan, together
from community_dynamics.experiments.plans.prices import paid_facilitator_hours
from community_dynamics.sim.inputs import Scenario, inputs_of

MOST_PLANS = 3
LATTICE = 28  # days between the dates that are tried
BEGINNINGS = (0.0, 0.125, 0.25)  # of the run, for the first round


@dataclass(frozen=True)
class Budget:
    """What may be spent beyond what the community takes today; None for no limit.

    hours_a_week: paid hours of managers and facilitators, over the weeks of the run; money_a_year: money, without these hours.
    """

    hours_a_week: float | None = None
    money_a_year: float | None = None


@dataclass(frozen=True)
class Candidate:
    """A set of plans with the day on which each begins, in order of names; launches begin on day 0."""

    parts: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """In words that the command line reads: 'monthly_meetup@90+safe_to_ask@180'; none for nothing."""
        return "+".join(f"{name}@{day}" if day else name for name, day in self.parts) or NO_PLAN.name

    @property
    def names(self) -> tuple[str, ...]:
        """The plans, whenever they begin."""
        return tuple(name for name, _ in self.parts)


NOTHING = Candidate(())


class Choice:
    """The plans that may be chosen in one community, and what each set of them needs."""

    def __init__(self, scenario: Scenario, plans: Mapping[str, NamedPlan], budget: Budget) -> None:
        """Plans as they come, with the days of their own; each is tried on other days, unless it is a launch or only reacts."""
        self.scenario, self.plans, self.budget = scenario, dict(plans), budget
        self.days = int(scenario.setting("days"))
        self.hours_today, self.money_today = self.spent(scenario)

    def fixed(self, name: str) -> bool:
        """Whether a plan has no day of its own to choose."""
        plan = self.plans[name]
        return bool(plan.settings) or plan.first_day() is None

    def plan_of(self, candidate: Candidate) -> NamedPlan:
        """The candidate as one plan."""
        parts = [self.begun(name, day) for name, day in candidate.parts]
        return together(parts) if parts else NO_PLAN

    def begun(self, name: str, day: int) -> NamedPlan:
        """One plan, begun on a day."""
        plan = self.plans[name]
        return plan if self.fixed(name) else plan.shifted(day - (plan.first_day() or 0))

    def spent(self, scenario: Scenario) -> tuple[float, float]:
        """Hours a week that facilitators are paid for, and money a year for events, by the levers of each day."""
        weeks = self.days / 7.0
        inputs = inputs_of(scenario)
        events = inputs.levers["event_money_a_month"][inputs.segment]
        return paid_facilitator_hours(scenario) / weeks, float(events.mean() * 12.0)

    def needs(self, candidate: Candidate) -> tuple[float, float]:
        """Paid hours a week and money a year beyond today's, planned before anything runs."""
        plan = self.plan_of(candidate)
        hours, money = self.spent(plan.laid_over(self.scenario))
        time = plan.days(self.days)
        paid = (plan.cost.hours("manager", time) + plan.cost.hours("facilitator", time)) / (self.days / 7.0)
        return hours - self.hours_today + paid, money - self.money_today + plan.cost.money(time) * 365.0 / self.days

    def allowed(self, candidate: Candidate) -> bool:
        """Whether the set holds together in this community and lies within the budget."""
        try:
            laid(self.plan_of(candidate), self.scenario)
        except CommunityError:
            return False
        hours, money = self.needs(candidate)
        within_hours = self.budget.hours_a_week is None or hours <= self.budget.hours_a_week + 1e-9
        return within_hours and (self.budget.money_a_year is None or money <= self.budget.money_a_year + 1e-9)

    def at(self, names: Sequence[str], days: Sequence[int]) -> Candidate:
        """A candidate from names and days, in order, each day on the lattice and inside the run."""
        last = (self.days - 1) // LATTICE * LATTICE

        def on_lattice(name: str, day: int) -> int:
            return 0 if self.fixed(name) else min(last, max(0, day // LATTICE * LATTICE))

        return Candidate(tuple(sorted((name, on_lattice(name, day)) for name, day in zip(names, days, strict=True))))

    def first_round(self, count: int, seed: int) -> list[Candidate]:
        """Nothing, each plan alone early, and a spread of sets of two or three at several times."""
        early = int(BEGINNINGS[1] * self.days)
        found = [NOTHING, *(self.at([name], [early]) for name in self.plans)]
        sets = [names for size in range(2, MOST_PLANS + 1) for names in combinations(self.plans, size)]
        generator = np.random.default_rng(seed)
        for place in generator.permutation(len(sets)):
            if len(found) >= 4 * count:
                break
            days = [int(self.days * generator.choice(BEGINNINGS)) for _ in sets[place]]
            found.append(self.at(sets[place], days))
        kept = [one for one in dict.fromkeys(found) if self.allowed(one)]
        return kept[:count]

    def moves(self, candidate: Candidate) -> Iterator[Candidate]:
        """Sets next to this one: a plan more, a plan less, a plan for another, a plan a step or a quarter earlier or later."""
        names, days = [name for name, _ in candidate.parts], [day for _, day in candidate.parts]
        for place, name in enumerate(names):
            without = [*names[:place], *names[place + 1 :]], [*days[:place], *days[place + 1 :]]
            yield self.at(*without)
            if not self.fixed(name):
                for step in (-3 * LATTICE, -LATTICE, LATTICE, 3 * LATTICE):
                    yield self.at(names, [*days[:place], days[place] + step, *days[place + 1 :]])
            for other in self.plans:
                if other not in names:
                    yield self.at([*without[0], other], [*without[1], days[place]])
        if len(names) < MOST_PLANS:
            for other in self.plans:
                if other not in names:
                    yield self.at([*names, other], [*days, min(days, default=int(BEGINNINGS[0] * self.days))])
