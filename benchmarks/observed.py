"""Logs of real communities: read from the folder that COMMUNITY_DATA names, and the scenarios fitted to them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.gathering import gathered
from community_dynamics.experiments.logs.log import DAY_SECONDS, Log
from community_dynamics.experiments.logs.reading import read_log
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.state import ATTENDS

FOLDER = "COMMUNITY_DATA"
FITTED = Path(__file__).resolve().parents[1] / "configs" / "scenario" / "fitted"


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
    """A real community: its log, the silence after which a member counts as gone, and whether the log shows attendance only."""

    name: str
    label: str
    read: Callable[[Path], Log]
    silence: int
    meetings: bool = False

    def scenario(self) -> Scenario:
        """The scenario that was fitted to its log."""
        return load(f"fitted/{self.name}")


COMMUNITIES = (
    Community("lean_zulip", "Lean", lean, 180),
    Community("tidytuesday", "TidyTuesday", tidytuesday, 90),
    Community("montana_programmers", "Montana", montana, 180, True),
)
