"""One of Mesa's own example models, swept and analysed unchanged: what decides how unequal wealth becomes?

Run it from the repository: `python examples/wealth.py [folder]`. It takes a minute, may be stopped and run again, and
writes results/wealth/: every run, and the shares of variance with intervals. Any Mesa model class, and any Python function
of a point and a seed (`FunctionSubject`), is studied in the same few lines.
"""

import sys
from pathlib import Path

from mesa.examples.basic.boltzmann_wealth_model.model import BoltzmannWealth

from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.designs.design import make_design, points_of, seeds_of
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.execution.conduct import Plan, conduct
from community_dynamics.experiments.execution.foreign import MesaSubject
from community_dynamics.experiments.execution.study_folder import read_runs

FACTORS = [
    Factor("n", 10, 100, whole=True),
    Factor("width", 3, 20, whole=True),
    Factor("height", 3, 20, whole=True),
]
REPLICATES = 8


def inequality(model: BoltzmannWealth) -> dict[str, float]:
    """What a finished run is judged by: the Gini coefficient of wealth."""
    return {"inequality": float(model.compute_gini())}


def study(folder: Path, samples: int = 128, steps: int = 30) -> str:
    """Run the design, or what is still missing of it, and say what was found."""
    design = make_design("sobol", FACTORS, samples, seed=1, dice=True)
    subject = MesaSubject(BoltzmannWealth, steps, inequality, ("inequality",), whole=("n", "width", "height"))
    plan = Plan(subject, points_of(design, FACTORS), seeds_of(design, REPLICATES, 1), {"study": "wealth"}, design.blocks)
    conduct(folder, plan, executor="processes", watch=lambda so: print(f"{so.done} of {so.total} runs", file=sys.stderr))
    values = read_runs(folder, ["inequality"])["inequality"].to_numpy().reshape(len(design), REPLICATES)
    return analyse(design, values, "inequality").statement


if __name__ == "__main__":
    print(study(Path(sys.argv[1] if len(sys.argv) > 1 else "results/wealth")))
