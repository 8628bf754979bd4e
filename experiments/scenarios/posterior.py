"""What the calibration left open: draws of the theory's constants, to be run beside its defaults."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue, UnreadableFile
from community_dynamics.sim.theory import THEORY

ROWS = 200
REMEDY = "'python -m benchmarks.calibrate --publish' writes it"


def place() -> Traversable:
    """Where the posterior lies that comes along."""
    return files("community_dynamics.configs") / "theory" / "posterior.csv"


def posterior(path: Path | None = None) -> pd.DataFrame:
    """A row a draw, a column a constant: the posterior that comes along, or that of another calibration."""
    source = path or place()
    try:
        table = pd.read_csv(StringIO(source.read_text("utf-8")))
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:100]
        raise UnreadableFile(f"{source} cannot be read ({reason}); {REMEDY}") from None
    strange = [name for name in table.columns if name not in THEORY]
    if strange or table.empty or not np.isfinite(table.to_numpy(np.float64)).all():
        wrong = f"has {strange[0]}, which is no constant of the theory" if strange else "holds no numbers"
        raise UnreadableFile(f"{source} {wrong}; {REMEDY}")
    return table


def draws(count: int, seed: int = 0, path: Path | None = None) -> list[dict[str, float]]:
    """So many different draws as values by full name: `scenario.with_values(draw)` is the community in each."""
    table = posterior(path)
    if not 1 <= count <= len(table):
        raise InvalidValue(f"count = {count} is outside 1..{len(table)} (draws that there are)")
    chosen = np.random.default_rng(seed).permutation(len(table))[:count]
    rows = table.iloc[chosen].to_dict("records")
    return [{THEORY[str(name)].path: float(value) for name, value in row.items()} for row in rows]
