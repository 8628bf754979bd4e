"""What a plan costs, in hours and in money: what its levers make people do, what its facilitators are paid for, and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.plans.named_plan import PEOPLE, NamedPlan
from community_dynamics.sim.inputs import Scenario, inputs_of

HOURS_A_POST = 40.0  # a facilitator's full-time week


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
    "Cost: hours that members and managers spend in the community, hours that facilitators are paid for by its levers and dated "
    "plan, money for events, and what each plan takes besides, at the prices given"
)


def paid_facilitator_hours(scenario: Scenario) -> float:
    """Hours that facilitators are paid for over the whole run, by the levers of each day; reactions are not foreseen."""
    inputs = inputs_of(scenario)
    rows = inputs.levers[inputs.segment]
    hours = np.minimum(rows["facilitator_hours_a_week"], HOURS_A_POST * rows["facilitator_fte"])
    return float(hours.sum() / 7.0)


def hours_and_money(scenario: Scenario, plan: NamedPlan, outcomes: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What each run takes: hours of members, managers and facilitators, and money, from its outcomes and its plan."""
    days = plan.days(scenario.setting("days"))
    runs = len(outcomes["cost_member_minutes"])
    found = {
        "member": outcomes["cost_member_minutes"] / 60.0,
        "manager": outcomes["cost_manager_minutes"] / 60.0,
        "facilitator": np.full(runs, paid_facilitator_hours(scenario)),
    }
    found = {who: hours + plan.cost.hours(who, days) for who, hours in found.items()}
    return {**found, "money": outcomes["cost_money"] + plan.cost.money(days)}


def priced(taken: Mapping[str, np.ndarray], prices: Prices) -> np.ndarray:
    """All that each run takes, in money."""
    return taken["money"] + sum(prices.of(who) * taken[who] for who in PEOPLE)
