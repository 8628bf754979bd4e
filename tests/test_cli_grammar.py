"""One grammar for all verbs: the same words mean the same everywhere, usual slips are answered with the right form."""

import json
import subprocess
from pathlib import Path

import pytest

from community_dynamics.experiments.cli.main import NEEDY, VERBS, main
from community_dynamics.experiments.cli.study_output import job_options
from community_dynamics.experiments.execution.batches import DICE, FATE, NUMBERED
from community_dynamics.experiments.execution.conduct import How
from community_dynamics.experiments.execution.slurm_array import parameters
from community_dynamics.experiments.scenarios.explain import explained
from community_dynamics.experiments.scenarios.scenario_files import scenario_names
from community_dynamics.experiments.scenarios.table_columns import COLUMNS, SERIES
from community_dynamics.experiments.studies.options import FLAGS, OPTIONS, option_names
from community_dynamics.experiments.studies.study import studies
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.state import WEEKLY

SMALL = ("settings.seats=40", "settings.days=120", "workers=1")
RUNNING = ("run", "compare", "sweep", "sensitivity", "extend", "retry", "replay", "fit", "facts", "forecast", "demo", "bench")
SWEEP = ("sweep", "vary.levers.demand=0.6,1")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMUNITY_DEBUG", raising=False)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The line with which a command is refused; nothing is written."""
    assert main(arguments) == 2
    screen = capsys.readouterr()
    assert (screen.out, list(Path().iterdir())) == ("", [])
    return screen.err.removesuffix("\n")


def data_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    """What a command prints with --json."""
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_verb_has_its_options_and_flags_stated() -> None:
    assert set(OPTIONS) == set(FLAGS) == set(VERBS)
    assert [verb for verb in VERBS if "threads" in option_names(verb)] == []
    assert [verb for verb in RUNNING if "--dry-run" not in FLAGS[verb]] == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("run", "--runs=5"), "--runs=5 is written runs=5 here"),
        (("run", "--runs", "5"), "--runs 5 is written runs=5 here"),
        (("run", "-n", "5"), "-n 5 is written runs=5 here"),
        (("run", "-n5"), "-n5 is written runs=5 here"),
        (("run", "--runs"), "--runs is written runs=VALUE here"),
        (("fit", "log.csv", "--weekly-actives=30"), "--weekly-actives=30 is written weekly_actives=30 here"),
        (("run", "--levers.demand=1"), "--levers.demand=1 is written levers.demand=1 here"),
        (("run", "threads=2"), "threads=2 is written workers=2 here"),
        (("bench", "threads=2"), "threads=2 is written workers=2 here"),
        (("sweep", "replicates=3"), "replicates=3 is written runs=3 here"),
        (("run", "--show"), "--show is written --dry-run here"),
        (("run", "--quite"), "--quite is not a flag; did you mean --quiet? 'community run --help' lists all"),
        (("scenarios", "--dry"), "--dry is not a flag; 'community scenarios --help' lists all"),
        (("run", "--json", "--dry-run"), "--json says what came out and --dry-run runs nothing; leave out one of the two"),
        (("log", "ours.csv"), "ours.csv is a file; write 'community log describe ours.csv'"),
        (
            ("scenario", "guild"),
            f"scenario is not a verb; did you mean scenarios guild? 'community --help' lists all {len(VERBS)}",
        ),
        (("guild",), f"guild is not a verb; did you mean run guild? 'community --help' lists all {len(VERBS)}"),
        (
            ("sweep", "levers.cadence_days=3,7"),
            "levers.cadence_days=3,7 gives several values; to vary it write vary.levers.cadence_days=3,7",
        ),
        (
            ("sweep", "levers.cadence_days=3:60"),
            "levers.cadence_days=3:60 gives several values; to vary it write vary.levers.cadence_days=3:60",
        ),
        (
            ("compare", "./a", "./b", "./c"),
            "./c is a third community, and compare takes two; go on with 'community compare ./a ./c'",
        ),
        (
            ("run", "badges=1"),
            "badges is not known to 'community run'; did you mean levers.badge_programme? 'community run --help' lists all",
        ),
        (
            ("run", "levers.support=1"),
            "levers.support is not a lever; did you mean levers.leadership_support? "
            f"'community explain levers' lists all {len(LEVERS)}",
        ),
        (
            ("run", "partition=short"),
            "partition is an option of 'community sweep', 'community sensitivity' and 'community discover', "
            "not of 'community run'; leave it out",
        ),
        ((*SWEEP, "partition=short"), "partition = short is for executor=slurm, and executor = threads; leave it out"),
        (
            ("completion", "fish"),
            "fish is not a shell known here; write bash or zsh",
        ),
    ],
)
def test_a_slip_is_answered_with_the_right_form(
    arguments: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(capsys, *arguments) == line


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("badges", "levers.badge_programme, levers.badge_threshold or levers.badge_expected"),
        ("cost", "outcomes.cost_member_minutes, outcomes.cost_manager_minutes or outcomes.cost_facilitator_minutes"),
        ("support", "levers.leadership_support"),
        ("leadership", "levers.leadership_support"),
    ],
)
def test_names_that_hold_the_word_come_first_and_levers_before_theory(word: str, offered: str) -> None:
    with pytest.raises(LookupError) as caught:
        explained(word)
    assert str(caught.value) == (
        f"{word} is not known here; did you mean {offered}? 'community explain' takes levers, outcomes, dials, failures, "
        "settings, theory, columns, series or one name"
    )


def test_every_column_of_the_tables_of_runs_and_every_weekly_series_is_explained() -> None:
    assert {*NUMBERED, DICE, *FATE} <= set(COLUMNS)
    assert set(WEEKLY.names or ()) == set(SERIES)
    assert explained("stage") == (
        "columns.stage\nHow far a failed run came: instantiate, run, extract or writing; empty where it succeeded.\n\n"
        "  column of   runs.parquet, outcomes.parquet or weekly.parquet"
    )
    assert "community sensitivity series=mean_safety" in explained("mean_safety")


@pytest.mark.parametrize("verb", NEEDY)
def test_a_verb_without_what_it_needs_shows_its_help_as_an_error(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb]) == 2
    screen = capsys.readouterr()
    assert screen.out == "" and screen.err.startswith(f"community {verb}")


def test_the_version_has_a_short_flag(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-V"]) == 0
    short = capsys.readouterr().out
    assert main(["--version"]) == 0
    assert short == capsys.readouterr().out


def test_a_form_whose_answers_end_writes_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    replies = iter(["ours", "1", "100"])

    def reply(_: str) -> str:
        try:
            return next(replies)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", reply)
    assert main(["new", "ours.yaml", "--form"]) == 2
    assert capsys.readouterr().err == (
        "the answers end before question 4 of 15 (How many people begin it?); nothing was written; "
        "answer all fifteen (Enter takes what is in brackets), or put answers in a file: answers=FILE\n"
    )
    assert list(Path().iterdir()) == []


def test_a_dry_run_says_what_would_be_run_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("compare", "guild", "middling"), ("facts", "C4"), ("demo", "runs=3"), ("bench",), (*SWEEP, *SMALL, "runs=2")):
        assert main([*words, "--dry-run"]) == 0
        assert "leave out --dry-run" in capsys.readouterr().out
    assert list(Path().iterdir()) == []


def test_a_dry_run_of_a_study_that_is_there_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "vary.levers.demand=0.6:1", "points=4", "design=random", "runs=2", *SMALL, "out=found", "--quiet"]) == 0
    assert (*capsys.readouterr(),) == ("", "")
    before = {path: path.stat().st_mtime_ns for path in Path("found").rglob("*")}
    assert main(["extend", "found", "points=8", "--dry-run"]) == 0
    assert "16 runs: 8 points of 2" in capsys.readouterr().out
    assert main(["retry", "found", "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("0 failed runs would be run again in found\n")
    assert main(["replay", "found", "3", "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("row 3, seed 1, middling, would be run by the kernel engine\n")
    assert {path: path.stat().st_mtime_ns for path in Path("found").rglob("*")} == before


def test_a_quiet_run_says_nothing_and_writes_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "guild", "runs=2", *SMALL, "out=found", "--quiet"]) == 0
    assert (*capsys.readouterr(),) == ("", "")
    assert Path("found/outcomes.parquet").exists()


def test_results_come_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    ran = data_of(capsys, "run", "guild", "runs=3", *SMALL, "out=ran")
    assert isinstance(ran, dict) and sum(fate["runs"] for fate in ran["fates"].values()) == 3
    assert ran["outcomes"]["members"]["runs"] == 3 and ran["folder"] == "ran"
    compared = data_of(capsys, "compare", "guild", "middling", "runs=2", *SMALL, "out=both")
    assert isinstance(compared, dict) and {row["outcome"] for row in compared["outcomes"]} >= {"members", "safety"}
    swept = data_of(capsys, *SWEEP, "runs=2", "outcome=members", *SMALL, "out=swept")
    assert isinstance(swept, dict) and [row["at"] for row in swept["findings"]] == [0.6, 1.0]
    several = data_of(capsys, "run", "-m", "scenario=guild,middling", "runs=1", *SMALL, "out=several")
    assert isinstance(several, list) and [one["scenario"] for one in several] == ["guild", "middling"]


def test_lists_and_explanations_come_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    listed = data_of(capsys, "scenarios")
    assert (
        isinstance(listed, list)
        and [one["name"] for one in listed] == [name.removeprefix("fitted/") for name in scenario_names()]
    ) or len(listed) == len(scenario_names())
    told = data_of(capsys, "explain", "levers.demand")
    assert isinstance(told, dict) and told["levers.demand"]["unit"] == LEVERS["demand"].unit


def test_completion_knows_verbs_options_parameters_and_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    script = capsys.readouterr().out

    def completed(line: str) -> list[str]:
        words = " ".join(f"'{word}'" for word in line.split(" "))
        ask = f"COMP_LINE='{line}'; COMP_POINT={len(line)}; COMP_WORDS=({words}); COMP_CWORD={len(line.split(' ')) - 1}"
        done = f'{script}\n{ask}; _community; printf "%s\\n" "${{COMPREPLY[@]}}"'
        return subprocess.run(["bash", "-c", done], capture_output=True, text=True, check=True).stdout.split()

    assert completed("community sens") == ["sensitivity"]
    assert completed("community run levers.sponsor") == ["levers.sponsor_present="]
    assert completed("community run scenario=gui") == ["guild"]
    assert completed("community sweep vary.levers.cadence_d") == ["vary.levers.cadence_days="]
    assert completed("community run --dr") == ["--dry-run"]
    assert completed("community plans monthly") == ["monthly_meetup"]
    assert completed("community run plan=soft") == ["soft_launch"]
    assert main(["completion", "zsh"]) == 0
    assert "compdef _community community" in capsys.readouterr().out


def test_a_study_file_in_the_home_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    Path("s.yaml").write_text("verb: sweep\nvary: {levers.demand: [0.6, 1]}\nruns: 2\n")
    assert main(["sweep", "study=~/s.yaml", *SMALL, "--dry-run"]) == 0
    assert "\n4 runs: 2 points of 2" in capsys.readouterr().out


def test_jobs_of_slurm_are_described_in_our_words() -> None:
    told = parameters({"partition": "short", "account": "lab", "time": 30, "memory": 4, "cluster": "local"})
    assert told == {
        "name": "community",
        "cpus_per_task": 1,
        "slurm_partition": "short",
        "slurm_account": "lab",
        "timeout_min": 30,
        "mem_gb": 4,
    }
    submitit = pytest.importorskip("submitit")
    submitit.AutoExecutor(folder="cluster", cluster="local").update_parameters(**told)  # refuses names that it does not know


def test_a_study_file_says_how_jobs_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("s.yaml").write_text("vary: {levers.demand: [0.6, 1]}\nexecutor: slurm\npartition: short\ntime: 30\nmemory: 4\n")
    (study,) = studies("sweep", ["study=./s.yaml", "time=45"])
    assert job_options(study) == {"partition": "short", "time": 45, "memory": 4}


def test_a_machine_without_slurm_is_refused_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert refusal(capsys, *SWEEP, *SMALL[:2], "executor=slurm", "partition=short") == (
        "executor = slurm, and sbatch is not found: there is no Slurm on this machine; "
        "log in to the cluster and run it there, or use executor=processes"
    )
    assert How(executor="slurm", options={"cluster": "local"}).executor == "slurm"


def test_a_log_is_described_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"member{day % 7},2024-{1 + day // 28:02d}-{1 + day % 28:02d} 10:00" for day in range(250)]
    Path("log.csv").write_text("\n".join(["member,time", *lines]) + "\n")
    told = data_of(capsys, "log", "describe", "log.csv")
    assert isinstance(told, dict) and told["file"] == "log.csv" and told["folder"] is None
    assert told["statement"].startswith("7 members contributed 250 times") and told["tables"]["statistics"]
