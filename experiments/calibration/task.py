"""A calibration to do: the constants that may change, what is to be met, and what was held out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community_dynamics.experiments.calibration.constants import TIMES, prior_of
from community_dynamics.experiments.calibration.point import PointSubject
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget, catalogue, targets_of
from community_dynamics.experiments.execution.batches import fingerprint_of
from community_dynamics.experiments.execution.subject import Subject
from community_dynamics.experiments.facts.estimates import Estimate
from community_dynamics.experiments.facts.known import measure
from community_dynamics.experiments.fit.parameters import Prior
from community_dynamics.sim.parameter import Parameter

Judging = Callable[[Sequence[str], Mapping[str, float], int, int, int | None], dict[str, Estimate]]


def judged_by_facts(
    keys: Sequence[str], values: Mapping[str, float], runs: int, seed: int, workers: int | None
) -> dict[str, Estimate]:
    """Every number of facts and their like by name, with its interval over seeds, over as many runs as they are judged by."""
    known = catalogue()
    found = measure([known[key] for key in keys], runs, seed, values, workers)
    return {f"{one.key}: {one.part.what}": one.value for one in found}


@dataclass(frozen=True)
class Calibration:
    """priors: of the constants that may change, before: their values as they stand; targets: every number with a range;
    held: facts kept out; run_by: makes what runs a point, from the facts wanted, the share of runs done and whether dear
    facts are measured everywhere; judge: measures everything as `community facts` does."""

    priors: tuple[Prior, ...]
    before: tuple[float, ...]
    judged: tuple[RangeTarget, ...]
    held: tuple[str, ...] = ()
    run_by: Callable[[tuple[str, ...], float, bool], Subject] = PointSubject
    judge: Judging = judged_by_facts

    @property
    def targets(self) -> tuple[RangeTarget, ...]:
        """What the constants are calibrated to."""
        return tuple(target for target in self.judged if target.key not in self.held and not target.idle)

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that gives numbers."""
        return tuple(dict.fromkeys(target.key for target in self.judged))

    @property
    def kept(self) -> tuple[str, ...]:
        """What gives the numbers that are to be met."""
        return tuple(dict.fromkeys(target.key for target in self.targets))

    def subject(self, **how: Any) -> Subject:
        """What a point and a seed are run by: for what is to be met unless other `keys` are named; `thin`: fewer runs;
        `whole`: dear facts at every point."""
        return self.run_by(how.get("keys", self.kept), how.get("thin", 1.0), how.get("whole", False))

    def fingerprint(self) -> str:
        """Hash of all that decides the numbers."""
        asked = {
            "subject": self.subject(keys=self.keys).describe(),
            "ranges": [(one.name, one.part.low, one.part.high, one.weight) for one in self.judged],
            "priors": [(one.path, one.low, one.high, one.log) for one in self.priors],
            "before": self.before,
            "held": self.held,
        }
        return fingerprint_of(json.loads(json.dumps(asked, default=float)))


def calibration_of(
    constants: Sequence[Parameter], keys: Sequence[str], held: tuple[str, ...], times: float = TIMES
) -> Calibration:
    """A calibration of some constants, each within so many times its default, to facts and their like, some held out."""
    priors = tuple(prior_of(constant, times) for constant in constants)
    return Calibration(priors, tuple(constant.default for constant in constants), targets_of(keys), held)
