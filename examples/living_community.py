"""A community of Mesa agents in Mesa's own browser view: its network, its week, and sliders for five levers.

It needs the extra `view`: `pip install -e ".[view]"`, whose versions work without the internet. Then, from the repository:

    solara run examples/living_community.py

Every dot is somebody who belongs: black contribute today, blue came today, grey are away; lines are ties, made by answering
and meeting. 'Play' lives a day at a time by the very rules that studies run. For many runs at once use `community page`.
"""

import matplotlib
import networkx as nx
import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

import community_dynamics as cd
from community_dynamics.models.community import Community

matplotlib.use("agg")
SIZE = {"settings.seats": 80, "settings.founders": 15, "settings.days": 365}
REPORTS = {"members": lambda model: len(model.members), "came today": lambda model: len(model.visitors),
           "contribute today": lambda model: len(model.contributors)}  # fmt: skip


class LivingCommunity(Community):
    """The bundled community `middling` with eighty seats; each slider is one of its levers."""

    def __init__(self, support: float, days_between_events: int, praise: float, protected: int, demand: float, seed: int) -> None:
        """Begin on the morning of day 0."""
        levers = {
            "levers.leadership_support": support,
            "levers.cadence_days": float(days_between_events),
            "levers.praise_rate": praise,
            "levers.protected_minutes_a_week": float(protected),
            "levers.demand": demand,
        }
        super().__init__(cd.load("middling"), seed, "compiled", collect={"model_reporters": REPORTS}, **SIZE, **levers)


def places(model: LivingCommunity) -> dict[int, tuple[float, float]]:
    """A place for each seat: colleagues near one another, the same on every day."""
    graph = nx.Graph([(seat, other) for seat, others in enumerate(model.graph) for other in others])
    graph.add_nodes_from(range(len(model.graph)))
    return nx.spring_layout(graph, seed=1, k=0.25)


def drawn(model: LivingCommunity, at: dict[int, tuple[float, float]]) -> Figure:
    """Today's community."""
    figure = Figure(figsize=(6, 6))
    axes = figure.subplots()
    axes.set_axis_off()
    here = {member.seat: member for member in model.members}
    for seat, member in here.items():
        for partner, strength in member.ties.held():
            if partner.seat in here:
                xs, ys = zip(at[seat], at[partner.seat], strict=True)
                axes.plot(xs, ys, color="#0072B2", alpha=min(0.6, float(strength)), linewidth=1, zorder=1)
    contributing, came = ({member.seat for member in people} for people in (model.contributors, model.visitors))
    for seat in here:
        color = "black" if seat in contributing else "#56B4E9" if seat in came else "#cccccc"
        axes.scatter(*at[seat], s=60, color=color, edgecolors="white", zorder=2)
    axes.set_title(f"day {model.day}: {len(here)} belong, {len(came)} came, {len(contributing)} contributed", fontsize=11)
    return figure


@solara.component
def Network(model: LivingCommunity) -> None:
    """The network, drawn anew each day."""
    update_counter.get()
    at = solara.use_memo(lambda: places(model), [id(model)])
    solara.FigureMatplotlib(drawn(model, at), format="png")


START = {"support": 0.5, "days_between_events": 21, "praise": 0.2, "protected": 30, "demand": 0.85, "seed": 1}
SLIDERS = {
    "support": Slider("Leadership support", START["support"], 0.0, 1.0, 0.05),
    "days_between_events": Slider("Days between events (0: none)", START["days_between_events"], 0, 90, 1),
    "praise": Slider("Share of contributions praised", START["praise"], 0.0, 1.0, 0.05),
    "protected": Slider("Protected minutes a week", START["protected"], 0, 180, 10),
    "demand": Slider("Demand of the job (of capacity)", START["demand"], 0.3, 1.5, 0.05),
    "seed": Slider("Seed", START["seed"], 0, 100, 1),
}
page = SolaraViz(
    LivingCommunity(**START),
    components=[Network, make_plot_component({"members": "#999999", "came today": "#56B4E9", "contribute today": "black"})],
    model_params=SLIDERS,
    name="A living community",
    play_interval=150,
)
