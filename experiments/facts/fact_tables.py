"""Facts as tables: what was found, as data, and what changes when theory is changed."""

from collections.abc import Sequence

import pandas as pd

from community_dynamics.experiments.facts.known import Finding


def findings_frame(found: Sequence[Finding], before: Sequence[Finding] | None = None) -> pd.DataFrame:
    """A row a number, with everything that a verdict rests on, and what it is as the theory stands where that is known."""
    rows = []
    for one in found:
        value, part = one.value, one.part
        reference = (*part.reference, *part.reference)[:2] if part.reference else (None, None)
        rows.append((one.key, part.what, value.mean, value.low, value.high, part.low, part.high, *reference, one.covers_reference,
                     one.runs, value.count, part.soft, one.verdict))  # fmt: skip
    names = ["fact", "what", "mean", "low", "high", "accepted_low", "accepted_high", "reference_low", "reference_high",
             "interval_covers_reference", "runs", "runs_that_count", "soft", "verdict"]  # fmt: skip
    table = pd.DataFrame(rows, columns=names)
    if before is not None:
        table["mean_as_it_stands"] = [one.value.mean for one in before]
        table["verdict_as_it_stands"] = [one.verdict for one in before]
    return table


def moved(before: Sequence[Finding], after: Sequence[Finding]) -> str:
    """Which facts a change of theory breaks and which it mends, in a sentence."""
    words = {"breaks": (True, False), "mends": (False, True)}
    parts = []
    for word, (was, is_) in words.items():
        pairs = zip(before, after, strict=True)
        changed = [one for old, one in pairs if old.holds is was and one.holds is is_ and not one.part.soft]
        if changed:
            keys = dict.fromkeys(one.key for one in changed)
            whats = {key: "; ".join(one.part.what for one in changed if one.key == key) for key in keys}
            parts.append(f"{word} {', '.join(f'{key} ({what})' for key, what in whats.items())}")
    return f"The change {' and '.join(parts)}" if parts else "The change neither breaks nor mends a number that is judged"
