"""The opening story: a network that stalled, and the same one with support, with the same random seeds."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import percent, share_words, tidy
from community_dynamics.experiments.diagnosis.causes import GROUPS, by_group
from community_dynamics.experiments.execution.in_memory import Progress
from community_dynamics.experiments.presentation.drawing import png
from community_dynamics.experiments.presentation.page import Picture, Section, Table, page
from community_dynamics.experiments.report.comparison_figures import repairs_figure
from community_dynamics.experiments.report.story_figures import Side, fate_figure, logon_rows, logons_figure, stall_words
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.experiments.studies.compare import Comparison, Repairs, paired, repairs
from community_dynamics.sim.inputs import Scenario, lever_values
from community_dynamics.sim.levers import LEVERS

AS_IT_WAS, SUPPORTED = "nasa_spacebook", "nasa_spacebook_supported"
LIGHT_WORK = {"demand": 0.7, "demand_volatility": 0.1, "crunch_demand": 0.1, "hindrance_share": 0.2}
COVERS = (
    "Intervals cover seed noise: they say how far other seeds could move a number, with every parameter "
    "as it stands. How often people hear of the network is calibrated to the level of log-ons at the "
    "end, so that this level is no success of the model. The zero at weekends is a prediction: it "
    "follows from how few people work on days off, which is assumed. That 18,000 people were eligible "
    "is assumed, too."
)
REPAIR_WORDS = (
    "Each repair gives one group of levers the values of the supported organisation and leaves "
    "everything else as it was. Work pressure, which that organisation shares, is repaired by less "
    "demand and less hindrance. The random seeds are the same."
)


@dataclass(frozen=True)
class Story:
    """What was told: the finding, a summary in lines, and where the page lies."""

    statement: str
    summary: tuple[str, ...]
    page: Path
    comparison: Comparison
    repairs: Repairs


def at_scale(scenario: Scenario, scale: float) -> Scenario:
    """The same organisation with `scale` persons to a simulated seat."""
    people = scenario.setting("seats") * scenario.setting("scale")
    founders = scenario.setting("founders") * scenario.setting("scale")
    return scenario.with_values(
        {
            "settings.scale": scale,
            "settings.seats": max(1, round(people / scale)),
            "settings.founders": max(1, round(founders / scale)),
        }
    )


def repairs_from(stalled: Scenario, supported: Scenario) -> dict[str, dict[str, float]]:
    """By group of levers, what the supported organisation has and the stalled one lacks; lighter work."""
    now, wanted = lever_values(stalled, 0), lever_values(supported, 0) | LIGHT_WORK
    differing = by_group(lever for lever in LEVERS if wanted[lever] != now[lever])
    return {GROUPS[group]: {f"levers.{lever}": wanted[lever] for lever in levers} for group, levers in differing.items()}


def tell(
    folder: str | os.PathLike,
    runs: int = 100,
    scale: float = 10,
    threads: int | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] = print,
) -> Story:
    """Run the story, write pictures, tables and one page into `folder`, and say what was found."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    stalled, supported = (at_scale(load(name), scale) for name in (AS_IT_WAS, SUPPORTED))
    say(f"{runs} pairs of runs with the same random seeds: Spacebook as it was, and with support ...")
    comparison = paired(stalled, supported, runs, 0, threads, progress)
    better = repairs_from(stalled, supported)
    say(f"{len(better)} repairs, each alone, with the same random seeds ...")
    single = repairs(stalled, better, runs, 0, threads, progress)
    say("drawing ...")
    story = write_story(target, comparison, single)
    for line in story.summary:
        say(line)
    say("The whole story is in index.html.")
    return story


def sides_of(comparison: Comparison) -> tuple[Side, Side]:
    """Both organisations with the names that the story gives them."""
    assert comparison.ensembles is not None
    first, second = comparison.ensembles
    return ("as it was", comparison.first, first), ("with support", comparison.second, second)


def write_story(target: Path, comparison: Comparison, single: Repairs) -> Story:
    """Pictures, tables and the page."""
    sides = sides_of(comparison)
    pictures = {
        "fates": fate_figure(sides),
        "log_ons": logons_figure(sides[0]),
        "repairs": repairs_figure(single),
    }
    images = {name: png(figure) for name, figure in pictures.items()}
    for name, image in images.items():
        write(target / f"{name}.png", image)
    for name, table in (("comparison", comparison.table), ("repairs", single.table)):
        write(target / f"{name}.csv", table.to_csv(index=False).encode())
    both = pd.concat([comparison.runs, single.runs.rename(columns={"side": "repair"})], ignore_index=True)
    write(target / "runs.csv", both.to_csv(index=False).encode())
    summary = summarise(sides, single)
    sections = story_sections(sides, single, pictures, images)
    text = page("Why do learning communities stall?", summary[0], sections, COVERS)
    write(target / "index.html", text.encode())
    return Story(summary[0], summary, target / "index.html", comparison, single)


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def summarise(sides: tuple[Side, Side], single: Repairs) -> tuple[str, ...]:
    """The findings in a few lines."""
    stalled, supported = (ensemble for _, _, ensemble in sides)
    rows = logon_rows(sides[0])
    eligible = sides[0][1].setting("seats") * sides[0][1].setting("scale")
    weekday, off = rows["logons_a_weekday"], rows["logons_a_weekend_day"]
    return (
        f"As it was, Spacebook stalls in {stall_words(stalled)}; with the same random seeds the same organisation "
        f"with the seven Cs, leaders who take part, protected time and a sponsor, in {stall_words(supported)}.",
        f"In the last three months {ends_words(weekday)} people log on a working day (reported: 14), "
        f"{tidy(1e5 * weekday[0] / eligible, 2)} of every 100,000 eligible, and {ends_words(off)} "
        "on a day off (reported: none).",
        repair_line(single),
    )


def ends_words(ends: tuple[float, float, float]) -> str:
    """A mean with its interval: '13 (11 to 15)'."""
    value, low, high = (tidy(end, 2) for end in ends)
    return f"{value} ({low} to {high})"


def repair_line(single: Repairs) -> str:
    """The three repairs that save most, each alone: runs saved first, then contributors gained."""
    told = [
        f"{row.repair}, {percent(row.difference)} of runs saved ({percent(row.low)} to {percent(row.high)}) and "
        f"{tidy(row.contributors_gained, 2)} contributors a week gained "
        f"({tidy(row.contributors_low, 2)} to {tidy(row.contributors_high, 2)})"
        for row in single.table.head(3).itertuples()
    ]
    saves = (single.table["low"] > 0).any()
    start = "What one repair alone saves" if saves else "No repair alone clearly saves it; what comes nearest"
    return f"{start}, with the same random seeds: {'; '.join(told)}."


def story_sections(
    sides: tuple[Side, Side], single: Repairs, pictures: dict[str, Figure], images: dict[str, bytes]
) -> list[Section]:
    """The page, part by part."""
    alt = {name: figure.get_suptitle().replace("\n", " ") for name, figure in pictures.items()}
    summary = summarise(sides, single)
    shown = {name: Picture(images[name], alt[name]) for name in images}
    holds = [int((ensemble["holding"] == 1).sum()) for _, _, ensemble in sides]
    runs = len(sides[0][2].outcomes)
    words = [share_words(count, runs) for count in holds]
    still = f"Not stalled at the end: as it was, {words[0]}; with support, {words[1]}."
    return [
        Section("What happened", [sides[0][1].story, sides[0][1].source]),
        Section("What the model says", [sides[1][1].story, still], [shown["fates"]]),
        Section("How many still came", [summary[1]], [shown["log_ons"]]),
        Section("What would have saved it", [summary[2], REPAIR_WORDS], [shown["repairs"]], [repair_table(single)]),
    ]


def repair_table(single: Repairs) -> Table:
    """Every repair with its intervals."""
    names = {
        "repair": "repair",
        "difference": "runs saved (share)",
        "low": "95 % from",
        "high": "to",
        "days_gained": "days gained",
        "contributors_gained": "contributors a week gained",
        "contributors_low": "95 % from ",
        "contributors_high": "to ",
    }
    return Table(single.table[list(names)], "Each repair alone, with the same random seeds as no repair.", names)
