"""Findings in words: numbers as people write them, and sentences computed from the data."""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES, OUTCOMES

SEEDS_ONLY = "Intervals cover the dice (other seeds could give other runs), not parameters that may be wrong."
FATE_VERBS = {
    "flourishing": ("flourishes", "flourish"),
    "holding": ("holds", "hold"),
    "stalled": ("has stalled", "have stalled"),
    "dead": ("is dead", "are dead"),
}


def tidy(value: float, count: int = 3) -> str:
    """A number with as many digits as it deserves: three that count, thousands apart, no exponent."""
    if not np.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    digits = max(0, count - 1 - int(np.floor(np.log10(abs(value)))))
    text = f"{value:,.{min(digits, 6)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def percent(share: float) -> str:
    """A share as a percentage, with a decimal only where it is needed to tell it from none or all."""
    if not np.isfinite(share):
        return "–"
    text = f"{100 * share:.0f}"
    if text in ("0", "-0", "100") and 0.0 < abs(share) != 1.0:
        text = f"{100 * share:.1f}"
    return f"{text} %".replace("-", "−")


def share_words(successes: int, trials: int) -> str:
    """'37 of 100 (28–47 %)': a count with Wilson's 95 % interval."""
    found = wilson(successes, trials)
    return f"{successes} of {trials} ({100 * found.low:.0f}–{100 * found.high:.0f} %)"


def outcome_label(outcome: str) -> str:
    """Label of an outcome with its unit, for an axis."""
    known = OUTCOMES[outcome]
    if known.unit == "0/1":
        return f"{known.label} (share of runs)"
    return f"{known.label} ({known.unit})"


def plain_name(scenario: Scenario) -> str:
    """A scenario's name as words."""
    return scenario.name.replace("_", " ")


def time_words(days: float) -> str:
    """A span of days in the unit that people would use."""
    if days < 60:
        return f"{days:.0f} days"
    months = days / (365.0 / 12.0)
    if months < 23.5 or abs(months / 12 - round(months / 12)) > 0.05:
        return f"{months:.0f} months"
    return f"{months / 12:.0f} years"


def fate_counts(fates: np.ndarray) -> dict[str, int]:
    """How many runs came to each fate."""
    return {name: int(np.sum(fates == number)) for number, name in enumerate(FATES)}


def fate_words(fate: str, count: int) -> str:
    """How many runs came to a fate: '3 have stalled'; a fate without verbs of its own is said as it is named."""
    return f"{count} {FATE_VERBS.get(fate, (fate, fate))[count > 1]}"


def several(parts: Sequence[str]) -> str:
    """'a, b and c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def fate_sentence(scenario: Scenario, fates: np.ndarray, stalled_days: np.ndarray) -> str:
    """What became of a community over its seeds: 'middling: after 2 years, of 30 runs, 14 flourish ...'."""
    parts = [fate_words(fate, count) for fate, count in reversed(fate_counts(fates).items()) if count]
    span = time_words(scenario.setting("days"))
    when = stall_time(stalled_days, scenario.setting("days"))
    return f"{plain_name(scenario)}: after {span}, of {len(fates)} runs, {several(parts)}{when}"


def stall_time(stalled_days: np.ndarray, days: float) -> str:
    """When those stalled that did; runs that have no day of stalling, as they never took off, are not of them."""
    found = stalled_days[stalled_days < days]
    if not found.size:
        return ""
    half = time_words(float(np.median(found)))
    if np.isnan(stalled_days).any():
        return f"; half of those that stalled did within {half}" if found.size > 1 else f"; the one that stalled did after {half}"
    return f"; half of these stalled within {half}" if found.size > 1 else f", stalled after {half}"
