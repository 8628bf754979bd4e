"""How fast communities run on this machine: everything measured in one go, told as tables, and as docs/speed.md."""

import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.speed.engines import engines, growth, threads
from community_dynamics.experiments.speed.machine_floor import floor
from community_dynamics.experiments.speed.timing import QUICK, Line, Sizes, Watch, table, unwatched
from community_dynamics.experiments.speed.whole_study import large, start, study
from community_dynamics.sim.ensemble import available_threads

CHIEF, BUSY = "middling", "well_run_cop"

ABOUT = """\
# How fast it is

`community bench out=docs/speed.md` measures all of this in one go and writes this page. What is compared was timed in
turn, round by round, and ratios were taken within rounds, so that a slow spell of the machine hits both sides alike.
Unless wall time is named, times are processor time of one thread. A member-day is one present member's one day.

The community that is timed is the scenario *middling* with everybody a founder, present on every day: nobody stops,
falls silent or leaves. *Busy* is the same with *well_run_cop*, where people come and post more often. Costs count from
the description to the outcomes of a run. A ratio holds for this machine and these versions; the table says which."""

NOTES = {
    "engines": """\
P is what plain Mesa offers: members as objects, rules as Python functions. M calls each rule's compiled twin one by one;
crossing from Python to compiled code and back costs as much as so small a rule saves, or more. K is the Mesa model whose
days the kernel lives, and E the ensemble that studies use. Before anything is timed, K and E must agree bit for bit.""",
    "growth": """\
In a community of any size a person has eight colleagues on average in the graph. Visits a member-day are told beside
the costs, because visits are most of the work.""",
    "threads": """\
By the clock on the wall. Processors had is processor time over wall time: where it is well below the number of threads,
or where the load before was not near zero, other work took part of the machine, and the speed-up says less. Processor
time of several threads over that of one shows what threads cost each other, whatever else the machine did.""",
    "floor": """\
Dice (scramblings of 64 bits) and exponentials are counted while plain Python lives the community; bytes are reckoned
from the records: two passes over what changes daily, and all that a visit touches. Each is priced at what it costs in a
loop over long rows, compiled as the kernel is: the best this processor can do. The floor leaves out all other
arithmetic, every decision and the picking of records one by one, which is most of what a visit is.""",
    "study": """\
By the clock on the wall: the design, all runs, Sobol's shares with their intervals, two Parquet files and the picture.""",
    "large": "One run in a process of its own.",
    "start": "From the start of Python, its imports included, to the end of a tiny run.",
}


def bench(
    quick: bool = False,
    thread_count: int | None = None,
    out: str | None = None,
    watch: Watch = unwatched,
    sizes: Sizes | None = None,
    tell: Callable[[str], None] = print,
) -> dict[str, list[Line]]:
    """Measure everything, tell each table when it is done, and write the page where `out` says."""
    refuse_unwritable(out)
    sizes = (QUICK if quick else Sizes()) if sizes is None else sizes
    count = available_threads() if thread_count is None else thread_count
    parts: dict[str, tuple[str, str, Callable[[], list[Line]]]] = {
        "engines": ("Four engines", "engines", lambda: engines(CHIEF, sizes, watch)),
        "busy": ("Four engines, busy", "", lambda: engines(BUSY, sizes, watch)),
        "growth": ("Growth", "growth", lambda: growth(CHIEF, sizes, watch)),
        "threads": ("Threads", "threads", lambda: threads(CHIEF, sizes, count, watch)),
        "floor": ("The floor", "floor", lambda: floor(CHIEF, sizes, watch)),
        "study": ("A study", "study", lambda: study(CHIEF, sizes, count, watch)),
        "large": ("A large community", "large", lambda: large(sizes, watch)),
        "start": ("Start", "start", lambda: start(sizes, watch)),
    }
    what = machine()
    tell(what)
    found, page = {}, [ABOUT, what]
    for name, (title, note, measure) in parts.items():
        found[name] = measure()
        text = table(found[name])
        tell(f"\n{title}\n\n{text}")
        page += [f"## {title}", *([NOTES[note]] if note else []), text]
    if out is not None:
        Path(out).write_text("\n\n".join(page) + "\n", "utf-8")
        tell(f"\nwritten: {out}")
    return found


def machine() -> str:
    """What the figures hold for: processor, versions, and how busy the machine was."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("mesa", "numba", "numpy"))
    load = f"; load of the last minute {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{processor()}, {available_threads()} in use; Python {platform.python_version()}, {versions}{load}."


def processor() -> str:
    """The processor's kind, as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def refuse_unwritable(out: str | None) -> None:
    """Refuse a page that could not be written, before anything is measured."""
    if out is not None and not Path(out).absolute().parent.is_dir():
        raise UnreadableFile(f"out = {out} lies in a folder that is not there; make the folder first")
