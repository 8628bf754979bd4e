"""How many contributions people make: the law of stopping, and counts without interaction or adaptation."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, zeta
from scipy.stats import binom, chi2, nbinom, poisson

from community_dynamics.experiments.facts.still import ALWAYS, advance, heard, morning_of_day_0, still
from community_dynamics.sim.engine import plain


def stopped_counts(constant: float, persons: int, days: int, seed: int) -> np.ndarray:
    """Posts of each person who posts daily until stopping; days + 1 for those who never stopped."""
    values = {
        "theory.stop_constant": constant, "theory.visit_base": 1.0, "theory.show_base": ALWAYS, "theory.feed_days": 1,
    }  # fmt: skip
    world = heard(morning_of_day_0(still(persons, days, values, attention=ALWAYS), seed))
    advance(world, days)
    posts = world.person["posts"].astype(np.int64)
    still_here = world.status == 1
    # One who posts on the last day and goes on would have made at least one more.
    return np.where(still_here, days + 1, posts)


def stop_law(constant: float, largest: int) -> np.ndarray:
    """P(n) = c G(n - c) / (G(1 - c) n!) for n = 1 .. largest."""
    n = np.arange(1, largest + 1)
    return np.exp(np.log(constant) + gammaln(n - constant) - gammaln(1.0 - constant) - gammaln(n + 1.0))


def goodness(observed: np.ndarray, chances: np.ndarray, least: float = 10.0, fitted: int = 0) -> float:
    """Chi-square p-value of counts in classes against their chances; small classes are joined."""
    expected = chances * observed.sum()
    groups, seen, awaited = [], 0.0, 0.0
    for one, mean in zip(observed.tolist(), expected.tolist(), strict=True):
        seen, awaited = seen + one, awaited + mean
        if awaited >= least:
            groups.append((seen, awaited))
            seen = awaited = 0.0
    if awaited > 0.0 and groups:
        last = groups.pop()
        groups.append((last[0] + seen, last[1] + awaited))
    found = np.array(groups)
    statistic = ((found[:, 0] - found[:, 1]) ** 2 / found[:, 1]).sum()
    return float(chi2.sf(statistic, len(groups) - 1 - fitted))


def stop_law_p(counts: np.ndarray, constant: float, days: int) -> float:
    """p-value of the counts under the law, all who never stopped in one class."""
    chances = stop_law(constant, days)
    observed = np.bincount(np.minimum(counts, days + 1), minlength=days + 2)[1:]
    return goodness(observed, np.r_[chances, 1.0 - chances.sum()])


def exponent(counts: np.ndarray, days: int, least: int = 10) -> tuple[float, float]:
    """Exponent of a power law from n >= least by maximum likelihood, and its standard error.

    Those who never stopped are censored.
    """
    tail = counts[counts >= least]
    ended = tail[tail <= days]
    logs, cut = np.log(ended).sum(), tail.size - ended.size

    def lost(a: float) -> float:
        return float(a * logs + tail.size * np.log(zeta(a, least)) - cut * np.log(zeta(a, days + 1)))

    best = float(minimize_scalar(lost, bounds=(1.05, 4.0), method="bounded", options={"xatol": 1e-6}).x)
    step = 1e-3
    curvature = (lost(best + step) - 2.0 * lost(best) + lost(best - step)) / step**2
    return best, float(1.0 / np.sqrt(curvature))


@dataclass(frozen=True)
class Counts:
    """Contributions of each person, and the daily chance that theory gives each."""

    made: np.ndarray
    chance: np.ndarray
    days: int

    @property
    def mean(self) -> float:
        """Expected total: the sum of thinned daily chances."""
        return float(self.days * self.chance.sum())

    @property
    def variance(self) -> float:
        """Variance of the total, given who these people are."""
        return float(self.days * (self.chance * (1.0 - self.chance)).sum())

    @property
    def z(self) -> float:
        """Deviation of the total in standard deviations."""
        return float((self.made.sum() - self.mean) / np.sqrt(self.variance))

    @property
    def dispersion(self) -> float:
        """Mean squared standardised deviation of persons, 1 in theory."""
        return float(((self.made - self.days * self.chance) ** 2 / (self.days * self.chance * (1.0 - self.chance))).mean())


def free_counts(
    persons: int,
    days: int,
    seed: int,
    base: float,
    post: float,
    spread: float = 1.2,
    propensity: np.ndarray | None = None,
) -> Counts:
    """Contributions of people who neither influence one another nor change; propensity may be given."""
    values = {
        "theory.visit_base": base, "theory.show_base": post, "settings.propensity_spread": spread,
        "settings.expressive_spread": spread,
    }  # fmt: skip
    inputs = still(persons, days, values)
    world = heard(morning_of_day_0(inputs, seed))
    if propensity is not None:
        world.person["propensity"] = propensity
    advance(world, days)
    rules, theory, levers = plain(), inputs.theory[0], inputs.levers[0]
    dare = rules.voice(float(world.person["safety"][0]), float(theory["half_safety"]))
    prompts = rules.prompt_factor(float(levers["prompts_a_week"]))
    comes = -np.expm1(-world.person["propensity"] * base)
    posts = -np.expm1(-post * world.person["expressiveness"] * dare * prompts)
    return Counts(world.person["posts"].astype(float), comes * posts, days)


def poisson_p(made: np.ndarray, mean: float) -> float:
    """p-value of counts against a Poisson law."""
    top = int(made.max()) + 1
    chances = poisson.pmf(np.arange(top), mean)
    return goodness(np.bincount(made.astype(int), minlength=top + 1), np.r_[chances, 1.0 - chances.sum()])


def negative_binomial_p(made: np.ndarray, mean: float, shape: float) -> float:
    """p-value of counts against a negative binomial: Poisson counts whose means are gamma with this shape."""
    top = int(made.max()) + 1
    chances = nbinom.pmf(np.arange(top), shape, shape / (shape + mean))
    return goodness(np.bincount(made.astype(int), minlength=top + 1), np.r_[chances, 1.0 - chances.sum()])


def binomial_p(made: np.ndarray, days: int, chance: float) -> float:
    """p-value of counts against a binomial law."""
    top = int(made.max()) + 1
    chances = binom.pmf(np.arange(top), days, chance)
    return goodness(np.bincount(made.astype(int), minlength=top + 1), np.r_[chances, 1.0 - chances.sum()])
