"""Plans at the door: each bad one gets one clear line before anything runs; good ones run, compare and are written down."""

import json
from pathlib import Path

import pandas as pd
import pytest
from yaml import safe_load

from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.named_plan import NO_PLAN
from community_dynamics.experiments.plans.plan_files import load_plan, plan_names
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.experiments.studies.run_plan import config_of, study_from, varied_factors
from community_dynamics.experiments.studies.study import studies
from community_dynamics.sim.ensemble import simulate_scenario
from community_dynamics.sim.inputs import inputs_of
from tests.test_cli import refusal

SMALL = ("settings.seats=60", "settings.days=140", "workers=1", "runs=4")
HEAD = "story: A story.\nsource: Nobody.\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMUNITY_DEBUG", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "plan: [{from_day: 900, levers: {demand: 0.5}}]",
            "plan=./ours.yaml: plan[0].from_day = 900 is beyond the last day, 729 (settings.days = 730); "
            "start it earlier, or run longer",
        ),
        (
            "plan: [{from_day: 0, levers: {praise: 0.5}}]",
            "./ours.yaml: plan[0].levers.praise is not a lever; did you mean plan[0].levers.praise_rate? "
            "'community explain levers' lists all 41",
        ),
        (
            "plan: [{from_day: 0, levers: {demand: 0.5}}, {from_day: 9, levers: {demand: 0.6}}]",
            "./ours.yaml: plan[0] and plan[1] both set levers.demand on day 9; end plan[0] with 'until_day: 9', "
            "drop one of the two, or say 'over: yes' in plan[1]",
        ),
        (
            "plan: [{from_day: 0, levers: {demand: 0.5}}]\ncost: {money_once: -3}",
            "./ours.yaml: cost.money_once = -3 is not a number from 0 to 1e+09 (money)",
        ),
        ("cost: {money_once: 3}", "./ours.yaml: the plan does nothing; give it plan, reactions, awards, shocks or settings"),
        ("plan: [{from_day: 0}]", "./ours.yaml: plan[0] changes nothing; give it dials, levers, at_least, at_most or failures"),
        (
            "reactions: [{when: weekly_visitors < 0, levers: {demand: 0.5}}]",
            "./ours.yaml: reactions[0].when: weekly_visitors is never below 0, as it is always at least 0; choose a value inside",
        ),
        (
            "reactions: [{when: weekly_visitors < 5 for 105 weeks, levers: {demand: 0.5}}]",
            "plan=./ours.yaml: reactions[0] waits for 105 weeks, and the run has 104 (it would never begin); "
            "wait for fewer, or run longer",
        ),
        (
            "reactions: [{when: weekly_contributors > 300, levers: {demand: 0.5}}]",
            "plan=./ours.yaml: reactions[0] waits for weekly_contributors above 300, and there are 300 people "
            "(it would never begin); choose a lower number",
        ),
        (
            "reactions: [{when: often, levers: {demand: 0.5}}]",
            "./ours.yaml: reactions[0].when = often is no condition; write one such as 'weekly_contributors < 20 for 4 weeks'",
        ),
        (
            "plan: [{from_day: 2027-03-01, levers: {demand: 0.5}}]",
            "./ours.yaml: plan[0].from_day = 2027-03-01 is a date, and the community has none for day 0; "
            "add 'starts: 2027-01-04' to it",
        ),
        (
            "settings: {seats: 20}",
            "",
        ),
    ],
)
@pytest.mark.parametrize("verb", ["run", "compare"])
def test_a_bad_plan_gets_one_clear_line(verb: str, text: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("ours.yaml").write_text(f"{HEAD}{text}\n")
    said = refusal(capsys, verb, "middling", "plan=./ours.yaml")
    assert said == line or (not line and said.startswith("./ours.yaml: settings.seats") and "\n" not in said)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["run", "plan=monthly_metup"], "plan=monthly_metup is not a plan; did you mean monthly_meetup? "
         f"'community plans' lists all {len(plan_names())}"),
        (["run", "plan=badges@"], "plan = badges@ has no day after @; write a day such as monthly_meetup@180, or a date"),
        (["run", "plan=soft_launch@20"], "plan = soft_launch@20 cannot begin on a day of its own, as soft_launch says how the "
         "community begins; leave @20 out"),
        (["run", "plan=badges@800"], "plan=badges@800: plan[0].from_day = 800 is beyond the last day, 729 (settings.days = 730); "
         "start it earlier, or run longer"),
        (["run", "plan=[none,badges]"], "plan = [none, badges] names 2 plans, and run takes one; join them with +, "
         "or use 'community compare'"),
        (["compare", "plan=[badges,badges]"], "plan = badges is named twice; keep one of the two"),
        (["compare", "guild", "middling", "plan=[none,badges]"], "against = middling is a second community, and plans are "
         "for one; leave it or plan= out"),
        (["compare", "plan=badges", "manager_hour=-1"], "manager_hour = -1 is outside 0..100000 (price of an hour of a manager); "
         "did you mean 0?"),
        (["compare", "plan=badges", "precision=0"], "precision = 0 is not above 0 (half the width of an interval); "
         "0.5 people are usual"),
        (["compare", "levers.demand=0.5", "precision=1"], "precision = 1.0 is for comparing plans; "
         "add plan=[none,monthly_meetup], or leave it out"),
        (["compare", "plan=badges", "outcome=strian"], "outcome=strian is not an outcome; did you mean strain? "
         "'community explain outcomes' lists all 52"),
        (["sweep", "vary.plan=badges"], "vary.plan = badges is not two or more plans; write vary.plan=none,monthly_meetup"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_used_gets_one_clear_line(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(capsys, *arguments) == line


def test_dates_are_days_in_a_community_that_says_when_it_starts(capsys: pytest.CaptureFixture[str]) -> None:
    text = "name: ours\nstory: A story.\nsource: Nobody.\nstarts: 2027-01-04\nsettings: {seats: 60, days: 140}\n"
    Path("place.yaml").write_text(text)
    [study] = studies("run", ["./place.yaml", "plan=badges@2027-03-01"])
    assert study.scenario.plan[0].from_day == 56
    assert refusal(capsys, "run", "./place.yaml", "plan=badges@2026-03-01").startswith("plan=badges@ = 2026-03-01 is before")


def test_a_run_with_a_plan_writes_the_community_that_it_ran(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "middling", "plan=safe_to_ask@20+rescue_when_quiet", *SMALL, "out=one"]) == 0
    written = load("one/scenario.yaml")
    meant = laid(
        load_plan("safe_to_ask@20+rescue_when_quiet"), load("middling").with_values({"settings.seats": 60, "settings.days": 140})
    )
    assert written.reactions == meant.reactions and inputs_of(written).levers.tobytes() == inputs_of(meant).levers.tobytes()
    found = simulate_scenario(written, 4, 0, threads=1)
    assert pd.read_parquet("one/outcomes.parquet")["weekly_visitors"].tolist() == found["weekly_visitors"].tolist()


FILES = {
    "config.yaml", "scenario.yaml", "provenance.json", "plans.yaml", "outcomes.parquet", "effects.csv", "costs.csv", "gains.csv",
    "pairs.csv", "plans.png", "timeline.png", "costs.png", "report.html",
}  # fmt: skip


def test_comparing_plans_writes_every_file_and_is_the_same_for_any_number_of_workers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    compared = ["compare", "middling", "plan=[none,safe_to_ask@20,badges@20]", *SMALL[:2], "runs=6"]
    assert main([*compared, "workers=1", "out=one", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["plans"] == ["none", "safe_to_ask@20", "badges@20"] and told["runs"] == 6
    assert {row["plan"] for row in told["costs"]} == set(told["plans"])
    assert {path.name for path in Path("one").iterdir() if not path.name.startswith(".")} == FILES
    assert main([*compared, "workers=2", "out=two", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    for name in ("effects.csv", "costs.csv", "gains.csv", "pairs.csv", "plans.yaml"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name
    assert list(safe_load(Path("one/plans.yaml").read_text())) == ["none", "safe_to_ask@20", "badges@20"]
    assert list(safe_load(Path("one/config.yaml").read_text())["plans"]) == ["none", "safe_to_ask@20", "badges@20"]


def test_a_dry_run_tells_the_plans_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "middling", "plan=[none,badges]", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "badge_programme" in told and "nothing was written" in told and not list(Path().iterdir())


def test_plans_are_listed_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans"]) == 0
    listed = capsys.readouterr().out
    assert all(f"\n{name}\n" in listed for name in plan_names())
    assert main(["plans", "monthly_meetup@180+badges", "--json"]) == 0
    [both] = json.loads(capsys.readouterr().out)
    assert both["name"] == "monthly_meetup@180+badges" and [one["from_day"] for one in both["plan"]] == [180, 90]
    assert main(["plans", "rescue_when_quiet"]) == 0
    told = capsys.readouterr().out
    assert (
        "when weekly contributors < 8 for 4 weeks" in told and "Besides its levers it takes 2 facilitator hours a month" in told
    )


def test_a_sweep_over_plans_is_read_again_from_its_folder() -> None:
    [study] = studies("sweep", ["middling", "vary.plan=none,badges@20+buddies,soft_launch"])
    again = study_from(config_of(study, varied_factors(study)))
    assert again.plans["none"] == NO_PLAN and list(again.plans) == ["none", "badges@20+buddies", "soft_launch"]
    assert again.plans == {**study.plans, "none": NO_PLAN}
