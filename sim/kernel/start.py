"""The start of a run: an empty place, its graph and its founders."""

from community_dynamics.sim.dice import seed_key
from community_dynamics.sim.kernel.books import open_day
from community_dynamics.sim.kernel.join import found
from community_dynamics.sim.kernel.network import build_graph
from community_dynamics.sim.kernel.planned import clear_plan
from community_dynamics.sim.state import LONG_AGO, NEVER, TIES, WAITING


def clear_seats(world):
    """Empty seats, ties and knowledge: nobody belongs yet."""
    for seat in range(world.person.shape[0]):
        person = world.person[seat]
        world.generation[seat] = 0
        world.status[seat] = WAITING
        person.last_visit = LONG_AGO
        person.last_contribution = LONG_AGO
        person.last_post = LONG_AGO
        person.first_contribution = LONG_AGO
        person.award_day = NEVER
        person.asked = -1
        person.quiet = 0
        person.posts = 0
        person.attendances = 0
        person.answers = 0
        person.role = 0
        person.best_mastery = 0.0
        person.weeks_contributed = 0
        person.wake_day = NEVER
        person.departure_day = NEVER
        world.due_day[seat] = NEVER
        world.watched[seat] = 0
        for slot in range(TIES):
            world.tie_partner[seat, slot] = -1
            world.tie_generation[seat, slot] = 0
            world.tie_strength[seat, slot] = 0.0
    world.pair_held[:] = 0
    world.posted[:] = 0


def clear_tally(community):
    """Set every tally of the run to zero."""
    community.minutes_members = 0.0
    community.minutes_managers = 0.0
    community.minutes_facilitators = 0.0
    community.minutes_offered = 0.0
    community.money = 0.0
    community.knowledge_shared = 0.0
    community.mastery_practised = 0.0
    community.mastery_gained = 0.0
    community.apprentices_mastered = 0.0
    community.problems_posed = 0.0
    community.problems_solved = 0.0
    community.innovations = 0.0
    community.questions_settled = 0.0
    community.questions_answered = 0.0
    community.recent_questions_settled = 0.0
    community.recent_questions_answered = 0.0
    community.first_posts_settled = 0.0
    community.first_posts_answered = 0.0
    community.delay_hours = 0.0
    community.delays = 0.0
    community.delays_within_day = 0.0
    community.member_answers = 0.0
    community.messages = 0.0
    community.hostile_replies = 0.0
    community.joined = 0.0
    community.followed_30 = 0.0
    community.kept_30 = 0.0
    community.followed_90 = 0.0
    community.kept_90 = 0.0
    community.recent_newcomers = 0.0
    community.recent_newcomers_again = 0.0
    community.recognitions = 0.0
    community.stops = 0.0
    community.leavers = 0.0
    community.departures = 0.0
    community.leaders_made = 0.0
    community.member_days = 0.0


def clear_books(world, seed):
    """Set every counter of the community to its value before the first day."""
    community = world.community[0]
    community.seed_key = seed_key(seed)
    clear_tally(community)
    open_day(world)
    community.mood = 0.0
    community.recent_arrivals = 0.0
    community.recognised_share = 0.0
    community.audience = 0.0
    community.hardness = 0.0
    community.feed_first = 0
    community.feed_judged = 0
    community.feed_next = 0
    community.present_count = 0
    community.member_count = 0
    community.joined_count = 0
    community.arrival_pointer = 0
    community.last_attendance = 10
    community.event_count = 0
    community.week_contributors = 0
    community.week_visitors = 0
    cadence = int(world.levers[world.segment[0]].cadence_days)
    community.last_event_day = -cadence
    community.next_event_day = min(cadence, 7)


def begin(world, seed):
    """Bring a world to the morning of day 0: graph, empty seats, founders."""
    clear_plan(world)
    clear_books(world, seed)
    build_graph(world)
    clear_seats(world)
    found(world)
