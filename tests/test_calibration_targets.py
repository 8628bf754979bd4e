"""What a calibration is asked to meet and to change: targets, priors, points; and what becomes of the point chosen."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import calibrate
from benchmarks.calibrate import constants_of, main, runs_of
from community_dynamics.experiments.base.errors import InvalidValue, UnreadableFile
from community_dynamics.experiments.calibration import point, ranges_to_meet, task
from community_dynamics.experiments.calibration.applying import apply, with_defaults
from community_dynamics.experiments.calibration.constants import assumed, calibrated, prior_of
from community_dynamics.experiments.calibration.factor_directions import DIRECTIONS, FALLING, ends, numbers
from community_dynamics.experiments.calibration.point import ASKED, TAKEN, WORK, PointSubject, batches_at, costs, means, taken_at
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget, catalogue, held_out, targets_of
from community_dynamics.experiments.calibration.task import calibration_of
from community_dynamics.experiments.facts.catalogue import FACTS
from community_dynamics.experiments.facts.known import Part, measure
from community_dynamics.experiments.facts.shared_runs import Runs
from community_dynamics.experiments.scenarios.posterior import draws, posterior
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.levers import STUDY_FACTORS
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.theory import THEORY


def target(low: float, high: float, soft: bool = False) -> RangeTarget:
    return RangeTarget("C0", Part("what", low, high, (), soft), "somebody")


def test_every_part_of_every_fact_is_a_target_and_has_a_name_of_its_own() -> None:
    found = targets_of(tuple(catalogue()))
    names = [one.name for one in found]
    assert len(set(names)) == len(names)
    for key, fact in FACTS.items():
        assert [one.part for one in found if one.key == key] == list(fact.parts)
    assert {"fates", "directions", "stories"} <= {one.key for one in found}
    assert all(one.source for one in found)


def test_a_quarter_of_the_facts_is_held_out_by_lot() -> None:
    lots = [held_out(lot) for lot in range(40)]
    assert held_out(3) == held_out(3) and len(set(lots)) > 5
    assert all(len(lot) == round(len(FACTS) / 4) and set(lot) <= set(FACTS) for lot in lots)
    asked = calibration_of(calibrated(), tuple(catalogue()), held_out(0))
    assert not {one.key for one in asked.targets} & set(held_out(0)) and set(asked.keys) >= set(held_out(0))


def test_a_range_with_a_centre_is_met_best_there() -> None:
    usual = target(0.3, 0.5)
    apart = usual.rescaled(np.array([0.3, 0.4, 0.5, 0.6]))
    np.testing.assert_allclose(apart, [-1.0, 0.0, 1.0, 2.0], atol=1e-12)
    np.testing.assert_allclose(usual.counted(apart), apart, atol=1e-12)
    ratio = target(1.5, 6.0)
    np.testing.assert_allclose(ratio.rescaled(np.array([1.5, 3.0, 6.0])), [-1.0, 0.0, 1.0], atol=1e-12)
    assert target(0.3, 0.5, True).scaled_error == pytest.approx(np.sqrt(3.0) * usual.scaled_error)


@pytest.mark.parametrize(
    ("ends", "values", "counted"),
    [
        ((0.9, 1.0), (0.85, 0.9, 0.95, 1.0), (-2.0, -1.0, 0.0, 0.0)),
        ((0.0, 0.2), (-0.1, 0.15, 0.2, 0.25), (0.0, 0.0, 1.0, 2.0)),
        ((0.0, 1.0), (-0.05, 0.0, 0.05, 0.5), (-2.0, -1.0, 0.0, 0.0)),
        ((1.02, 2.0), (0.969, 1.02, 1.5, 1.9), (-2.0, -1.0, 0.0, 0.0)),
        ((5.0, 1000.0), (4.75, 5.0, 6.0, 500.0), (-2.0, -1.0, 0.0, 0.0)),
        ((15.0, 270.0), (14.25, 15.0, 100.0, 200.0), (-2.0, -1.0, 0.0, 0.0)),
        ((1.0, np.inf), (0.95, 1.0, 1.05, 9.0), (-2.0, -1.0, 0.0, 0.0)),
    ],
)
def test_at_least_and_at_most_count_on_one_side(
    ends: tuple[float, float], values: tuple[float, ...], counted: tuple[float, ...]
) -> None:
    one = target(*ends)
    found = one.counted(one.rescaled(np.array(values)))
    np.testing.assert_allclose(found[:3], counted[:3], atol=0.03)
    assert abs(found[3] - counted[3]) < 0.5


def test_what_lies_far_beyond_either_end_counts_and_far_is_far() -> None:
    far = target(0.3, 0.5).rescaled(np.array([2.4, np.nan, np.inf, -np.inf]))
    assert 2.0 < far[0] < 6.0 and np.isnan(far[1]) and np.isfinite(far[2:]).all()
    least = target(0.005, 0.13)
    assert least.counted(least.rescaled(np.array([-0.05, 0.06, 0.3])))[[0, 2]].tolist() > [-3.0, 1.0]
    assert least.counted(least.rescaled(np.array([0.07]))) == 0.0


def test_some_numbers_are_judged_and_not_calibrated_to() -> None:
    idle = [one.name for one in targets_of(tuple(catalogue())) if one.idle]
    assert len(idle) == 3 and all(name.startswith(("C13: ", "fates: middling flourishes or holds")) for name in idle)


def test_every_constant_that_may_change_has_a_prior_around_it() -> None:
    constants = [*calibrated(), *assumed()]
    assert {one.status for one in THEORY.values()} - {one.status for one in constants} == {"sourced"}
    for constant in constants:
        prior = prior_of(constant)
        assert constant.low <= prior.low < constant.default < prior.high <= constant.high
        nearer = prior_of(constant, 1.5)
        assert prior.low <= nearer.low < constant.default < nearer.high <= prior.high and nearer.log is prior.log
    plain, memory = prior_of(THEORY["visit_by_benefit"]), prior_of(THEORY["long_memory"])
    assert plain.high == pytest.approx(9.0 * plain.low) and plain.log
    assert (1.0 - memory.low) == pytest.approx(9.0 * (1.0 - memory.high)) and not memory.log


def test_each_factor_is_compared_in_the_direction_that_theory_states() -> None:
    assert [part.what.partition(":")[0] for part in DIRECTIONS.parts][-1] == "resourcing"
    assert len(DIRECTIONS.parts) == len(STUDY_FACTORS) == 12
    assert ends("dials.cause") == (0.0, 1.0) and ends("levers.protected_minutes_a_week") == (0.0, 120.0)
    assert [ends(factor) for factor in FALLING] == [(1.2, 0.6), (0.9, 0.1)]
    outcomes = np.zeros((2, len(OUTCOMES)))
    few, many = outcomes.copy(), outcomes.copy()
    few[:, list(OUTCOMES).index("weekly_contributors")], many[:, list(OUTCOMES).index("weekly_contributors")] = 3.9, 11.9
    assert numbers(Ensemble(few), Ensemble(many))[0].tolist() == pytest.approx([3.0])
    assert numbers(Ensemble(outcomes), Ensemble(outcomes))[0].tolist() == [1.0]


def test_a_scenario_is_run_once_for_all_that_rest_on_it_and_not_for_long() -> None:
    subject = PointSubject(tuple(catalogue()))
    several = [one for some in subject.batches.values() for one in some]
    assert len(set(several)) < len(several)
    plain = [one for key, some in subject.batches.items() if key not in TAKEN for one in some]
    assert all(one.runs == 1 or one.work <= 1.5 * WORK for one in plain)
    assert all(batch.runs >= 1 for batch in batches_at("C9", FACTS["C9"], 0.1))
    assert Runs("well_run_cop", ASKED, series=True) in subject.batches["C2"]
    assert set(TAKEN) <= set(FACTS) and all(0 <= one.first < one.every for one in TAKEN.values())
    assert all(len(one.runs) in (0, len(FACTS[key].batches(ASKED))) for key, one in TAKEN.items())


def test_dear_facts_are_measured_at_some_points_only_and_anywhere_where_asked() -> None:
    stop, key = np.zeros(1, np.int64), "C10"
    measured = [np.isfinite(PointSubject((key,)).numbers({}, seed, stop)).all() for seed in range(3)]
    assert measured == [taken_at(key, seed) for seed in range(3)] and sum(measured) == 1
    assert np.isfinite(PointSubject((key,), 1.0, True).numbers({}, 0, stop)).all()


def test_a_point_gives_the_numbers_of_the_facts() -> None:
    subject = PointSubject(("C2", "C8"))
    seeds = np.array([[3], [4]])
    points = pd.DataFrame({"theory.stop_floor": [THEORY["stop_floor"].default] * 2})
    rows = subject.run(points, seeds, np.zeros(1, np.int64))
    assert not rows.failures and rows.values.shape == (2, 4)
    known = measure([FACTS["C2"]], ASKED, 300_000)
    assert rows.values[0, :3].tolist() == pytest.approx([one.value.mean for one in known])
    assert len(costs(PointSubject(("C2",)))) == 1


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_number_that_a_point_does_not_have_is_missing() -> None:
    nobody = {f"theory.{name}": 0.0 for name in ("ask_base", "show_base", "answer_base", "attend_base", "visit_base", "cue")}
    found = PointSubject(("C6", "C8")).numbers(nobody, 1, np.zeros(1, np.int64))
    assert np.isnan(found[:5]).all() and found[5] == 1.0
    assert np.isnan(means(FACTS["C2"], [None])).all()


def test_points_follow_from_the_time_that_there_is(tmp_path: Path) -> None:
    given = {"runs": None, "budget": 60, "also": 12, "workers": 2, "out": str(tmp_path)}
    assert runs_of(given, 6.0) == 10 * int((60 * 60 * 2 / 7.5 - 0.8 * len(assumed())) / 10)
    assert runs_of({**given, "budget": None}, 6.0) == 1000 and runs_of({**given, "budget": 1}, 6.0) == 100
    (tmp_path / "plan.json").write_text('{"runs": 340}')
    assert runs_of(given, 6.0) == 340
    with pytest.raises(InvalidValue, match="both given"):
        main(["runs=200", "budget=20"])


def test_the_assumed_constants_that_matter_most_join_the_calibrated_ones() -> None:
    screened = pd.DataFrame({"constant": [f"theory.{one.name}" for one in assumed()]})
    chosen = constants_of(screened, 2)
    assert {one.name for one in chosen} == {one.name for one in [*calibrated(), *assumed()[:2]]}
    assert [one.name for one in chosen] == [name for name in THEORY if THEORY[name] in chosen]
    assert constants_of(None, 0) == calibrated()


def test_defaults_are_rewritten_and_nothing_else(checkout: Path, tmp_path: Path) -> None:
    place = tmp_path / "theory.py"
    shutil.copy(checkout / "sim" / "theory.py", place)
    before = place.read_text("utf-8").splitlines()
    known, plain = calibrated()[0], assumed()[0]
    values = {known.path: float(f"{1.1 * known.default:.3g}"), plain.path: float(f"{0.9 * plain.default:.3g}")}
    apply(values, place)
    after = place.read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 2 and all(new.endswith(', "calibrated"),') for _, new in changed)
    for one in (known, plain):
        assert any(f'"{one.name}"' in new and f" {values[one.path]!r}," in new and one.meaning in new for _, new in changed)


def test_a_constant_that_is_not_there_is_not_written(checkout: Path, tmp_path: Path) -> None:
    text = (checkout / "sim" / "theory.py").read_text("utf-8")
    with pytest.raises(ValueError, match=r"the line of theory\.nothing is not found"):
        with_defaults(text, {"theory.nothing": 1.0})
    place = tmp_path / "theory.py"
    place.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"outside 0\.0\.\.0\.5"):
        apply({"theory.stop_floor": 7.0}, place)
    assert place.read_text("utf-8") == text


def test_draws_are_values_by_full_name(tmp_path: Path) -> None:
    place = tmp_path / "posterior.csv"
    pd.DataFrame({"stop_floor": np.linspace(0.1, 0.2, 200), "cue": 0.7}).to_csv(place, index=False)
    some = draws(5, seed=1, path=place)
    assert some == draws(5, seed=1, path=place) != draws(5, seed=2, path=place)
    assert len({one["theory.stop_floor"] for one in some}) == 5 and all(one["theory.cue"] == 0.7 for one in some)
    with pytest.raises(InvalidValue, match=r"count = 201 is outside 1\.\.200"):
        draws(201, path=place)
    pd.DataFrame({"gone": [1.0]}).to_csv(place, index=False)
    with pytest.raises(UnreadableFile, match="gone, which is no constant"):
        posterior(place)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        posterior(tmp_path / "none.csv")


@pytest.mark.evidence
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_command_runs_from_beginning_to_end_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On three cheap facts, one of them held out; asked once more, it finds everything done and says the same."""
    few = {key: FACTS[key] for key in ("C2", "C8", "C16")}
    for module in (calibrate, ranges_to_meet, point, task):
        monkeypatch.setattr(module, "catalogue", lambda: few)
    monkeypatch.setattr(calibrate, "held_out", lambda lot: ("C2",))
    words = [f"out={tmp_path / 'all'}", "runs=100", "also=1", "verify=4"]
    main(words)
    told = capsys.readouterr().out
    assert "facts held out by lot 0: C2" in told and "25 constants" in told
    found = {path.name: path.read_bytes() for path in (tmp_path / "all").glob("*.*") if path.name != "costs.csv"}
    assert {"constants.csv", "targets.csv", "posterior.csv", "screening.csv", "pairs.csv", "point.json"} <= set(found)
    main([*words, "workers=1"])
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "all").glob("*.*") if path.name != "costs.csv"}
