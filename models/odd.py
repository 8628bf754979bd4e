"""The tables of ODD.md, from where parameters, states, outcomes, dice and rules are stated.

`python -m models.odd` writes them anew.
"""

import inspect
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FunctionType

from community_dynamics.sim import decisions
from community_dynamics.sim.engine import RULES
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.state import COUNTS, DAILY_COUNTS, STATES, TALLY, TRAITS
from community_dynamics.sim.theory import THEORY

PAGE = Path(__file__).with_name("ODD.md")
MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell(part) for part in line) + " |\n" for line in lines)


def cell(part: object) -> str:
    """What stands in one cell: numbers short, no bars."""
    text = f"{part:g}" if isinstance(part, float) else str(part)
    return text.replace("|", "/")


def parameters(of: dict[str, Parameter]) -> str:
    """Parameters: name, group, default and range, unit, meaning, source and status."""
    heads = ("name", "group", "default", "range", "unit", "meaning", "source", "status")
    return table(
        heads,
        (
            (
                f"`{one.name}`",
                one.group,
                float(one.default),
                f"{one.low:g} .. {one.high:g}",
                one.unit,
                one.meaning,
                one.source,
                one.status,
            )
            for one in of.values()
        ),
    )


def anchors() -> str:
    """What 0, one half and 1 mean in words."""
    worded = [lever for lever in LEVERS.values() if lever.anchors is not None]
    return table(("lever", "0", "1/2", "1"), ((f"`{one.name}`", *(one.anchors or ())) for one in worded))


def dials() -> str:
    """Which levers a dial sets, at its low, middle and high position."""
    rows = [(dial, f"`{name}`", *map(float, at)) for dial, levers in DIALS.items() for name, at in levers.items()]
    return table(("dial", "lever", "low", "middle", "high"), rows)


def failures() -> str:
    """Which levers a failure sets."""
    rows = [(one, f"`{name}`", float(at)) for one, levers in FAILURES.items() for name, at in levers.items()]
    return table(("failure", "lever", "value"), rows)


def meanings(of: dict[str, str]) -> str:
    """Names and what they mean."""
    return table(("name", "meaning"), ((f"`{name}`", meaning) for name, meaning in of.items()))


def dice() -> str:
    """Numbers of the decisions: the addresses of the dice."""
    numbers = {name: number for name, number in vars(decisions).items() if name.isupper()}
    return table(("decision", "number"), ((f"`{name}`", number) for name, number in numbers.items()))


def rules() -> str:
    """Every rule with its arguments, what it means, its equation and its source."""
    rows = []
    for module in RULES:
        phase = module.__name__.rpartition(".")[2]
        for name, rule in vars(module).items():
            if isinstance(rule, FunctionType) and rule.__module__ == module.__name__:
                arguments = ", ".join(inspect.signature(rule).parameters)
                rows.append((phase, f"`{name}({arguments})`", " ".join((rule.__doc__ or "").split())))
    return table(("phase", "rule", "what it says"), rows)


def outcomes() -> str:
    """Outcomes: label, unit, direction and definition."""
    heads = ("name", "label", "unit", "better", "definition")
    lines = OUTCOMES.values()
    return table(heads, ((f"`{one.name}`", one.label, one.unit, one.better, one.meaning) for one in lines))


def tables() -> dict[str, str]:
    """Every generated table by the name that its marker carries."""
    return {
        "levers": parameters(LEVERS),
        "anchors": anchors(),
        "dials": dials(),
        "failures": failures(),
        "settings": parameters(SETTINGS),
        "theory": parameters(THEORY),
        "traits": meanings(TRAITS),
        "states": meanings(STATES),
        "counts": meanings(COUNTS),
        "daily": meanings(DAILY_COUNTS),
        "tally": meanings(TALLY),
        "dice": dice(),
        "rules": rules(),
        "outcomes": outcomes(),
    }


def filled(page: str) -> str:
    """The page with every marked table written anew."""
    found = tables()
    return MARKED.sub(lambda match: f"{match[1]}\n{found[match[2]]}\n{match[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
