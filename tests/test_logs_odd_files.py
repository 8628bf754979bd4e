"""Odd files of logs: pipes, odd kinds of columns, days out of range; one line each, and never a word of what people wrote."""

import os
from pathlib import Path
from threading import Thread

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from community_dynamics.experiments.base.errors import InvalidValue, UnreadableFile
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.cli.verbs import log as cli_log
from community_dynamics.experiments.logs.files import open_source
from community_dynamics.experiments.logs.reading import read_log

DAYS = [f"2024-{1 + at // 28:02}-{1 + at % 28:02}" for at in range(200)]
ROWS = "member,time\n" + "".join(f"m{at % 7},{day}\n" for at, day in enumerate(DAYS))
ADAY = "date,daily_active_members\n" + "".join(f"{day},{5 + at % 3}\n" for at, day in enumerate(DAYS))


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(ROWS)
    (tmp_path / "daily.csv").write_text(ADAY)
    return tmp_path / "log.csv"


@pytest.mark.parametrize("name", ["log.csv", "daily.csv"])
@pytest.mark.parametrize("verb", [["log", "describe"], ["forecast"], ["fit"]])
def test_a_last_day_before_the_first_is_refused(
    log: Path, name: str, verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*verb, name, "until=1999-01-01", *(["--dry-run"] if verb == ["fit"] else [])]) == 2
    line = f"until = 1999-01-01 is before the first day of {name}, 2024-01-01; give that day or a later one\n"
    assert capsys.readouterr().err == line


@pytest.mark.parametrize("verb", [["log", "describe"], ["forecast"], ["fit"]])
def test_a_last_day_to_come_is_refused(log: Path, verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*verb, "log.csv", "until=2999-12-31"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("until = 2999-12-31 is after today, ")
    assert said.endswith("; no log can say what was seen by then: give an earlier day\n")


def through(pipe: Path, content: bytes) -> Thread:
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    return writer


@pytest.mark.parametrize("kind", ["csv", "parquet", "long"])
def test_a_pipe_reads_as_a_file_does(tmp_path: Path, kind: str) -> None:
    text = ROWS if kind != "long" else "member,time\n" + ROWS.partition("\n")[2] * 400
    (tmp_path / "log").write_text(text)
    if kind == "parquet":
        pd.read_csv(tmp_path / "log").to_parquet(tmp_path / "log")
    content = (tmp_path / "log").read_bytes()
    writer = through(tmp_path / "pipe", content)
    source = open_source(tmp_path / "pipe")
    writer.join()
    found, plain = read_log(source), read_log(tmp_path / "log")
    assert (found.member.tolist(), found.time.tolist()) == (plain.member.tolist(), plain.time.tolist())
    assert found.rows == plain.rows == text.count("\n") - 1
    assert read_log(source).rows == plain.rows  # once more from the beginning


def test_the_command_reads_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    writer = through(tmp_path / "pipe", ROWS.encode())
    assert main(["log", "describe", str(tmp_path / "pipe")]) == 0
    writer.join()
    assert "7" in capsys.readouterr().out


def test_results_are_written_though_nobody_reads_the_text(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(description: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli_log, "tell", closed)
    with pytest.raises(BrokenPipeError):
        cli_log.main(["describe", "log.csv", "out=found"], ())
    assert (log.parent / "found" / "report.html").stat().st_size > 1000


LISTS, STRUCTS = [["a"]] * 200, [{"a": "x"}] * 200
GOOD = {
    "member": [f"m{at % 7}" for at in range(200)],
    "time": pd.to_datetime(DAYS).to_numpy(),
    "type": ["post"] * 200,
    "n": [1] * 200,
}


@pytest.mark.parametrize(
    ("column", "role", "meaning"),
    [
        ("member", "member", "who it was"),
        ("time", "time", "when it was"),
        ("type", "type", "what was done"),
        ("n", "count", "how many, where a row stands for several"),
    ],
)
@pytest.mark.parametrize(("values", "kind"), [(LISTS, "a list"), (STRUCTS, "a struct")])
def test_columns_of_lists_are_named(
    tmp_path: Path, column: str, role: str, meaning: str, values: list[object], kind: str
) -> None:
    pq.write_table(pa.table({**GOOD, column: values}), tmp_path / "log.parquet")
    with pytest.raises(InvalidValue) as refused:
        read_log(tmp_path / "log.parquet")
    assert str(refused.value) == (
        f"column {column} of log.parquet holds {kind} in each row, and {role} ({meaning}) needs one value; "
        f"say {role}=COLUMN for another column"
    )


@pytest.mark.parametrize("kind", [pa.binary(16), pa.binary(), pa.large_binary()])
def test_ids_of_bytes_are_told_apart_to_the_last_one(tmp_path: Path, kind: pa.DataType) -> None:
    ids = [b"fifteen letters" + bytes([last]) for last in (32, 9, 10, 0, 255, 65)] + [b"\xff" * 16]
    pq.write_table(pa.table({**GOOD, "member": pa.array([ids[at % 7] for at in range(200)], kind)}), tmp_path / "log.parquet")
    assert read_log(tmp_path / "log.parquet").members == 7


def test_times_beyond_the_calendar_are_refused(tmp_path: Path) -> None:
    far = pa.array(np.full(200, 2**62), pa.int64()).cast(pa.timestamp("us"))
    pq.write_table(pa.table({**GOOD, "time": far}), tmp_path / "log.parquet")
    with pytest.raises(InvalidValue, match="200 of 200 times in column time are no times, such as a time beyond the calendar"):
        read_log(tmp_path / "log.parquet")


def test_a_name_of_a_column_that_is_no_text_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({**GOOD, "qqqqzzzz": [1] * 200}), tmp_path / "log.parquet", store_schema=False)
    data = (tmp_path / "log.parquet").read_bytes()
    (tmp_path / "log.parquet").write_bytes(data.replace(b"qqqqzzzz", b"qqqq\xffzzz"))
    with pytest.raises(UnreadableFile) as refused:
        read_log(tmp_path / "log.parquet")
    assert str(refused.value) == "log.parquet cannot be read as Parquet: the name of a column is no UTF-8"


SECRET = "ann.secret@example.org"


@pytest.mark.parametrize(
    "content",
    [
        f'[{{"user_id":"{SECRET}","at":"2024-01-01"}}]',
        f'{{"user_id":"{SECRET}"}}\n',
        f'[\n  {{"user_id":"{SECRET}"}}]',
        f"{SECRET},2024-01-01\n{SECRET},2024-01-02\n",
        f"ann secret,{SECRET},2024-01-01\n",
        f"who,time\nann,{SECRET}\n",
        f"member,time\nann,{SECRET}\nann,Ann Secret\n",
        f"member;time\nann;{SECRET}\n",
    ],
)
def test_no_record_is_ever_quoted(tmp_path: Path, content: str) -> None:
    (tmp_path / "log.json").write_text(content)
    with pytest.raises((InvalidValue, UnreadableFile)) as refused:
        read_log(tmp_path / "log.json")
    assert "secret" not in str(refused.value).lower() and "\n" not in str(refused.value)


def test_json_and_files_without_headings_are_called_so(tmp_path: Path) -> None:
    (tmp_path / "log.json").write_text('[{"user_id":"a"}]')
    with pytest.raises(UnreadableFile) as refused:
        read_log(tmp_path / "log.json")
    assert str(refused.value) == "log.json is JSON; allowed are CSV, Parquet and `git log` output: export it as CSV"
    (tmp_path / "log.csv").write_text(f"{SECRET},2024-01-01\n")
    with pytest.raises(InvalidValue) as found:
        read_log(tmp_path / "log.csv")
    assert str(found.value) == (
        "log.csv has no column called member, member_id, memberid, user or the like (who it was), "
        "but 2 columns, whose first line looks like a row rather than headings; say member=COLUMN"
    )
