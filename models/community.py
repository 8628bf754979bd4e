"""A learning community of Mesa agents: eight phases a day, each calling the rules in `sim/rules/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.models import answering, belonging, crediting, meeting, morning
from community_dynamics.models.base import BaseCommunity, Reporters
from community_dynamics.models.books import Books, daily_line, weekly_line
from community_dynamics.models.chance import Dice
from community_dynamics.models.feed import Feed
from community_dynamics.models.graph import neighbours
from community_dynamics.models.reactions import Reactions
from community_dynamics.models.rules import Values, rules_named
from community_dynamics.models.snapshot import write
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.state import JOINS
from community_dynamics.sim.world import World

if TYPE_CHECKING:
    from mesa.agent import AgentSet

    from community_dynamics.models.member import Member
    from community_dynamics.models.person import Person


class Community(BaseCommunity):
    """A community whose members live their days one by one.

    `rules` is "python" (to read, step and debug) or "compiled" (the same numbers). Values are overridden
    by full name: `Community(seed=1, **{"levers.cause_clarity": 0.9, "settings.days": 365})`. `events` is how
    many events the log keeps; `collect` takes the keywords of `mesa.DataCollector`.
    """

    def __init__(
        self,
        scenario: Scenario | None = None,
        seed: int = 0,
        rules: str = "python",
        *,
        events: int = 0,
        collect: Reporters | None = None,
        **overrides: float,
    ) -> None:
        """Make the graph and let the founders in: the morning of day 0."""
        self.rules = rules_named(rules)
        super().__init__(scenario, seed, overrides, events, collect or {})
        self.compiled = rules == "compiled"
        self.dice = Dice(self.rules, seed)
        self.theory = Values.of(self.inputs.theory[0])
        self.settings = Values.of(self.inputs.settings[0])
        self.lever_rows = [Values.of(row) for row in self.inputs.levers]
        self.calendar_rows = [Values.of(row) for row in self.inputs.calendar]
        self.turnover: list[float] = self.inputs.turnover.tolist()
        self.levers, self.calendar = self.lever_rows[0], self.calendar_rows[0]

        seats = int(self.settings.seats)
        self.graph = neighbours(self.world, self.rules, seed, self.compiled)
        self.seats: list[Member | None] = [None] * seats
        self.generations = [0] * seats
        self.feed = Feed(seats)
        self.pairs_held: set[tuple[int, int]] = set()
        self.books = Books()
        self.reactions = Reactions(self.inputs.reactions, len(self.lever_rows))
        self.posted = [(0, 0, 0)]  # items, those on topic and those on core topics, by the morning of each day
        self.log: list[tuple[int, ...]] = []
        self.present: list[Member] = []
        self.open_lists()
        self.today = morning.Today(climate=self.rules.safety_climate(self.levers, self.theory))
        cadence = int(self.levers.cadence_days)
        self.books.last_event_day, self.books.next_event_day = -cadence, min(cadence, 7)
        belonging.found(self)

    @property
    def members(self) -> AgentSet:
        """Those who belong, present or dormant."""
        return self.agents

    def people(self) -> list[Member]:
        """Everybody who joined and still holds the seat, those who left the community too, by seat."""
        return [member for member in self.seats if member is not None]

    def step(self) -> None:
        """One day: each phase reads yesterday and earlier phases, never what it produces itself."""
        self.check_day()
        self.begin_day()
        self.work()
        self.come()
        self.read()
        meeting.meet(self)
        self.contribute()
        answering.respond(self)
        self.credit()
        self.adapt()
        belonging.belong(self)
        self.close_day()
        self.end_day()

    def open_lists(self) -> None:
        """Nobody has done anything yet today."""
        self.visitors: list[Member] = []
        self.attendees: list[Member] = []
        self.contributors: list[Member] = []
        self.stopped: list[Member] = []
        self.joined_now: list[Member] = []

    def begin_day(self) -> None:
        """Turn the calendar's page and work out what all share today."""
        if self.day % 7 == 0:
            self.reactions.begin_week(self.day, self.world.weekly)
        self.levers = self.lever_rows[self.reactions.row(self.inputs.segment[self.day])]
        self.calendar = self.calendar_rows[self.day]
        self.dice.new_day()
        self.books.open_day()
        self.open_lists()
        morning.start_day(self)
        if self.calendar.week_start > 0.0:
            morning.start_week(self)

    def work(self) -> None:
        """Phase 1: the job takes its part of the day."""
        offered = 0.0
        for member in self.present:
            offered += member.work()
        self.books.minutes_offered += offered
        self.books.member_days += len(self.present)

    def come(self) -> None:
        """Phase 2: those present decide to visit."""
        self.visitors = [member for member in self.present if member.decides_to_come()]

    def read(self) -> None:
        """Phase 3: visitors read (and on an event day, those who attend meet)."""
        for visitor in self.visitors:
            visitor.read()

    def contribute(self) -> None:
        """Phase 4: every visitor may post once."""
        for visitor in self.visitors:
            visitor.contribute()

    def credit(self) -> None:
        """Phase 6: praise for today's contributors; badges and gates pull today's visitors; awards on their days."""
        weight = self.rules.authority(self.levers.leadership_support, self.theory.authority_weight)
        recognised = sum([member.is_praised(weight) for member in self.contributors])
        for visitor in self.visitors:
            visitor.feel_pull()
        for award in self.inputs.awards:
            if award["day"] == self.day:
                crediting.give_awards(self, award)
        share = recognised / len(self.contributors) if self.contributors else 0.0
        self.books.recognitions += recognised
        self.books.recognised_share = self.rules.remembered(self.books.recognised_share, share, self.theory.long_memory)

    def adapt(self) -> None:
        """Phase 7: what happened today leaves its mark."""
        for visitor in self.visitors:
            visitor.be_watched()
        for member in self.present:
            member.adapt()
        for visitor in self.visitors:
            visitor.take_role()
        self.age()

    def age(self) -> None:
        """What becomes common knowledge of the place: how many come, and how far it belongs to its old hands."""
        rules, theory, books = self.rules, self.theory, self.books
        people = books.day_visits * self.settings.scale
        books.audience = rules.remembered(books.audience, people, theory.exposure_keep)
        old = float(sum(rules.is_old_hand(self.day - member.joined) for member in self.contributors))
        books.hardness = rules.hardness_after(books.hardness, old, float(len(self.contributors)), theory.long_memory)

    def posted_in(self, days: int) -> tuple[float, float, float]:
        """Items of the last days before today, those on topic and those on core topics; one here stands for so many."""
        scale, now, then = self.settings.scale, self.posted[self.day], self.posted[max(0, self.day - days)]
        return scale * (now[0] - then[0]), scale * (now[1] - then[1]), scale * (now[2] - then[2])

    def close_day(self) -> None:
        """Write the day's line, and on the last day of a week the week's line."""
        self.world.daily[self.day] = daily_line(self)
        books, (items, on_topic, core) = self.books, self.posted[-1]
        self.posted.append((items + books.day_items, on_topic + books.day_on_topic, core + books.day_core))
        if self.day % 7 == 6:
            self.world.weekly[self.day // 7] = weekly_line(self)
            self.books.week_contributors = self.books.week_visitors = 0

    def note(self, member: Person | None, kind: int, target: int = -1, item: int = -1, messages: int = 1) -> None:
        """Write one event to the log while there is room; the facilitator is nobody's seat."""
        seat, generation = (-1, 0) if member is None else (member.seat, member.generation)
        self.write_event(self.day, seat, generation, kind, target, item, messages)

    def note_join(self, member: Person) -> None:
        """Founders joined on the day before the first."""
        self.write_event(member.joined, member.seat, member.generation, JOINS, -1, -1, 1)

    def write_event(self, *event: int) -> None:
        """One line of the log."""
        if len(self.log) < len(self.world.events):
            self.log.append(event)

    def snapshot(self) -> World:
        """Every state of every member, and the books, as the arrays that all engines share."""
        return write(self, self.world)

    def measured_compiled(self) -> bool:
        """Outcomes are measured as the rules are run."""
        return self.compiled
