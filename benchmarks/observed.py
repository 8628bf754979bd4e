"""Logs of real communities: read from the folder that COMMUNITY_DATA names, and scenarios that describe those communities."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.logs.gathering import gathered
from experiments.logs.log import DAY_SECONDS, MONDAY, Log
from experiments.logs.reading import read_log
from experiments.scenarios import load
from sim.inputs import Change, Scenario
from sim.state import ATTENDS

FOLDER = "COMMUNITY_DATA"
FITTED = Path(__file__).resolve().parents[1] / "configs" / "scenario" / "fitted"
ROOM = 1.3
STRETCH = 91


def since(text: str) -> int:
    """A date as days since 1970-01-01."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def folder() -> Path:
    """Where the logs lie."""
    found = os.environ.get(FOLDER)
    if not found:
        raise FileNotFoundError(
            f"{FOLDER} is not set; set it to the folder that holds lean_zulip, tidytuesday_tweets and the others"
        )
    return Path(found)


def lean(data: Path) -> Log:
    """Chat of the Lean theorem prover's users, 2018 to 2021; 2022 is kept for tests."""
    return read_log(data / "lean_zulip" / "events.csv", last=since("2021-12-31"))


def tidytuesday(data: Path) -> Log:
    """Tweets of #TidyTuesday."""
    return read_log(data / "tidytuesday_tweets" / "events.csv")


def montana(data: Path) -> Log:
    """Attendance of the Montana Programmers' meetings: those who had said yes to an event that took place."""
    there = data / "montana_programmers"
    held = pd.read_csv(there / "events.csv").query("past == 1")
    came = pd.read_csv(there / "rsvps.csv").query("response == 'yes'").merge(held, on="event")
    day = (pd.to_datetime(came["day"]) - pd.Timestamp("1970-01-01")).dt.days.to_numpy(np.int64)
    columns = {"member": came["member"].to_numpy(np.uint64) + np.uint64(1), "time": day * DAY_SECONDS}
    columns["kind"] = np.full(len(came), ATTENDS, np.uint8)
    # The crawl ended with the group's last sign of life, a week after its last event.
    return gathered(columns, False, "montana_programmers", last=since("2016-06-03"))


@dataclass(frozen=True)
class Community:
    """A real community: its log, the silence after which a member counts as gone, and what describes it in the open forum."""

    name: str
    label: str
    read: Callable[[Path], Log]
    silence: int
    settings: dict[str, float]
    meetings: bool = False

    def scenario(self, log: Log) -> Scenario:
        """The fitted scenario where there is one, else the open forum with this community's settings."""
        if (FITTED / f"{self.name}.yaml").exists():
            return load(f"fitted/{self.name}")
        values = dict(self.settings)
        span = log.last - log.first + 1
        growth = 1.0 + values.get("settings.arrival_trend", 0.0) * span / 730.0
        values["settings.days"] = span
        values["settings.start_weekday"] = (log.first + MONDAY) % 7
        values["settings.seats"] = np.ceil(ROOM * values["settings.arrivals_a_day"] * growth * span + 100.0)
        begun = load("open_forum").with_values(values)
        return replace(begun, plan=rhythm(log)) if self.meetings else begun


def rhythm(log: Log) -> tuple[Change, ...]:
    """Days between the meetings that a log shows, quarter by quarter."""
    held = np.unique(log.day) - log.first
    span = log.last - log.first + 1
    plan = []
    for start, end in pairwise([*range(0, span - STRETCH // 2, STRETCH), span]):
        number = int(((held >= start) & (held < end)).sum())
        gap = min(365.0, (end - start) / number) if number else 0.0
        plan.append(Change(start, end if end < span else None, {}, {"cadence_days": round(gap, 1)}))
    return tuple(plan)


def settings(**values: float) -> dict[str, float]:
    """Settings by full name."""
    return {f"settings.{name}": value for name, value in values.items()}


COMMUNITIES = (
    Community(
        "lean_zulip", "Lean", lean, 180,
        settings(
            propensity_spread=2.4, expressive_spread=2.5, contribution_effort=1.0, private_minutes=12, weekend_share=0.8,
            messages_a_contribution=1.8, arrivals_a_day=0.82, arrival_trend=0.6,
        )
        | {"dials.cause": 1.0, "dials.culture": 0.25, "dials.content": 0.2, "levers.onboarding": 0.6},
    ),
    Community(
        "tidytuesday", "TidyTuesday", tidytuesday, 90,
        settings(
            propensity_spread=2.07, expressive_spread=0.34, contribution_effort=0.59, private_minutes=6.3, weekend_share=0.4,
            arrivals_a_day=7.8,
        )
        | {"dials.cause": 0.0, "dials.culture": 0.24, "dials.content": 0.06, "levers.onboarding": 0.9}
        | {
            "levers.cadence_days": 7, "levers.cadence_regularity": 1, "levers.event_minutes": 30,
            "levers.synchronous_share": 0, "levers.face_to_face_share": 0,
        },
    ),
    Community(
        "montana_programmers", "Montana", montana, 180,
        settings(propensity_spread=2.08, private_minutes=7.7, weekend_share=0.1, arrivals_a_day=1.7)
        | {"dials.cause": 0.62, "dials.culture": 1.0, "dials.content": 0.45, "levers.onboarding": 0.87}
        | {
            "levers.event_minutes": 120, "levers.event_money_a_month": 5000, "levers.synchronous_share": 1,
            "levers.face_to_face_share": 1, "levers.cadence_days": 5,
        },
        True,
    ),
)  # fmt: skip
