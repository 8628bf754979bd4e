"""Each mechanism exists for a pattern: taken away, the pattern goes."""

import pytest

from benchmarks.ablation import Ablation, ablate, judge
from benchmarks.ablations import ABLATIONS
from community_dynamics.experiments.facts.estimates import Estimate
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.sources import SOURCES
from community_dynamics.sim.theory import THEORY

# Patterns that few seeds do not show beyond doubt, or whose runs are long.
LONG = {
    "stopping in the open forum",
    "one channel of reactions",
    "self-exciting arrivals",
    "pull of badges",
    "cliques",
    "audience",
    "safety gates voice",
    "safety gates voice in the open",
    "onboarding",
    "onboarding in the open",
    "effort sheds people",
    "habit holds",
    "interest that ends",
    "talkers write more each time",
    "some contributions take many messages",
    "ties at work",
    "moving on",
    "burden of hindrance",
    "identification",
    "control has an optimum",
    "events need time to renew",
}
QUICK = [one for one in ABLATIONS if one.mechanism not in LONG]
FEW = 0.25  # of the seeds that the page of ablations is measured on


@pytest.mark.parametrize("ablation", QUICK, ids=lambda one: one.mechanism)
def test_the_pattern_goes_with_its_mechanism(ablation: Ablation) -> None:
    found = ablate(ablation, FEW)
    assert found.holds, f"with {found.there}, without {found.gone}, no pattern {ablation.nothing:g}"


@pytest.mark.evidence
@pytest.mark.parametrize("ablation", ABLATIONS, ids=lambda one: one.mechanism)
def test_the_pattern_goes_with_its_mechanism_on_all_seeds(ablation: Ablation) -> None:
    found = ablate(ablation)
    assert found.holds, f"with {found.there}, without {found.gone}, no pattern {ablation.nothing:g}"


def test_ablations_name_real_parameters_and_sources() -> None:
    names = {one.path for table in (LEVERS, THEORY, SETTINGS) for one in table.values()}
    for one in ABLATIONS:
        assert set(one.without) <= names
        assert one.source in SOURCES
    assert len({one.mechanism for one in ABLATIONS}) == len(ABLATIONS) >= 25
    assert {one.mechanism for one in ABLATIONS} >= LONG


@pytest.mark.parametrize(
    ("there", "gone", "verdict"),
    [
        (0.8, 0.1, True),  # most of the pattern goes
        (0.8, -0.5, True),  # it turns round
        (0.8, 0.6, False),  # most of it stays
        (0.8, 0.8, False),  # nothing happens
        (0.04, 0.0, False),  # there was no pattern to begin with
    ],
)
def test_a_pattern_breaks_only_if_it_was_there_and_most_of_it_goes(there: float, gone: float, verdict: bool) -> None:
    def around(mean: float) -> Estimate:
        return Estimate(mean, mean - 0.05, mean + 0.05, 10)

    assert judge(around(there), around(gone), around(there - gone), nothing=0.0) == verdict
    assert judge(around(-there), around(-gone), around(gone - there), 0.0, -1) == verdict
    assert not judge(around(there), around(gone), around(there - gone), 0.0, -1)
