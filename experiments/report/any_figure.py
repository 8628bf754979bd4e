"""The picture of whatever the public functions find."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.errors import WrongKind
from community_dynamics.experiments.diagnosis.diagnosing import Diagnosis
from community_dynamics.experiments.discovery import box_figures, warning_figures
from community_dynamics.experiments.discovery.boxes import Boxes
from community_dynamics.experiments.discovery.edge import Edge
from community_dynamics.experiments.discovery.warning_signs import Warnings
from community_dynamics.experiments.fit import fit_figures
from community_dynamics.experiments.fit.fitting import Fit
from community_dynamics.experiments.forecast.forecast_figures import fan
from community_dynamics.experiments.forecast.foresight import Foresight
from community_dynamics.experiments.logs import log_figures
from community_dynamics.experiments.logs.described import Description
from community_dynamics.experiments.recommendation.recommend import Recommendation
from community_dynamics.experiments.report import (
    comparison_figures,
    diagnosis_figures,
    findings_figures,
    plan_figures,
    recommendation_page,
    run_figures,
)
from community_dynamics.experiments.studies.compare import Comparison, Repairs
from community_dynamics.experiments.studies.plan_comparison import PlanComparison
from community_dynamics.experiments.studies.sensitivity import Analysis
from community_dynamics.experiments.studies.sweeps import varied_in


def figure_of(found: Any, outcome: str = "holding") -> Figure:
    """The picture of what a study found; `outcome` is what a sweep's picture shows."""
    match found:
        case pd.DataFrame():
            return run_figures.sweep_figure(found, varied_in(found), outcome)
        case Comparison():
            return comparison_figures.comparison_figure(found)
        case Repairs():
            return comparison_figures.repairs_figure(found)
        case PlanComparison():
            return plan_figures.plans_figure(found)
        case Diagnosis():
            return diagnosis_figures.causes_figure(found)
        case Recommendation():
            return recommendation_page.recommendation_figure(found)
        case Analysis():
            return findings_figures.findings_figure(found.findings, len(found.runs))
        case Boxes():
            return box_figures.box_figure(found)
        case Edge():
            return run_figures.edge_figure(found)
        case Warnings():
            return warning_figures.signs_figure(found)
        case Description():
            return log_figures.course_figure(found).figure
        case Fit():
            return fit_figures.course_figure(found).figure
        case Foresight():
            return fan(found)
    raise WrongKind(f"{type(found).__name__} has no figure; give what run, sweep, compare, sensitivity, describe or fit gave")
