"""What an analysis found: a table by factor, the finding in plain words, and what its intervals cover."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.convergence import Settling
from community_dynamics.experiments.analysis.guards import DICE
from community_dynamics.experiments.analysis.seed_variance import Split
from community_dynamics.experiments.base.statements import percent, several, tidy
from community_dynamics.sim.outcomes import OUTCOMES

DICE_LABEL = "Other seeds (dummy)"
FIRST_COLUMNS = ("factor", "label", "from", "to")
PREFIXES = ("levers.", "dials.", "uncertainties.", "theory.", "settings.")


@dataclass(frozen=True)
class Words:
    """How things are called: labels of factors and of the outcome, ranges of factors. What is not given is made up.

    single_runs: whether values are those of single runs, so that it can be said what the dice make of them.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    outcome: str | None = None
    single_runs: bool = True

    def factor(self, name: str) -> str:
        """A factor in words."""
        if name in self.labels:
            return self.labels[name]
        if name == DICE:
            return DICE_LABEL
        plain = name.rsplit(".", 1)[-1].replace("_", " ").strip() or name
        plain = plain[0].upper() + plain[1:]
        return f"{plain} dial" if name.startswith("dials.") else plain

    def of(self, outcome: str) -> str:
        """An outcome in words."""
        if self.outcome is not None:
            return self.outcome
        if outcome in OUTCOMES:
            return OUTCOMES[outcome].label
        plain = outcome.replace("_", " ").strip() or outcome
        return plain[0].upper() + plain[1:]


@dataclass(frozen=True)
class Findings:
    """What a sensitivity analysis of one outcome found.

    table: a row a factor, the leading first: factor, label, from, to, each index with its low and high end, above_dice
    (told apart from the noise floor); leading: the index that ranks them; covers: what the intervals cover; split,
    seed_share: what the seed does to single runs; convergence: of Sobol' shares, else None; pairs: beyond what each
    gives alone; gap: 1 - the sum of first, with its ends; dropped: units left out for failed runs; asked: in words,
    where that is not the mean of the outcome.
    """

    method: str
    outcome: str
    table: pd.DataFrame
    leading: str
    statement: str
    covers: str
    seed_share: float = float("nan")
    split: Split | None = None
    convergence: Settling | None = None
    pairs: pd.DataFrame | None = field(default=None, repr=False)
    gap: tuple[float, float, float] | None = None
    dropped: int = 0
    asked: str | None = None

    @property
    def converged(self) -> bool | None:
        """Whether the totals have settled; None where the method does not say."""
        return None if self.convergence is None else self.convergence.converged

    @property
    def verdict(self) -> str | None:
        """`converged`, or `not converged: needs about N = ...`; None where the method does not say."""
        return None if self.convergence is None else self.convergence.verdict

    @property
    def tidy(self) -> pd.DataFrame:
        """One row for each factor and index: outcome, method, factor, label, from, to, index, value, low, high, above_dice."""
        parts = []
        for word in indices_of(self.table):
            part = self.table[[*FIRST_COLUMNS]].copy()
            part["index"] = word
            for column, end in (("value", ""), ("low", "_low"), ("high", "_high")):
                part[column] = self.table.get(f"{word}{end}", np.nan)
            part["above_dice"] = self.table["above_dice"]
            parts.append(part)
        table = pd.concat(parts, ignore_index=True)
        table.insert(0, "outcome", self.outcome)
        table.insert(1, "method", self.method)
        return table


SMALLEST = 0.001


def below(findings: Findings) -> str:
    """'below X' for an index of 0 with an interval of no width: X is the noise floor, else the step of one sample."""
    floor = noise_floor(findings.table, findings.leading)
    if floor == 0.0 and findings.convergence is not None:
        floor = 1.0 / float(findings.convergence.table["samples"].max())
    return f"below {tidy(floor or SMALLEST, 2)}"


def indices_of(table: pd.DataFrame) -> list[str]:
    """The indices of a table: every column that is neither a description nor the end of an interval."""
    known = {*FIRST_COLUMNS, "above_dice"}
    return [name for name in table.columns if name not in known and not name.endswith(("_low", "_high"))]


def described(table: pd.DataFrame, words: Words, leading: str) -> pd.DataFrame:
    """The table with words and ranges beside each factor, told apart from the dice or not, the leading factor first."""
    ranges = [words.ranges.get(factor, (np.nan, np.nan)) for factor in table["factor"]]
    table = table.copy()
    table.insert(1, "label", [words.factor(factor) for factor in table["factor"]])
    table.insert(2, "from", [float(low) for low, _ in ranges])
    table.insert(3, "to", [float(high) for _, high in ranges])
    table["above_dice"] = above_dice(table, leading)
    return table.sort_values(leading, ascending=False, ignore_index=True, kind="stable")


def above_dice(table: pd.DataFrame, value: str) -> pd.Series:
    """True where the lower end of a factor's interval is above the noise floor, which chance alone rarely brings about.

    Of factors without effect at most about 5 % are told apart, as both ends must err at once.
    """
    return (table[f"{value}_low"] > noise_floor(table, value)) & (table["factor"] != DICE)


def noise_floor(table: pd.DataFrame, value: str) -> float:
    """What other dice alone may bring: the upper end of the dummy's interval, or its value where no interval is known.

    0 without the dummy, or where it has no index.
    """
    dice = table[table["factor"] == DICE]
    known = [float(dice[word].iloc[0]) for word in (f"{value}_high", value) if len(dice) and word in dice]
    return max(0.0, next((end for end in known if np.isfinite(end)), 0.0))


def state(table: pd.DataFrame, value: str, outcome: str, split: Split | None, unit: str = "") -> str:
    """The finding in a few sentences: what matters most, what is lost in the noise, what seeds do."""
    ranked = table[table["above_dice"]].sort_values(value, ascending=False)
    factors = int((table["factor"] != DICE).sum())
    if table[value].isna().all():
        said = [f"{outcome}: no factor has an index, as the outcome does not vary beyond seed noise."]
    elif table[f"{value}_low"].isna().all():
        first = table.iloc[0]
        said = [f"{outcome}: {first['label']} ranks first ({tidy(first[value], 2)}{unit}); how sure that is, is not known."]
    elif ranked.empty:
        said = [f"{outcome}: no factor is distinguishable from seed noise."]
    else:
        said = [f"{outcome} depends most on {several([in_words(row, value, unit) for _, row in ranked.head(3).iterrows()])}."]
    lost = factors - len(ranked)
    if len(ranked) and lost:
        verb = "is" if lost == 1 else "are"
        said.append(f"{lost} of {factors} factors {verb} not distinguishable from seed noise.")
    if split is not None:
        said.append(seed_words(split))
    return " ".join(said)


def seed_words(split: Split) -> str:
    """What the seed does, in a sentence."""
    if not np.isfinite(split.seed_share):
        return "Single runs do not vary, so there is no seed noise."
    ends = span(split.seed_share, split.seed_share_low, split.seed_share_high)
    said = f"Seed noise accounts for {percent(split.seed_share)} of the variance between single runs{ends}"
    if len(split.table) < 3 or split.seed_share == 0.0:
        return f"{said}."
    alike, here = split.table["share"].iloc[1], split.table["share"].iloc[2]
    return f"{said}: {percent(alike)} common to all settings, {percent(here)} specific to a setting."


def span(share: float, low: float, high: float) -> str:
    """The interval of a share, rounded as the share is: ' (0.1-0.4 %)' of 0.2 %; empty where it says nothing."""
    digits = 1 if "." in percent(share) else 0
    least, most = (f"{100 * end:.{digits}f}" for end in (low, high))
    if not np.isfinite(low + high) or least == most or (float(least), float(most)) == (0.0, 100.0):
        return ""
    return f" ({least}–{most} %)"


def in_words(row: pd.Series, value: str, unit: str) -> str:
    """A factor with its index and interval."""
    low, high = (tidy(row[f"{value}{end}"], 2) for end in ("_low", "_high"))
    shown = f"{tidy(row[value], 2)}, {low}–{high}" if low != high else tidy(row[value], 2)
    if value != "mu_star":
        return f"{row['label']} ({shown}{unit})"
    way = "raises" if row["mu"] > 0 else "lowers"
    steady = abs(row["mu"]) > 0.9 * row["mu_star"]
    return f"{row['label']} ({way if steady else 'moves'} it by {shown})"
