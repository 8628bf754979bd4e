"""The books of a day and of a week, and the start of a run."""

from sim.dice import seed_key
from sim.kernel.network import build_graph
from sim.kernel.evening import found
from sim.state import LONG_AGO, NEVER, PRESENT, TIES, WAITING


def open_day(world):
    """Set the day's counters to zero."""
    community = world.community[0]
    community.visitor_count = 0
    community.attendee_count = 0
    community.contributor_count = 0
    community.stopped_count = 0
    community.answer_count = 0
    community.day_posts = 0
    community.day_questions = 0
    community.day_answers = 0
    community.day_joins = 0
    community.day_leaves = 0
    community.day_visits = 0


def close_day(world, day):
    """Write the day's line, and on the last day of a week the week's line."""
    community = world.community[0]
    line = world.daily[day]
    line.logons = community.day_visits
    line.contributors = community.contributor_count
    line.posts = community.day_posts
    line.answers = community.day_answers
    line.attendance = community.attendee_count
    line.joins = community.day_joins
    line.leaves = community.day_leaves
    line.members = community.member_count
    line.present = community.present_count
    if day % 7 == 6:
        close_week(world, day // 7)


def close_week(world, week):
    """Distinct people of the week, and the mean states of those present."""
    community = world.community[0]
    line = world.weekly[week]
    line.contributors = community.week_contributors
    line.visitors = community.week_visitors
    community.week_contributors = 0
    community.week_visitors = 0
    motivation = safety = strain = habit = benefit = related = 0.0
    for k in range(community.present_count):
        person = world.person[world.present[k]]
        motivation += person.motivation
        safety += person.safety
        strain += person.strain
        habit += person.habit
        benefit += person.benefit
        related += person.related
    people = max(1, community.present_count)
    line.mean_motivation = motivation / people
    line.mean_safety = safety / people
    line.mean_strain = strain / people
    line.mean_habit = habit / people
    line.mean_benefit = benefit / people
    line.mean_related = related / people


def clear_seats(world):
    """Empty seats, ties and knowledge: nobody belongs yet."""
    for seat in range(world.person.shape[0]):
        person = world.person[seat]
        person.generation = 0
        person.status = WAITING
        person.last_visit = LONG_AGO
        person.last_contribution = LONG_AGO
        person.last_post = LONG_AGO
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
    community.feed_first = 0
    community.feed_next = 0
    community.present_count = 0
    community.member_count = 0
    community.joined_count = 0
    community.arrival_pointer = 0
    community.event_count = 0
    community.week_contributors = 0
    community.week_visitors = 0
    cadence = int(world.levers[world.segment[0]].cadence_days)
    community.last_event_day = -cadence
    community.next_event_day = min(cadence, 7)


def begin(world, seed):
    """Bring a world to the morning of day 0: graph, empty seats, founders."""
    clear_books(world, seed)
    build_graph(world)
    clear_seats(world)
    found(world)
