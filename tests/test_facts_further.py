"""The instruments of facts C12 to C19, on counts and runs whose answer is known, both ways."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from community_dynamics.experiments.facts import (
    best_practice,
    critical_mass,
    fading,
    overload,
    peers,
    pressure,
    sizes,
    survey,
    wearing,
)
from community_dynamics.experiments.facts.acts import dice_of, first_posts_of
from community_dynamics.experiments.facts.catalogue import FACTS
from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.logs.simulated import whole_run
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Change
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.state import LEFT, PERSON, PRESENT, WAITING, WEEKLY

SEEDS = 4


def same(value: float) -> np.ndarray:
    """The same number in every run."""
    return np.full(SEEDS, float(value))


def ensemble(people: list[list[float]], **outcomes: list[float]) -> Ensemble:
    """Runs with these contributors a week, and outcomes."""
    weekly = np.zeros(np.shape(people), WEEKLY)
    weekly["contributors"] = people
    table = np.full((len(people), len(OUTCOMES)), np.nan)
    for name, values in outcomes.items():
        table[:, list(OUTCOMES).index(name)] = values
    return Ensemble(table, None, weekly)


def test_every_fact_has_a_range_for_every_number_and_says_how_it_is_measured() -> None:
    assert list(FACTS) == [f"C{number}" for number in range(1, 20)]
    for fact in FACTS.values():
        whats = [part.what for part in fact.parts]
        assert len(set(whats)) == len(whats) and fact.measured and fact.source
        assert all(part.low < part.high for part in fact.parts)
        assert any(not part.soft for part in fact.parts)


def test_places_are_compared_by_sums_and_by_ratios_of_sums() -> None:
    found = {
        "a ended": same(30),
        "a months": same(100),
        "b ended": same(10),
        "b months": same(50),
        "a acts": same(9),
        "b acts": same(6),
    }
    assert overload.over(found, "a", "b", "ended", "months").mean() == pytest.approx(1.5)
    assert overload.over(found, "b", "a", "ended", "months").mean() == pytest.approx(1 / 1.5)
    assert overload.over(found, "a", "b", "acts").mean() == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("levels", "peak"), [((2, 3, 4, 2), 2.0), ((1, 2, 3, 4), 0.75), ((4, 3, 2, 1), 0.75), ((2, 2, 2, 2), 1.0)]
)
def test_a_peak_lies_inside_or_at_an_end(levels: tuple[float, ...], peak: float) -> None:
    found = {f"{place} acts": same(level) for place, level in enumerate(levels)}
    assert overload.best_inside(found, [str(place) for place in range(4)], "acts").mean() == pytest.approx(peak)


def test_floods_differ_by_what_is_curated_and_by_who_sorts_it() -> None:
    """Where nothing that is read is worth anything and no one shows, more of it makes no difference to who stops and writes."""
    dull = dict.fromkeys(("theory.visit_by_benefit", "theory.benefit_rate", "theory.motivation_by_benefit", "theory.cue"), 0.0)
    dull |= dict.fromkeys(("theory.return_by_benefit", "theory.motivation_by_related", "theory.tie_gain"), 0.0)
    curated = [overload.place_numbers("x", "middling", {}, 2, items, 0.8, 0.0) for items in (7.0, 500.0)]
    assert curated[0]["x related"] / curated[0]["x present"] > curated[1]["x related"] / curated[1]["x present"]
    sorts = [overload.place_numbers("x", "middling", {}, 2, 500.0, 0.8, moderation) for moderation in (0.0, 2.0)]
    assert sorts[0] != sorts[1]
    assert overload.place_numbers("x", "middling", dull, 2, 7.0, 0.8, 0.0)["x ties"] == 0.0
    assert all(0 < one["x ended"] < one["x months"] for one in curated)


def test_half_way_is_where_the_line_crosses_one_half() -> None:
    levels = (0.0, 0.2, 0.4, 1.0)
    assert critical_mass.half_way(levels, np.array([0.0, 0.25, 0.75, 1.0])) == pytest.approx(0.3)
    assert critical_mass.half_way(levels, np.array([0.6, 0.7, 0.8, 1.0])) == 0.0
    assert critical_mass.half_way(levels, np.array([0.0, 0.1, 0.2, 0.3])) == 1.0


def support_found(start: float, stay: float, stay_late: float, seeds: int = 200) -> dict[str, np.ndarray]:
    """Places that live from one level of support on, exactly; their activity has one clump or, at support .4, two."""
    found = {}
    generator = np.random.default_rng(3)
    for level in critical_mass.SUPPORT:
        starts, stays, late = (np.full(seeds, float(level >= least)) for least in (start, stay, stay_late))
        found |= {
            f"start {level} soon": starts,
            f"start {level} late": starts,
            f"stay {level} soon": stays,
            f"stay {level} late": late,
        }
        clumps = 8.0 * (np.arange(seeds) // 2 % 2) if (start, level) == (0.6, 0.4) else 0.0
        found[f"start {level} activity"] = np.round(26 * np.abs(generator.normal(4, 1, seeds) + clumps)) / 26
    return found


def test_a_gap_between_starting_and_staying_is_told_from_none_and_lasts_or_not() -> None:
    chance, corrected, soon, late, kept = (one.mean() for one in critical_mass.support_effects(support_found(0.6, 0.2, 0.3)))
    assert (soon, late, kept) == pytest.approx((0.4, 0.3, 0.1))
    assert chance < 0.01 and corrected == pytest.approx(9 * chance)
    one, _, soon, late, kept = (one.mean() for one in critical_mass.support_effects(support_found(0.5, 0.4, 0.5)))
    assert (soon, late, kept) == pytest.approx((0.1, 0.0, -0.05)) and one > 0.05
    assert critical_mass.regimes(support_found(0.6, 0.2, 0.3)).size == 2  # a sample for each hundred seeds


def test_founders_at_half() -> None:
    found = {str(part): same(part >= 0.3) for part in critical_mass.FOUNDERS}
    assert critical_mass.founders_at_half(found).mean() == pytest.approx(0.25)
    alive = {str(part): same(1) for part in critical_mass.FOUNDERS}
    assert critical_mass.founders_at_half(alive).mean() == pytest.approx(critical_mass.FOUNDERS[0])


def test_pledged_founders_and_withdrawn_support_are_what_is_run() -> None:
    """Where nobody stops or leaves, founders and support decide; where nobody writes, no founders suffice."""
    stay = {"theory.stop_constant": 0.0, "theory.stop_floor": 0.0, "theory.stay_cost": 0.0}
    founders = critical_mass.founder_numbers(stay, 1)
    assert founders[str(critical_mass.FOUNDERS[0])] <= founders[str(critical_mass.FOUNDERS[-1])] == 1.0
    quiet = critical_mass.founder_numbers({"theory.show_base": 0.0, "theory.ask_base": 0.0, "theory.answer_base": 0.0}, 1)
    assert quiet[str(critical_mass.FOUNDERS[0])] == 0.0
    low, high = critical_mass.SUPPORT[0], critical_mass.SUPPORT[-1]
    found = critical_mass.support_numbers(stay, 1)
    assert found[f"start {low} activity"] < found[f"start {high} activity"]
    assert found[f"start {low} late"] <= found[f"start {high} late"] == found[f"stay {high} late"] == 1.0


def survey_data(of_sharing: dict[str, float], people: int = 20_000) -> np.ndarray:
    """Measures that share so much with sharing, and nothing with one another."""
    generator = np.random.default_rng(6)
    data = generator.standard_normal((len(survey.MEASURES), people))
    sharing = data[survey.MEASURES.index("sharing")]
    for name, size in of_sharing.items():
        row = survey.MEASURES.index(name)
        data[row] = size * sharing + np.sqrt(1 - size * size) * data[row]
    return data


def test_the_strongest_lever_is_found_whatever_its_sign() -> None:
    found = {
        name: np.array([value]) for name, value in survey.correlations(survey_data({"demand": -0.6, "control": 0.3})).items()
    }
    assert sizes.strongest(found) == pytest.approx(0.6, abs=0.02) and sizes.strongest_lever(found) == "demand"
    none = {name: np.array([value]) for name, value in survey.correlations(survey_data({})).items()}
    assert sizes.strongest(none) < 0.03


def test_colleagues_count_by_connection_ties_norm_and_no_cliques() -> None:
    by_peers = survey.correlations(
        survey_data({"connection": 0.4, "ties": 0.4, "inclusivity_norm": 0.4, "clique_strength": -0.4})
    )
    by_policy = survey.correlations(survey_data({"protected_minutes_a_week": 0.4, "clique_strength": 0.4}))
    numbers = [
        [one.item() for one in sizes.effects({k: np.array([v]) for k, v in found.items()})] for found in (by_peers, by_policy)
    ]
    # Four parts of .4 each: 4 x .4 over the root of 4 + 12 x .16.
    assert numbers[0][1] == pytest.approx(1.6 / np.sqrt(4 + 12 * 0.16), abs=0.02) and numbers[0][2] == pytest.approx(
        0.4, abs=0.02
    )
    assert numbers[1][1] < -0.4 and numbers[1][2] == pytest.approx(-0.6, abs=0.02)


def staff(weeks: list[int], left: int = 0) -> Any:
    """Ten seats of ten persons each; members contributed in so many weeks, the first `left` of them have left since."""
    person, status = np.zeros(10, PERSON), np.full(10, WAITING)
    status[: len(weeks)] = PRESENT
    status[:left] = LEFT
    person["weeks_contributed"][: len(weeks)] = weeks
    person["last_contribution"] = np.where(person["weeks_contributed"] > 0, 990, -1_000_000)
    outcome = [{"monthly_visitors": 40.0, "weekly_contributors": 10.0, "read_only_share": 0.6}]
    return SimpleNamespace(person=person, status=status, outcome=outcome, settings=[{"scale": 10.0}], calendar=np.zeros(1000))


def test_shares_of_staff() -> None:
    numbers = list(best_practice.staff_numbers(staff([0, 0, 1, 12, 13, 26])).values())
    assert numbers == pytest.approx([0.4, 0.1, 0.6, 0.5])
    assert list(best_practice.staff_numbers(staff([1, 26, 1, 1], left=1)).values())[-1] == pytest.approx(2 / 3)
    assert best_practice.within((0.3, 0.9)) == (0.2, 1.0)


def test_fading_is_an_early_peak_over_a_late_level() -> None:
    fades, grows = [6.0, 12.0] + [3.0] * 6 + [2.0] * 44, [1.0] * 8 + [4.0] * 44
    launch, well = ensemble([fades, fades, fades]), ensemble([grows, grows, grows])
    numbers = [one.mean() for one in fading.effects(launch, well, well)]
    assert numbers == pytest.approx([6.0, 6.0, 0.25, 0.25, 4.0])
    assert [one.mean() for one in fading.effects(well, launch, launch)][-1] == pytest.approx(2 / 3)
    empty = np.array([5.0] * 8 + [0.0] * 44)
    assert fading.fade(empty) == 20.0 and fading.early_peak(empty) == 5.0


def pressed(challenge: float, hindrance_low: float, hindrance_high: float) -> dict[str, np.ndarray]:
    """Counts in which pressure leaves so much of what either half wrote."""
    found = {}
    for kind, low, high in (("challenge", challenge, challenge), ("hindrance", hindrance_low, hindrance_high)):
        for demand, left in ((pressure.USUAL, (1.0, 1.0)), (pressure.PRESSING, (low, high))):
            halves = [100 * left[0], 300 * left[1]]
            counts = [sum(halves), 1000.0, *halves, *halves]
            found |= {f"{kind} {demand} {name}": same(count) for name, count in zip(pressure.COUNTS, counts, strict=True)}
    return found


def test_pressure_is_a_ratio_and_its_halves_are_compared_by_logarithms() -> None:
    challenge, hindrance, extra, answers = (one.mean() for one in pressure.effects(pressed(1.2, 0.25, 0.5)))
    assert (challenge, hindrance) == pytest.approx((1.2, 175 / 400))
    assert extra == answers == pytest.approx(np.log(2))
    assert pressure.effects(pressed(0.5, 0.8, 0.4))[2].mean() == pytest.approx(-np.log(2))


def test_halves_are_those_of_prosociality_and_hold_everybody() -> None:
    world = finished(community("middling").with_values({"settings.days": 300, "levers.staff_turnover_a_year": 0.0}), 3)
    counts = pressure.sharing(world)
    assert counts["low"] + counts["high"] == counts["posts"] > 0
    world.person["prosociality"] = 0.9
    assert pressure.sharing(world)["low"] == 0.0 and pressure.sharing(world)["high"] == counts["posts"]


def test_a_promised_answer_is_worth_the_arms_difference_over_that_in_answers() -> None:
    assert peers.worth(100, 100, 60, 100, 50, 54) == pytest.approx(0.06 / 0.5)
    assert peers.worth(100, 100, 50, 100, 50, 54) < 0
    assert peers.return_lost(40, 100, 50, 100) == pytest.approx(0.1)


def test_the_dice_name_the_first_posts_that_were_promised_an_answer() -> None:
    """Where no member answers, those promised one get it and the others do not."""
    changes = {"settings.days": 300, "levers.answer_guarantee_share": 0.5, "theory.answer_base": 0.0, "theory.show_base": 1.0}
    world = whole_run(community("open_forum").with_values(changes), 6)
    posts = first_posts_of(world)
    promised = np.array([peers.uniform(one) < 0.5 for one in dice_of(6, posts.person, posts.day, peers.GUARANTEE)])
    seen = posts.day < 296
    assert seen.sum() > 30 and 0.3 < promised.mean() < 0.7
    assert (peers.answered(world)[seen] == promised[seen]).all()


def test_members_answers_are_told_from_the_facilitators_and_dead_places_do_not_count() -> None:
    shares = peers.by_members({"by_members": np.array([3.0, 0.0]), "answers": np.array([4.0, 0.0])})
    assert shares[0] == 0.75 and np.isnan(shares[1])
    runs = ensemble([[0.0], [0.0]], holding=[1.0, 0.0], first_posts_answered_share=[0.6, 0.1])
    found = peers.answered_by_members(runs)
    assert found[0] == 0.6 and np.isnan(found[1])
    found = peers.answerer_numbers({}, 2)
    assert 0 < found["by_members"] < found["answers"]
    assert peers.answerer_numbers({"theory.answer_base": 0.0}, 2)["by_members"] == 0.0


def test_rude_answers_are_those_of_the_second_run() -> None:
    found = peers.rude_numbers({"theory.safety_loss": 0.0, "theory.safety_step": 0.0, "theory.hostile_effect": 0.0}, 1)
    assert found["decent safety"] > 0.2
    usual = peers.rude_numbers({}, 1)
    assert usual["decent safety"] - usual["rude safety"] > found["decent safety"] - found["rude safety"]


YEARS = 8 * 52


@pytest.mark.parametrize(
    ("yearly", "worn"),
    [((10, 40, 60, 50, 40, 30, 20, 20), 1.0), ((10, 20, 30, 40, 50, 60, 70, 80), 0.0), ((10, 20, 30, 40, 50, 60, 60, 5), 0.0),
     ((60, 60, 55, 55, 50, 50, 50, 50), 0.0), ((0,) * 8, 0.0)],
)  # fmt: skip
def test_a_place_wears_out_by_an_early_peak_and_a_low_end(yearly: tuple[float, ...], worn: float) -> None:
    people = np.repeat(np.array(yearly, float), 52)
    assert wearing.wears_out(people) == worn
    assert wearing.rise_and_decline(ensemble([people.tolist()] * 2)).tolist() == [worn, worn]


def test_the_yearly_mean_moves_on_by_weeks() -> None:
    assert wearing.smoothed(np.arange(60.0)).tolist() == pytest.approx([25.5 + week for week in range(9)])


def test_a_place_that_nobody_new_hears_of_ends_if_its_people_go_and_stays_if_they_stay() -> None:
    """Nobody leaves the organisation, stops or tires: alive. Everybody goes by then: ended. Nobody ever wrote: not counted."""
    base = replace(community("well_run_cop"), plan=())
    stays = {"levers.staff_turnover_a_year": 0.0, "theory.stop_constant": 0.0, "theory.stop_floor": 0.0, "theory.stay_cost": 0.0}
    assert wearing.abandoned(base.with_values({"settings.days": 1456, **stays}), 1) == 0.0
    go = (Change(728, levers={"staff_turnover_a_year": 3.0}),)
    assert wearing.abandoned(replace(base, plan=go).with_values({"settings.days": 1456}), 1) == 1.0
    silent = {"theory.show_base": 0.0, "theory.ask_base": 0.0, "theory.answer_base": 0.0, "levers.cadence_days": 0.0}
    assert np.isnan(wearing.abandoned(base.with_values({"settings.days": 400, **silent}), 1))
