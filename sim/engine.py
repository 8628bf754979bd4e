"""The compiled theory: rules and kernel as one compilation unit, made on first use."""

from functools import cache
from types import SimpleNamespace

from sim import arithmetic, dice
from sim.compiled import compile_modules
from sim.kernel import afternoon, evening, forenoon, measures, morning, network, night, persons, run, ties
from sim.rules import adapt, belong, come, contribute, credit, read, respond, work

RULES = (work, come, read, contribute, respond, credit, adapt, belong)
FOUNDATION = (arithmetic, dice)
KERNEL = (morning, ties, forenoon, afternoon, network, persons, evening, night, measures, run)


@cache
def compiled() -> SimpleNamespace:
    """All rules and kernel functions, compiled; kept on disk under a hash of every source file."""
    return compile_modules(*FOUNDATION, *RULES, *KERNEL)


@cache
def plain() -> SimpleNamespace:
    """The same rules as plain Python."""
    members = {}
    for module in (*FOUNDATION, *RULES):
        members.update(vars(module))
    return SimpleNamespace(**members)
