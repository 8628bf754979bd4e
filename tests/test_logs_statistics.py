"""The numbers that sum up a log: against hand counts, SciPy, and the published figures of real communities."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from community_dynamics.experiments.logs.gathering import log_of
from community_dynamics.experiments.logs.log import Log, days_of
from community_dynamics.experiments.logs.resampling import MOST_CELLS, counted, distinct, resampling
from community_dynamics.experiments.logs.statistics import (
    STATISTICS,
    gini,
    span_weights,
    statistics,
    top_share,
    weighted_quantile,
)
from community_dynamics.experiments.logs.survival import kaplan_meier, share_after, weibull

SILENCE = {"tidytuesday_tweets": 90}
# The crawl of the meet-up group ended with its last sign of life, a week after its last event.
LAST = {"lean_zulip_2018_2021": "2021-12-31", "montana_programmers": "2016-06-03"}


def since(days: pd.Series) -> np.ndarray:
    """Days since 1970."""
    return (pd.to_datetime(days) - pd.Timestamp("1970-01-01")).dt.days.to_numpy()


def observed_log(folder: Path, dataset: str) -> Log:
    """The log of one of the observed communities."""
    if dataset.startswith("montana"):
        held = pd.read_csv(folder / "montana_programmers/events.csv").query("past == 1")
        table = (
            pd.read_csv(folder / "montana_programmers/rsvps.csv").query("response == 'yes'").merge(held, on="event").assign(n=1)
        )
    else:
        table = pd.read_csv(folder / ("lean_zulip" if dataset.startswith("lean") else dataset) / "events.csv")
    last = None if dataset not in LAST else int(since(pd.Series([LAST[dataset]]))[0])
    return log_of(table["member"].to_numpy(), since(table["day"]), table["n"].to_numpy(), dataset, last)


@pytest.mark.parametrize("dataset", ["lean_zulip_2018_2021", "lean_zulip_2018_2022", "tidytuesday_tweets", "montana_programmers"])
def test_every_target_is_met(dataset: str, observed_data: Path) -> None:
    targets = pd.read_csv(observed_data / "targets.csv").query("dataset == @dataset").set_index("metric")
    found = statistics(observed_log(observed_data, dataset), SILENCE.get(dataset, 180)).set_index("statistic")
    assert list(found.index) == list(STATISTICS) == list(targets.index)
    np.testing.assert_allclose(found["value"], targets["value"], rtol=2e-6, atol=5.1e-5)
    width, theirs = found["high"] - found["low"], targets["hi90"] - targets["lo90"]
    close = np.abs(np.log(np.maximum(width, 1e-9) / np.maximum(theirs, 1e-9))) < 0.35
    assert close[theirs > 0].all()


def small() -> Log:
    """Three members: one on four days in three weeks, one twice, one once; 200 days are observed."""
    member = np.array([5, 5, 5, 5, 7, 7, 9])
    day = np.array([4, 5, 11, 18, 4, 24, 30])  # 1970-01-05 (day 4) was a Monday
    return log_of(member, day, np.array([2, 1, 1, 1, 1, 1, 3]), last=400)


def test_hand_counts() -> None:
    found = statistics(small(), silence=180, draws=50).set_index("statistic")["value"]
    assert found["gini"] == pytest.approx((2 * (1 * 2 + 2 * 3 + 3 * 5) / 10 - 4) / 3)
    assert found["top1pct"] == found["top10pct"] == 0.5
    assert found["share_one_active_day"] == pytest.approx(1 / 3)
    assert found["share_once"] == 0.0
    assert found["p_week_stay"] == pytest.approx(2 / 6)
    assert (found["ret_1_7"], found["ret_1_30"]) == pytest.approx((1 / 3, 2 / 3))
    assert (found["S7"], found["S30"]) == pytest.approx((2 / 3, 0.0))
    assert (found["gap_median"], found["gap_p90"]) == pytest.approx((6.5, np.quantile([1, 6, 7, 20], 0.9)))


def test_survival_agrees_with_scipy() -> None:
    dice = np.random.default_rng(3)
    span = np.ceil(dice.weibull(0.6, 500) * 200)
    open_ = dice.random(500) < 0.3
    spans = np.unique(span)
    ended, still = (np.array([[(chosen & (span == value)).sum() for value in spans]]) for chosen in (~open_, open_))
    data = stats.CensoredData(uncensored=span[~open_], right=span[open_])
    curve = kaplan_meier(spans, ended, still)
    known = stats.ecdf(data).sf
    for days in (0, 7, 30, 365):
        assert share_after(days, spans, curve)[0] == pytest.approx(float(known.evaluate(days)))
    shape, scale = weibull(spans, ended, still)
    assert (shape[0], scale[0]) == pytest.approx(stats.weibull_min.fit(data, floc=0)[::2], rel=1e-3)


def test_weighted_forms_equal_plain_ones() -> None:
    dice = np.random.default_rng(4)
    values = np.sort(dice.integers(1, 9, 200))
    different, number = np.unique(values, return_counts=True)
    rank = np.arange(1, 201)
    plain = ((2 * rank - 201) * values).sum() / (200 * values.sum())
    assert gini(different, number[None] * 1.0)[0] == pytest.approx(plain)
    assert top_share(different, number[None] * 1.0, 0.1)[0] == pytest.approx(values[-20:].sum() / values.sum())
    for level in (0.0, 0.33, 0.5, 0.9, 1.0):
        assert weighted_quantile(different, number[None] * 1.0, level)[0] == pytest.approx(np.quantile(values, level))


def test_groups_of_members_give_intervals_as_wide() -> None:
    dice = np.random.default_rng(5)
    member = dice.integers(0, 6000, 30_000)
    log = log_of(member, dice.integers(0, 900, 30_000))
    days = days_of(log)
    one, many = (
        span_weights(days, resampling(days.members, 300, 1, groups), 180)[2].sum(1)[1:].std() for groups in (10_000, 1000)
    )
    assert many == pytest.approx(one, rel=0.25)


def test_same_log_gives_the_same_intervals() -> None:
    pd.testing.assert_frame_equal(statistics(small(), draws=20), statistics(small(), draws=20))


def test_nothing_to_describe_gives_missing_values() -> None:
    empty = np.zeros(0, int)
    found = statistics(log_of(empty, empty), draws=5)
    assert found["value"].isna().all()


def test_counting_without_sorting_equals_sorting() -> None:
    value = np.array([7, -3, 7, 12, 7])
    for one, other in zip(distinct(value), np.unique(value, return_inverse=True), strict=True):
        assert one.tolist() == other.tolist()
    for most in (20, MOST_CELLS + 1):
        assert [one.tolist() for one in counted(value + 3, most)] == [[0, 10, 15], [1, 3, 1]]
