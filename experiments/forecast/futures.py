"""The forecast of a log of members: known members live on as alike ones did, newcomers come, and the whole has its moods."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.forecast.alike import BLOCKS, QUARTER, Source, alike, drawn, guess, own_source
from community_dynamics.experiments.forecast.arrivals import arrivals, weeks_since_break
from community_dynamics.experiments.forecast.buy_till_you_die import buy_till_you_die
from community_dynamics.experiments.forecast.histories import YEAR
from community_dynamics.experiments.forecast.newcomers import carried, expected_arrivals, staying, weighed
from community_dynamics.experiments.forecast.outlook import Outlook
from community_dynamics.experiments.forecast.past import WEEK, Past
from community_dynamics.experiments.forecast.shocks import drift_spread, drifts, weeks_of, whole_numbers
from community_dynamics.experiments.forecast.trust import Trust, judged, quarters, trial_weights, trials

# Half of the futures follow a simple law of rates instead: the two err in different ways, and together they err less.
LAW_SHARE, LAW = 0.5, -1
MEMBER_NOISE = 0.6
# Least share (of the logarithm) of a fall of all at once that lasts.
LASTING = 0.5


@dataclass(frozen=True)
class Made:
    """A forecast with what it rests on: sources, corrected and weighed."""

    outlook: Outlook
    trusts: list[Trust]


def forecast(past: Past, worlds: list[Source], draws: int, seed: int, own: bool = True, law: float = LAW_SHARE) -> Made:
    """A year of weekly actives and contributions, week by week."""
    assert past.people is not None
    dice = np.random.default_rng(seed)
    sources = ([own_source(past.people, past.weeks)] if own else []) + worlds
    trusts = judged(sources, past)
    errors = total_errors(past, trusts)
    known, group = members_drawn(past, trusts, draws, dice)
    coming = arrivals(past.newcomers, YEAR, draws, dice)
    curve = staying(trusts, 0)
    later = carried(coming, curve[0]), carried(coming, curve[1])
    base = [one + more for one, more in zip(known, later, strict=True)]
    number = round(law * draws)
    if number:
        plain = buy_till_you_die(past, YEAR, number, seed)
        base[0][:number], base[1][:number], group[:number] = plain.actives, plain.contributions, LAW
    found = moved(past, fallen(past, base, dice), errors, dice)
    joined = past.joined[-1] + np.cumsum(coming, axis=1) * joining(past)
    return Made(Outlook(found[0], found[0], found[1], joined, group), trusts)


def fallen(past: Past, base: list[np.ndarray], dice: np.random.Generator) -> list[np.ndarray]:
    """Futures of a community in which all broke off at once: half to all of what members alike would bring above is missing.

    Members who fell silent together do not come back one by one, as those do from whom futures are taken."""
    since = weeks_since_break(past.actives)
    if not since:
        return base
    lasting = dice.uniform(LASTING, 1.0, (len(base[0]), 1))
    level = float(past.actives[-since:].mean()), float(past.contributions[-since:].mean())
    shares = [(now + 0.5) / (float(one[:, :QUARTER].mean()) + 0.5) for now, one in zip(level, base, strict=True)]
    return [one * min(1.0, share) ** lasting for one, share in zip(base, shares, strict=True)]


def joining(past: Past) -> float:
    """How many join for each who is active for the first time."""
    span = slice(max(0, past.weeks - YEAR), None)
    gained = past.joined[-1] - past.joined[span][0]
    return float(max(1.0, gained / max(1.0, past.newcomers[span][1:].sum())))


def whole_year(trusts: list[Trust], curves: list[np.ndarray], factors: list[np.ndarray]) -> list[np.ndarray]:
    """Curves (series, ..., week) corrected, and where a source ends early, gone on with as the others go on."""
    full = [at for at, curve in enumerate(curves) if curve.shape[-1] == YEAR]
    others = [(trusts[at].weight, quartered(curves[at] * bent(factors[at], curves[at].ndim))) for at in full]
    found = []
    for curve, factor in zip(curves, factors, strict=True):
        length = curve.shape[-1]
        if length < YEAR:
            level = curve[..., length - QUARTER :].mean(axis=-1, keepdims=True)
            curve = np.concatenate([curve, np.repeat(level, YEAR - length, axis=-1)], axis=-1)
            factor = gone_on(factor, weighed(others), length) if others else factor
        found.append(curve * bent(factor, curve.ndim))
    return found


def gone_on(factor: np.ndarray, others: np.ndarray, length: int) -> np.ndarray:
    """Factors that, from week `length` on, follow what others do after the last quarter before it."""
    last = np.maximum(others[:, length - QUARTER : length].mean(axis=1, keepdims=True), 1e-9)
    return np.concatenate([factor[:, :length], factor[:, length - 1 : length] * others[:, length:] / last], axis=1)


def bent(factor: np.ndarray, dimensions: int) -> np.ndarray:
    """Factors shaped to fit curves with draws between series and weeks."""
    return factor.reshape((2,) + (1,) * (dimensions - 2) + (YEAR,))


def quartered(curve: np.ndarray) -> np.ndarray:
    """Mean over draws, and over each quarter."""
    flat = curve.reshape(2, -1, YEAR).mean(axis=1)
    return np.repeat(flat.reshape(2, BLOCKS, QUARTER).mean(axis=2), QUARTER, axis=1)


def total_errors(past: Past, trusts: list[Trust]) -> np.ndarray:
    """Log of what came over what would have been expected of all, members and newcomers: (series, trial, quarter)."""
    assert past.people is not None
    tried = trials(past)
    found = np.full((2, len(tried), BLOCKS), np.nan)
    for row, before in enumerate(tried):
        then, people = past.before(before), past.people.before(before * WEEK)
        said = [guess(one.source, people, before) for one in trusts]
        some = [at for at, curve in enumerate(said) if curve.shape[1]]
        if not some:
            continue
        curves = [said[at][[0, 2]] for at in some]
        kept = [trusts[at] for at in some]
        whole = whole_year(kept, curves, [one.factor() for one in kept])
        members = weighed([(one.weight, curve) for one, curve in zip(kept, whole, strict=True)])
        new, curve = expected_arrivals(then.newcomers, YEAR), staying(trusts, before)
        for series, values in enumerate((past.actives, past.contributions)):
            came = quarters(values[past.weeks - before :][:YEAR])
            whole_guess = quarters(members[series] + carried(new, curve[series]))[: came.size]
            found[series, row, : came.size] = np.log((came + 0.5) / (whole_guess + 0.5))
    return found


def members_drawn(past: Past, trusts: list[Trust], draws: int, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draws of what known members do, each draw from one source, as often as it is trusted."""
    assert past.people is not None
    likes = [alike(one.source, past.people) for one in trusts]
    some = [at for at, like in enumerate(likes) if like.known]
    weights = np.array([trusts[at].weight for at in some])
    shares = np.diff(np.round(np.r_[0.0, np.cumsum(weights / weights.sum())] * draws)).astype(int)
    kept = [at for at, share in zip(some, shares, strict=True) if share]
    numbers = [int(share) for share in shares if share]
    curves = [drawn(likes[at], number, dice) for at, number in zip(kept, numbers, strict=True)]
    whole = whole_year([trusts[at] for at in kept], curves, [trusts[at].factor() for at in kept])
    order = dice.permutation(draws)
    group = np.repeat(kept, numbers)
    return np.concatenate(whole, axis=1)[:, order], group[order]


def moved(past: Past, base: list[np.ndarray], errors: np.ndarray, dice: np.random.Generator) -> list[np.ndarray]:
    """Draws with what befalls everybody at once: slow drift as large as trials showed, then weeks as the log had them."""
    draws, weeks = base[0].shape
    level = [np.log(one.reshape(draws, BLOCKS, QUARTER).mean(axis=2) + 0.5) for one in base]
    weights = trial_weights(past)
    spreads = [drift_spread(error, weights, one.var(axis=0)) for error, one in zip(errors, level, strict=True)]
    series = [past.actives, past.contributions]
    noise = [MEMBER_NOISE / max(1.0, float(one[-YEAR:].mean())) for one in series[:1]] + [0.0]
    ratios = weeks_of(series, noise).drawn(weeks, draws, dice)
    moving = drifts(spreads, weeks, draws, dice)
    return [whole_numbers(one * drift * ratio, dice) for one, drift, ratio in zip(base, moving, ratios, strict=True)]
