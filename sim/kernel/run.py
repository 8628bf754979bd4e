"""A day of the whole community, and whole runs: the outermost loops of the kernel."""

from community_dynamics.sim.kernel.adapt import adapt
from community_dynamics.sim.kernel.belong import belong
from community_dynamics.sim.kernel.books import close_day, open_day
from community_dynamics.sim.kernel.come import work_and_come
from community_dynamics.sim.kernel.contribute import contribute
from community_dynamics.sim.kernel.credit import credit
from community_dynamics.sim.kernel.measures import measure
from community_dynamics.sim.kernel.meet import meet
from community_dynamics.sim.kernel.planned import plan_week
from community_dynamics.sim.kernel.read import read
from community_dynamics.sim.kernel.respond import respond
from community_dynamics.sim.kernel.start import begin
from community_dynamics.sim.kernel.today import start_day


def advance_day(world, day):
    """The eight phases of one day. Each reads yesterday and earlier phases, never what it produces itself."""
    if day % 7 == 0:
        plan_week(world, day)
    open_day(world)
    start_day(world, day)
    work_and_come(world, day)
    read(world, day)
    meet(world, day)
    contribute(world, day)
    respond(world, day)
    credit(world, day)
    adapt(world, day)
    belong(world, day)
    close_day(world, day)


def run_whole(world, seed, stop):
    """One run from the founders to the last day, judged in `world.outcome`; returns the days done, fewer where `stop` was set."""
    begin(world, seed)
    for day in range(world.calendar.shape[0]):
        if stop[0] != 0:
            return day
        advance_day(world, day)
    measure(world)
    return world.calendar.shape[0]
