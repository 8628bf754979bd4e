"""The facts: sources, scenarios, accepted ranges, and how each is computed. From C11 on, each has a file of its own."""

import numpy as np

from community_dynamics.experiments.facts.answered_posts import reply_numbers
from community_dynamics.experiments.facts.awards import AWARDS
from community_dynamics.experiments.facts.best_practice import BEST_PRACTICE
from community_dynamics.experiments.facts.critical_mass import CRITICAL_MASS
from community_dynamics.experiments.facts.fading import FADING
from community_dynamics.experiments.facts.forum import forum_numbers
from community_dynamics.experiments.facts.habit_curve import habit_numbers
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.lurking import UNSUPPORTED, WELL_RUN
from community_dynamics.experiments.facts.overload import OVERLOAD
from community_dynamics.experiments.facts.peers import PEERS
from community_dynamics.experiments.facts.pressure import PRESSURE
from community_dynamics.experiments.facts.shared_runs import Batch, Each, Runs, fewer, well_run
from community_dynamics.experiments.facts.sizes import SIZES
from community_dynamics.experiments.facts.survey import PAIRS, surveys
from community_dynamics.experiments.facts.wearing import WEARING
from community_dynamics.sim.ensemble import Ensemble

LAUNCH_RUNS = 10  # so many runs of a launch for one of anything else: most are silent, and silent ones do not count in C1
FOUNDERS = range(10, 51, 5)
LEAST_LAUNCHES = 300
# What one takes, in seats times days of a run whose log nobody reads.
FORUM_WORK, HABIT_WORK, LAUNCH_WORK, WELL_RUN_WORK = 13e6, 11e6, 4e4, 1e5
Numbers = dict[str, np.ndarray]


def launches(runs: int) -> tuple[Batch, ...]:
    """At least 300 launches, by 10 to 50 people."""
    each = max(runs, -(-LEAST_LAUNCHES // len(FOUNDERS)))
    changes = [(("settings.founders", float(founders)), ("settings.days", 90.0)) for founders in FOUNDERS]
    return tuple(Runs("unsupported_launch", each, one, 1000 * int(one[0][1]), series=True) for one in changes)


def silent(*ensembles: Ensemble) -> list[np.ndarray]:
    """Whether each launch went without a post for the last thirty days."""
    daily = [runs.daily["posts"] for runs in ensembles if runs.daily is not None]
    return [np.concatenate([(posts[:, -30:].sum(axis=1) == 0) for posts in daily]).astype(np.float64)]


def forum(runs: int) -> tuple[Batch, ...]:
    """Runs of the open forum with their logs."""
    return (Each(forum_numbers, runs, FORUM_WORK),)


FURTHER = (AWARDS, OVERLOAD, CRITICAL_MASS, SIZES, BEST_PRACTICE, FADING, PRESSURE, PEERS, WEARING)
FACTS: dict[str, Known] = {
    fact.key: fact
    for fact in (
        Known(
            "C1", "lurkers", "Nonnecke and Preece 2000; Community Roundtable 2015",
            "members of twelve weeks who came in them and posted nothing, in unsupported_launch and well_run_cop; mean over the "
            "windows of a run that had posts in each of their last four weeks; beside it the same of all members, come or not",
            (
                Part("lurkers in unsupported_launch, where anybody posts", 0.70, 0.85, (0.82,)),
                Part("lurkers in well_run_cop, where anybody posts", 0.46, 0.65, (0.55,)),
                Part("silent in unsupported_launch, of all members", 0.70, 0.85, (), True),
                Part("silent in well_run_cop, of all members", 0.46, 0.65, (), True),
            ),
            lambda runs: (Each(UNSUPPORTED, LAUNCH_RUNS * runs, LAUNCH_WORK), Each(WELL_RUN, runs, WELL_RUN_WORK)),
            lambda *found: [one[which] for which in ("lurkers", "silent") for one in found],
        ),
        Known(
            "C2", "tiers", "Wenger, McDermott and Snyder 2002",
            "members of 26 weeks by the share of weeks in which they contributed, in well_run_cop: core 75 % or more, active 25 "
            "to 75 %",
            (
                Part("core of well_run_cop", 0.08, 0.18, (0.10, 0.15)),
                Part("active of well_run_cop", 0.10, 0.25, (0.15, 0.20)),
                Part("periphery of well_run_cop", 0.60, 0.80, (0.65, 0.75)),
            ),
            lambda runs: (well_run(runs),),
            lambda runs: [runs["core_share"], runs["active_share"], runs["periphery_share"]],
        ),
        Known(
            "C3", "inequality", "van Mierlo 2014; Ortega 2007",
            "posts and answers of all members of open_forum after a year",
            (
                Part("Gini among contributors of open_forum at day 365", 0.60, 0.95, (0.78, 0.936)),
                Part("posts by the top 1 % of members", 0.15, 0.75, (0.747,)),
                Part("posts by the bottom 90 %", 0.0, 0.25, (0.013,)),
            ),
            lambda runs: (Runs("open_forum", runs, (("settings.days", 365.0),)),),
            lambda runs: [runs["gini"], runs["top_1_percent_share"], 1.0 - runs["top_10_percent_share"]],
        ),
        Known(
            "C4", "tail", "Wilkinson 2008; Lampe and Johnston 2005",
            "posts and answers of each poster of open_forum; Vuong's test against a geometric law in each run",
            (
                Part("heavy tail beats exponential", 0.9, 1.0),
                Part("exponent of posts per poster", 1.5, 2.6, (), True),
                Part("posters who posted once", 0.45, 0.65, (0.551,)),
            ),
            forum,
            lambda one: [one["heavy"], one["exponent"], one["once"]],
        ),
        Known(
            "C5", "quit law", "Wilkinson 2008; the same slope in the logs of three communities",
            "posters of open_forum without a further message within 90 days of their n-th, n = 1 to 30; unweighted least squares",
            (Part("slope of log P(no further post in 90 days) on log n", -1.3, -0.5, (-1.0, -0.51)),),
            forum,
            lambda one: [one["quit_slope"]],
        ),
        Known(
            "C6", "effect of an answer", "Joyce and Kraut 2006; Jensen, King and Kuechler 2011",
            "first posts in open_forum, with the answers to half of the posts held back at random; the difference between the "
            "arms is divided by the share answered",
            (
                Part("first posts answered, where not held back", 0.50, 0.85, (0.61, 0.80)),
                Part("post again within 90 days with an answer", 0.51, 0.61, (0.56,)),
                Part("post again within 90 days without", 0.39, 0.49, (0.44,)),
                Part("difference that an answer makes", 0.08, 0.16, (0.12,)),
                Part("odds ratio", 1.35, 1.95, (1.62,)),
            ),
            lambda runs: (Each(reply_numbers, runs, FORUM_WORK),),
            lambda one: [one["answered"], one["with"], one["without"], one["difference"], one["odds_ratio"]],
        ),
        Known(
            "C7", "tenure", "Ortega 2009; Yang et al. 2010",
            "first to last message of each poster of open_forum, censored where the last is less than 90 days old; Kaplan-Meier "
            "and a Weibull law",
            (
                Part("Weibull shape of time to the last post", 0.3, 0.9, (), True),
                Part("seeds whose weekly hazard is highest in the first two weeks", 0.9, 1.0),
                Part("median active span of those with two posts or more, days", 60, 200, (100,)),
            ),
            forum,
            lambda one: [one["shape"], one["early"], one["span"]],
        ),
        Known(
            "C8", "launches", "Kraut and Fiore 2014",
            "unsupported_launch with 10 to 50 founders; no post in the third month",
            (Part("unsupported launches silent at month three", 0.45, 0.70, (0.57,)),),
            launches,
            silent,
        ),
        Known(
            "C9", "survey", "Frazier et al. 2017; Crawford et al. 2010; Decuypere and Schaufeli 2020; Schaufeli and Bakker 2004",
            "members of 200 workplace communities of 60 at week 26, over a fixed Latin hypercube of levers; reliability .8; a "
            "run is a survey",
            (
                Part("leadership support and safety", 0.35, 0.62, (), True),
                Part("safety and sharing", 0.20, 0.62, (), True),
                Part("leadership and engagement", 0.35, 0.55, (0.47,)),
                Part("resources and engagement", 0.25, 0.45, (), True),
                Part("hindrance demands and engagement", -0.30, -0.08, (), True),
                Part("demands and exhaustion", 0.18, 0.38, (), True),
                Part("engagement and burnout", -0.50, -0.32),
            ),
            surveys,
            lambda one: [one[name] for name in PAIRS],
        ),
        Known(
            "C10", "habit", "Lally et al. 2010",
            "the rule of habit in a still community where everybody comes every day; a run is a thousand people",
            (
                Part("median days to 95 % of full habit", 55, 77, (66,)),
                Part("5th percentile, days", 15, 270, (18,)),
                Part("95th percentile, days", 15, 270, (254,)),
                Part("final habit lost by one random miss", 0.0, 0.02),
            ),
            lambda runs: (Each(habit_numbers, fewer(runs), HABIT_WORK),),
            lambda one: [one["median"], one["fast"], one["slow"], one["lost"]],
        ),
        *FURTHER,
    )
}  # fmt: skip
