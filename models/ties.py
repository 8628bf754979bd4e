"""Ties made by answers and meetings, on top of the given graph: a few a person, the weakest replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_dynamics.sim.state import TIES

if TYPE_CHECKING:
    from community_dynamics.models.member import Member


@dataclass(slots=True)
class Tie:
    """How close one person is to another (0-1); a place not yet taken has no partner."""

    partner: Member | None = None
    strength: float = 0.0


class Ties:
    """The ties of one person. A tie is to a person, not to a seat; it yields only to a stronger one."""

    def __init__(self) -> None:
        """No ties yet, and room for a few."""
        self.places = [Tie() for _ in range(TIES)]

    def find(self, partner: Member) -> Tie | None:
        """The tie to this person, if there is one."""
        for tie in self.places:
            if tie.partner is partner:
                return tie
        return None

    def strengthen(self, partner: Member, amount: float) -> None:
        """Close `amount` of the gap to 1; a new tie takes the weakest place if it is the stronger one."""
        tie = self.find(partner)
        if tie is not None:
            tie.strength = tie.strength + amount * (1.0 - tie.strength)
            return
        weakest = min(self.places, key=lambda place: place.strength)
        if amount > weakest.strength:
            weakest.partner, weakest.strength = partner, amount

    def fade(self, keep: float) -> None:
        """A week passes."""
        for tie in self.places:
            tie.strength *= keep

    def held(self) -> list[tuple[Member, float]]:
        """The persons who have not left the organisation, and how close each is."""
        return [(tie.partner, tie.strength) for tie in self.places if tie.partner is not None and not tie.partner.departed]

    def partners(self) -> list[Member]:
        """These persons alone."""
        return [partner for partner, _ in self.held()]

    def total(self) -> float:
        """Summed strength of these ties."""
        total = 0.0
        for _, strength in self.held():
            total += strength
        return total


def bind(one: Member, other: Member, amount: float) -> None:
    """A tie holds both ways."""
    one.ties.strengthen(other, amount)
    other.ties.strengthen(one, amount)
