"""What a fit may change, each with its prior: community settings and levers with a signature of their own in behaviour.

Theory constants are never among them: they are shared by all communities.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.designs.named_points import parameter_at
from community_dynamics.sim.settings import SETTINGS

OPEN, WORK = "open", "work"
POSTING, ATTENDING = "posting", "attending"
LEVER, COMMUNITY = "lever", "community setting"


@dataclass(frozen=True)
class Prior:
    """A parameter between two ends, all values between them alike; `log`: alike by their logarithm."""

    path: str
    low: float
    high: float
    log: bool = False

    def at(self, unit: np.ndarray) -> np.ndarray:
        """Values of the parameter at shares 0..1 of the prior."""
        if self.log:
            return np.asarray(self.low * (self.high / self.low) ** unit)
        return np.asarray(self.low + (self.high - self.low) * unit)

    def share(self, value: np.ndarray) -> np.ndarray:
        """Share of the prior below a value."""
        if self.log:
            return np.asarray(np.log(np.asarray(value) / self.low) / np.log(self.high / self.low))
        return (np.asarray(value) - self.low) / (self.high - self.low)

    @property
    def kind(self) -> str:
        """Whether a designer sets it, or it is what the community is like."""
        return COMMUNITY if self.path.startswith("settings.") else LEVER


@dataclass(frozen=True)
class Fitted:
    """A parameter that fits may change. low..high: ends of the prior, as they are or, with `times`, as multiples of what
    the log shows of it; `where`: open pools, workplaces; `seen_by`: kinds of contributions that tell of it."""

    path: str
    low: float
    high: float
    log: bool = False
    times: str = ""
    where: tuple[str, ...] = (OPEN, WORK)
    seen_by: tuple[str, ...] = (POSTING, ATTENDING)


# Ranges are wide: ten to one or more where little is known. A parameter joins the table by a line of its own.
FITTED = (
    Fitted("settings.arrivals_a_day", 0.5, 6.0, True, "newcomers", (OPEN,)),
    Fitted("settings.arrivals_a_day", 0.8, 1.5, True, "joins", (OPEN,)),
    Fitted("settings.founders", 0.5, 4.0, True, "founders"),
    Fitted("settings.launch_reach", 0.02, 3.0, True, where=(WORK,)),
    Fitted("settings.steady_reach_a_year", 0.02, 5.0, True, where=(WORK,)),
    Fitted("settings.weekend_share", 0.5, 2.0, True, "weekend"),
    Fitted("settings.propensity_spread", 0.4, 4.0),
    Fitted("settings.expressive_spread", 0.4, 4.0, seen_by=(POSTING,)),
    Fitted("settings.contribution_effort", 0.1, 5.0, True, seen_by=(POSTING,)),
    Fitted("settings.private_minutes", 2.0, 120.0, True),
    Fitted("settings.messages_a_contribution", 0.02, 1.3, True, "contributions", seen_by=(POSTING,)),
    Fitted("settings.dilution", 0.0, 0.9, where=(OPEN,)),
    Fitted("dials.cause", 0.0, 1.0),
    Fitted("dials.culture", 0.0, 1.0),
    Fitted("dials.content", 0.0, 1.0),
    Fitted("levers.onboarding", 0.0, 1.0),
    Fitted("dials.conditions", 0.0, 1.0, where=(WORK,)),
    Fitted("levers.leadership_support", 0.0, 1.0, where=(WORK,)),
    Fitted("levers.protected_minutes_a_week", 0.0, 240.0, where=(WORK,)),
)


def priors_of(where: str, seen: Sequence[str], shown: dict[str, float]) -> tuple[Prior, ...]:
    """Priors of what can be fitted here; `shown` holds what the log shows of newcomers, founders and so on."""
    found = []
    for one in FITTED:
        section, _, name = one.path.partition(".")
        if where not in one.where or not set(seen) & set(one.seen_by) or (section == "settings" and name not in SETTINGS):
            continue
        scale = shown.get(one.times, 0.0) if one.times else 1.0
        if scale <= 0.0:
            continue
        known = parameter_at(one.path)
        low, high = max(known.low, one.low * scale), min(known.high, one.high * scale)
        if low < high:
            found.append(Prior(one.path, low, high, one.log))
    return tuple(found)


def points_of(priors: Sequence[Prior], unit: np.ndarray) -> pd.DataFrame:
    """Points of the unit cube as values of the parameters, whole where they must be."""
    columns = {}
    for at, prior in enumerate(priors):
        values = prior.at(unit[:, at])
        columns[prior.path] = np.rint(values) if parameter_at(prior.path).whole else values
    return pd.DataFrame(columns).rename_axis("point_id")


def unit_of(priors: Sequence[Prior], points: pd.DataFrame) -> np.ndarray:
    """Points as shares of their priors."""
    return np.stack([prior.share(points[prior.path].to_numpy(np.float64)) for prior in priors], axis=1)
