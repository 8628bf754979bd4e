"""Planted communities are fitted as if they were real: a sample of what `python -m benchmarks.recovery 50` publishes."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.recovery import trials


def recovered(folder: Path, communities: int, later: int) -> tuple[np.ndarray, np.ndarray]:
    """Whether the interval of each parameter holds what was planted, and how wide it is, a row a community."""
    found = list(trials(folder, communities, runs=256, later=later))
    inside, width = (np.array([getattr(one, name) for one in found]) for name in ("inside", "width"))
    return inside, width


def test_most_intervals_hold_what_was_planted_in_a_community_and_some_are_narrow(tmp_path: Path) -> None:
    """Thirteen parameters, 90 % intervals: were they right, fewer than 9 would hold it in one case of a hundred and fifty."""
    inside, width = recovered(tmp_path, 1, 200)
    assert inside.sum() >= 9
    assert width.mean() < 0.85 and width.min() < 0.5


@pytest.mark.evidence
def test_intervals_hold_what_was_planted_about_as_often_as_they_say(tmp_path: Path) -> None:
    """Eight communities, thirteen parameters each, 90 % intervals from some four hundred runs a fit.

    Were they right, fewer than 84 of 104 would hold what was planted in one case of seven hundred; intervals as wide as the
    prior would hold it too, so on average they must be narrower, and the best of each fit by far.
    """
    inside, width = recovered(tmp_path, 8, 300)
    assert inside.sum() >= 84
    assert width.mean() < 0.8 and width.min(axis=1).mean() < 0.45
