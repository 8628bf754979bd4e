"""The levers: seven Cs, leadership support, work pressure and resourcing, with dials and the four failures."""

from community_dynamics.sim.parameter import Parameter, table


def anchored(name: str, group: str, meaning: str, source: str, low: str, middle: str, high: str) -> Parameter:
    """A 0-1 lever with worded anchors; every such lever starts at its middle."""
    return Parameter(name, group, "lever", 0.5, 0.0, 1.0, "0-1", meaning, source, "assumed", (low, middle, high))


def natural(
    name: str,
    group: str,
    default: float,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    source: str,
    choices: tuple[str, ...] = (),
    whole: bool = False,
    called: str = "",
) -> Parameter:
    """A lever in its natural unit, or one of a few worded choices."""
    whole = whole or bool(choices)
    return Parameter(
        name, group, "lever", default, low, high, unit, meaning, source, "assumed", whole=whole, choices=choices, called=called
    )


NO_YES = ("no", "yes")


LEVERS = table(
    anchored("cause_clarity", "cause", "how clear the community's purpose is to those it is for", "probst_borzillo_2008",
             "nobody could say what it is for", "the purpose is on the home page", "every member can say what it is for, and why now"),
    anchored("topical_breadth", "cause", "how broad the topics are, narrow 0 to anything 1", "ren_kraut_2014",
             "one practice only", "a field with neighbours", "anything goes"),
    anchored("leader_inclusiveness", "culture", "how far leaders invite and value what others say", "edmondson_1999",
             "leaders lecture", "leaders ask now and then", "leaders ask first and thank for dissent"),
    anchored("inclusivity_norm", "culture", "norm of helping and of including everybody", "witherspoon_2013",
             "everyone for themselves", "help when asked", "helping newcomers is what we do"),
    natural("hostile_reply_share", "culture", 0.03, 0.0, 0.5, "share", "share of answers that are rude or dismissive, before norms and moderation", "jensen_2011"),
    anchored("clique_strength", "culture", "how far old hands keep to themselves", "probst_borzillo_2008",
             "strangers answered like friends", "friends first", "strangers overlooked"),
    anchored("face_to_face_share", "conditions", "share of event time in one room", "sessions_2010", "all online", "half and half", "all in the room"),
    anchored("synchronous_share", "conditions", "share of event time together at the same hour", "dennis_2008",
             "recordings and threads", "half live", "all live"),
    anchored("platform_friction", "conditions", "effort that the place costs before one gets to the point", "kumari_takahashi_2014",
             "one click from daily work", "another log-in", "slow, hidden, often down"),
    natural("rival_tool", "conditions", 0, 0, 1, "no/yes", "whether another tool serves the same people", "spacebook_2012", NO_YES),
    natural("cadence_days", "cadence", 21, 0, 365, "days", "days between events, 0 = no events", "wenger_2002", called="days between events"),
    anchored("cadence_regularity", "cadence", "how regular the rhythm of events is", "wenger_2002",
             "dates are announced ad hoc", "mostly the same weekday", "same day, same hour, never cancelled"),
    natural("event_minutes", "cadence", 60, 5, 480, "minutes", "length of an event", "mcdermott_archibald_2010"),
    natural("curated_items_a_week", "content", 5, 0, 500, "items a week", "items that somebody selects for the community", "ren_kraut_2014"),
    anchored("content_novelty", "content", "how new the curated items are to members", "kim_castelli_2021",
             "known to all", "some news", "found nowhere else"),
    natural("moderation", "content", 1, 0, 2, "0 none, 1 community, 2 personalised", "who sorts the content", "ren_kraut_2014", ("none", "community", "personalised")),
    natural("prompts_a_week", "contribution", 1, 0, 14, "prompts a week", "invitations to work out loud", "lancaster_2024"),
    anchored("onboarding", "contribution", "how newcomers are received and shown how to begin", "morgan_halfaker_2018",
             "an automatic mail", "a welcome page and a contact", "a buddy for the first month"),
    natural("answer_guarantee_share", "contribution", 0.25, 0.0, 1.0, "share", "share of first posts guaranteed an answer", "joyce_kraut_2006", called="share of first posts guaranteed an answer"),
    natural("answer_guarantee_hours", "contribution", 48, 1, 336, "hours", "hours within which the guaranteed answer comes, on a working day; 24 or less means the same day", "jensen_2011", called="hours until a guaranteed answer"),
    natural("facilitator_hours_a_week", "contribution", 6, 0, 200, "hours a week", "hours that facilitators plan to give", "community_roundtable_2015"),
    natural("facilitator_order", "contribution", 0, 0, 2, "0 oldest first, 1 newcomers first, 2 most active first", "whose posts the facilitator answers first", "community_roundtable_2015", ("oldest", "newcomers", "most_active")),
    natural("praise_rate", "credit", 0.2, 0.0, 1.0, "share", "share of contributing days met with unexpected praise", "deci_1999", called="share of contributions praised"),
    natural("badge_programme", "credit", 0, 0, 1, "0-1", "weight of a badge programme, 0 = none", "anderson_2013"),
    natural("badge_threshold", "credit", 20, 1, 1000, "contributions", "contributions that earn the badge", "anderson_2013", whole=True),
    natural("badge_expected", "credit", 0.5, 0, 1, "0-1", "how far the badge is announced as a reward for contributing", "deci_1999"),
    natural("newcomer_awards", "credit", 0.1, 0, 1, "share", "share of first-time contributors given an award", "gallus_2017", called="share of newcomers given an award"),
    natural("gated_access", "credit", 0, 0, 1, "0-1", "how much of the content is kept for contributors", "lancaster_2024"),
    natural("credit_visibility", "credit", 0.5, 0, 1, "0-1", "to how many recognition is shown", "algan_2013"),
    anchored("leadership_support", "leadership", "share of managers who visibly take part", "brzozowski_2009",
             "nobody above the team leader has mentioned it", "some managers take part", "the director posts weekly"),
    natural("protected_minutes_a_week", "leadership", 30, 0, 600, "minutes a week", "working time promised for learning with others", "bersin_2014"),
    natural("sponsor_present", "leadership", 1, 0, 1, "no/yes", "whether a senior sponsor answers for the community", "probst_borzillo_2008", NO_YES),
    anchored("control", "leadership", "how tightly the community is run, loose 0 to tight 1", "probst_borzillo_2008",
             "nobody steers", "goals agreed, ways left open", "every post is approved"),
    natural("demand", "work", 0.85, 0.0, 2.0, "of capacity", "mean demand of the job on a working day", "bakker_demerouti_2017"),
    natural("demand_volatility", "work", 0.15, 0.0, 1.0, "of capacity", "standard deviation of demand between weeks", "bakker_demerouti_2017"),
    natural("crunch_demand", "work", 0.3, 0.0, 2.0, "of capacity", "demand added in crunch periods", "bakker_demerouti_2017"),
    natural("hindrance_share", "work", 0.4, 0.0, 1.0, "share", "share of demand felt as hindrance rather than challenge", "crawford_2010"),
    natural("staff_turnover_a_year", "work", 0.15, 0.0, 3.0, "a year", "rate at which people leave the organisation", "bls_jolts"),
    natural("facilitator_fte", "resourcing", 0.25, 0.0, 20.0, "full-time posts", "people paid to facilitate; caps facilitator hours", "community_roundtable_2015", called="facilitators' full-time posts"),
    natural("technology_quality", "resourcing", 0.7, 0.0, 1.0, "0-1", "quality of the technology; caps how smooth the platform can be", "altimeter_2012"),
    natural("event_money_a_month", "resourcing", 500, 0.0, 1e6, "currency a month", "money for events", "gartner_2013"),
)  # fmt: skip

DIALS: dict[str, dict[str, tuple[float, float, float]]] = {
    "cause": {"cause_clarity": (0.1, 0.5, 0.9), "topical_breadth": (0.9, 0.5, 0.2)},
    "culture": {
        "leader_inclusiveness": (0.1, 0.5, 0.9),
        "inclusivity_norm": (0.1, 0.5, 0.9),
        "hostile_reply_share": (0.15, 0.03, 0.01),
        "clique_strength": (0.9, 0.5, 0.1),
    },
    "conditions": {
        "face_to_face_share": (0.0, 0.5, 0.6),
        "synchronous_share": (0.2, 0.5, 0.7),
        "platform_friction": (0.9, 0.5, 0.1),
        "rival_tool": (1.0, 0.0, 0.0),
    },
    "cadence": {"cadence_days": (90.0, 21.0, 14.0), "cadence_regularity": (0.1, 0.5, 0.9)},
    "content": {"curated_items_a_week": (0.0, 5.0, 15.0), "content_novelty": (0.1, 0.5, 0.9)},
    "contribution": {
        "prompts_a_week": (0.0, 1.0, 3.0),
        "onboarding": (0.1, 0.5, 0.9),
        "answer_guarantee_share": (0.0, 0.25, 0.9),
        "facilitator_hours_a_week": (0.0, 6.0, 16.0),
    },
    "credit": {
        "praise_rate": (0.0, 0.2, 0.6),
        "newcomer_awards": (0.0, 0.1, 0.5),
        "credit_visibility": (0.1, 0.5, 0.8),
        "badge_expected": (1.0, 0.5, 0.0),
    },
    "resourcing": {
        "facilitator_fte": (0.0, 0.25, 1.0),
        "technology_quality": (0.2, 0.7, 0.95),
        "event_money_a_month": (0.0, 500.0, 2000.0),
    },
}

FAILURES: dict[str, dict[str, float]] = {
    "no_leadership_support": {"leadership_support": 0.0, "protected_minutes_a_week": 0.0, "sponsor_present": 0.0},
    "work_pressure": {"demand": 1.15, "hindrance_share": 0.8, "demand_volatility": 0.3},
    "inadequate_focus": {"cause_clarity": 0.0, "topical_breadth": 1.0},
    "ineffective_resourcing": {
        "facilitator_fte": 0.0, "technology_quality": 0.1, "event_money_a_month": 0.0, "platform_friction": 0.9,
    },
}  # fmt: skip

STUDY_FACTORS = (
    "dials.cause", "dials.culture", "dials.conditions", "dials.cadence", "dials.content", "dials.contribution", "dials.credit",
    "levers.leadership_support", "levers.protected_minutes_a_week", "levers.demand", "levers.hindrance_share", "dials.resourcing",
)  # fmt: skip
STUDY_RANGES = {
    "levers.leadership_support": (0.0, 1.0),
    "levers.protected_minutes_a_week": (0.0, 120.0),
    "levers.demand": (0.6, 1.2),
    "levers.hindrance_share": (0.1, 0.9),
}
