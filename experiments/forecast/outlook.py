"""A forecast as draws of what may come, week by week, and what is said of them: quantiles, and the chance of stalling."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.forecast.past import Past

TRAILING = 8
STALL_PEOPLE, STALL_SHARE = 3.0, 0.01
BANDS = (0.5, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Outlook:
    """Rows are draws, columns weeks ahead. `group`: draws that rest on the same world, None where there are no worlds."""

    actives: np.ndarray
    contributors: np.ndarray
    contributions: np.ndarray
    joined: np.ndarray
    group: np.ndarray | None = None

    @property
    def weeks(self) -> int:
        """Weeks ahead."""
        return int(self.actives.shape[1])


def trailing(past: Past, outlook: Outlook) -> np.ndarray:
    """Mean of weekly contributors over the eight weeks up to each week ahead, in every draw."""
    known = past.contributors[-(TRAILING - 1) :]
    whole = np.concatenate([np.broadcast_to(known, (len(outlook.contributors), known.size)), outlook.contributors], axis=1)
    sums = np.cumsum(np.concatenate([np.zeros((len(whole), 1)), whole], axis=1), axis=1)
    return np.asarray((sums[:, TRAILING:] - sums[:, :-TRAILING]) / TRAILING)[:, -outlook.weeks :]


def stalled(past: Past, outlook: Outlook) -> np.ndarray:
    """Whether each draw stands stalled in each week ahead: m < max(3 people, 1 % of those who have joined by then)."""
    return np.asarray(trailing(past, outlook) < np.maximum(STALL_PEOPLE, STALL_SHARE * outlook.joined))


def chance(happens: np.ndarray, group: np.ndarray | None, seed: int = 0) -> tuple[float, float, float]:
    """Share of draws in which it happens, with a 90 % interval: worlds drawn again as wholes, then draws within them."""
    value = float(happens.mean())
    dice = np.random.default_rng(seed)
    group = np.zeros(happens.size, np.int64) if group is None else group
    worlds, place = np.unique(group, return_inverse=True)
    number, hits = np.bincount(place), np.bincount(place, happens)
    picked = dice.integers(worlds.size, size=(1000, worlds.size)) if worlds.size > 1 else np.zeros((1000, 1), np.int64)
    # Half a draw of either kind, so that none of a thousand does not pass for never.
    rate = dice.beta(hits[picked] + 0.5, number[picked] - hits[picked] + 0.5)
    drawn = (rate * number[picked]).sum(axis=1) / number[picked].sum(axis=1)
    low, high = np.quantile(drawn, (0.05, 0.95))
    return value, float(min(low, value)), float(max(high, value))


def quantile_table(past: Past, outlook: Outlook) -> pd.DataFrame:
    """Every week ahead: mean, median and bands of actives and contributions, and the chance of standing stalled then."""
    from community_dynamics.experiments.logs.course import date_of

    ends = past.last + 7 * np.arange(1, outlook.weeks + 1)
    columns: dict[str, object] = {"week_ahead": np.arange(1, outlook.weeks + 1), "week_to": [date_of(day) for day in ends]}
    for name in ("actives", "contributions"):
        draws = getattr(outlook, name)
        columns[name] = draws.mean(axis=0)
        columns[f"{name}_median"] = np.median(draws, axis=0)
        for band in BANDS:
            low, high = np.quantile(draws, (0.5 - band / 2, 0.5 + band / 2), axis=0)
            columns[f"{name}_{100 * band:.0f}_from"], columns[f"{name}_{100 * band:.0f}_to"] = low, high
    columns["chance_stalled"] = stalled(past, outlook).mean(axis=0)
    return pd.DataFrame(columns)
