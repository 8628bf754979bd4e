"""What a plan costs, in hours and in money: what its levers make people do, what its facilitators are paid for, and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.plans.named_plan import PEOPLE, NamedPlan
from community_dynamics.experiments.scenarios.contradictions import HOURS_A_POST
from community_dynamics.models.reactions import Reactions
from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of


@dataclass(frozen=True)
class Prices:
    """What an hour of each costs, in the currency of all money amounts; assumed, so give your own."""

    member: float = 45.0
    manager: float = 75.0
    facilitator: float = 55.0

    def of(self, who: str) -> float:
        """The price of an hour."""
        return float(getattr(self, who))


COSTS_COVER = (
    "Cost: hours that members and managers spend in the community, hours that facilitators are paid for by its levers, plan and "
    "reactions, money for events, and what each plan takes besides, at the prices given"
)


def paid_facilitator_hours(scenario: Scenario, weekly: np.ndarray | None = None) -> np.ndarray:
    """Hours that facilitators are paid for over the whole run, by the levers of each day.

    weekly: the weeks of each run (runs x weeks), which say when reactions held; without them the hours are those at most, as if
    every reaction held from the first to the last day.
    """
    inputs = inputs_of(scenario)
    if weekly is None or not len(inputs.reactions):
        return np.asarray(facilitator_hours(most_levers(inputs)).sum() / 7.0)
    return facilitator_hours(inputs.levers)[rows_of(inputs, weekly)].sum(axis=1) / 7.0


def facilitator_hours(levers: np.ndarray) -> np.ndarray:
    """Hours a week that facilitators can give, as far as posts pay for them."""
    return np.minimum(levers["facilitator_hours_a_week"], HOURS_A_POST * levers["facilitator_fte"])


def most_levers(inputs: Inputs) -> np.ndarray:
    """The levers of each day with every reaction holding all the time."""
    return inputs.levers[inputs.segment + len(inputs.levers) - stretches(inputs)]


def stretches(inputs: Inputs) -> int:
    """How many stretches the dated plan has: the rows for each set of reactions."""
    return len(inputs.levers) >> len(inputs.reactions)


def rows_of(inputs: Inputs, weekly: np.ndarray) -> np.ndarray:
    """The row of levers that held on each day of each run (runs x days), found again from the weeks of the runs."""
    rows = np.tile(inputs.segment, (len(weekly), 1))
    for run, lived in zip(rows, weekly, strict=True):
        reactions = Reactions(inputs.reactions, len(inputs.levers))
        for day in range(0, len(run), 7):
            reactions.begin_week(day, lived)
            run[day : day + 7] += reactions.held * reactions.stretches
    return rows


def hours_and_money(
    scenario: Scenario, plan: NamedPlan, outcomes: Mapping[str, np.ndarray], weekly: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """What each run takes: hours of members, managers and facilitators, and money, from its outcomes, its weeks and its plan."""
    days = plan.days(scenario.setting("days"))
    runs = len(outcomes["cost_member_minutes"])
    found = {
        "member": outcomes["cost_member_minutes"] / 60.0,
        "manager": outcomes["cost_manager_minutes"] / 60.0,
        "facilitator": np.broadcast_to(paid_facilitator_hours(scenario, weekly), runs),
    }
    found = {who: hours + plan.cost.hours(who, days) for who, hours in found.items()}
    return {**found, "money": outcomes["cost_money"] + plan.cost.money(days)}


def priced(taken: Mapping[str, np.ndarray], prices: Prices) -> np.ndarray:
    """All that each run takes, in money."""
    return taken["money"] + sum(prices.of(who) * taken[who] for who in PEOPLE)
