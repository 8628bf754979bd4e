"""What theory knows exactly, asked of the model: the tables of docs/verification.md."""

from collections.abc import Iterator

import numpy as np
from scipy.stats import chi2

from benchmarks import counting, thresholds
from benchmarks.figures import markdown
from community_dynamics.experiments.facts import habit_curve

NETWORKS = ("small world", "cliques", "hubs")
MULTIPLES = np.array([0.9, 0.95, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0])
CROWDS = (  # spread of thresholds (log-odds around one half), founders of 300
    (0.0, 149), (0.0, 150), (0.85, 20), (0.85, 60), (0.85, 90), (1.5, 30), (2.0, 10), (2.0, 30), (3.0, 3), (5.0, 1),
)  # fmt: skip
Row = tuple[str, ...]


def verdict(holds: bool) -> str:
    """How a table says it."""
    return "holds" if holds else "FAILS"


def critical_mass(seats: int = 120, seeds: int = 20) -> Iterator[Row]:
    """V1 on three graphs, with the stochastic threshold beside it."""
    for network, name in enumerate(NETWORKS):
        graph = thresholds.graph_of(network, seats, 3)
        top = float(np.linalg.eigvalsh(graph)[-1])
        found = (1.0 - thresholds.KEEP) / thresholds.crossing(graph)
        holds = abs(found / top - 1.0) <= 0.05
        yield (
            "V1",
            f"{name}, {seats} seats: decay over contagion at which rest is unstable",
            f"{top:.3f}",
            f"{found:.3f}",
            verdict(holds),
        )
        shares = thresholds.stochastic_threshold(network, 300, 1500, seeds, MULTIPLES)
        at = float(MULTIPLES[np.argmax(shares >= 0.5)]) if (shares >= 0.5).any() else float("inf")
        what = f"{name}, 300 seats: multiple of critical contagion at which half of {seeds} runs stay active 1,500 days"
        yield "V1", what, "1 or more", f"{at:g}", verdict(at >= 1.0 and shares[MULTIPLES < 1.0].max() == 0.0)


def cores(seats: int = 304, seeds: int = 5) -> Iterator[Row]:
    """V2 on three graphs."""
    for network, name in enumerate(NETWORKS):
        found = [
            thresholds.staying(0.25, cost, seats, seed, network, degree)
            for cost in (0.5, 0.75, 1.0, 1.1, 1.25, 1.5)
            for degree in (6, 8, 12)
            for seed in range(seeds)
        ]
        exact = sum(one.stayed == one.core and one.settled for one in found)
        partly = sum(0 < len(one.core) < seats for one in found)
        what = f"{name}: runs that leave exactly the core ({partly} of them a core neither empty nor whole)"
        yield "V2", what, f"{len(found)} of {len(found)}", f"{exact} of {len(found)}", verdict(exact == len(found))


def cascades(seats: int = 300, seeds: int = 10) -> Iterator[Row]:
    """V3: the textbook crowd by the rule, drawn crowds through the kernel."""
    crowd, nobody = np.arange(100) / 100, np.zeros(100, bool)
    changed = np.where(np.arange(100) == 1, 0.02, crowd)
    for what, one, size in (("thresholds 0 .. 99 of 100", crowd, 100), ("the same, one person at 2 in place of 1", changed, 1)):
        found = int(thresholds.cascade(one, nobody).sum())
        yield "V3", f"{what}: followers", str(size), str(found), verdict(found == size)
    for spread, founders in CROWDS:
        sizes, exact = [], 0
        for seed in range(seeds):
            world, founding = thresholds.cascade_world(seats, seed, spread, founders)
            expected = thresholds.cascade(thresholds.thresholds_from_dice(seats, seed, spread), founding)
            exact += bool(((world.status == 1) == expected).all())
            sizes.append(int(expected.sum()))
        crowd_of = f"spread {spread:g}, {founders} founders of {seats}, {min(sizes)} to {max(sizes)} follow"
        what = f"{crowd_of}: runs with the very same people"
        yield "V3", what, f"{seeds} of {seeds}", f"{exact} of {seeds}", verdict(exact == seeds)


def stops(persons: int = 200_000, seeds: int = 3, days: int = 400) -> Iterator[Row]:
    """V4 for three constants."""
    for constant in (0.5, 0.7, 0.9):
        counts = np.concatenate([counting.stopped_counts(constant, persons, days, seed) for seed in range(seeds)])
        p = counting.stop_law_p(counts, constant, days)
        yield (
            "V4",
            f"c = {constant:g}, {counts.size:,} people: chi-square p of P(n)",
            "above .001",
            f"{p:.3f}",
            verdict(p > 0.001),
        )
        found, error = counting.exponent(counts, days)
        holds = abs(found - 1.0 - constant) <= 0.05 and error <= 0.02
        yield (
            "V4",
            f"c = {constant:g}: exponent from n >= 10 (standard error)",
            f"{1 + constant:g}",
            f"{found:.3f} ({error:.3f})",
            verdict(holds),
        )


def free(seeds: int = 100) -> Iterator[Row]:
    """V5: thinned sums and their limits."""
    for base, post in ((0.1, 0.4), (0.02, 50.0), (0.8, 0.1)):
        runs = [counting.free_counts(400, 200, seed, base, post) for seed in range(seeds)]
        z = np.array([one.z for one in runs])
        spread = chi2.ppf((0.0005, 0.9995), seeds - 1) / (seeds - 1)
        name = f"visit hazard {base:g}, showing hazard {post:g}, {seeds} communities of 400"
        holds = abs(z.mean()) * np.sqrt(seeds) < 3.3
        yield "V5", f"{name}: mean deviation of the total, standard deviations", "0", f"{z.mean():.3f}", verdict(bool(holds))
        holds = spread[0] < z.var(ddof=1) < spread[1]
        yield "V5", f"{name}: variance over that of the thinned sum", "1", f"{z.var(ddof=1):.3f}", verdict(bool(holds))
    rare = counting.free_counts(50_000, 1200, 1, 0.0025, 50.0, spread=0.0)
    p = counting.poisson_p(rare.made, rare.mean / rare.made.size)
    yield "V5", "equal people, rare contributions: chi-square p of Poisson", "above .001", f"{p:.3f}", verdict(p > 0.001)
    for shape in (0.4, 0.7, 2.0):
        people = np.random.default_rng(1).gamma(shape, 1.0 / shape, 50_000)
        made = counting.free_counts(50_000, 1200, 1, 0.0025, 50.0, spread=0.0, propensity=people).made
        p = counting.negative_binomial_p(made, 3.0, shape)
        yield (
            "V5",
            f"gamma people, shape {shape:g}: chi-square p of negative binomial",
            "above .001",
            f"{p:.3f}",
            verdict(p > 0.001),
        )


def habits(persons: int = 4000) -> Iterator[Row]:
    """V6, and the cases that no experiment decided."""
    found = habit_curve.formation(persons, habit_curve.daily(600))
    holds = 55 <= found.median <= 77 and found.fast >= 15 and found.slow <= 270
    days = f"{found.median:.0f} ({found.fast:.0f} to {found.slow:.0f})"
    yield (
        "V6",
        "a cue every day: days to 95 % of the asymptote, median (5-95 % of people)",
        "66 (15 to 270)",
        days,
        verdict(holds),
    )
    lost = habit_curve.cost_of_a_miss(persons // 4)
    shown = f"{100 * lost.mean():.2f} % ({100 * lost.max():.2f} %)"
    yield "V6", "one missed day: final habit lost, mean (most)", "under 2 %", shown, verdict(lost.max() < 0.02)


def cases(persons: int = 2000) -> str:
    """Habit under other cues, for the default and both extremes of what a repetition is worth."""
    rows = []
    for name, cue, days in (
        ("every day", habit_curve.daily, 600),
        ("Monday to Friday", habit_curve.working_week, 1400),
        ("once a week", habit_curve.weekly, 2800),
    ):
        for label, per_day in (("default", None), ("per repetition (0)", 0.0), ("per elapsed day (1)", 1.0)):
            values = {} if per_day is None else {"theory.habit_per_day": per_day}
            one = habit_curve.formation(persons, cue(days), values)
            rows.append((name, label, f"{one.median:.0f}", f"{one.fast:.0f} to {one.slow:.0f}", f"{one.asymptote:.2f}"))
    return markdown(
        ("cue", "habit_per_day", "median days to 95 % of the asymptote", "5-95 % of people", "median asymptote"), rows
    )


def table() -> str:
    """All checks in Markdown."""
    rows = [*critical_mass(), *cores(), *cascades(), *stops(), *free(), *habits()]
    return markdown(("check", "what", "theory", "model", "verdict"), rows)
