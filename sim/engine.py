"""The compiled theory: rules and kernel as one compilation unit, made on first use."""

from functools import cache
from threading import Lock
from types import SimpleNamespace

from community_dynamics.sim import arithmetic, dice
from community_dynamics.sim.compiled import compile_modules
from community_dynamics.sim.kernel import (
    adapt as adapt_phase,
)
from community_dynamics.sim.kernel import (
    belong as belong_phase,
)
from community_dynamics.sim.kernel import (
    books,
    feed,
    join,
    mastery,
    measures,
    meet,
    network,
    persons,
    planned,
    react,
    run,
    settle,
    silence,
    start,
    ties,
    today,
)
from community_dynamics.sim.kernel import (
    come as come_phase,
)
from community_dynamics.sim.kernel import (
    contribute as contribute_phase,
)
from community_dynamics.sim.kernel import (
    credit as credit_phase,
)
from community_dynamics.sim.kernel import (
    read as read_phase,
)
from community_dynamics.sim.kernel import (
    respond as respond_phase,
)
from community_dynamics.sim.rules import adapt, belong, come, contribute, credit, read, respond, work

RULES = (work, come, read, contribute, respond, credit, adapt, belong)
FOUNDATION = (arithmetic, dice)
KERNEL = (
    feed, books, planned, today, come_phase, mastery, ties, react, read_phase, settle, meet, contribute_phase, respond_phase,
    credit_phase,
    adapt_phase, silence, belong_phase, join, network, persons, start, measures, run,
)  # fmt: skip


ONE_AT_A_TIME = Lock()


def compiled() -> SimpleNamespace:
    """All rules and kernel functions, compiled; kept on disk under a hash of every source file."""
    with ONE_AT_A_TIME:
        return compile_everything()


@cache
def compile_everything() -> SimpleNamespace:
    """Compile once a process."""
    return compile_modules(*FOUNDATION, *RULES, *KERNEL)


@cache
def plain() -> SimpleNamespace:
    """The same rules as plain Python."""
    members = {}
    for module in (*FOUNDATION, *RULES):
        members.update(vars(module))
    return SimpleNamespace(**members)
