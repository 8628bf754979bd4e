"""Files in: what exports look like, what is broken about them, and that nothing personal passes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, UnreadableFile
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.logs import files, reading
from community_dynamics.experiments.logs.log import DAY_SECONDS, Log
from community_dynamics.experiments.logs.reading import read_log
from community_dynamics.sim.state import POSTS, REPLIES, VISITS

ROWS = "member,time\n" + "".join(f"{name},2024-01-0{day}\n" for name in ("ann", "bob") for day in (1, 2, 4))


def read(folder: Path, text: str | bytes, name: str = "log.csv", **options: object) -> Log:
    """The log in a file of this content."""
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return read_log(path, **options)  # type: ignore[arg-type]


def test_members_become_numbers_in_the_order_in_which_they_come(tmp_path: Path) -> None:
    log = read(tmp_path, ROWS)
    assert log.members == 2 and log.rows == 6 and log.warnings == ()
    assert log.member.tolist() == [0, 0, 0, 1, 1, 1]
    assert (log.day - 19_723).tolist() == [0, 1, 3] * 2
    assert not log.by_the_second and not log.directed


@pytest.mark.parametrize(
    "rows",
    [
        "member;time\nann;2024-01-01\nbob;2024-01-02\n",
        "\ufeffmember,time\r\nann,2024-01-01\r\nbob,2024-01-02\r\n",
        'time\tuser\tcomment\n2024-01-01\tann\t"a\nb"\n2024-01-02\tbob\t""\n',
        "Date,Author Email\n31/12/2023,zoe\n01/01/2024,ann\n02/01/2024,bob\n",
        "user,ts\nann,1704067200.000200\nbob,1704153600\n",
        "user,created_at\nann,2024-01-01T02:00:00+02:00\nbob,2024-01-02T00:00:00Z\n",
        "user,created_at\nann,1704067200000\nbob,2024/1/2\n",
        "\n\nmember,time\nann,2024-01-01\nbob,2024-01-02\n",
        "user,created_at\nann,2024-01-01 17:30:00 UTC\nbob,2024-01-02 17:30:00 UTC\n",
        "user,ts\nann,1704067200000200\nbob,1704153600000200000\n",
        "user,date\nzoe,31.12.23\nann,01.01.24\nbob,02.01.24\n",
        'user,date\nzoe,"12/31/2023, 9:05:00 PM"\nann,"1/1/2024, 12:05:00 AM"\nbob,1/2/24 11:05 PM\n',
        "user,date\nann,20240101\nbob,20240102\n",
        'user,date\nann,"Mon, 01 Jan 2024 22:30:00 -0030"\nbob,Tue Jan 2 10:00:00 +0000 2024\n',
        'user,date\nann,"January 1, 2024"\nbob,02-Jan-24 05:10 PM\n',
    ],
)
def test_files_as_people_write_them(rows: str, tmp_path: Path) -> None:
    log = read(tmp_path, rows)
    assert (log.time[-2:] // DAY_SECONDS).tolist() == [19_723, 19_724]
    assert log.members == (3 if "zoe" in rows else 2) and log.warnings == ()


def test_parquet_reads_as_csv_does(tmp_path: Path) -> None:
    table = pd.DataFrame({"user_id": [7, 9, 7], "created": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-05"], utc=True)})
    table.to_parquet(tmp_path / "log.parquet")
    log = read_log(tmp_path / "log.parquet")
    assert (log.member.tolist(), (log.day - 19_723).tolist()) == ([0, 0, 1], [0, 4, 1])


def test_git_log(tmp_path: Path) -> None:
    line = '{}|An O\'Author "x"|{}@example.org|2024-01-0{}T10:00:00+01:00\n'
    log = read(tmp_path, "".join(line.format("ab12" * 10, name, day) for name, day in (("a", 1), ("b", 2), ("a", 3))), "log.txt")
    assert log.member.tolist() == [0, 0, 1]


def test_answers_by_id_and_by_member(tmp_path: Path) -> None:
    text = (
        "id,user,time,type,reply_to\n1,ann,2024-01-01T10:00:00Z,post,\n2,bob,2024-01-01T10:30:00Z,,1\n"
        "3,ann,2024-01-01T11:00:00Z,reply,1\n4,cid,2024-01-02T10:00:00Z,view,\n"
    )
    log = read(tmp_path, text)
    assert log.kind.tolist() == [POSTS, REPLIES, REPLIES, VISITS]
    assert log.answers.tolist() == [-1, -1, 0, -1]
    assert log.hours is not None and log.hours[0] == 0.5 and np.isinf(log.hours[1:]).all()
    log = read(tmp_path, "user,time,target\nann,2024-01-01,\nbob,2024-01-02,ann\nann,2024-01-03,ann\n")
    assert log.answers.tolist() == [-1, -1, 0]


def test_what_is_odd_is_counted(tmp_path: Path) -> None:
    text = ROWS + (
        "=cmd|' /C calc'!A0,2024-01-03\nbob,yesterday\n,2024-01-02\nbob,1700-01-01\nbob,2024-01-02,too,many\n"
        "eve,2024-01-03T10:00:00+02:00\neve,2024-01-03T10:00:00\neve,2024-01-03T08:00:00Z\n"
    )
    log = read(tmp_path, text)
    assert log.warnings == (
        "1 rows with too few or too many cells are left out",
        "1 rows whose time cannot be read are left out, such as xxxxxxxxx",
        "1 rows before 1980 or after today are left out, such as 1700-01-01",
        "1 rows without a member are left out",
        "1 ids look like spreadsheet formulas; ids are never written",
        "1 times have no zone and 2 have one; those without are read as UTC",
        "1 rows are there twice and count once",
    )


def test_counts_below_zero_are_left_out(tmp_path: Path) -> None:
    log = read(tmp_path, "member,day,n\nann,2024-01-01,3\nann,2024-01-02,-4\nann,2024-01-03,0\nbob,2024-01-01,1.5\n")
    assert log.count.tolist() == [3]
    assert log.warnings == ("2 rows whose count is negative or no whole number are left out",)


def test_a_day_until_which_cuts_the_log(tmp_path: Path) -> None:
    log = read(tmp_path, ROWS, last=19_724)
    assert (log.last, log.member.size) == (19_724, 4)


HOPELESS = [
    (b"", UnreadableFile, "log.csv is empty; a log needs a line of headings and a row for each event"),
    (b"\xef\xbb\xbf \n", UnreadableFile, "log.csv is empty; a log needs a line of headings and a row for each event"),
    (b"member,time\n", InvalidValue, "log.csv has headings but no rows; a log needs a row for each event"),
    (b"ab\0cd\n", UnreadableFile, "log.csv is a binary file; allowed are CSV, Parquet and `git log` output"),
    (b"\x1f\x8b\x08\0\0", UnreadableFile, "log.csv is compressed (gzip); unpack it first"),
    ("member,time\na,2024-01-01\n".encode("utf-16"), UnreadableFile, "log.csv is in UTF-16; save it as CSV in UTF-8"),
    (b"PAR1 and nothing else", UnreadableFile, "log.csv cannot be read as Parquet: "),
    (
        b"a,b\n1,2\n",
        InvalidValue,
        "log.csv has no column called member, member_id, memberid, user or the like (who it was), but a, b; say member=COLUMN",
    ),
    (
        b"member,time\nann,soon\nbob,2024-01-01\nbob,later\n",
        InvalidValue,
        "2 of 3 times in column time are no times, such as xxxx; allowed are 2024-05-31, 2024-05-31T17:30:00+02:00, "
        "31/05/2024 or seconds since 1970, from 1980 to today; say time=COLUMN for another column",
    ),
    (
        b"member,time\nann,03/04/2024\n",
        InvalidValue,
        "03/04/2024 can be read day first or month first; say dates=day or dates=month",
    ),
    (
        b"member,time\n,2024-01-01\n",
        InvalidValue,
        "log.csv has no row with a member, a time and a count; say member=COLUMN time=COLUMN",
    ),
    (
        b"commit 0123\nAuthor: Ann <a@b>\nDate: today\n",
        UnreadableFile,
        "log.csv is `git log` output without columns; write it with git log --format='%H|%an|%ae|%aI' > log.txt",
    ),
    (b"x" * (files.HEAD + 9), UnreadableFile, "log.csv begins with a line longer than 1,048,576 bytes; a log has headings there"),
]


@pytest.mark.parametrize(("content", "kind", "line"), HOPELESS)
def test_what_is_hopeless_is_refused_in_a_line(content: bytes, kind: type[CommunityError], line: str, tmp_path: Path) -> None:
    with pytest.raises(kind) as found:
        read(tmp_path, content)
    said = str(found.value).replace(f"{tmp_path}/", "")
    assert said.startswith(line) and (said == line or line.endswith(": ")) and "\n" not in said


def test_endless_lines_and_open_quotes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BLOCK", 1 << 20)
    for long in (b"ann," + b"9" * (3 << 20), b'"' + b"ann,2024-01-01\n" * 200_000):
        with pytest.raises(
            UnreadableFile, match="has a line longer than 1 MB; allowed are rows of a few hundred bytes: look for"
        ):
            read(tmp_path, b"member,time\nann,2024-01-01\n" + long)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(InvalidValue) as found:
        read(tmp_path, ROWS)
    assert str(found.value) == "log.csv has more than 3 rows; allowed are that many: read it by years"


def test_bytes_that_are_no_text_are_no_obstacle(tmp_path: Path) -> None:
    log = read(tmp_path, b"member,time\nJos\xe9,2024-01-01\nann,2024-01-02\nann,20\xff4-01-02\n")
    assert log.members == 2
    assert log.warnings == ("1 rows whose time cannot be read are left out, such as bytes that are no UTF-8",)


def test_columns_by_name(tmp_path: Path) -> None:
    text = "who,user,time\nann,x,2024-01-01\nbob,x,2024-01-02\n"
    assert read(tmp_path, text, given={"member": "who"}).members == 2
    with pytest.raises(InvalidValue) as found:
        read(tmp_path, text, given={"member": "whom"})
    assert str(found.value) == "member = whom is no column of log.csv, which has who, user, time; did you mean who?"


def test_nothing_personal_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"=secret.person{number}@example.org" for number in range(40)]
    rows = [f"{names[(month * 13 + day) % 40]},2023-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29, 2)]
    (tmp_path / "log.csv").write_text("member,time\n" + "\n".join(rows))
    assert main(["log", "describe", str(tmp_path / "log.csv"), f"out={tmp_path / 'out'}"]) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert {"statistics.csv", "phases.csv", "report.html", "course.png", "signs.csv"} <= set(written)
    assert not any(b"secret" in content for content in written.values())
    assert all(
        not line.startswith((b"=", b"+", b"@"))
        for name, text in written.items()
        if name.endswith("csv")
        for line in text.split(b"\n")
    )
    said = capsys.readouterr()
    assert "secret" not in said.out + said.err and "The ladder of active days" in said.out
    assert said.err == "warning: 40 ids look like spreadsheet formulas; ids are never written\n"
    assert b"<script" not in written["report.html"] and b"http-equiv" not in written["report.html"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["describ"], "describ is not known to 'community log'; did you mean describe? 'community log --help' says what is"),
        (["describe"], "0 files are given; allowed is one: community log describe FILE [name=value ...]"),
        (["describe", "a.csv", "membr=x"],
         "membr is not known to 'community log'; did you mean member? 'community log --help' lists all"),
        (["describe", "a.csv", "until=soon"], "until = soon is not a day; write it like 2024-05-31"),
        (["describe", "a.csv", "silence=1"],
         "silence = 1 is outside 7..3650 (days after which somebody counts as gone); did you mean 7?"),
        (["describe", "a.csv", "dates=dya"], "dates = dya is not day or month (which comes first in dates such as "
         "03/04/2024); did you mean day?"),
        (["describe", "nowhere.csv"], "nowhere.csv cannot be read: No such file or directory"),
        (["describe", "a.csv", "time="], "time = nothing; write time=VALUE or leave it out"),
    ],
)  # fmt: skip
def test_mistakes_in_the_command(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", *words]) == 2
    assert capsys.readouterr().err == f"{line}\n"
