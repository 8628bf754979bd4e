"""What a parameter is: stated once, with its range, unit, meaning, source and honesty."""

import math
from dataclasses import dataclass

STATUSES = ("sourced", "calibrated", "assumed")
KINDS = ("lever", "uncertainty", "setting")


@dataclass(frozen=True)
class Parameter:
    """One number of the model.

    name: words of the field; group: lever group, or phase of the day that reads it; kind: lever (a designer sets it),
    uncertainty (a theory constant, shared by all scenarios) or setting (size, calendar, threshold); low..high: allowed
    range; status: sourced, calibrated or assumed; anchors: what 0, 1/2 and 1 mean in words, for 0-1 levers;
    community: True for settings that may differ between communities; whole: True for whole numbers; choices: words that
    a scenario file may write for 0, 1, 2, ...; called: what axes and pages call it, where the words of its name do not say it
    """

    name: str
    group: str
    kind: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    status: str
    anchors: tuple[str, str, str] | None = None
    whole: bool = False
    community: bool = False
    choices: tuple[str, ...] = ()
    called: str = ""

    def __post_init__(self) -> None:
        """Refuse a statement that contradicts itself."""
        if self.kind not in KINDS or self.status not in STATUSES:
            raise ValueError(f"{self.name}: unknown kind {self.kind!r} or status {self.status!r}")
        if not (math.isfinite(self.low) and self.low <= self.default <= self.high < math.inf):
            raise ValueError(f"{self.name}: default {self.default} outside {self.low}..{self.high}")

    @property
    def label(self) -> str:
        """What axes and pages call it."""
        words = self.called or self.name.replace("_", " ")
        return words[0].upper() + words[1:]

    @property
    def section(self) -> str:
        """Section of a scenario file that holds the parameter."""
        return {"lever": "levers", "uncertainty": "theory", "setting": "settings"}[self.kind]

    @property
    def path(self) -> str:
        """Full name, as a scenario file or an override writes it."""
        return f"{self.section}.{self.name}"


def table(*parameters: Parameter) -> dict[str, Parameter]:
    """Parameters by name, in order; a name stated twice is refused."""
    by_name = {parameter.name: parameter for parameter in parameters}
    if len(by_name) != len(parameters):
        raise ValueError("a parameter is stated twice")
    return by_name
