"""Who a person is and has become, with the small acts and weighings that phases of a day share."""

from __future__ import annotations

from abc import ABC
from bisect import bisect_left
from typing import TYPE_CHECKING

import mesa

from models import knowledge
from models.numbering import Numbering
from models.ties import Ties
from models.traits import Candidate, traits_of
from sim.decisions import MESSAGES
from sim.state import (
    CONTRIBUTOR,
    HALF_YEAR,
    LEADER,
    LONG_AGO,
    NEVER,
    NEWCOMER,
    OBSERVER,
    PRESENT,
    VISITS,
    WATCH_UNIT,
)

if TYPE_CHECKING:
    from models.community import Community


class Person(mesa.Agent, ABC):
    """A person in a seat, from joining on; attributes carry the names of `sim.state`, which explains them."""

    _ids = Numbering()
    model: Community

    def __init__(self, model: Community, candidate: Candidate, day: int) -> None:
        """A person joins on this day and comes for the first time."""
        super().__init__(model)
        theory = model.theory
        self.seat, self.generation = candidate.seat, candidate.generation
        self.identity, self.team = candidate.identity, candidate.team
        self.fit, self.threshold = candidate.fit, candidate.threshold

        traits = traits_of(model, self.identity, self.seat, self.team)
        self.propensity, self.expressiveness = traits.propensity, traits.expressiveness
        self.prosociality, self.habit_rate = traits.prosociality, traits.habit_rate
        self.manager, self.specialism = traits.manager, traits.specialism
        self.support_deviation = traits.support_deviation
        self.resilience = traits.resilience
        self.job_life = model.turnover[max(0, day)] + traits.job_life
        self.mastery = traits.mastery
        self.best_mastery = self.mastery[self.specialism]
        self.apprentice = 1 if self.best_mastery < theory.apprentice_level else 0

        self.motivation, self.extrinsic = theory.motivation_at_joining, 0.0
        self.safety, self.strain = model.today.climate, theory.strain_at_joining
        self.habit, self.benefit = 0.0, theory.benefit_at_joining
        self.related, self.glow = theory.related_at_joining, 0.0
        self.purse, self.exposure = theory.visit_minutes, 0.0
        self.demand_shock, self.recognitions = 0.0, 0.0

        self.status, self.role = PRESENT, NEWCOMER
        self.joined = self.last_visit = day
        self.gap, self.visits, self.cue, self.kept = 1, 1, 0, 0
        self.quiet = 0
        self.last_contribution = self.last_post = LONG_AGO
        self.posts = self.answers = self.attendances = 0
        self.active_days = self.weeks_contributed = 0
        self.learned_topic = self.learned_team = -1
        self.wake_day, self.departure_day = NEVER, self.last_working_day(day)

        self.ties = Ties()
        self.load = 0.0  # today's workload, of capacity
        self.watched = 0  # traces of visits seen today, in whole units so that nobody's order matters
        self.departed = False  # has left the organisation
        for topic, level in enumerate(self.mastery):
            if level >= theory.knowledge_threshold:
                knowledge.hold_pairs(self, topic)

    def last_working_day(self, day: int) -> int:
        """First day after `day` on which cumulated turnover reaches what this person's job will bear."""
        turnover = self.model.turnover
        found = bisect_left(turnover, self.job_life, lo=max(0, day) + 1)
        return found if found < len(turnover) else NEVER

    @property
    def due_day(self) -> int:
        """Day on which something dated happens: the person thinks of the place again, or leaves the job."""
        return min(self.wake_day, self.departure_day)

    def coin(self, decision: int, *indices: int) -> float:
        """This person's number between 0 and 1 for one decision today."""
        return self.model.dice.coin(self.identity, self.model.day, decision, *indices)

    def support(self) -> float:
        """Leadership support as this person's team has it."""
        level, spread = self.model.levers.leadership_support, self.model.settings.team_support_spread
        if spread > 0.0:
            return self.model.rules.clip01(level + spread * self.support_deviation)
        return level

    def silence(self) -> float:
        """Whole days away before today."""
        return float(max(0, self.model.day - self.last_visit - 1))

    def drive(self) -> float:
        """Readiness to act."""
        return self.model.rules.drive(self.motivation, self.extrinsic, self.model.theory.extrinsic_weight)

    def come(self) -> None:
        """Be there today, by a visit or by attending; booked once a day."""
        model, books = self.model, self.model.books
        if self.last_visit == model.day:
            return
        if self.last_visit // 7 != model.day // 7:
            books.week_visitors += 1
        self.follow_up(model.day - self.joined)
        self.gap = model.day - self.last_visit
        self.last_visit = model.day
        self.visits += 1
        books.day_visits += 1
        model.note(self, VISITS)

    def follow_up(self, tenure: int) -> None:
        """Newcomers seen again 30 and 90 days after joining are kept, if the run is long enough to tell."""
        books, days = self.model.books, self.model.days
        if tenure >= 30 and self.kept < 1 and self.joined + 30 < days:
            self.kept = 1
            books.kept_30 += 1.0
        if tenure >= 90 and self.kept < 2 and self.joined + 90 < days:
            self.kept = 2
            books.kept_90 += 1.0

    def spend(self, minutes: float) -> None:
        """Take minutes from the purse."""
        self.purse -= minutes
        if self.manager == 1:
            self.model.books.minutes_managers += minutes
        else:
            self.model.books.minutes_members += minutes

    def contribute_today(self) -> None:
        """Count as a contributor (by a post, an answer or attending) of day, week and last half-year."""
        model, books = self.model, self.model.books
        if self.last_contribution == model.day:
            return
        late = model.days - HALF_YEAR
        if self.last_contribution // 7 != model.day // 7:
            books.week_contributors += 1
            if model.day >= late:
                self.weeks_contributed += 1
        self.active_days += 1
        if self.joined >= late and self.active_days == 1:
            books.recent_newcomers += 1.0
        if self.joined >= late and self.active_days == 2:
            books.recent_newcomers_again += 1.0
        self.last_contribution = model.day
        model.contributors.append(self)

    def count_post(self) -> None:
        """One more post or answer; whoever makes one is a contributor."""
        self.posts += 1
        self.last_post = self.model.day
        self.role = max(self.role, CONTRIBUTOR)

    def contributions(self) -> int:
        """Posts, answers and attendances so far."""
        return self.posts + self.attendances

    def note_messages(self, kind: int, target: int = -1, item: int = -1) -> None:
        """Book the messages that the post or answer just written took, and write it to the log."""
        model, theory = self.model, self.model.theory
        deviate = model.rules.normal(self.coin(MESSAGES, self.posts))
        typical, talk = model.settings.messages_a_contribution, theory.messages_by_expressiveness
        count = model.rules.messages(typical, self.expressiveness, talk, theory.messages_spread, deviate)
        model.books.messages += count
        model.note(self, kind, target, item, count)

    def be_watched(self) -> None:
        """Leave a trace of today's visit with colleagues and ties."""
        for colleague in self.colleagues():
            colleague.watched += WATCH_UNIT
        for tie in self.ties.places:
            if tie.partner is not None:
                tie.partner.watched += int(tie.strength * WATCH_UNIT)

    def colleagues(self) -> list[Person]:
        """Those in the given graph who have joined."""
        seats = self.model.seats
        found = (seats[seat] for seat in self.model.graph[self.seat])
        return [person for person in found if person is not None]

    def closeness_to(self, person: Person) -> float:
        """How close that person is (0-1): by the tie made, or as a colleague in the graph; 0 once gone from the seat."""
        if self.model.seats[person.seat] is not person:
            return 0.0
        tie, colleague = self.ties.find(person), self.model.theory.colleague_tie
        strength = 0.0 if tie is None else tie.strength
        if strength < colleague and person.seat in self.model.graph[self.seat]:
            return colleague
        return strength

    def reminders(self) -> float:
        """Hazard to visit from what calls a person: an event, an answer that waits, a welcome to the new."""
        theory, today = self.model.theory, self.model.today
        new = self.posts == 0 and self.model.day - self.joined <= theory.newcomer_days
        welcome = theory.newcomer_cue * self.model.levers.onboarding if new else 0.0
        return today.event_cue + theory.answer_cue * self.cue + welcome

    def weight(self) -> float:
        """How much this person's answer counts for the one who gets it."""
        theory = self.model.theory
        weight = theory.manager_weight if self.manager == 1 else 1.0
        return weight * theory.leader_weight if self.role == LEADER else weight

    def entry(self) -> float:
        """How much of a hurdle the first contribution still is; none for those who made it."""
        theory, onboarding = self.model.theory, self.model.levers.onboarding
        looked_around = self.role >= OBSERVER
        return self.model.rules.entry_factor(self.posts, looked_around, onboarding, theory.entry_floor, theory.newcomer_hush)

    def waits(self) -> bool:
        """Whether the person holds back: reads on quietly, or first looks how the first contribution is received."""
        model = self.model
        return self.quiet == 1 or model.rules.waits(self.posts, model.day - self.last_post, model.theory.patience_days)

    def wants_to_stay(self) -> bool:
        """The weekly weighing of what belonging is worth against what it costs."""
        theory = self.model.theory
        attachment = theory.stay_by_motivation * self.motivation + theory.stay_by_safety * self.safety
        attachment += theory.stay_by_related * self.related - theory.stay_by_strain * self.strain
        watched = [*self.colleagues(), *self.ties.partners()]
        active = sum(1 for other in watched if other.status == PRESENT)
        return self.model.rules.stays(theory.stay_by_neighbour, active, attachment, theory.stay_cost)

    def motivation_led_to(self) -> float:
        """The motivation that present experience would lead to."""
        rules, theory, levers = self.model.rules, self.model.theory, self.model.levers
        work = rules.work_part(
            self.load,
            levers.hindrance_share,
            self.strain,
            theory.challenge_gain,
            theory.hindrance_loss,
            theory.strain_loss,
        )
        return rules.motivation_target(
            self.model.today.appeal,
            rules.identification(levers.cause_clarity, self.fit, theory.motivation_by_cause)
            + rules.vigour(self.resilience, theory.motivation_by_resilience),
            theory.motivation_by_benefit * (self.benefit - 0.5),
            theory.motivation_by_related * (self.related - 0.5),
            theory.motivation_by_support * (self.support() - 0.5),
            work,
            theory.motivation_by_praise * self.glow,
        )
