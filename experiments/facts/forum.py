"""What one run of the open forum says of its posters: C4, C5 and C7."""

from collections.abc import Mapping

from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.messages import messages_of
from community_dynamics.experiments.facts.tails import prefers_heavy_tail, quit_law, tail_exponent
from community_dynamics.experiments.facts.tenure import median_span, weekly_hazard, weibull_shape
from community_dynamics.experiments.logs.log import Log
from community_dynamics.experiments.logs.simulated import simulated_log


def forum_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """The numbers of one run, with theory constants changed."""
    return poster_numbers(simulated_log(community("open_forum").with_values(values), seed))


def poster_numbers(log: Log) -> dict[str, float]:
    """The numbers of any log, real or simulated."""
    messages = messages_of(log)
    counts, hazard = messages.counts(), weekly_hazard(messages)
    return {
        "heavy": prefers_heavy_tail(counts),
        "exponent": tail_exponent(counts),
        "once": float((counts == 1).mean()),
        "quit_slope": quit_law(messages),
        "shape": weibull_shape(messages),
        "early": float(hazard[:2].max() >= hazard[2:].max()),
        "span": median_span(messages),
    }
