"""The command at the door: quick help, one-line errors, nothing half-written, the same from any folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from community_dynamics.experiments.cli.main import VERBS, main
from community_dynamics.experiments.scenarios.scenario_files import scenario_names
from community_dynamics.experiments.studies.options import FLAGS, option_names
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.outcomes import OUTCOMES

SMALL = ("settings.seats=40", "settings.days=120", "workers=1")
COMMAND = [sys.executable, "-c", "import sys; from community_dynamics.experiments.cli.main import main; sys.exit(main())"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, away from the checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMUNITY_DEBUG", raising=False)
    return tmp_path


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line on stderr with which a command is refused; nothing is written anywhere."""
    before = sorted(Path().rglob("*"))
    assert main(arguments) == 2
    screen = capsys.readouterr()
    assert screen.out == ""
    assert sorted(Path().rglob("*")) == before
    return screen.err.removesuffix("\n")


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_help_imports_the_command_and_the_verb_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); from community_dynamics.experiments.cli.main import main; "
        "main(['--help']); main(['run', '--help']); "
        "print(sorted(name for name in set(sys.modules) - before if name.partition('.')[0] not in sys.stdlib_module_names))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    reader = ["base", "base.errors", "cli.grammar", "studies", "studies.option", "studies.options"]
    light = [f"community_dynamics.experiments.{name}" for name in reader]
    folders = [".".join(["community_dynamics", "experiments", "cli", "verbs", "run"][:depth]) for depth in range(1, 6)]
    assert answer.stdout.splitlines()[-1] == str(sorted([*folders[:3], f"{folders[2]}.main", *folders[3:], *light]))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"community {verb}")
    assert [name for name in option_names(verb) if f"{name}=" not in told] == []
    assert [flag for flag in FLAGS[verb] if f"{flag} " not in told] == []


def test_no_words_show_the_help_and_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {verb} " in shown for verb in VERBS)
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("community-dynamics ")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["rnu"], f"rnu is not a verb; did you mean run? 'community --help' lists all {len(VERBS)}"),
        (
            ["run", "levers.leadership_support=7"],
            "levers.leadership_support = 7 is outside 0..1 (share of managers who visibly take part); "
            "did you mean 0.7?",
        ),
        (
            ["run", "levers.leadership=1"],
            "levers.leadership is not a lever; did you mean levers.leadership_support? "
            f"'community explain levers' lists all {len(LEVERS)}",
        ),
        (
            ["run", "seats=40"],
            "seats is not known to 'community run'; did you mean settings.seats? "
            "'community run --help' lists all",
        ),
        (
            ["run", "rusn=4"],
            "rusn is not known to 'community run'; did you mean runs? 'community run --help' lists all",
        ),
        (
            ["run", "runs=0"],
            "runs = 0 is outside 1..10000000 (runs to simulate, each on its own seed); did you mean 1?",
        ),
        (["run", "runs=many"], "runs = many is not a whole number (runs to simulate, each on its own seed)"),
        (
            ["run", "scenario=guild,middling"],
            "scenario=guild,middling names several studies; add -m to do one after another",
        ),
        (
            ["run", "levers.demand=0.8,1"],
            "levers.demand=0.8,1 names several studies; add -m to do one after another",
        ),
        (["run", "+levers.demand=1"], "+levers.demand=1 begins with a sign; write levers.demand=1"),
        (
            ["run", "levers.demand=[1]"],
            "levers.demand=[1] cannot be used; write one number or word after each =",
        ),
        (
            ["run", "levers.demand=[1"],
            "levers.demand=[1 cannot be read; write name=value, and quotation marks around a value with "
            "spaces, commas or brackets",
        ),
        (
            ["run", "runs=1", "runs=2"],
            "runs is given twice (runs=1 and runs=2); keep one of the two",
        ),
        (["run", "levers=1"], "levers = 1 names no parameter; write levers.<name>=<value>"),
        (
            ["run", "levers.demand=${oc.env:HOME}"],
            "levers.demand = ${oc.env:HOME} is not a number in 0..2 (mean demand of the job on a "
            "working day)",
        ),
        (["run", "--dry-rnu"], "--dry-rnu is not a flag; did you mean --dry-run? 'community run --help' lists all"),
        (
            ["run", "hydra.run.dir=x"],
            "hydra.run.dir is not known to 'community run'; 'community run --help' lists all",
        ),
        (
            ["run", "settings.founders=400"],
            "settings.founders = 400 is more than settings.seats = 300; did you mean settings.founders=300? "
            "or give it more seats",
        ),
        (
            ["run", "guild", "middling"],
            "middling is a second community, and run takes one; "
            "write 'community run -m scenario=guild,middling' for one after another",
        ),
        (
            ["compare", "guild"],
            "nothing to compare with; name a second community, or a change: levers.sponsor_present=no",
        ),
        (["sweep"], "nothing varies; say what, such as vary.levers.demand=0.6,0.8,1.0"),
        (
            ["sweep", "vary.levers.demand=0.6"],
            "vary.levers.demand = 0.6 is one value; to vary it write low:high, or a list of values",
        ),
        (
            ["sweep", "vary.levers.demand=0.6:1.2", "vary.dials.cause=low,high"],
            "vary.levers.demand = 0.6:1.2 is a range, and a grid needs values; "
            "did you mean vary.levers.demand=0.6:1.2:5?",
        ),
        (
            ["sweep", "vary.levers.demand=1.2:0.6"],
            "vary.levers.demand = 1.2..0.6 is no range; the first value must be the smaller",
        ),
        (
            ["sweep", "vary.settings.founders=10,400"],
            "at settings.founders=400: settings.founders = 400 is more than settings.seats = 300; "
            "did you mean settings.founders=300? or give it more seats",
        ),
        (
            ["sweep", "vary.levers.demand=0.6,1", "outcome=flourish"],
            "outcome=flourish is not an outcome; did you mean flourishing? "
            f"'community explain outcomes' lists all {len(OUTCOMES)}",
        ),
        (
            ["sensitivity", "method=sobol", "samples=100"],
            "size = 100 is not 8 times a power of 2; did you mean 64 or 128?",
        ),
        (
            ["sensitivity", "vary.levers.demand=0.6,1"],
            "vary.levers.demand lists values, and a factor needs a range; write low:high",
        ),
        (["new", "--form"], "community new needs a file to write; try 'community new ours.yaml'"),
        (["new", "ours"], "ours does not end in .yaml; did you mean ours.yaml?"),
        (["new", "a/b.yaml"], "a/b.yaml cannot be written (no such file or directory); "
         "choose a folder that you may write to"),
        (["bench", "fast"], "fast is not known to 'community bench'; 'community bench --help' lists all"),
    ],
)  # fmt: skip
def test_a_command_is_refused_in_these_words(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, *arguments) == line


def test_an_unwritable_folder_is_refused_before_anything_runs(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (elsewhere / "file").write_text("")
    assert refusal(capsys, "run", "out=file") == "out = file is a file; name a folder"
    line = refusal(capsys, "run", "out=file/deeper")
    assert line == "out = file/deeper lies in file, which is a file; name a folder"
    (elsewhere / "mine").mkdir()
    (elsewhere / "mine" / "letter.txt").write_text("dear")
    line = refusal(capsys, "run", "out=mine")
    assert line == "out = mine holds something else than results; name a new folder"


def test_a_read_only_folder_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("community_dynamics.experiments.base.result_folder.mkdtemp", refuse)
    line = refusal(capsys, "run", "out=results/deep")
    assert line == "out = results/deep cannot be written (permission denied); name a folder that you may write to"


def test_a_process_of_its_own_says_one_line_and_ends_with_2() -> None:
    answer = command("run", "levers.leadership=1")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1


def test_debugging_shows_where_an_error_arose() -> None:
    answer = command("run", "runs=0", env={**os.environ, "COMMUNITY_DEBUG": "1"})
    assert answer.returncode == 1 and "Traceback" in answer.stderr


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("vary.levers.demand=0.6:1.0:3", ("values", 0.6, 0.8, 1.0)),
        ("vary.levers.demand=range(0,3,1)", ("values", 0.0, 1.0, 2.0)),
        ("vary={levers.demand: [0.6, 1]}", ("values", 0.6, 1.0)),
        ("vary.levers.demand=0.6:1.2", ("uniform", 0.6, 1.2)),
        ("vary.levers.demand=interval(0.6,1.2)", ("uniform", 0.6, 1.2)),
        ("vary.levers.moderation=none,personalised", ("values", 0.0, 2.0)),
        ("vary={levers.demand: {distribution: beta, alpha: 2, beta: 2, low: 0.6, high: 1.2}}", ("beta", 0.6, 1.2)),
    ],
)
def test_what_varies_can_be_written_in_several_ways(written: str, values: tuple) -> None:
    from community_dynamics.experiments.studies.study import studies

    (study,) = studies("sweep", [written])
    (factor,) = study.factors.values()
    assert (factor.distribution, *(factor.values or (factor.low, factor.high))) == values


def test_scenarios_are_listed_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n{name} (" in shown for name in scenario_names())
    assert main(["scenarios", "sponsor_leaves"]) == 0
    shown = capsys.readouterr().out
    assert "Sources: Probst and Borzillo 2008" in shown and "from day 365 on:" in shown


def test_explain_prints_a_lever(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "levers.cadence_days"]) == 0
    assert "dials.cadence sets it" in capsys.readouterr().out


def test_a_reader_that_stops_early_is_no_error() -> None:
    answer = subprocess.run(
        f"{sys.executable} -m community_dynamics.experiments.cli.main explain theory | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stderr == ""


def test_all_studies_are_checked_before_the_first_begins(capsys: pytest.CaptureFixture[str]) -> None:
    line = refusal(capsys, "run", "-m", "levers.demand=1,9", "runs=1", *SMALL)
    assert line.startswith("levers.demand = 9 is outside 0..2")


def test_a_dry_run_says_what_would_be_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "guild", "dials.cause=low", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "verb: run" in shown and "dials.cause: 0.0" in shown
    assert list(Path().iterdir()) == []


def test_new_replaces_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "ours.yaml"]) == 0
    capsys.readouterr()
    line = refusal(capsys, "new", "ours.yaml")
    assert line == "ours.yaml exists already; choose another name, or remove it first"
