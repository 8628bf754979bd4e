"""Patterns of reading, meeting, speaking up and answering, each as one number a seed."""

import numpy as np

from benchmarks.halves import (
    DAILY,
    WRITING,
    Values,
    gap,
    gone,
    halves,
    later,
    log_ratio,
    morning,
    own,
    state,
    tally,
    twins,
)
from benchmarks.patterns import weekly
from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.facts.still import ALWAYS, advance
from community_dynamics.experiments.facts.wearing import LEFT_ALONE
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import inputs_of
from community_dynamics.sim.state import DORMANT, HALF_YEAR, PRESENT, QUESTION
from community_dynamics.sim.world import World, allocate

EVENTS = {
    "levers.cadence_days": 7.0, "levers.cadence_regularity": 1.0, "levers.face_to_face_share": 0.0,
    "theory.attend_by_habit": 0.0, "theory.attend_by_ties": 0.0,
}  # fmt: skip
IN_A_ROOM = {"levers.face_to_face_share": 1.0, "levers.event_money_a_month": 1e9}
TALKATIVE = DAILY | {"theory.show_base": 0.1}
FLOOD = {"levers.curated_items_a_week": 350.0, "levers.topical_breadth": 0.8}
PRACTISING = {"theory.attend_base": ALWAYS}


def ties(world: World) -> np.ndarray:
    """Summed strength of the ties that each person made."""
    return np.asarray(world.tie_strength.sum(axis=1))


expectation_follows = later(DAILY | own("benefit_rate"), {"benefit": 0.5}, 30, state("benefit"))
taught_by_curators = later(DAILY | {"levers.curated_items_a_week": 10.0}, {}, 30, tally("mastery_gained"), gap)
known_by_then = later(TALKATIVE | own("benefit_rate"), {}, 364, state("benefit"), first=30, seats=100)
coming_to_events = later(EVENTS | own("attend_base"), {}, 100, state("attendances"), gap)
habit_attends = halves(
    EVENTS | own("attend_base", "attend_by_habit") | {"theory.habit_keep": 1.0}, "habit", 1.0, 0.0, 60, state("attendances")
)
money_for_rooms = twins(
    EVENTS | PRACTISING | own("tie_gain") | {"levers.face_to_face_share": 1.0},
    {"levers.event_money_a_month": 1e9}, {"levers.event_money_a_month": 1.0}, 14, ties,
)  # fmt: skip
way_to_the_room = twins(
    EVENTS | own("attend_base") | {"settings.private_minutes": 10.0, "theory.event_cost_a_head": 0.0},
    {"levers.face_to_face_share": 1.0}, {"levers.face_to_face_share": 0.0}, 200, state("attendances"),
)  # fmt: skip
challenge_asks = twins(
    DAILY | own("ask_base"), {"levers.hindrance_share": 0.1}, {"levers.hindrance_share": 0.9}, 30, tally("problems_posed")
)
prompted = twins(DAILY | own("show_base"), {"levers.prompts_a_week": 5.0}, {"levers.prompts_a_week": 0.0}, 30, state("posts"))
readers_know_writers = later(TALKATIVE | own("tie_gain"), {}, 60, ties, gap)
seen_from_afar = later(TALKATIVE | own("connection_gain"), {}, 60, state("related"), gap)
filters_cost_bonds = twins(
    TALKATIVE | own("connection_gain") | {"levers.curated_items_a_week": 0.0},
    {"levers.moderation": 2.0}, {"levers.moderation": 0.0}, 60, state("related"),
)  # fmt: skip
rude_answers_end = twins(
    TALKATIVE | own("answer_base", "hostile_effect") | {"theory.stop_floor": 0.03, "theory.safety_loss": 0.0},
    {"levers.hostile_reply_share": 0.5}, {"levers.hostile_reply_share": 0.0}, 30, gone,
)  # fmt: skip
regard_keeps = twins(
    WRITING | own("regard_effect") | {"theory.stop_floor": 0.05},
    {"levers.praise_rate": 1.0},
    {"levers.praise_rate": 0.0},
    15,
    gone,
)
commitment_keeps = halves(
    WRITING | own("commitment_effect") | {"theory.stop_floor": 0.03, "theory.motivation_rate": 0.0},
    "motivation", 0.9, 0.2, 20, gone,
)  # fmt: skip


writers_learn = halves(
    WRITING | {"levers.curated_items_a_week": 0.0}, "expressiveness", 1.0, 0.0, 60, lambda world: world.mastery.sum(axis=1), gap
)


def helpers_at_hand(values: Values, seeds: int) -> np.ndarray:
    """Share of questions of the first week that strangers answered within it, nobody having learned anything yet.

    Who can answer seldom does, or those of the trade would answer all there is to answer.
    """
    ours = DAILY | {"theory.ask_base": 0.1, "theory.learning_rate": 0.0, "theory.practice_rate": 0.0, "theory.answer_base": 0.5}
    found = []
    for seed in range(seeds):
        world = morning(ours, values, seed, 7)
        advance(world, 7)
        found.append((world.feed[: int(world.community[0]["feed_next"])]["replies"] > 0).mean())
    return np.array(found)


def those_met(values: Values, seeds: int) -> np.ndarray:
    """Events attended in the two months after one that half of all went to, by those who were there over the others (log)."""
    found, there = [], np.arange(400) % 2 == 0
    for seed in range(seeds):
        world = morning(EVENTS | own("attend_base", "attend_by_ties", "tie_gain"), values, seed, 70)
        world.person["propensity"] = np.where(there, 1e9, 0.0)
        advance(world, 8)
        assert (world.person["attendances"][there] == 1).all()
        world.person["propensity"] = 1.0
        advance(world, 62, 8)
        after = world.person["attendances"] - np.where(there, 1, 0)
        found.append(log_ratio(after[there].mean(), after[~there].mean()))
    return np.array(found)


def more_after_a_week(values: Values, seeds: int) -> np.ndarray:
    """What a visit is worth after a week away, over what it is worth to those who were there yesterday (log)."""
    ours = DAILY | {"theory.benefit_rate": 1.0, "levers.curated_items_a_week": 5.0}
    found = []
    for seed in range(seeds):
        world = morning(ours, values, seed, 9)
        away = np.arange(world.person.size) % 2 == 0
        world.person["propensity"] = np.where(away, 0.0, 1.0)
        advance(world, 8)
        world.person["propensity"] = 1.0
        advance(world, 1, 8)
        benefit = world.person["benefit"]
        found.append(log_ratio(benefit[away].mean(), benefit[~away].mean()))
    return np.array(found)


def ever_less(values: Values, seeds: int) -> np.ndarray:
    """What the second hundred curated items a week add to the worth of a visit, over what the first hundred add (log)."""
    found = []
    for seed in range(seeds):
        worth = []
        for items in (0.0, 100.0, 200.0):
            ours = DAILY | {"theory.benefit_rate": 1.0, "levers.curated_items_a_week": items}
            world = morning(ours, values, seed, 3)
            advance(world, 3)
            worth.append(world.person["benefit"].mean())
        found.append(log_ratio(worth[2] - worth[1], worth[1] - worth[0]))
    return np.array(found)


def chosen_for_me(values: Values, seeds: int) -> np.ndarray:
    """Benefit felt in a flood of items on anything, sorted for each reader, minus that where nobody sorts."""
    alone, sorted_ = (
        weekly(FLOOD | {"levers.moderation": moderation} | dict(values), seeds, "mean_benefit")[:, 4:26].mean(axis=1)
        for moderation in (0.0, 2.0)
    )
    return sorted_ - alone


def answered_by_novices(values: Values, seeds: int) -> np.ndarray:
    """Share of answers in the open forum that come from people whose mastery does not reach the level of the post."""
    inputs, found = inputs_of(community("open_forum").with_values({"settings.days": 300} | dict(values))), []
    world = allocate(inputs)
    for seed in range(seeds):
        compiled().begin(world, np.uint64(seed))
        below = answers = 0
        for day in range(300):
            advance(world, 1, day)
            given = int(world.community[0]["answer_count"])
            items = world.feed[world.answer_item[:given] & (world.feed.size - 1)]
            mastery = world.mastery[world.answer_seat[:given], items["topic"]]
            below += int((mastery < items["level"]).sum())
            answers += given
        found.append(below / answers)
    return np.array(found)


def fading_ties(values: Values, seeds: int) -> np.ndarray:
    """Strength of ties after half a year without contact, over what it was at first (log)."""
    found = []
    for seed in range(seeds):
        world = morning({}, values, seed, HALF_YEAR)
        world.tie_partner[:, 0] = (np.arange(world.person.size) + 1) % world.person.size
        world.tie_strength[:, 0] = 0.8
        advance(world, HALF_YEAR)
        found.append(log_ratio(world.tie_strength[:, 0].mean(), 0.8))
    return np.array(found)


def waiting_for_an_answer(values: Values, seeds: int) -> np.ndarray:
    """Mean days from the first post to the second, among people who are ready to post every day."""
    found = []
    for seed in range(seeds):
        world = morning(WRITING | own("patience_days"), values, seed, 10)
        second = np.full(world.person.size, np.nan)
        for day in range(10):
            advance(world, 1, day)
            second[(world.person["posts"] == 2) & np.isnan(second)] = day
        found.append(np.nanmean(second - world.person["first_contribution"]))
    return np.array(found)


def turned_away(values: Values, seeds: int) -> np.ndarray:
    """First posts where old hands have the place to themselves, over those where they do not (log), without a norm."""
    ours = DAILY | {"theory.show_base": 0.02, "theory.long_memory": 1.0, "levers.inclusivity_norm": 0.0} | own("hardening")
    found = []
    for seed in range(seeds):
        first = []
        for hardness in (1.0, 0.0):
            world = morning(ours, values, seed, 30)
            world.community["hardness"] = hardness
            advance(world, 30)
            first.append((world.person["posts"] > 0).mean())
        found.append(log_ratio(*first))
    return np.array(found)


def reads_on(values: Values, seeds: int) -> np.ndarray:
    """Share of the open forum's former contributors, silent for half a year, who came in the last four weeks."""
    found = []
    for seed in range(seeds):
        world = finished(community("open_forum").with_values(values), seed)
        days, person = world.calendar.shape[0], world.person
        silent = np.isin(world.status, (PRESENT, DORMANT)) & (person["posts"] > 0)
        silent &= person["last_contribution"] < days - HALF_YEAR
        found.append((person["last_visit"][silent] >= days - 28).mean())
    return np.array(found)


def left_without_newcomers(values: Values, seeds: int) -> np.ndarray:
    """Whether a well-run community that nobody new hears of has ended two years on, as fact C19 has it."""
    return np.array([LEFT_ALONE["well_run_cop"](values, seed)["ended"] for seed in range(seeds)])


def hard_questions(values: Values, seeds: int) -> np.ndarray:
    """Mean level of questions minus that of work shown."""
    found = []
    for seed in range(seeds):
        world = morning(DAILY | {"theory.ask_base": 0.3, "theory.show_base": 0.1} | own("question_reach"), values, seed, 5)
        advance(world, 5)
        items = world.feed[: int(world.community[0]["feed_next"])]
        asked = items["kind"] == QUESTION
        found.append(items["level"][asked].mean() - items["level"][~asked].mean())
    return np.array(found)
