"""A small open forum and its log, for tests of fits."""

import numpy as np

from community_dynamics.experiments.fit.fit_subject import Bench
from community_dynamics.experiments.fit.footprint import run_days
from community_dynamics.experiments.logs.gathering import log_of
from community_dynamics.experiments.logs.log import Log
from community_dynamics.experiments.logs.simulated import DAY_ZERO
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.state import POSTS, REPLIES

SMALL = {
    "settings.days": 180, "settings.seats": 300, "settings.arrivals_a_day": 1.2, "settings.founders": 15,
    "settings.private_minutes": 30, "dials.cause": 0.8, "levers.onboarding": 0.8,
}  # fmt: skip


def forum() -> Scenario:
    """A small open forum."""
    return load("open_forum").with_values(SMALL)


def small_log(seed: int = 3) -> Log:
    """The log of a small forum."""
    days = run_days(Bench().run(inputs_of(forum()), seed, np.zeros(1, np.int64)), (POSTS, REPLIES), DAY_ZERO)
    return log_of(days.member, days.day, days.count, "forum.csv", int(days.last))
