"""The benchmark runs through and tells every line; no time is asserted, for machines differ and are busy."""

from pathlib import Path

import pytest

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.speed.bench import bench
from community_dynamics.experiments.speed.timing import Line, Sizes, ratios, table

TINY = Sizes(
    seats=20, days=35, rounds=2, growth=(20, 40), thread_runs=32, counted_days=7, sobol_samples=16, sobol_runs=2,
    large_seats=100, large_days=7, cold=False,
)  # fmt: skip


def test_every_line_is_measured_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    page = tmp_path / "speed.md"
    found = bench(thread_count=2, out=str(page), sizes=TINY, tell=told.append)
    text, written = "\n".join(told), page.read_text("utf-8")
    assert set(found) == {"engines", "busy", "growth", "threads", "floor", "study", "large", "start"}
    for lines in found.values():
        for line in lines:
            assert line.what in text and line.what in written
            assert not any(value < 0 for value in line.values), line
    assert str(tmp_path) not in written


def test_a_line_says_what_is_wanted_and_whether_it_is_so() -> None:
    line = ratios("P / E", [300.0, 500.0, 250.0], [1.0, 1.0, 1.0], least=400)
    assert line.cells() == ("P / E", "300 times", "250 to 500", "at least 400", "no")
    assert Line("memory", (0.5,), "GB", most=2).cells() == ("memory", "0.5 GB", "", "at most 2", "yes")
    widths = {len(row) for row in table([line]).splitlines()}
    assert len(widths) == 1


def test_a_page_without_a_folder_is_refused_before_anything_is_timed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="lies in a folder that is not there"):
        bench(out=str(tmp_path / "none" / "speed.md"))
