"""The BG/NBD model of customers who buy till they die, with weeks of activity as purchases (Fader, Hardie and Lee 2005)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from community_dynamics.experiments.forecast.arrivals import arrivals
from community_dynamics.experiments.forecast.outlook import Outlook
from community_dynamics.experiments.forecast.past import WEEK, Past, People

# Draws of a newcomer's future from which each newcomer gets one: enough that a year of them repeats few.
NEWCOMER_FUTURES = 4000
CELLS = 4_000_000


@dataclass(frozen=True)
class Histories:
    """One member each: weeks active after the first, weeks from the first to the last active one, weeks since the first."""

    repeats: np.ndarray
    recency: np.ndarray
    watched: np.ndarray


@dataclass(frozen=True)
class BuyTillYouDie:
    """Rates are gamma (shape r, rate alpha, weekly), chances to leave after an active week beta (a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, seen: Histories) -> float:
        """Sum over members of the log of equation 6 of Fader, Hardie and Lee (2005)."""
        return float(log_likelihood(np.log([self.r, self.alpha, self.a, self.b]), seen).sum())

    def alive(self, seen: Histories) -> np.ndarray:
        """Chance that each member has not left by now; certain for those active once, as nobody leaves before a second time."""
        x = seen.repeats
        with np.errstate(divide="ignore", over="ignore"):
            left = np.exp(
                np.log(self.a) - np.log(self.b + np.maximum(x, 1) - 1.0)
                + (self.r + x) * (np.log(self.alpha + seen.watched) - np.log(self.alpha + seen.recency))
            )  # fmt: skip
        return np.asarray(np.where(x > 0, 1.0 / (1.0 + left), 1.0))


def log_likelihood(logs: np.ndarray, seen: Histories) -> np.ndarray:
    """Log-likelihood of each member at the logs of r, alpha, a and b.

    L = G(r+x) alpha^r / G(r) [B(a, b+x) / (B(a, b) (alpha+T)^(r+x)) + (x > 0) B(a+1, b+x-1) / (B(a, b) (alpha+t)^(r+x))].
    """
    r, alpha, a, b = np.exp(logs)
    x = seen.repeats
    whole = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    stays = betaln(a, b + x) - (r + x) * np.log(alpha + seen.watched)
    leaves = betaln(a + 1.0, b + np.maximum(x, 1) - 1.0) - (r + x) * np.log(alpha + seen.recency)
    return np.asarray(whole + np.where(x > 0, np.logaddexp(stays, leaves), stays))


def histories(people: People) -> Histories:
    """What the model reads of each member: weeks are the log's own blocks of seven days, the first one not counted."""
    first = people.first_ago // WEEK
    week = people.ago // WEEK
    new = np.r_[True, (people.member[1:] != people.member[:-1]) | (week[1:] != week[:-1])]
    repeats = np.bincount(people.member[new], minlength=people.number) - 1.0
    final = np.r_[people.starts[1:], people.member.size] - 1
    return Histories(repeats, (first - week[final]).astype(np.float64), first.astype(np.float64))


def fitted(seen: Histories) -> BuyTillYouDie:
    """Maximum likelihood; a faint pull towards 1 keeps parameters finite where a log says little of them."""

    def badness(logs: np.ndarray) -> float:
        return float(-log_likelihood(logs, seen).sum() + 0.05 * np.sum(logs**2))

    starts = (np.log([0.3, 3.0, 0.5, 2.0]), np.zeros(4))
    found = [minimize(badness, start, method="L-BFGS-B", bounds=[(-8.0, 8.0)] * 4) for start in starts]
    return BuyTillYouDie(*np.exp(min(found, key=lambda one: float(one.fun)).x))


def buy_till_you_die(past: Past, weeks: int, draws: int, seed: int) -> Outlook:
    """Known members by their chance to be alive and their own rate, new ones by the spread of rates; weeks as they come."""
    assert past.people is not None
    dice = np.random.default_rng(seed)
    seen = histories(past.people)
    model = fitted(seen)
    size = spending(past.people)
    actives, contributions = known_members(model, seen, size, (draws, weeks), dice)
    coming = arrivals(past.newcomers, weeks, draws, dice)
    more, their = new_members(model, coming, size, dice)
    joined = past.joined[-1] + np.cumsum(coming, axis=1)
    total = actives + more
    return Outlook(total, total, contributions + their, joined)


@dataclass(frozen=True)
class Spending:
    """Contributions in an active week: each member's own mean, drawn towards everybody's, and their spread (shape)."""

    own: np.ndarray
    everybody: np.ndarray
    shape: float


def spending(people: People) -> Spending:
    """Contributions an active week, member by member; everybody's mean counts as one week more."""
    key = people.member * (int(people.ago.max(initial=0)) // WEEK + 2) + people.ago // WEEK
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    amount, who = np.bincount(place, people.count), people.member[first]
    weeks = np.bincount(who, minlength=people.number)
    total = np.bincount(who, amount, people.number)
    whole = float(np.mean(total / weeks))
    own = (total + whole) / (weeks + 1.0)
    variation = float(np.mean((amount / own[who] - 1.0) ** 2))
    return Spending(own, total / weeks, 1.0 / max(variation, 0.01))


def known_members(
    model: BuyTillYouDie, seen: Histories, size: Spending, shape: tuple[int, int], dice: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Weekly actives and contributions of those already seen, given what each has done."""
    draws, weeks = shape
    alive = model.alive(seen)
    found = [np.zeros(shape), np.zeros(shape)]
    step = max(1, CELLS // max(1, alive.size))
    for start in range(0, draws, step):
        number = min(step, draws - start)
        draw, who = np.nonzero(dice.random((number, alive.size)) < alive)
        rate = dice.gamma(model.r + seen.repeats[who], 1.0 / (model.alpha + seen.watched[who]))
        leave = dice.beta(model.a, model.b + seen.repeats[who])
        for week, (here, came, made) in enumerate(lives(rate, leave, size.own[who], size.shape, weeks, dice)):
            found[0][start : start + number, week] = np.bincount(draw[here], came, number)
            found[1][start : start + number, week] = np.bincount(draw[here], made, number)
    return found[0], found[1]


def lives(
    rate: np.ndarray, leave: np.ndarray, mean: np.ndarray, shape: float, weeks: int, dice: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Week by week: who was active, how often, and contributions; whoever was active may leave after each time."""
    left = np.arange(rate.size)
    for _ in range(weeks):
        number = dice.poisson(rate[left])
        here, came = left[number > 0], number[number > 0]
        yield here, came, dice.gamma(shape * came, mean[here] / shape)
        gone = dice.random(here.size) >= (1.0 - leave[here]) ** came
        if gone.any():
            left = left[~np.isin(left, here[gone])]


def new_members(
    model: BuyTillYouDie, coming: np.ndarray, size: Spending, dice: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Weekly actives and contributions of those still to come: active in their first week, then as the model has it."""
    weeks, number = coming.shape[1], NEWCOMER_FUTURES
    rate, leave = dice.gamma(model.r, 1.0 / model.alpha, number), dice.beta(model.a, model.b, number)
    mean = dice.choice(size.everybody, number)
    came, made = np.zeros((number, weeks)), np.zeros((number, weeks))
    came[:, 0], made[:, 0] = 1.0, dice.gamma(size.shape, mean / size.shape)
    for week, (here, times, much) in enumerate(lives(rate, leave, mean, size.shape, weeks - 1, dice), start=1):
        came[here, week], made[here, week] = times, much
    return spread_over(coming, came, dice), spread_over(coming, made, dice)


def spread_over(coming: np.ndarray, futures: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Sum of newcomers' futures, each begun in the week of arrival and drawn at random: a row a draw."""
    draws, weeks = coming.shape
    found = np.zeros((draws, weeks))
    for week in range(weeks):
        number = coming[:, week]
        picked = futures[dice.integers(len(futures), size=int(number.sum())), : weeks - week]
        ends = np.cumsum(number)
        sums = np.concatenate([np.zeros((1, weeks - week)), np.cumsum(picked, axis=0, dtype=np.float64)])
        found[:, week:] += sums[ends] - sums[ends - number]
    return found
