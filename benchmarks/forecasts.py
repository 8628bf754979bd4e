"""How good forecasts would have been: `COMMUNITY_DATA=... python -m benchmarks.forecasts` writes the tables of docs/forecast.md.

Four communities are forecast from every thirteenth week of their past by what was known then, and scored by what came.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.evidence import DOCUMENTS, filled
from benchmarks.figures import markdown
from community_dynamics.experiments.forecast.analogues import go_on
from community_dynamics.experiments.forecast.baselines import last_quarter, seasonal_naive, smoothing
from community_dynamics.experiments.forecast.buy_till_you_die import buy_till_you_die
from community_dynamics.experiments.forecast.futures import forecast
from community_dynamics.experiments.forecast.outlook import Outlook, stalled
from community_dynamics.experiments.forecast.past import Past, past_of, past_of_daily
from community_dynamics.experiments.forecast.scores import COVERAGE, brier, crps, inside, skill
from community_dynamics.experiments.forecast.worlds import World, usual_worlds, worlds
from community_dynamics.experiments.logs.daily import read_daily
from community_dynamics.experiments.logs.files import open_source
from community_dynamics.experiments.logs.reading import read_log

DRAWS = 400
SERIES = ("actives", "contributions")
STEP, QUARTER, YEAR = 13, 13, 52
LONG_WEEKS = 156
OURS, ALIKE, LAW = "community forecast", "alike members alone", "BG/NBD with moods and drift"
OWN, WORLDS = "alike members of its own past alone", "alike members of worlds alone"
BASELINES = {
    "last year again": seasonal_naive,
    "last quarter again": last_quarter,
    "exponential smoothing": smoothing,
    "BG/NBD": buy_till_you_die,
}
METHODS = (OURS, ALIKE, LAW, OWN, WORLDS, *BASELINES)


def communities(folder: Path) -> dict[str, Past]:
    """What is known of each of the four at the end; meetings count where somebody said yes to one that took place."""
    lean = past_of(read_log(folder / "lean_zulip" / "events.csv"))
    tweets = past_of(read_log(folder / "tidytuesday_tweets" / "events.csv"))
    slack = past_of_daily(read_daily(open_source(folder / "r4ds_slack" / "daily.csv")))
    return {"Lean": lean, "TidyTuesday": tweets, "Montana": meetings(folder / "montana_programmers"), "R4DS": slack}


def meetings(folder: Path) -> Past:
    """Attendance and joining of the meet-up group as a log."""
    events, answers = pd.read_csv(folder / "events.csv"), pd.read_csv(folder / "rsvps.csv")
    held = events.loc[events["past"] == 1, ["event", "day"]]
    came = answers[answers["response"] == "yes"].merge(held, on="event")[["member", "day"]].assign(type="attend")
    joined = pd.read_csv(folder / "members.csv")[["member", "joined_day"]].rename(columns={"joined_day": "day"})
    joined = joined[joined["day"] <= came["day"].max()].assign(type="join")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "meetings.csv"
        pd.concat([joined, came]).to_csv(file, index=False)
        return past_of(read_log(file))


def origins(past: Past) -> list[int]:
    """Weeks before the end at which to forecast: every thirteen from a year on (half a year where three were not seen)."""
    first = YEAR if past.weeks >= LONG_WEEKS else YEAR // 2
    return list(range(STEP, past.weeks - first + 1, STEP))[::-1]


def outlooks(then: Past, made: list[World], seed: int) -> Iterator[tuple[str, Outlook]]:
    """Every method's forecast of a past."""
    if then.people is None:
        yield OURS, go_on(then, [world.course for world in made], DRAWS, seed)
    else:
        sources = [world.source for world in made]
        yield OURS, forecast(then, sources, DRAWS, seed).outlook
        yield ALIKE, forecast(then, sources, DRAWS, seed, law=0.0).outlook
        yield LAW, forecast(then, sources, DRAWS, seed, law=1.0).outlook
        yield OWN, forecast(then, [], DRAWS, seed, law=0.0).outlook
        yield WORLDS, forecast(then, sources, DRAWS, seed, own=False, law=0.0).outlook
    for name, method in BASELINES.items():
        if then.people is not None or method is not buy_till_you_die:
            yield name, method(then, YEAR, DRAWS, seed)


@dataclass(frozen=True)
class Score:
    """One forecast judged by the weeks that came, at most 52 of them."""

    community: str
    method: str
    weeks: int
    plain: dict[str, np.ndarray]
    logs: dict[str, np.ndarray]
    held: dict[str, np.ndarray]
    chances: np.ndarray
    stalls: np.ndarray


def judged(name: str, method: str, past: Past, before: int, found: Outlook) -> Score:
    """The scores of one forecast."""
    number = min(before, YEAR)
    came = slice(past.weeks - before, past.weeks - before + number)
    plain, logs, held = {}, {}, {}
    for series in SERIES:
        draws, truth = getattr(found, series)[:, :number], getattr(past, series)[came]
        plain[series], logs[series] = crps(draws, truth), crps(np.log1p(draws), np.log1p(truth))
        held[series] = np.array([inside(draws, truth, band) for band in COVERAGE])
    chances = stalled(past.before(before), found).mean(axis=0)[:number]
    return Score(name, method, number, plain, logs, held, chances, happened(past)[came])


def happened(past: Past) -> np.ndarray:
    """Whether the community did stand stalled in each week."""
    sums = np.cumsum(np.r_[0.0, past.contributors])
    low = np.maximum(0, np.arange(past.weeks) - 7)
    mean = (sums[1:] - sums[low]) / (np.arange(past.weeks) - low + 1)
    return np.asarray(mean < np.maximum(3.0, 0.01 * past.joined))


def all_scores(pasts: dict[str, Past], made: list[World]) -> list[Score]:
    """Every method at every origin of every community."""
    found = []
    for name, past in pasts.items():
        started = time.perf_counter()
        for before in origins(past):
            then = past.before(before)
            for method, outlook in outlooks(then, made, seed=past.weeks - before):
                found.append(judged(name, method, past, before, outlook))
        print(f"{name}: {len(origins(past))} origins, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return found


def of(scores: list[Score], community: str, method: str, horizon: int) -> list[Score]:
    """Scores of one method in one community, at the origins that a whole horizon follows."""
    return [one for one in scores if one.community == community and one.method == method and one.weeks >= horizon]


def means(chosen: list[Score], kind: str, series: str, horizon: int) -> np.ndarray:
    """Mean score over the horizon at each origin."""
    return np.array([getattr(one, kind)[series][:horizon].mean() for one in chosen])


def score_table(scores: list[Score]) -> str:
    """CRPS of each method, a line each, on plain numbers and on logs."""
    heads = ["community", "forecast by"]
    heads += [f"{series}, {span} weeks" for series in SERIES for span in ("1-13", "1-52")]
    rows = []
    for community in dict.fromkeys(one.community for one in scores):
        for method in METHODS:
            if of(scores, community, method, QUARTER):
                rows.append([community, method, *(cell(scores, community, method, *at) for at in CELLS)])
    return markdown(heads, rows)


CELLS = tuple((series, horizon) for series in SERIES for horizon in (QUARTER, YEAR))


def cell(scores: list[Score], community: str, method: str, series: str, horizon: int) -> str:
    """Plain and log score; bold where no other method, the parts of ours aside, is better on logs."""
    rivals = [one for one in (OURS, *BASELINES) if of(scores, community, one, horizon)]
    logs = {one: means(of(scores, community, one, horizon), "logs", series, horizon).mean() for one in {*rivals, method}}
    plain = means(of(scores, community, method, horizon), "plain", series, horizon).mean()
    text = f"{plain:.3g} ({logs[method]:.3f})" if plain < 1000 else f"{plain:,.0f} ({logs[method]:.3f})"
    return f"**{text}**" if method in rivals and logs[method] == min(logs[one] for one in rivals) else text


def skill_table(scores: list[Score]) -> str:
    """Skill against each baseline, community by community and on average."""
    rows = []
    for series, horizon in CELLS:
        for baseline in (*BASELINES, LAW, ALIKE):
            row: list[object] = [f"{series}, 1-{horizon} weeks", baseline]
            pairs = []
            for community in dict.fromkeys(one.community for one in scores):
                ours, theirs = (of(scores, community, one, horizon) for one in (OURS, baseline))
                if not theirs or not ours:
                    row.append("–")
                    continue
                pairs.append(tuple(means(one, "logs", series, horizon) for one in (ours, theirs)))
                row.append(bracket(*skill(*pairs[-1])))
            rows.append([*row, bracket(*average_skill(pairs))])
    names = dict.fromkeys(one.community for one in scores)
    return markdown(["what", "against", *names, "on average"], rows)


def average_skill(pairs: list[tuple[np.ndarray, ...]], draws: int = 1000, reach: int = 4) -> tuple[float, float, float]:
    """1 - mean over communities of our score over theirs, with a 90 % interval: stretches of origins drawn again in each."""
    dice = np.random.default_rng(0)
    value = 1.0 - float(np.mean([ours.mean() / theirs.mean() for ours, theirs in pairs]))
    drawn = np.zeros(draws)
    for ours, theirs in pairs:
        number = ours.size
        width = min(reach, max(1, number // 2))
        starts = dice.integers(number, size=(draws, -(-number // width)))
        picked = ((starts[:, :, None] + np.arange(width)) % number).reshape(draws, -1)[:, :number]
        drawn += ours[picked].mean(axis=1) / theirs[picked].mean(axis=1) / len(pairs)
    low, high = np.quantile(1.0 - drawn, (0.05, 0.95))
    return value, float(low), float(high)


def bracket(value: float, low: float, high: float) -> str:
    """A skill in per cent with its interval."""
    ends = "" if np.isnan(low) else f" ({100 * low:+.0f} to {100 * high:+.0f})"
    return f"{100 * value:+.0f}{ends}"


def coverage_table(scores: list[Score]) -> str:
    """How often bands held what came, weeks 1 to 52."""
    rows = []
    for community in dict.fromkeys(one.community for one in scores):
        for method in METHODS:
            chosen = of(scores, community, method, YEAR)
            if chosen:
                held = [np.mean([one.held[series].mean(axis=1) for one in chosen], axis=0) for series in SERIES]
                rows.append([community, method, *(f"{100 * share:.0f}" for both in held for share in both)])
    bands = [f"{series} {100 * band:.0f} %" for series in SERIES for band in COVERAGE]
    return markdown(["community", "forecast by", *bands], rows)


def stall_table(scores: list[Score]) -> str:
    """Brier scores of the chance to stand stalled, where any community ever did and did not."""
    rows = []
    for community in dict.fromkeys(one.community for one in scores):
        for horizon in (QUARTER, YEAR):
            came = np.array([one.stalls[horizon - 1] for one in of(scores, community, OURS, horizon)])
            row: list[object] = [community, f"{horizon} weeks", f"{int(came.sum())} of {came.size}"]
            for method in METHODS:
                chosen = of(scores, community, method, horizon)
                said = np.array([one.chances[horizon - 1] for one in chosen])
                row.append(f"{brier(said, came):.3f}" if chosen else "–")
            rows.append([*row, f"{came.mean() * (1 - came.mean()):.3f}"])
    return markdown(["community", "ahead", "stood stalled", *METHODS, "always the mean"], rows)


TABLES: dict[str, Callable[[list[Score]], str]] = {
    "scores": score_table,
    "skill": skill_table,
    "held": coverage_table,
    "stalling": stall_table,
}


def main() -> int:
    """Score everything and write the tables of the page."""
    named = os.environ.get("COMMUNITY_DATA")
    if named is None:
        print("COMMUNITY_DATA is not set: the observed communities are not on this machine", file=sys.stderr)
        return 2
    scores = all_scores(communities(Path(named)), worlds(usual_worlds()))
    page = DOCUMENTS / "forecast.md"
    text = page.read_text("utf-8")
    for name, make in TABLES.items():
        text = filled(text, name, make(scores))
    page.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
