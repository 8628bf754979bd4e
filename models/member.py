"""One person's day, phase by phase: begin here to see how a member lives. `sim/rules/` has the equations."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from community_dynamics.models import knowledge, reading
from community_dynamics.models.crediting import recognise
from community_dynamics.models.feed import Item
from community_dynamics.models.person import ACTIVE, MOVED_ON, READS_ON, Person
from community_dynamics.models.posting import write_post
from community_dynamics.models.ties import bind
from community_dynamics.sim.decisions import (
    ANSWER,
    ANSWER_HOSTILE,
    ANSWER_ITEM,
    ATTEND,
    POST,
    POST_KIND,
    PRAISE,
    STOP,
    VISIT,
)
from community_dynamics.sim.state import (
    ATTENDS,
    LEADER,
    LOOKS,
    NEVER,
    OBSERVER,
    POSTS_SEEN,
    REPLIES,
    WATCH_UNIT,
)

if TYPE_CHECKING:
    from community_dynamics.models.meeting import Encounter


@final
class Member(Person):
    """A person who belongs: what happens in each of a day's eight phases, in order."""

    # Phase 1

    def work(self) -> float:
        """The job takes its part of the day and leaves strain; returns the minutes offered for learning."""
        model, rules, theory, levers = self.model, self.model.rules, self.model.theory, self.model.levers
        volatility = model.today.working * levers.demand_volatility
        self.load = rules.workload(model.today.demand, volatility, self.demand_shock)
        felt = rules.felt_load(self.load, levers.hindrance_share, theory.hindrance_weight)
        lasting = rules.strain_target(felt, self.resilience * theory.half_load)
        self.strain = rules.toward(self.strain, lasting, theory.strain_rate)
        kept = rules.kept_share(felt, theory.overload_bite)
        honoured = rules.honoured_share(
            self.support(), levers.sponsor_present, theory.honoured_by_support, theory.honoured_by_sponsor
        )
        protected = rules.protected_minutes(levers.protected_minutes_a_week, kept, honoured)
        private = model.settings.private_minutes
        offered = rules.minutes_allowed(
            self.load, levers.hindrance_share, protected, model.today.working, private, self.strain, theory.slack_share
        )
        self.purse = rules.purse_after(self.purse, offered, theory.purse_keep)
        return offered

    # Phase 2

    def decides_to_come(self) -> bool:
        """Whether the person visits today: on a pledged day in any case, else as time, mood and reasons have it."""
        model, rules, theory = self.model, self.model.rules, self.model.theory
        reach = rules.visit_reach(
            self.propensity,
            model.today.ease * model.today.activity * model.today.mood_factor,
            rules.time_share(self.purse, theory.visit_minutes),
            self.energy(),
            self.attention(self.days_away(self.last_visit)),
        )
        hazard = rules.visit_hazard(
            reach,
            self.drive(),
            theory.visit_base * model.calendar.attention,
            rules.pull(self.benefit, self.habit, theory.visit_by_benefit, theory.visit_by_habit),
            rules.contagion(self.exposure, theory.contagion, theory.company_half),
            self.calls(),
        )
        return self.coin(VISIT) < rules.probability(hazard) or self.keeps_pledge()

    def calls(self) -> float:
        """Hazard to visit from what calls: an event, a reaction or question that waits, a welcome, rank, a weekly digest."""
        model, rules, theory, levers = self.model, self.model.rules, self.model.theory, self.model.levers
        welcomed = rules.welcome(levers.onboarding, self.posts, model.day - self.joined)
        digest = model.calendar.week_start * levers.content_novelty * levers.curated_items_a_week
        speaks = rules.matching(digest, (1.0 - levers.topical_breadth) * digest, self.fit)
        news = rules.information_benefit(speaks, theory.benefit_items, 1.0)
        managing = self.manager * self.support()
        return rules.calling(model.today.event_cue, theory.cue, float(self.cue), welcomed, managing, news)

    # Phase 3

    def read(self) -> None:
        """Come in and look around: what the visit is worth, who is there, and a close look at a few items."""
        rules, theory = self.model.rules, self.model.theory
        worth, near = reading.look_around(self)
        self.come()
        self.cue = 0
        self.spend(theory.visit_minutes)
        self.benefit = rules.toward(self.benefit, worth, theory.benefit_rate)
        self.related = rules.closer(self.related, theory.connection_gain * near)
        for look in range(LOOKS):
            reading.look_closely(self, look, near)

    def decides_to_attend(self) -> bool:
        """Whether the person attends today's event; one need not visit to attend."""
        if self.quiet == MOVED_ON:
            return False
        model, rules, theory, today = self.model, self.model.rules, self.model.theory, self.model.today
        time = rules.time_share(self.purse, today.event_minutes)
        mind = self.attention(self.days_away(self.silent_since()))
        reach = rules.attend_reach(self.propensity, time, mind, today.mood_factor, self.energy())
        open_share = rules.gate_share(self.contributions(), model.levers.gated_access)
        hazard = rules.attend_hazard(
            reach,
            self.drive(),
            theory.attend_base,
            theory.attend_by_habit * self.habit,
            theory.attend_by_ties * self.ties.total(),
            today.event_appeal * open_share,
        )
        return self.coin(ATTEND) < rules.probability(hazard)

    def attend(self, encounters: list[Encounter], closeness: float) -> None:
        """Be there: practise one's trade, meet others, tie up with them and learn theirs."""
        theory = self.model.theory
        self.come()
        self.spend(self.model.today.event_minutes)
        self.contribute_today()
        self.attendances += 1
        self.speak_again()
        self.model.note(self, ATTENDS)
        knowledge.practise(self, self.specialism)
        if encounters:
            self.react(1.0)
        self.perhaps_stop(self.contributions(), hostile=0.0)
        for other, level in encounters:
            bind(self, other, closeness)
            knowledge.gain_from(self, other, other.specialism, level, theory.learning_rate)

    def speak_again(self) -> None:
        """A quiet reader who takes part again is quiet no longer."""
        if self.quiet == READS_ON:
            self.quiet, self.wake_day = ACTIVE, NEVER

    # Phase 4

    def contribute(self) -> None:
        """Ask, show something, or neither; on a pledged day a founder shows something."""
        model, rules, theory, levers = self.model, self.model.rules, self.model.theory, self.model.levers
        if self.keeps_pledge():
            write_post(self, question=False)
            return
        if self.quiet != ACTIVE or self.waits():
            return
        effort = model.settings.contribution_effort
        time = rules.time_share(self.purse, theory.writing_minutes * effort)
        speaking = rules.speaking_hazard(self.drive(), self.voice(), model.today.audience, self.expressiveness, time, effort)
        load = rules.workload(model.today.pressure, levers.demand_volatility, self.demand_shock)
        ask = rules.asking(theory.ask_base, rules.challenge(load, levers.hindrance_share), self.best_mastery)
        show = theory.show_base * rules.prompt_factor(levers.prompts_a_week)
        if self.coin(POST) < rules.probability(rules.post_hazard(speaking, ask, show, self.entry())):
            write_post(self, question=rules.is_question(self.coin(POST_KIND), ask, show))

    # Phase 5

    def decide_to_answer(self) -> list[tuple[Item, bool]]:
        """The posts that this visitor will answer, and whether in a hostile tone: of the one in mind and a few shown.

        A quiet reader answers only who asked them, the less likely the longer they have been silent.
        """
        decided: list[tuple[Item, bool]] = []
        if not self.is_ready_to_answer() or self.quiet == MOVED_ON or self.waits():
            return decided
        asked, self.asked = self.asked, -1
        willing, previous = self.willing(self.entry()), None
        if self.quiet == READS_ON:
            willing *= self.attention(self.model.day - self.last_contribution)
        for look in range(POSTS_SEEN if self.quiet == ACTIVE else 1):
            item = self.model.feed.find(asked) if look == 0 else reading.pick_item(self, ANSWER_ITEM, look)
            if item is None or item is previous:
                continue
            previous = item
            if item.author.seat == self.seat or item.suppressed:
                continue
            if self.coin(ANSWER, look) < self.model.rules.probability(self.hazard_to_answer(item, willing)):
                decided.append((item, self.coin(ANSWER_HOSTILE, look) < self.model.today.hostile))
        return decided

    def is_ready_to_answer(self) -> bool:
        """Whether any post at all could win an answer today; if not, the person looks at none."""
        theory, strength = self.model.theory, self.model.levers.clique_strength
        weight = self.model.rules.standing(self.role == LEADER, theory.authority_weight)
        most = self.model.rules.most_at_any_post(self.willing(1.0), weight, strength, theory.clique_bias)
        return min(self.coin(ANSWER, look) for look in range(POSTS_SEEN)) < most

    def willing(self, entry: float) -> float:
        """Hazard that the person answers a post that anybody could answer, whoever wrote it."""
        rules, theory = self.model.rules, self.model.theory
        careful = rules.care(self.strain, self.prosociality)
        base = rules.helpfulness(theory.answer_base, self.expressiveness, entry, careful)
        time = rules.time_share(self.purse, theory.writing_minutes)
        norm = self.model.levers.inclusivity_norm
        return rules.answer_hazard(base, self.prosociality, self.related, norm, self.voice(), time)

    def hazard_to_answer(self, item: Item, willing: float) -> float:
        """How likely it is to take up this post: what one knows of it, who wrote it, how many answered already."""
        rules, theory = self.model.rules, self.model.theory
        able = rules.competence(self.mastery[item.topic], item.level, theory.novice_share)
        able *= rules.standing(self.role == LEADER, theory.authority_weight)
        strength = self.model.levers.clique_strength
        noticed = rules.notice_weight(self.closeness_to(item.author), strength, theory.clique_bias)
        open_share = self.model.today.openness if item.first_post else 1.0
        return rules.hazard_at_post(willing, able, item.replies, noticed, open_share)

    def answer(self, item: Item) -> None:
        """Write an answer: what it takes from this person and gives to this person."""
        rules, theory, books = self.model.rules, self.model.theory, self.model.books
        self.count_post()
        self.answers += 1
        self.speak_again()
        self.spend(theory.writing_minutes)
        self.contribute_today()
        self.related = rules.closer(self.related, rules.from_giving(theory.connection_gain))
        knowledge.practise(self, item.topic)
        books.day_answers += 1
        books.member_answers += 1.0
        books.count_item(item)
        self.note_messages(REPLIES, item.author.seat, item.number)

    def perhaps_stop(self, ordinal: int, hostile: float) -> None:
        """Whether the contribution with this ordinal was the last for now, given what came of it."""
        model, rules, theory = self.model, self.model.rules, self.model.theory
        odds = rules.stop_odds(self.regard, hostile, self.motivation, self.habit, theory)
        effort = model.settings.contribution_effort
        constant = rules.stop_constant_at(theory.stop_constant, effort, theory.stop_by_effort)
        coin = model.dice.coin(self.identity, 0, STOP, ordinal)
        if coin < rules.stop_chance(ordinal, constant, theory.stop_floor, odds):
            model.stopped.append(self)

    # Phase 6

    def is_praised(self, weight: float) -> bool:
        """Whether somebody praises today's contribution."""
        praised = self.coin(PRAISE) < self.model.levers.praise_rate
        if praised:
            recognise(self, weight)
        return praised

    def feel_pull(self) -> None:
        """Badges within reach and gates passed pull from outside; a programme seen every day wears off."""
        rules, theory, levers = self.model.rules, self.model.theory, self.model.levers
        badge = rules.badge_pull(self.posts, levers, self.responsiveness)
        fresh = rules.novelty(self.recognitions, theory.novelty_fading)
        self.extrinsic = rules.outside_pull(badge, fresh, rules.gate_pull(self.posts, levers.gated_access))
        self.recognitions += theory.badge_wear * levers.badge_programme

    # Phase 7

    def adapt(self) -> None:
        """The day leaves its mark on every state."""
        model, rules, theory = self.model, self.model.rules, self.model.theory
        came = self.last_visit == model.day
        repeated = rules.repetitions(float(self.gap), theory.habit_per_day) if came else 0.0
        formed = rules.habit_gain(self.habit_rate, repeated)
        climate = rules.personal_climate(model.today.climate, self.support(), theory.safety_by_support)
        self.motivation = rules.toward(self.motivation, self.motivation_led_to(), theory.motivation_rate)
        self.safety = rules.toward(self.safety, climate, theory.safety_rate)
        self.habit = rules.habit_after(self.habit, 1.0 if came else 0.0, formed, theory.habit_keep)
        self.exposure = rules.exposure_after(self.exposure, self.watched / WATCH_UNIT, theory.exposure_keep)
        self.watched = 0
        self.related *= theory.short_memory
        self.regard *= theory.short_memory
        self.recognitions *= theory.long_memory

    def motivation_led_to(self) -> float:
        """The motivation that present experience would lead to."""
        rules, theory, levers = self.model.rules, self.model.theory, self.model.levers
        scale = theory.motivation_scale
        met = rules.needs_met(
            rules.identification(levers.cause_clarity, self.fit),
            self.benefit,
            self.related,
            self.support(),
            scale * theory.motivation_by_cause,
            scale * theory.motivation_by_benefit,
            scale * theory.motivation_by_related,
            scale * theory.motivation_by_support,
        )
        work = rules.work_part(
            self.load,
            levers.hindrance_share,
            self.strain,
            scale * theory.motivation_by_challenge,
            scale * theory.motivation_by_hindrance,
            scale * theory.motivation_by_strain,
        )
        own = rules.of_oneself(
            self.regard, self.resilience, scale * theory.motivation_by_regard, scale * theory.motivation_by_resilience
        )
        return rules.motivation_target(self.model.today.appeal, met, work, own)

    def take_role(self) -> None:
        """Those who come again become observers, those who keep answering community leaders."""
        model, rules, theory = self.model, self.model.rules, self.model.theory
        if self.role < OBSERVER and rules.becomes_observer(self.visits):
            self.role = OBSERVER
        tenure, encouragement = model.day - self.joined, model.levers.onboarding
        if self.role != LEADER and rules.becomes_leader(self.answers, tenure, self.motivation, encouragement, theory):
            self.role = LEADER
            model.books.leaders_made += 1.0
