"""Simpler models of a log: customers who buy till they die (BG/NBD), and equal people who come at random until they leave.

Both are given more than the community's model is: every observed first day. They are fitted by maximum likelihood to days
since the first active day: x further active days, the last of them t days on, watched for T days.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from community_dynamics.experiments.forecast.buy_till_you_die import Histories, log_likelihood
from community_dynamics.experiments.logs.log import Days


def histories(days: Days) -> Histories:
    """What both models read of a log: active days after the first, days from the first to the last, days since the first."""
    first, final = days.day[days.starts].astype(float), days.day[days.ends].astype(float)
    return Histories((days.ends - days.starts).astype(float), final - first, days.last - first)


def equal_likelihood(logs: np.ndarray, seen: Histories) -> np.ndarray:
    """Log-likelihood of each member when all come at one rate l and leave at one rate m, at their logs.

    L = l^x [m exp(-(l + m) t) + l exp(-(l + m) T)] / (l + m).
    """
    rate, leave = np.exp(logs)
    both = rate + leave
    gone = np.log(leave) - both * seen.recency
    here = np.log(rate) - both * seen.watched
    return np.asarray(seen.repeats * np.log(rate) + np.logaddexp(gone, here) - np.log(both))


@dataclass(frozen=True)
class Buying:
    """BG/NBD: rates are gamma (shape r, rate alpha, a day), chances to leave after an active day beta (a, b)."""

    parameters: tuple[float, ...]

    def lives(self, watched: np.ndarray, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Member and day since the first of every active day."""
        r, alpha, a, b = self.parameters
        rate, leave = dice.gamma(r, 1.0 / alpha, watched.size), dice.beta(a, b, watched.size)
        stays = dice.geometric(np.maximum(leave, 1e-9)).astype(float)
        return walked(rate, stays, watched, dice)


@dataclass(frozen=True)
class Equal:
    """Equal people: one rate to come, one rate to leave, a day."""

    parameters: tuple[float, ...]

    def lives(self, watched: np.ndarray, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Member and day since the first of every active day."""
        rate, leave = self.parameters
        until = np.minimum(watched, dice.exponential(1.0 / leave, watched.size))
        return walked(np.full(watched.size, rate), np.full(watched.size, np.inf), until, dice)


Simple = Buying | Equal


def walked(rate: np.ndarray, most: np.ndarray, until: np.ndarray, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Active days of people at these rates, up to so many and up to a day; gaps are whole days with mean 1 / rate."""
    chance = np.clip(rate, 1e-12, 1.0)
    who, at, done = np.arange(rate.size), np.zeros(rate.size), 0
    members, days = [who], [at]
    while who.size:
        # A gap beyond every log's length is as good as endless; a geometric draw might not fit a whole number.
        gap = np.ceil(np.log(dice.random(who.size)) / np.log1p(-np.minimum(chance[who], 1.0 - 1e-12)))
        at = at + np.maximum(1.0, np.minimum(gap, 1e6))
        done += 1
        kept = (done <= most[who]) & (at <= until[who])
        who, at = who[kept], at[kept]
        members.append(who)
        days.append(at)
    return np.concatenate(members), np.concatenate(days).astype(np.int64)


def fitted(seen: Histories, equal: bool) -> Simple:
    """Maximum likelihood."""
    likelihood = equal_likelihood if equal else log_likelihood
    starts = (np.log([0.01, 0.01]),) if equal else (np.log([0.3, 10.0, 0.5, 2.0]), np.zeros(4))

    def badness(logs: np.ndarray) -> float:
        return float(-likelihood(logs, seen).sum())

    found = [minimize(badness, start, method="L-BFGS-B", bounds=[(-12.0, 8.0)] * start.size) for start in starts]
    best = tuple(np.exp(min(found, key=lambda one: float(one.fun)).x).tolist())
    return Equal(best) if equal else Buying(best)


def simulated(model: Simple, days: Days, seed: int) -> Days:
    """Another log of as many members who began on the same days.

    Contributions on an active day: drawn from all that were observed (BG/NBD), or 1 and a Poisson number (equal people).
    """
    dice = np.random.default_rng(seed)
    first = days.day[days.starts].astype(np.int64)
    member, after = model.lives((days.last - first).astype(float), dice)
    order = np.lexsort((after, member))
    member, after = member[order], after[order]
    count = (
        1 + dice.poisson(days.count.mean() - 1.0, member.size)
        if isinstance(model, Equal)
        else dice.choice(days.count, member.size)
    )
    return Days(member, (first[member] + after).astype(np.int32), count, days.members, days.first, days.last)
