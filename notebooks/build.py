"""Writes the notebook from its cells below and runs it, so that it is shipped with its outputs.

python notebooks/build.py
"""

from pathlib import Path
from textwrap import dedent

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).with_name("01_why_communities_stall.ipynb")

CELLS = [
    (
        "markdown",
        """
        # Why communities stall

        Some learning communities flourish; most stall. This notebook asks a simulated one why. First the
        fast version, in a dozen lines. Then the slow one: a person's day, the rules behind it, a community
        stepped day by day, and a what-if with the same seeds. No knowledge of programming is needed to follow;
        to play, change a number and run the cell again. (The first run on a machine compiles the model;
        that takes a minute.)
        """,
    ),
    (
        "markdown",
        "## The fast version\n\nA community is a scenario, a plain text file. Run one 30 times, and look.",
    ),
    (
        "code",
        """
        from IPython.display import Image

        from community_dynamics.experiments.presentation.drawing import png
        from community_dynamics.experiments.report.run_figures import run_figure
        from community_dynamics.experiments.scenarios.scenario_files import load
        from community_dynamics.sim.ensemble import simulate_scenario


        def show(figure):
            return Image(png(figure, 75))


        scenario = load("unsupported_launch")
        ensemble = simulate_scenario(scenario, runs=30, series=True)
        show(run_figure(scenario, ensemble))
        """,
    ),
    (
        "markdown",
        """
        Each run is the same organisation with other seeds: other people, other moods, other days on which
        somebody found the time to answer. The band shows chance. It does **not** show what we do not know
        about people; most parameters of the model are assumed, as the last section says.
        """,
    ),
    ("code", "print(scenario.story)\nprint()\nprint(scenario.source)"),
    (
        "markdown",
        """
        ## The slow version: a person's day

        A day has eight phases. **Work** takes its part and leaves strain. Perhaps one **comes** to the
        community, **reads** or meets, **contributes**, somebody **responds**, there may be **credit**; then
        everything leaves its mark (**adapt**), and people join, fall silent or leave (**belong**). Each
        phase is a handful of small rules, one equation each, in `sim/rules/`. This one says how much of
        what one would say one dares to say:
        """,
    ),
    (
        "code",
        """
        from inspect import getsource

        from community_dynamics.sim.rules.contribute import voice

        print(getsource(voice))
        for safety in (0.1, 0.3, 0.5, 0.7, 0.9):
            print(f"safety {safety:.1f}: {voice(safety, half_safety=0.45):4.0%} is said")
        """,
    ),
    (
        "markdown",
        """
        And this one says how far time allows a visit. `purse` is the minutes that a job has left over for
        learning with others. The curve is steep where people have little: the first ten minutes matter more
        than the next fifty.
        """,
    ),
    (
        "code",
        """
        from community_dynamics.sim.rules.come import time_share

        for purse in (0, 2, 5, 10, 30, 60):
            print(f"{purse:2d} minutes at hand: {time_share(purse, minutes=6):4.0%} of the visits wished for")
        """,
    ),
    (
        "markdown",
        """
        ## A community, day by day

        The same community as a Mesa model: members are agents, and `step()` is one day. Small, so that we
        can look at people. (Values are overridden by their full names; `community explain` lists them all.)
        """,
    ),
    (
        "code",
        """
        from community_dynamics.models.community import Community

        community = Community(load("middling"), seed=0, **{"settings.seats": 60, "settings.days": 140})
        for _ in range(140):
            community.step()
        community.daily.tail()
        """,
    ),
    (
        "code",
        """
        import pandas as pd

        most_active = sorted(community.people(), key=lambda member: -member.posts)[:5]
        columns = ["seat", "posts", "answers", "visits", "motivation", "safety", "strain", "habit"]
        pd.DataFrame([{name: getattr(member, name) for name in columns} for member in most_active]).round(2)
        """,
    ),
    (
        "markdown",
        """
        The ensemble above ran compiled code, this model ran plain Python, and both give the same numbers to
        the last bit. So whatever you find by stepping through one run in a debugger holds for the thousands
        of a study.
        """,
    ),
    (
        "code",
        """
        small = load("middling").with_values({"settings.seats": 60, "settings.days": 140})
        compiled = simulate_scenario(small, runs=1, series=True)
        counts = compiled.daily[0]
        same = all((community.daily[name] == counts[name]).all() for name in counts.dtype.names)
        print("the same on every day:", same)
        """,
    ),
    (
        "markdown",
        """
        ## What if? The same seeds

        What would have happened with a sponsor, managers who take part, and an hour a week? Not *on
        average, elsewhere*, but to **these** people on **these** days. Every decision has its own random
        number, named by seed, day, person and decision. So the two runs of a pair differ only by the change.
        """,
    ),
    (
        "code",
        """
        from community_dynamics.experiments.report.comparison_figures import comparison_figure
        from community_dynamics.experiments.studies.compare import paired

        support = {
            "levers.sponsor_present": 1,
            "levers.leadership_support": 0.8,
            "levers.protected_minutes_a_week": 60,
        }
        supported = scenario.with_values(support)
        comparison = paired(scenario, supported, runs=30)
        print(comparison.statement)
        show(comparison_figure(comparison))
        """,
    ),
    (
        "markdown",
        """
        ## What do the levers do?

        The seven Cs (cause, culture, conditions, cadence, content, contribution, credit) each have one dial
        from low to high. Turn one to high at a time, with everything else and all seeds the same:
        """,
    ),
    (
        "code",
        """
        from community_dynamics.experiments.designs.named_points import SEVEN_CS
        from community_dynamics.experiments.report.comparison_figures import repairs_figure
        from community_dynamics.experiments.studies.compare import repairs

        better = {name.capitalize(): {f"dials.{name}": 1.0} for name in SEVEN_CS}
        better["Leadership"] = {"levers.sponsor_present": 1, "levers.leadership_support": 0.8}
        better["Protected time"] = {"levers.protected_minutes_a_week": 60}
        single = repairs(scenario, better, runs=30)
        print(single.statement)
        show(repairs_figure(single))
        """,
    ),
    (
        "markdown",
        """
        Now vary one lever over its range: the demand of the job, which nobody in the community controls.
        """,
    ),
    (
        "code",
        """
        from community_dynamics.experiments.designs.named_points import grid
        from community_dynamics.experiments.execution.in_memory import run_points
        from community_dynamics.experiments.report.run_figures import sweep_figure

        points = grid({"levers.demand": [0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]})
        runs = run_points(load("middling"), points, replicates=20, seed=0)
        show(sweep_figure(runs, ["levers.demand"], "weekly_contributors"))
        """,
    ),
    (
        "markdown",
        """
        ## Exercises

        1. Describe a community that you know: change the levers of `scenario` with `with_values`, and look
           at its fate. Which value were you least sure of? Vary it with `grid` and see whether it matters.
        2. *Single repairs against packages.* Take the two repairs that did most on their own. Do they add
           up when made together, or is the pair worth more than the sum?
        3. *Chance or cause?* Two runs of one scenario can end apart. Find two seeds with different fates,
           step both with `Community`, and look for the week in which they part.
        4. *Too much of a good thing.* Vary `levers.cadence_days`, `levers.control` or
           `levers.curated_items_a_week` over a wide range. Where do the returns turn?
        5. Half of what you see depends on thresholds. Look at `stalled_at_half` and `stalled_at_double`: do
           your conclusions hold with them?
        """,
    ),
    ("markdown", "## How far to trust this"),
    (
        "code",
        """
        from collections import Counter

        from community_dynamics.sim.levers import LEVERS
        from community_dynamics.sim.theory import THEORY

        for name, table in (("theory constants", THEORY), ("levers", LEVERS)):
            print(name, dict(Counter(parameter.status for parameter in table.values())))
        """,
    ),
    (
        "markdown",
        """
        *Sourced* is a published number, *calibrated* is set so that published patterns come out, *assumed*
        is a plausible value that nobody has measured. No study gives the size of the effect of any C. Trust
        directions and rankings more than levels, and intervals only for what they cover: the seeds.
        """,
    ),
]


def cell(number: int, kind: str, text: str) -> nbformat.NotebookNode:
    """One cell, with a name that stays the same from build to build."""
    make = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    made = make(dedent(text).strip())
    made["id"] = f"cell-{number:02d}"
    return made


def notebook() -> nbformat.NotebookNode:
    """The notebook without outputs."""
    cells = [cell(number, kind, text) for number, (kind, text) in enumerate(CELLS, 1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def run(book: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run every cell in a fresh kernel, in `folder`."""
    client = NotebookClient(
        book,
        timeout=None,  # the first run on a machine compiles the model, which takes as long as it takes
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    kept = {"name": "python"}
    book.metadata["language_info"] = kept
    return book


def build() -> None:
    """Run the notebook and write it."""
    nbformat.write(run(notebook(), NOTEBOOK.parents[1]), NOTEBOOK)


if __name__ == "__main__":
    build()
