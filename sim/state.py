"""The state of a community as named records: what the kernel walks and what the Mesa members hold as attributes."""

import numpy as np

TOPICS = 20
CORE_TOPICS = 3
TIES = 6
LOOKS = 3  # items that a visitor reads closely
TRIES = 4  # items passed over at most in search of one that moderation lets through
POSTS_SEEN = 3  # open posts that a visitor considers answering: the one asked of them first
ENCOUNTERS = 4
HALF_YEAR = 182
TWELVE_WEEKS = 84
NEVER = 2_000_000_000
LONG_AGO = -1_000_000
WATCH_UNIT = 1024
LINE = 64  # bytes of memory that a processor fetches at once
BLOCK = 64  # people whose arithmetic is done together, in passes that the compiler vectorises

WAITING, PRESENT, DORMANT, LEFT = 0, 1, 2, 3
NEWCOMER, OBSERVER, CONTRIBUTOR, LEADER = 0, 1, 2, 3
QUESTION, SHOW = 0, 1

TRAITS = {
    "propensity": "multiplies every hazard to take part; median 1, strongly unequal",
    "expressiveness": "multiplies every hazard to post or answer; median 1, strongly unequal, akin to propensity",
    "fit": "how far the cause is one's own, 0-1",
    "prosociality": "readiness to help, 0-1",
    "habit_rate": "speed of habit formation, a repetition",
    "resilience": "multiplies the load that would leave strain one half; median 1",
    "threshold": "share of the eligible that must be active before one joins for that reason alone, 0-1",
    "support_deviation": "leadership support in one's team above or below the organisation's, standard deviations",
    "responsiveness": "multiplies the response to recognition and badges; median 1",
    "job_life": "cumulated turnover at which the person leaves the organisation",
}
STATES = {
    "motivation": "intrinsic motivation, 0-1",
    "extrinsic": "outside pull of badges and gates, 0-1",
    "safety": "psychological safety, 0-1",
    "strain": "strain that workload leaves, 0-1",
    "habit": "habit of coming, 0-1",
    "benefit": "information benefit that a visit is expected to bring, 0-1",
    "related": "felt connection, 0-1",
    "regard": "fading trace of reactions received, 0-1",
    "purse": "minutes at hand",
    "exposure": "fading trace of visits by those one watches",
    "demand_shock": "this week's deviation of demand, standard deviations",
    "recognitions": "times recognised, fading",
    "best_mastery": "highest mastery over topics, 0-1",
}
# Read of others at random, so each has a small array of its own.
OF_SEATS = {
    "generation": "number of persons who held this seat before",
    "status": "0 waiting, 1 present, 2 dormant, 3 left",
}
COUNTS = {
    "manager": "1 for managers",
    "team": "team number",
    "specialism": "topic of the person's trade",
    "role": "0 newcomer, 1 observer, 2 contributor, 3 community leader",
    "joined": "day of joining",
    "last_visit": "day of the last visit or attendance",
    "gap": "days between the last visit and the one before",
    "last_contribution": "day of the last post, answer or attendance",
    "first_contribution": "day of the first post, answer or attendance",
    "last_post": "day of the last post or answer",
    "visits": "days with a visit or attendance",
    "posts": "posts and answers made",
    "answers": "answers given",
    "attendances": "events attended",
    "active_days": "days with a contribution",
    "weeks_contributed": "weeks with a contribution in the last half-year of the run",
    "kept": "newcomer follow-up reached: 0 none, 1 seen after 30 days, 2 seen after 90 days",
    "cue": "1 when a reaction or a colleague's question waits",
    "apprentice": "1 while nothing is mastered and the person joined below half mastery",
    "learned_topic": "topic last learned from somebody else, -1 none",
    "learned_team": "team of the one it was learned from",
    "quiet": "1 while the person reads on without contributing, 2 for one who has moved on for good",
    "asked": "number of the latest question or first post of somebody close, not yet looked at, -1 none",
    "wake_day": "day on which a dormant or quiet person thinks of contributing again",
    "award_day": "day on which the person gets an award for a first contribution",
    "departure_day": "day on which the person leaves the organisation",
}
# Read for everybody every day, so they lie next to the states.
DAILY_READ = ("last_visit", "joined", "posts", "cue", "gap")
PERSON = np.dtype(
    [("identity", np.uint64)]
    + [(name, np.float64) for name in STATES]
    + [(name, np.int32) for name in DAILY_READ]
    + [(name, np.float64) for name in TRAITS]
    + [(name, np.int32) for name in COUNTS if name not in DAILY_READ],
    align=True,
)

# Items are read at random, so one fills one line of memory; what takes few values is small for that.
ITEM = np.dtype(
    [("level", np.float64)]
    + [
        (name, np.int32)
        for name in (
            "author", "generation", "team", "day", "ordinal", "topic", "needed", "covered", "replies", "hostile",
            "first_team", "due_day",
        )
    ]
    + [
        (name, np.int8)
        for name in ("kind", "off_topic", "teams_differ", "suppressed", "first_post", "resolved", "solved")
    ],
    align=True,
)  # fmt: skip

AWARD = np.dtype([(name, np.float64) for name in ("day", "rule", "share")])
AWARD_RULES = ("newcomers", "most_productive", "random")
NEWCOMERS, MOST_PRODUCTIVE, AT_RANDOM = range(3)
REACTION = np.dtype([(name, np.float64) for name in ("series", "above", "threshold", "weeks", "hold_days")])
REACTION_SERIES = (
    "weekly_contributors", "weekly_visitors", "motivation", "safety", "strain", "habit", "benefit", "related",
)  # fmt: skip
MOST_REACTIONS = 4
OLDEST_FIRST, NEWCOMERS_FIRST, MOST_ACTIVE_FIRST = range(3)
CALENDAR = np.dtype([(name, np.float64) for name in ("working", "activity", "crunch", "attention", "arrival", "week_start")])

TODAY_FLOATS = (
    "ease", "climate", "appeal", "demand", "pressure", "activity", "working", "audience", "openness", "event_is_today",
    "event_cue", "event_appeal", "event_minutes", "event_in_room", "mood_factor", "capacity", "hostile",
)  # fmt: skip
TODAY = np.dtype([(name, np.float64) for name in TODAY_FLOATS])

TALLY = {
    "minutes_members": "minutes that members who are no managers spent",
    "minutes_managers": "minutes that managers spent",
    "minutes_facilitators": "minutes that facilitators spent",
    "minutes_offered": "minutes that days offered to members",
    "money": "money spent on events",
    "knowledge_shared": "(reader, topic) gains that crossed the threshold",
    "mastery_practised": "mastery gained by doing",
    "mastery_gained": "mastery gained in all",
    "apprentices_mastered": "apprentices who reached mastery",
    "problems_posed": "problems posed",
    "problems_solved": "problems whose topics the answers jointly held",
    "innovations": "pairs of topics that nobody held before, joined across teams",
    "questions_settled": "questions settled, all days",
    "questions_answered": "questions answered, all days",
    "recent_questions_settled": "questions settled in the last half-year",
    "recent_questions_answered": "questions answered in the last half-year",
    "first_posts_settled": "first posts settled",
    "first_posts_answered": "first posts answered",
    "delay_hours": "sum of hours to first answers",
    "delays": "first answers",
    "delays_within_day": "first answers within 24 hours",
    "member_answers": "answers by members",
    "messages": "messages that members' posts and answers took",
    "hostile_replies": "hostile replies",
    "joined": "joins",
    "followed_30": "joined 30 or more days before the end",
    "kept_30": "of those, seen again 30 or more days after joining",
    "followed_90": "joined 90 or more days before the end",
    "kept_90": "of those, seen again 90 or more days after joining",
    "recent_newcomers": "newcomers of the last half-year who contributed",
    "recent_newcomers_again": "of those, contributed again on another day",
    "recognitions": "contributions praised or awarded",
    "stops": "contributors who stopped",
    "leavers": "members who left of their own will",
    "departures": "members who left the organisation",
    "leaders_made": "contributors who became community leaders",
    "member_days": "days walked by present members",
}
COMMUNITY = np.dtype(
    [("seed_key", np.uint64)]
    + [(name, np.float64) for name in ("mood", "recent_arrivals", "recognised_share", "audience", "hardness", *TALLY)]
    + [
        (name, np.int64)
        for name in (
            "present_count", "silent_count", "visitor_count", "attendee_count", "contributor_count", "stopped_count",
            "answer_count", "feed_first", "feed_judged", "feed_next", "last_attendance",
            "last_event_day", "next_event_day", "member_count", "arrival_pointer", "event_count",
            "week_contributors", "week_visitors", "day_posts", "day_questions", "day_answers", "day_joins",
            "day_leaves", "joined_count", "day_visits", "day_items", "day_on_topic", "day_core",
        )
    ],
    align=True,
)  # fmt: skip

DAILY_COUNTS = {
    "logons": "people who came",
    "contributors": "people who posted, answered or attended",
    "posts": "questions and work shown",
    "answers": "answers by members and facilitators",
    "attendance": "people who attended an event",
    "joins": "people who joined",
    "leaves": "people who left",
    "members": "people who belong (present or dormant)",
    "present": "people who belong and are not dormant",
}
DAILY = np.dtype([(name, np.int32) for name in DAILY_COUNTS])
WEEKLY_STATES = ("motivation", "safety", "strain", "habit", "benefit", "related")
WEEKLY = np.dtype(
    [("contributors", np.float64), ("visitors", np.float64)] + [(f"mean_{name}", np.float64) for name in WEEKLY_STATES],
    align=True,
)

EVENT = np.dtype([(name, np.int32) for name in ("day", "seat", "generation", "kind", "target", "item", "messages")])
EVENT_KINDS = ("join", "visit", "post", "reply", "attend", "award", "leave")
JOINS, VISITS, POSTS, REPLIES, ATTENDS, AWARDED, LEAVES = range(7)
