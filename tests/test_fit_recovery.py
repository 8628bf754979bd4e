"""Planted communities are fitted as if they were real: a sample of what `python -m benchmarks.recovery 50` publishes."""

from pathlib import Path

import numpy as np

from benchmarks.recovery import trials


def test_intervals_hold_what_was_planted_about_as_often_as_they_say(tmp_path: Path) -> None:
    """Four communities, thirteen parameters each, 90 % intervals from some four hundred runs a fit.

    Were they right, fewer than 40 of 52 would hold what was planted in one case of two hundred; intervals as wide as the
    prior would hold it too, so on average they must be narrower, and the best of each fit by far.
    """
    found = list(trials(tmp_path, 4, runs=256, later=300))
    inside, width = (np.array([getattr(one, name) for one in found]) for name in ("inside", "width"))
    assert inside.sum() >= 40
    assert width.mean() < 0.75 and (width.min(axis=1) < 0.45).all()
