"""Settings of a community: kind, size, calendar, arrivals, network and the thresholds of its fate."""

from community_dynamics.sim.parameter import Parameter, table


def setting(
    name: str, group: str, default: float, low: float, high: float, unit: str, meaning: str, source: str = "convention",
    whole: bool = False, community: bool = False, choices: tuple[str, ...] = (),
) -> Parameter:  # fmt: skip
    """A setting; `community` marks those that a fit may change from one community to the next."""
    whole = whole or bool(choices)
    return Parameter(
        name,
        group,
        "setting",
        default,
        low,
        high,
        unit,
        meaning,
        source,
        "assumed",
        whole=whole,
        community=community,
        choices=choices,
    )


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


SETTINGS = table(
    setting("open_pool", "size", 0, 0, 1, "no/yes", "an open pool that anybody may find, rather than a workplace", community=True, choices=("no", "yes")),
    setting("seats", "size", 300, 1, 5_000_000, "seats", "seats in the organisation, or people who may ever arrive", whole=True, community=True),
    setting("days", "size", 730, 7, 7300, "days", "length of a run", whole=True),
    setting("scale", "size", 1, 1, 1000, "persons", "persons that one simulated seat stands for"),
    setting("founders", "size", 20, 0, 100_000, "people", "people who belong from the first day", whole=True, community=True),
    setting("founder_weeks", "size", 0, 0, 520, "weeks", "first weeks in which each founder has pledged to come and show something once a week"),
    setting("start_weekday", "calendar", 0, 0, 6, "0 Monday .. 6 Sunday", "weekday of day 0", community=True, choices=WEEKDAYS),
    setting("weekend_share", "calendar", 0.03, 0.0, 2.0, "share", "activity on days off, of that on working days", community=True),
    setting("holiday_weeks", "calendar", 2, 0, 12, "weeks a year", "weeks off in every 52 weeks", whole=True, community=True),
    setting("holiday_start_day", "calendar", 200, 0, 363, "day", "first day of those weeks, counted from day 0", whole=True, community=True),
    setting("crunch_every_days", "calendar", 91, 0, 3650, "days", "days between starts of crunch periods, 0 = none", whole=True, community=True),
    setting("crunch_days", "calendar", 10, 0, 365, "days", "length of a crunch period", whole=True, community=True),
    setting("private_minutes", "calendar", 0, 0, 600, "minutes a day", "minutes of their own that people give on any day", community=True),
    setting("propensity_spread", "people", 1.6, 0.0, 4.0, "log", "spread of the propensity to take part", "yun_2016", community=True),
    setting("expressive_spread", "people", 2.2, 0.0, 4.0, "log", "spread of the readiness to speak up", "nonnecke_2004", community=True),
    setting("contribution_effort", "people", 1.0, 0.05, 50.0, "factor", "effort that one contribution takes", "wilkinson_2008", community=True),
    setting("dilution", "people", 0.0, 0.0, 1.0, "exponent", "how much less ready to take part those are who find an open place later", "rogers_2003", community=True),
    setting("messages_a_contribution", "people", 1.0, 1.0, 100.0, "messages", "messages that one contribution takes, as a log counts them: 1 for a tweet, several for a chat", "data_regularity_6", community=True),
    setting("manager_share", "people", 0.1, 0.0, 1.0, "share", "share of managers", community=True),
    setting("team_support_spread", "people", 0.2, 0.0, 1.0, "0-1", "spread of leadership support between teams", "decuypere_schaufeli_2020"),
    setting("team_size", "network", 10, 2, 1000, "people", "people in a team, and in a cluster of the graph", whole=True, community=True),
    setting("mean_degree", "network", 8, 0, 64, "colleagues", "colleagues that one watches, an even number", "watts_strogatz_1998", whole=True),
    setting("rewired_share", "network", 0.1, 0.0, 1.0, "share", "share of ties that lead out of one's surroundings", "watts_strogatz_1998"),
    setting("network", "network", 0, 0, 2, "0 small world, 1 cliques, 2 hubs", "shape of the given graph", "watts_strogatz_1998", choices=("small_world", "cliques", "hubs")),
    setting("launch_reach", "arrivals", 0.6, 0.0, 20.0, "times everybody", "how often the launch campaign reaches everybody in all", "altimeter_2012", community=True),
    setting("launch_days", "arrivals", 30, 1, 3650, "days", "time in which the launch campaign fades to 37 %", "altimeter_2012", community=True),
    setting("steady_reach_a_year", "arrivals", 0.5, 0.0, 50.0, "times everybody a year", "how often people are told of the community afterwards", community=True),
    setting("arrivals_a_day", "arrivals", 2, 0.0, 10_000, "people a day", "arrivals in an open pool, apart from bursts", community=True),
    setting("arrival_trend", "arrivals", 0.0, -1.0, 10.0, "a year", "linear growth of arrivals", community=True),
    setting("arrival_excitation", "arrivals", 0.0, 0.0, 0.5, "a day", "arrivals that each recent arrival brings a day", "hawkes_1971", community=True),
    setting("excitation_keep", "arrivals", 0.8, 0.0, 0.99, "a day", "share of an arrival's pull left a day later", "hawkes_1971", community=True),
    setting("suppressed_reply_share", "experiment", 0.0, 0.0, 1.0, "share", "share of posts whose answers are held back at random, for a causal test", "joyce_kraut_2006"),
    setting("stall_people", "fate", 3, 0, 1000, "people a week", "contributors a week below which a community has stalled, at least"),
    setting("stall_share", "fate", 0.01, 0.0, 1.0, "share", "the same as a share of those eligible"),
    setting("flourish_times", "fate", 2, 1, 100, "factor", "how many times the threshold of stalling a flourishing community has kept up for half a year"),
    setting("memory_years", "fate", 2, 0.25, 20, "years", "those who joined an open pool in so many years count as eligible"),
    setting("dead_days", "fate", 30, 1, 365, "days", "days without contribution after which a community is dead", whole=True),
)  # fmt: skip
