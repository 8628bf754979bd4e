"""The tables of docs/calibration.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.evidence import DOCUMENTS, filled
from benchmarks.figures import markdown
from community_dynamics.experiments.calibration.calibrating import Calibrated
from community_dynamics.experiments.calibration.calibration_tables import (
    constants_table,
    not_together,
    pairs_of,
    posterior_rows,
    summary_table,
    targets_table,
    words_of,
)
from community_dynamics.experiments.execution.whole_files import write_whole

PAGE = DOCUMENTS / "calibration.md"
SHOWN = 30  # constants of the screening


@dataclass(frozen=True)
class Tables:
    """All tables: as data for the folder, and as text for the page."""

    frames: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str]


def tables_of(found: Calibrated, screened: pd.DataFrame | None, taken: pd.DataFrame, given: Mapping[str, Any]) -> Tables:
    """Everything that is told of a calibration."""
    constants, targets = constants_table(found), targets_table(found)
    pairs, posterior = pairs_of(found), posterior_rows(found)
    frames = {"constants": constants, "targets": targets, "pairs": pairs, "posterior": posterior, "costs": taken}
    texts = {
        "summary": f"{sentence(found, given)}\n\n{plain(summary_table(targets))}",
        "constants": constants_text(constants),
        "targets": targets_text(targets),
        "together": lines_text(not_together(targets)),
        "pairs": plain(pairs) if len(pairs) else "None hangs together with another by half or more.",
        "costs": plain(taken),
    }
    if screened is not None:
        frames, texts = {**frames, "screening": screened}, {**texts, "screening": plain(screened.head(SHOWN))}
    return Tables(frames, texts)


def sentence(found: Calibrated, given: Mapping[str, Any]) -> str:
    """How it was done, in a sentence."""
    return (
        f"{len(found.runs.unit):,} points in {int(found.runs.wave.max()) + 1} waves, {len(found.task.priors)} constants, "
        f"{len(found.task.targets)} numbers to be met, seed {given['seed']}. Held out by lot {given['lot']}: "
        f"{words_of(found.task.held)}. Before and after: over {given['verify']} runs of most scenarios, as facts are judged."
    )


def short(value: object) -> str:
    """A cell: numbers with three digits that count."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def plain(table: pd.DataFrame) -> str:
    """A table as it is."""
    return markdown(
        [str(name) for name in table.columns], [[short(cell) for cell in row] for row in table.itertuples(index=False)]
    )


def constants_text(table: pd.DataFrame) -> str:
    """Constants, each in a line."""
    rows = []
    for one in table.to_dict("records"):
        prior = f"{one['prior low']:.3g} to {one['prior high']:.3g}{' (log)' if one['by logarithm'] else ''}"
        posterior = f"{one['median']:.3g} ({one['low']:.3g} to {one['high']:.3g})"
        width, verdict = f"{one['width']:.2f}", one["verdict"]
        rows.append(
            (one["constant"], one["status"], short(one["before"]), prior, posterior, width, verdict, short(one["chosen"]))
        )
    heads = ("constant", "status", "before", "prior", "posterior: median (90 %)", "width", "verdict", "chosen")
    return markdown(heads, rows)


def targets_text(table: pd.DataFrame) -> str:
    """Targets, each in a line; a star marks what lies outside its range."""
    rows = []
    for one in table.to_dict("records"):
        role = "held out" if one["held out"] else f"{one['weight']:.2g}"
        cells = [
            f"{one[when]:.3g} [{one[f'{when} low']:.3g}, {one[f'{when} high']:.3g}]{'' if one[f'in range {when}'] else ' *'}"
            for when in ("before", "after")
        ]
        accepted = f"{one['accepted low']:g} to {one['accepted high']:g}{' (soft)' if one['soft'] else ''}"
        rows.append((one["fact"], one["what"], accepted, role, *cells, f"{one['over low']:.3g} to {one['over high']:.3g}"))
    return markdown(("fact", "what", "accepted", "weight", "before", "after", "over the posterior"), rows)


def lines_text(lines: list[str]) -> str:
    """Lines of a list."""
    return "\n".join(f"- {line}." for line in lines) or "- Everything is met."


def publish(tables: Tables, place: Path, page: Path = PAGE) -> None:
    """Write the page's tables and the posterior that comes along."""
    text = page.read_text("utf-8")
    for name, table in tables.texts.items():
        text = filled(text, name, table)
    write_whole(page, lambda path: path.write_text(text, "utf-8"))
    place.parent.mkdir(exist_ok=True)
    write_whole(place, lambda path: tables.frames["posterior"].to_csv(path, index=False))
