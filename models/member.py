"""One person's day, phase by phase: begin here to see how a member lives. `sim/rules/` has the equations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, final

from models import knowledge
from models.feed import Item
from models.person import Person
from models.posting import write_post
from models.ties import bind
from sim.decisions import (
    ANSWER,
    ANSWER_HOSTILE,
    ANSWER_ITEM,
    ATTEND,
    POST,
    PRAISE,
    READ_ITEM,
    STOP,
    VISIT,
)
from sim.state import (
    ATTENDS,
    AWARDED,
    CORE_TOPICS,
    LEADER,
    LOOKS,
    OBSERVER,
    REPLIES,
    WATCH_UNIT,
)

if TYPE_CHECKING:
    from models.meeting import Encounter

POSTS_SEEN = 2  # open posts that a visitor considers answering


@final
class Member(Person):
    """A person who belongs: what happens in each of a day's eight phases, in order."""

    # Phase 1

    def work(self) -> float:
        """The job takes its part of the day and leaves strain; returns the minutes offered for learning."""
        model, rules, theory, levers = self.model, self.model.rules, self.model.theory, self.model.levers
        today = model.today
        volatility = today.working * levers.demand_volatility
        self.load = rules.workload(today.demand, volatility, self.demand_shock)
        pressed = self.load + theory.debt_weight * max(0.0, -self.purse)
        lasting = rules.strain_target(
            pressed, levers.hindrance_share, theory.hindrance_weight, self.resilience * theory.half_load
        )
        self.strain = rules.toward(self.strain, lasting, theory.strain_rate)
        honoured = rules.honoured_share(
            self.support(),
            levers.sponsor_present,
            theory.honoured_floor,
            theory.honoured_by_support,
            theory.honoured_by_sponsor,
        )
        offered = rules.minutes_allowed(
            self.load,
            levers.protected_minutes_a_week * rules.kept_share(self.load, theory.overload_bite) * honoured,
            today.working,
            model.settings.private_minutes,
            self.strain,
            theory.slack_share,
        )
        self.purse = rules.purse_after(self.purse, offered, theory.purse_keep)
        return offered

    # Phase 2

    def decides_to_come(self) -> bool:
        """Whether the person visits today."""
        model, rules, theory, today = self.model, self.model.rules, self.model.theory, self.model.today
        place = today.ease * today.activity * today.mood_factor
        time = rules.time_share(self.purse, theory.visit_minutes)
        reach = self.propensity * place * time * rules.energy(self.strain, theory.fatigue)
        reach *= rules.attention(self.silence(), theory.attention_days)
        hazard = rules.visit_hazard(
            reach,
            self.drive(),
            theory.visit_base * model.calendar.attention,
            theory.visit_by_habit * self.habit,
            theory.visit_by_benefit * self.benefit,
            rules.contagion(self.exposure, theory.contagion, theory.contagion_saturation),
            self.reminders(),
        )
        return self.coin(VISIT) < rules.probability(hazard)

    # Phase 3

    def read(self) -> None:
        """Come in and look around: what the visit is worth, and a close look at a few items."""
        model, rules, theory, levers = self.model, self.model.rules, self.model.theory, self.model.levers
        self.come()
        self.cue = 0
        self.spend(theory.visit_minutes)
        share = rules.relevance(levers.topical_breadth, self.fit, theory.broad_relevance)
        share *= rules.gate_share(self.posts, levers.gated_access, theory.gate_loss)
        today = model.today
        worth = rules.information_benefit(share * today.offer, theory.benefit_items, today.overload)
        self.benefit = rules.toward(self.benefit, worth, theory.benefit_rate)
        curated = int(levers.curated_items_a_week * theory.feed_days / 7.0)
        posted = int(model.settings.scale * len(model.feed))  # one item here stands for so many
        if len(model.feed) + curated > 0:
            for look in range(LOOKS):
                self.look_closely(look, posted, curated)

    def look_closely(self, look: int, posted: int, curated: int) -> None:
        """One item, a member's or a curated one: learn what is above one's own level; flinch at hostility."""
        model, rules, theory = self.model, self.model.rules, self.model.theory
        pick = rules.choose(self.coin(READ_ITEM, look), posted + curated)
        if pick >= posted:
            topic = rules.choose(self.coin(READ_ITEM, look, 1), CORE_TOPICS)
            rate = theory.reading_rate * model.levers.content_novelty
            after = rules.learned(self.mastery[topic], theory.curated_level, rate)
            knowledge.gain(self, topic, after, by_doing=False)
            return
        item = model.feed.newest(int(pick / model.settings.scale))
        if item.author.seat == self.seat:
            return
        if item.hostile > 0:
            self.safety *= 1.0 - theory.witness_loss
        knowledge.gain_from(self, item.author, item.topic, item.level, theory.reading_rate)

    def decides_to_attend(self) -> bool:
        """Whether the person attends today's event; one need not visit to attend."""
        if self.quiet:
            return False
        model, rules, theory, today = self.model, self.model.rules, self.model.theory, self.model.today
        reach = math.sqrt(self.propensity) * rules.time_share(self.purse, today.event_minutes)
        awake = rules.energy(self.strain, theory.fatigue)
        reach *= rules.attention(self.silence(), theory.attention_days) * today.mood_factor * awake
        hazard = rules.attend_hazard(
            reach,
            self.drive(),
            theory.attend_base,
            theory.attend_by_habit * self.habit,
            theory.attend_by_ties * self.ties.total(),
            today.event_appeal,
        )
        return self.coin(ATTEND) < model.rules.probability(hazard)

    def attend(self, encounters: list[Encounter], closeness: float) -> None:
        """Be there: practise one's trade, feel connected, tie up with those met and learn theirs."""
        rules, theory = self.model.rules, self.model.theory
        self.come()
        self.spend(self.model.today.event_minutes)
        self.contribute_today()
        self.attendances += 1
        self.model.note(self, ATTENDS)
        knowledge.practise(self, self.specialism)
        if self.may_stop(self.contributions(), answered=1.0 if encounters else 0.0, hostile=0.0, awarded=0.0):
            self.model.stopped.append(self)
        if encounters:
            self.related = rules.relatedness_after(self.related, theory.related_by_meeting)
        for other, level in encounters:
            bind(self, other, closeness)
            knowledge.gain_from(self, other, other.specialism, level, theory.meeting_rate)

    # Phase 4

    def contribute(self) -> None:
        """Speak up, or not."""
        if self.waits():
            return
        rules, theory, settings = self.model.rules, self.model.theory, self.model.settings
        levers, effort = self.model.levers, settings.contribution_effort
        hazard = rules.post_hazard(
            theory.post_base * self.expressiveness,
            self.drive(),
            rules.voice(self.safety, theory.half_safety),
            rules.prompt_factor(levers.prompts_a_week, theory.prompt_effect, theory.half_prompts),
            self.entry(),
            rules.time_share(self.purse, theory.post_minutes * effort),
            effort,
        )
        if self.coin(POST) < rules.probability(hazard):
            write_post(self)

    # Phase 5

    def decide_to_answer(self) -> list[tuple[Item, bool]]:
        """The posts that this visitor will answer, the newest likeliest, and whether in a hostile tone."""
        rules, feed = self.model.rules, self.model.feed
        decided: list[tuple[Item, bool]] = []
        if self.waits():
            return decided
        previous = None
        for look in range(POSTS_SEEN):
            coin = self.coin(ANSWER_ITEM, look)
            item = feed.newest(rules.choose(coin * coin, len(feed)))
            if item is previous or item.author.seat == self.seat or item.suppressed:
                continue
            previous = item
            if self.coin(ANSWER, look) < rules.probability(self.hazard_to_answer(item)):
                decided.append((item, self.coin(ANSWER_HOSTILE, look) < self.model.today.hostile))
        return decided

    def hazard_to_answer(self, item: Item) -> float:
        """How likely it is to take up this post: shared among those who answered already."""
        rules, theory, levers = self.model.rules, self.model.theory, self.model.levers
        able = rules.competence(self.mastery[item.topic], item.level, theory.novice_share)
        if self.role == LEADER:
            able *= theory.leader_bonus
        willing = rules.answer_hazard(
            theory.answer_base * self.expressiveness * self.entry(),
            self.prosociality,
            levers.inclusivity_norm,
            theory.answer_by_norm,
            rules.voice(self.safety, theory.half_safety),
            rules.time_share(self.purse, theory.answer_minutes),
        )
        hazard = willing * able / (1.0 + item.replies)
        return hazard * rules.notice_weight(self.closeness_to(item.author), levers.clique_strength, theory)

    def answer(self, item: Item) -> None:
        """Write an answer: what it takes from this person and gives to this person."""
        rules, theory = self.model.rules, self.model.theory
        self.count_post()
        self.answers += 1
        self.spend(theory.answer_minutes)
        self.contribute_today()
        self.related = rules.relatedness_after(self.related, theory.related_by_giving)
        knowledge.practise(self, item.topic)
        self.model.books.day_answers += 1
        self.model.books.member_answers += 1.0
        self.note_messages(REPLIES, item.author.seat, item.number)

    def may_stop(self, ordinal: int, answered: float, hostile: float, awarded: float) -> bool:
        """Whether the contribution with this ordinal was the last for now, given what happened to it."""
        rules, theory = self.model.rules, self.model.theory
        support = 2.0 * self.motivation - 1.0
        odds = rules.stop_odds(answered, hostile, awarded, support, self.habit, theory)
        effort = self.model.settings.contribution_effort
        constant = rules.stop_constant_at(theory.stop_constant, effort, theory.stop_by_effort)
        coin = self.model.dice.coin(self.identity, 0, STOP, ordinal)
        return coin < rules.stop_chance(ordinal, constant, theory.stop_floor, odds)

    # Phase 6

    def be_praised(self) -> bool:
        """Whether somebody praises today's contribution, and the glow of it."""
        rules, theory = self.model.rules, self.model.theory
        if self.coin(PRAISE) >= self.model.levers.praise_rate:
            return False
        fresh = rules.novelty(self.recognitions, theory.novelty_fading)
        self.glow = rules.praised_state(self.glow, theory.praise_boost, fresh)
        self.recognitions += 1.0
        self.model.note(self, AWARDED)
        return True

    def feel_pull(self) -> None:
        """Badges within reach and gates passed pull from outside; a programme seen every day wears off."""
        rules, theory, levers = self.model.rules, self.model.theory, self.model.levers
        fresh = rules.novelty(self.recognitions, theory.novelty_fading)
        pull = fresh * rules.badge_pull(self.posts, levers, theory.visibility_effect)
        pull += rules.gate_pull(self.posts, levers.gated_access, theory.gate_strength)
        self.extrinsic = rules.toward(self.extrinsic, min(1.0, pull), theory.extrinsic_rate)
        self.recognitions += theory.badge_wear * levers.badge_programme

    # Phase 7

    def adapt(self) -> None:
        """The day leaves its mark on every state."""
        model, rules, theory = self.model, self.model.rules, self.model.theory
        came = self.last_visit == model.day
        formed = rules.habit_gain(self.habit_rate, rules.repetitions(float(self.gap), theory.habit_per_day)) if came else 0.0
        self.motivation = rules.toward(self.motivation, self.motivation_led_to(), theory.motivation_rate)
        climate = rules.personal_climate(model.today.climate, self.support(), theory.safety_by_support)
        self.safety = rules.toward(self.safety, climate, theory.safety_rate)
        self.habit = rules.habit_after(self.habit, 1.0 if came else 0.0, formed, theory.habit_keep)
        self.exposure = rules.exposure_after(self.exposure, self.watched / WATCH_UNIT, theory.exposure_keep)
        self.related = self.related * theory.related_keep
        self.glow = self.glow * theory.glow_keep
        self.extrinsic = self.extrinsic * theory.extrinsic_keep
        self.recognitions = self.recognitions * theory.recognition_keep
        self.watched = 0

    def take_role(self) -> None:
        """Those who keep coming become observers, those who keep answering community leaders."""
        model, theory = self.model, self.model.theory
        if self.role < OBSERVER and self.visits >= theory.observer_visits:
            self.role = OBSERVER
        tenure = model.day - self.joined
        if self.role != LEADER and model.rules.becomes_leader(
            self.answers, tenure, self.motivation, model.levers.onboarding, theory
        ):
            self.role = LEADER
            model.books.leaders_made += 1.0
