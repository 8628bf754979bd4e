"""Who a person is and has become, with the small acts and weighings that phases of a day share."""

from __future__ import annotations

from abc import ABC
from bisect import bisect_left
from typing import TYPE_CHECKING

import mesa

from community_dynamics.models import knowledge
from community_dynamics.models.numbering import Numbering
from community_dynamics.models.ties import Ties
from community_dynamics.models.traits import Candidate, traits_of
from community_dynamics.sim.decisions import ASK_AROUND, MESSAGES
from community_dynamics.sim.state import (
    CONTRIBUTOR,
    DORMANT,
    HALF_YEAR,
    LEADER,
    LONG_AGO,
    NEVER,
    NEWCOMER,
    PRESENT,
    TIES,
    VISITS,
    WATCH_UNIT,
)

if TYPE_CHECKING:
    from community_dynamics.models.community import Community

ACTIVE, READS_ON, MOVED_ON = 0, 1, 2  # values of `quiet`


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
        self.resilience, self.responsiveness = traits.resilience, traits.responsiveness
        self.manager, self.specialism = traits.manager, traits.specialism
        self.support_deviation = traits.support_deviation
        self.job_life = model.turnover[max(0, day)] + traits.job_life
        self.mastery = traits.mastery
        self.best_mastery = self.mastery[self.specialism]
        self.apprentice = 1 if self.best_mastery < theory.knowledge_threshold else 0

        self.motivation = self.benefit = theory.expectation_at_joining
        self.safety, self.strain = model.today.climate, self.strain_of_the_job()
        self.extrinsic = self.habit = self.related = self.regard = 0.0
        self.purse, self.exposure = theory.visit_minutes, 0.0
        self.demand_shock, self.recognitions = 0.0, 0.0

        self.status, self.role, self.quiet = PRESENT, NEWCOMER, ACTIVE
        self.joined = self.last_visit = day
        self.gap, self.visits, self.cue, self.kept = 1, 1, 0, 0
        self.last_contribution = self.first_contribution = self.last_post = LONG_AGO
        self.posts = self.answers = self.attendances = 0
        self.active_days = self.weeks_contributed = 0
        self.learned_topic = self.learned_team = self.asked = -1
        self.wake_day = self.award_day = NEVER
        self.departure_day = self.last_working_day(day)

        self.ties = Ties()
        self.load = 0.0  # today's workload, of capacity
        self.watched = 0  # traces of others seen today, in whole units so that nobody's order matters
        self.departed = False  # has left the organisation
        for topic, level in enumerate(self.mastery):
            if level >= theory.knowledge_threshold:
                knowledge.hold_pairs(self, topic)

    def strain_of_the_job(self) -> float:
        """The strain that an ordinary day at work leaves in the long run."""
        rules, theory, levers = self.model.rules, self.model.theory, self.model.levers
        load = rules.workload(levers.demand, 0.0, 0.0)
        felt = rules.felt_load(load, levers.hindrance_share, theory.hindrance_weight)
        return rules.strain_target(felt, self.resilience * theory.half_load)

    def last_working_day(self, day: int) -> int:
        """First day after `day` on which cumulated turnover reaches what this person's job will bear."""
        turnover = self.model.turnover
        found = bisect_left(turnover, self.job_life, lo=max(0, day) + 1)
        return found if found < len(turnover) else NEVER

    @property
    def due_day(self) -> int:
        """Day on which something dated happens: a thought of the place, an award, the last day in the job."""
        return min(self.wake_day, self.award_day, self.departure_day)

    def coin(self, decision: int, *indices: int) -> float:
        """This person's number between 0 and 1 for one decision today."""
        return self.model.dice.coin(self.identity, self.model.day, decision, *indices)

    def support(self) -> float:
        """Leadership support as this person's team has it."""
        spread = self.model.settings.team_support_spread
        return self.model.rules.team_support(self.model.levers.leadership_support, self.support_deviation, spread)

    def silent_since(self) -> int:
        """Day of the last contribution of one who stopped, of the last visit of anybody else."""
        return self.last_visit if self.quiet == ACTIVE else self.last_contribution

    def days_away(self, since: int) -> int:
        """Whole days between that day and today."""
        return max(0, self.model.day - since - 1)

    def attention(self, silence: int) -> float:
        """What so many days of silence have left of the community in this person's mind."""
        return self.model.rules.attention(float(silence), self.model.theory.attention_days)

    def drive(self) -> float:
        """Readiness to act."""
        return self.model.rules.drive(self.motivation, self.extrinsic, self.model.theory.extrinsic_weight)

    def voice(self) -> float:
        """Share of what one would say that one dares to say."""
        return self.model.rules.voice(self.safety, self.model.theory.half_safety)

    def energy(self) -> float:
        """Share of the wish to take part that strain leaves."""
        return self.model.rules.energy(self.strain, self.model.theory.fatigue)

    def keeps_pledge(self) -> bool:
        """Whether this is a founder's pledged day."""
        return self.model.rules.pledged(self.model.day, self.seat, self.joined, self.model.settings.founder_weeks)

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
        """Take minutes from the purse, as far as there are any."""
        self.purse = max(0.0, self.purse - minutes)
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
        if self.active_days == 1:
            self.first_contribution = model.day
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

    def react(self, weight: float) -> None:
        """A decent reaction (an answer, praise, an award, somebody met) does good; one who stopped thinks of the place."""
        rules, theory = self.model.rules, self.model.theory
        strength = rules.reaction(weight, rules.novelty(self.recognitions, theory.novelty_fading), self.responsiveness)
        self.regard = rules.closer(self.regard, theory.regard_gain * strength)
        self.benefit = rules.closer(self.benefit, theory.benefit_by_reaction * strength)
        self.related = rules.closer(self.related, theory.connection_gain * strength)
        self.recognitions += 1.0
        self.cue = 1
        if (self.quiet == READS_ON or self.status == DORMANT) and self.wake_day != NEVER:
            self.wake_day = self.model.day

    def colleagues(self) -> list[Person]:
        """Those in the given graph who have joined."""
        seats = self.model.seats
        found = (seats[seat] for seat in self.model.graph[self.seat])
        return [person for person in found if person is not None]

    def be_watched(self) -> None:
        """Leave a trace of today's visit with colleagues and ties; a manager leaves more than others."""
        unit = self.model.rules.standing(self.manager == 1, self.model.theory.authority_weight) * WATCH_UNIT
        for colleague in self.colleagues():
            colleague.watched += int(unit)
        for partner, strength in self.ties.held():
            partner.watched += int(strength * unit)

    def be_seen_recognised(self) -> None:
        """Colleagues and ties see that this person is recognised, as far as recognition is shown."""
        unit = int(self.model.levers.credit_visibility * WATCH_UNIT)
        for person in [*self.colleagues(), *self.ties.partners()]:
            person.watched += unit

    def ask_around(self, item: int) -> None:
        """A question or a first post reaches those close, the likelier the closer they are."""
        for place, tie in enumerate(self.ties.places):
            if tie.partner is not None and self.coin(ASK_AROUND, place) < tie.strength:
                tie.partner.be_asked(item)
        for place, seat in enumerate(self.model.graph[self.seat]):
            colleague = self.model.seats[seat]
            if colleague is not None and self.coin(ASK_AROUND, TIES + place) < self.model.theory.tie_gain:
                colleague.be_asked(item)

    def be_asked(self, item: int) -> None:
        """Learn of somebody's post if present, and look at it when one comes."""
        if self.status == PRESENT:
            self.asked, self.cue = item, 1

    def closeness_to(self, person: Person) -> float:
        """How close that person is (0-1): by the tie made, or as a colleague in the graph; 0 once gone from the seat."""
        if person.departed:
            return 0.0
        tie, colleague = self.ties.find(person), self.model.theory.tie_gain
        strength = 0.0 if tie is None else tie.strength
        if strength < colleague and person.seat in self.model.graph[self.seat]:
            return colleague
        return strength

    def weight(self) -> float:
        """How much this person's answer counts for the one who gets it."""
        stands_out = self.manager == 1 or self.role == LEADER
        return self.model.rules.standing(stands_out, self.model.theory.authority_weight)

    def entry(self) -> float:
        """How much of a hurdle the first contribution still is; none for those who made it."""
        floor, open_share = self.model.theory.entry_floor, self.model.today.openness
        return self.model.rules.entry_factor(self.posts, self.model.levers.onboarding, floor, open_share)

    def waits(self) -> bool:
        """Whether the person first looks how the first contribution is received."""
        model = self.model
        return model.rules.waits(self.posts, model.day - self.last_post, model.theory.patience_days)

    def wants_to_stay(self) -> bool:
        """The weekly weighing of what belonging is worth against what it costs."""
        rules, theory = self.model.rules, self.model.theory
        held = rules.attachment(self.motivation, self.related, theory.stay_by_motivation, theory.stay_by_related)
        active = sum(1 for other in [*self.colleagues(), *self.ties.partners()] if other.status == PRESENT)
        return rules.stays(theory.stay_by_neighbour, active, held, theory.stay_cost)
