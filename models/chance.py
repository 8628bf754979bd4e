"""Chance by address: each die is named by whose it is, the day, the decision and further indices."""

from types import SimpleNamespace

SHARED_SEAT, SHARED_GENERATION = 0, 2147483648  # an address that no person has: the community as a whole
TEAM_GENERATION = 2147483647  # an address that no person has: a team, in the seat of its number


class Dice:
    """All dice of one run. Nothing is drawn in sequence: asking twice gives the same answer twice."""

    def __init__(self, rules: SimpleNamespace, seed: int) -> None:
        """Dice of the run with this seed."""
        self.rules = rules
        self.run_key = rules.seed_key(seed)
        self.shared = self.person(SHARED_SEAT, SHARED_GENERATION)
        self.day_keys: dict[tuple[int, int], int] = {}

    def person(self, seat: int, generation: int) -> int:
        """Identity of the person who sits in `seat` after `generation` predecessors."""
        return self.rules.person_key(self.run_key, seat, generation)

    def team(self, number: int) -> int:
        """Identity of a team, for what its members have in common."""
        return self.person(number, TEAM_GENERATION)

    def new_day(self) -> None:
        """Forget the keys of days gone by."""
        self.day_keys.clear()

    def day(self, day: int, decision: int) -> int:
        """Key of one kind of decision on one day, the same for everybody."""
        key = self.day_keys.get((day, decision))
        if key is None:
            key = self.day_keys[day, decision] = self.rules.day_key(self.run_key, day, decision)
        return key

    def key(self, identity: int, day: int, decision: int, *indices: int) -> int:
        """The die of one person for one decision on one day; indices lead to further dice at that address."""
        key = self.rules.die(identity, self.day(day, decision))
        for index in indices:
            key = self.rules.indexed(key, index)
        return key

    def coin(self, identity: int, day: int, decision: int, *indices: int) -> float:
        """What that die shows: a number strictly between 0 and 1, all equally likely."""
        return self.rules.uniform(self.key(identity, day, decision, *indices))

    def deviate(self, identity: int, day: int, decision: int) -> float:
        """The same die read as a standard normal deviate."""
        return self.rules.normal(self.coin(identity, day, decision))
