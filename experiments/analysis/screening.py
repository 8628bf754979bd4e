"""Morris's screening: how far the outcome moves when one factor moves, over trajectories through the space."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.guards import Design, Units, generator, moving_of, whole_units
from community_dynamics.experiments.analysis.uncertainty import over_seeds, percentiles, widened
from community_dynamics.experiments.base.errors import InvalidValue

DRAWS = 1000
WORDS = ("mu_star", "mu", "sigma")
STEP_ERROR = "trajectory {0} of the design does not move each factor once, alone; its rows are not Morris's"


def trajectories_of(design: Design, values: np.ndarray, outcome: str) -> Units:
    """Values as trajectories x points x replicates, without trajectories in which a run failed."""
    return whole_units(design, values, len(moving_of(design)) + 1, outcome, "trajectories")


def steps_of(design: Design) -> tuple[np.ndarray, np.ndarray]:
    """For each trajectory, which step moves each factor (or group), and by how much of the range, with its sign.

    Of a group the size alone counts, as its members may move opposite ways. Both trajectories x factors.
    """
    names, columns = moving_of(design), np.array(design.groups or design.names)
    unit = np.asarray(design.unit, np.float64).reshape(-1, len(names) + 1, len(design.names))
    moves = np.diff(unit, axis=1)
    members = [np.flatnonzero(columns == name) for name in names]
    moved = np.stack([(np.abs(moves[:, :, one]) > 1e-9).any(axis=2) for one in members], axis=2)
    wrong = np.flatnonzero((moved.sum(axis=1) != 1).any(axis=1) | (moved.sum(axis=2) != 1).any(axis=1))
    if len(wrong):
        raise InvalidValue(STEP_ERROR.format(wrong[0]))
    step = moved.argmax(axis=1)
    which = np.arange(len(unit))
    far = [moves[which, step[:, j], one[0]] for j, one in enumerate(members)]
    signed = [move if len(one) == 1 else np.abs(move) for move, one in zip(far, members, strict=True)]
    return step, np.stack(signed, axis=1)


def effects_of(design: Design, units: Units) -> np.ndarray:
    """Elementary effects: change of the outcome over change of the factor; trajectories x factors x replicates.

    (y after the step - y before) / step, with the range as unit. Source: Morris 1991; Campolongo 2007.
    """
    step, far = (one[units.kept] for one in steps_of(design))
    changes = np.diff(units.values, axis=1)
    return np.asarray(np.take_along_axis(changes, step[:, :, np.newaxis], axis=1) / far[:, :, np.newaxis])


def summary(effects: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """mu_star, mu and sigma for each set of weights over trajectories (draws x trajectories): three of draws x factors.

    mu_star = mean |effect|, mu = mean effect, sigma = its standard deviation over trajectories without what the seeds
    add: var(effect) - mean(var over replicates) / R.
    """
    mean = effects.mean(axis=2)
    count, replicates = mean.shape[0], effects.shape[2]
    mu_star, mu = weights @ np.abs(mean), weights @ mean
    variance = (weights @ mean**2 - mu**2) * count / (count - 1)
    if replicates > 1:
        variance = variance - weights @ effects.var(axis=2, ddof=1) / replicates
    return mu_star, mu, np.sqrt(np.maximum(0.0, variance))


def over_trajectories(effects: np.ndarray, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Ends of the bootstrap intervals of mu_star, mu and sigma over trajectories.

    Trajectories with seeds of their own bring them along when they are drawn.
    """
    count = len(effects)
    weights = generator(seed).multinomial(count, np.full(count, 1.0 / count), size=DRAWS) / count
    return [percentiles(drawn, count) for drawn in summary(effects, weights)]


def over_shared_seeds(effects: np.ndarray) -> np.ndarray:
    """Half-widths of mu_star, mu and sigma over seeds that all trajectories share: 3 x factors."""

    def estimate(values: np.ndarray) -> np.ndarray:
        return np.concatenate(summary(values, np.full((1, len(values)), 1.0 / len(values))))

    return over_seeds(effects, estimate, estimate(effects)).half()


def screening(design: Design, units: Units, seed: int) -> pd.DataFrame:
    """A row a factor: mu_star, mu and sigma, each with its 95 % bootstrap interval, cut to what is possible."""
    effects = effects_of(design, units)
    count, names = len(effects), moving_of(design)
    whole = summary(effects, np.full((1, count), 1.0 / count))
    seeds = over_shared_seeds(effects) if design.blocks is None else np.zeros((3, len(names)))
    table = pd.DataFrame({"factor": list(names)})
    for word, (value,), ends, half in zip(WORDS, whole, over_trajectories(effects, seed), seeds, strict=True):
        low, high = widened(value, *ends, half)
        table[word] = value
        table[f"{word}_low"] = low if word == "mu" else np.maximum(0.0, low)
        table[f"{word}_high"] = high
    grouped = [sum(group == name for group in design.groups or ()) > 1 for name in names]
    table.loc[grouped, ["mu", "mu_low", "mu_high", "sigma", "sigma_low", "sigma_high"]] = np.nan
    return table
