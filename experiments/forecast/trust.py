"""How far each source of futures is trusted: what it would have said of the log's own past, corrected and weighed."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.forecast.alike import BLOCKS, QUARTER, Source, guess
from community_dynamics.experiments.forecast.histories import YEAR, after
from community_dynamics.experiments.forecast.past import FEWEST_WEEKS, WEEK, Past

MOST_TRIALS = 6
# Before any trial a source is off by e^(bias) with these spreads of the log (now, and more each quarter ahead)...
WORLD_SPREADS, OWN_SPREADS = (0.5, 0.25), (0.25, 0.15)
# ...and two trials' worth of errors of this size are as good as seen.
USUAL_ERROR, USUAL_TRIALS = 0.15, 2.0
HALF = 0.5
ROUNDS = 3


@dataclass(frozen=True)
class Trust:
    """One source judged: logs by which it is off, a row a series (actives, active days), a column a quarter; its weight."""

    source: Source
    off: np.ndarray
    error: float
    weight: float

    def factor(self) -> np.ndarray:
        """What draws are multiplied by in each of the 52 weeks ahead, a row a series: straight lines between quarters."""
        return np.stack([by_week(row) for row in self.off])


def by_week(line: np.ndarray) -> np.ndarray:
    """Factors of the 52 weeks ahead from logs of factors by quarter: straight lines between their middles."""
    middle = QUARTER * (np.arange(BLOCKS) + HALF)
    return np.asarray(np.exp(np.interp(np.arange(YEAR) + HALF, middle, line)))


def trials(past: Past, step: int = QUARTER) -> list[int]:
    """Weeks ago at which forecasts are tried out: each quarter back, while half a year was known then."""
    return list(range(step, past.weeks - FEWEST_WEEKS + 1, step))[:MOST_TRIALS]


def quarters(values: np.ndarray) -> np.ndarray:
    """Means of whole quarters."""
    whole = values.size // QUARTER
    return np.asarray(values[: whole * QUARTER].reshape(whole, QUARTER).mean(axis=1))


def misses(source: Source, past: Past) -> np.ndarray:
    """Log of what came over what was expected of members known then: (trial, series, quarter), missing where unknown."""
    assert past.people is not None
    tried = trials(past)
    found = np.full((len(tried), 2, BLOCKS), np.nan)
    for row, before in enumerate(tried):
        people = past.people.before(before * WEEK)
        there = np.unique(past.people.member[past.people.ago >= before * WEEK])
        days = after(past.people, before)[0][there, : min(before, YEAR)]
        came = [(days > 0).sum(axis=0), days.sum(axis=0)]
        for series, (seen, said) in enumerate(zip(came, guess(source, people, before)[:2], strict=True)):
            number = min(seen.size, said.size) // QUARTER
            ratio = (quarters(seen)[:number] + HALF) / (quarters(said)[:number] + HALF)
            found[row, series, :number] = np.log(ratio)
    return found


def straightened(missed: np.ndarray, weights: np.ndarray, bias: float, slope: float) -> tuple[np.ndarray, float]:
    """How far a source is off now and by quarter, as a line drawn towards none, and the error that remains (mean square).

    `weights` of trials; `bias`, `slope`: how far a source may be off before it was tried, standard deviations of the log.
    """
    trial, quarter = np.nonzero(np.isfinite(missed))
    if not trial.size:
        return np.zeros(BLOCKS), USUAL_ERROR**2 + bias**2
    # Trials overlap: a quarter that several of them saw counts as about half of what it would count alone.
    weight = weights[trial] * HALF
    design, values = np.stack([np.ones(quarter.size), quarter.astype(np.float64)], axis=1), missed[trial, quarter]
    error = USUAL_ERROR**2
    for _ in range(ROUNDS):  # the more a log scatters, the less a line through a few trials is believed
        prior = np.diag([error / bias**2, error / slope**2])
        inverse = np.linalg.inv(design.T @ (design * weight[:, None]) + prior)
        line = inverse @ design.T @ (weight * values)
        lever = weight * np.einsum("ij,jk,ik->i", design, inverse, design)
        # As if each had been left out of the line that judges it.
        left_out = (values - design @ line) / np.maximum(1.0 - lever, 0.2)
        seen = np.sum(weight * left_out**2)
        error = float((seen + USUAL_TRIALS * USUAL_ERROR**2) / (weight.sum() + USUAL_TRIALS))
    return line[0] + line[1] * np.arange(BLOCKS), error


def trial_weights(past: Past) -> np.ndarray:
    """Trials count less the less of the log was known then."""
    return np.array([((past.weeks - before) / past.weeks) ** 2 for before in trials(past)])


def judged(sources: list[Source], past: Past) -> list[Trust]:
    """Every source corrected and weighed: weights fall with the fourth power of the error that is left."""
    found = []
    for source in sources:
        missed = misses(source, past)
        spreads = OWN_SPREADS if source.own else WORLD_SPREADS
        lines = [straightened(missed[:, series], trial_weights(past), *spreads) for series in (0, 1)]
        error = float(np.sqrt(lines[0][1] + HALF * lines[1][1]))
        found.append(Trust(source, np.stack([line for line, _ in lines]), error, error**-4.0))
    whole = sum(one.weight for one in found)
    return [Trust(one.source, one.off, one.error, one.weight / whole) for one in found]
