"""Phase 4, contribute: whether a visitor speaks up today, and about what."""

from sim.arithmetic import exponential, logarithm


def voice(safety: float, half_safety: float) -> float:
    """Share of what one would say that one dares to say (0-1): safety^2 / (safety^2 + half_safety^2).

    Source: edmondson_1999, frazier_2017 (safety and information sharing).
    """
    square = safety * safety
    return square / (square + half_safety * half_safety)


def prompt_factor(prompts_a_week: float, effect: float, half_prompts: float) -> float:
    """What 'working out loud' prompts add to speaking up: 1 + effect x prompts / (prompts + half_prompts); they wear thin."""
    return 1.0 + effect * prompts_a_week / (prompts_a_week + half_prompts)


def entry_factor(contributions: int, looked_around: bool, onboarding: float, floor: float, hush: float) -> float:
    """Ease of the first contribution: floor^(1 - onboarding) for those who never contributed, 1 for the others.

    Once in, one speaks up readily; the first time is hard, and harder (x hush) before one has looked around.
    Source: morgan_halfaker_2018 (Teahouse), nonnecke_2004 (still learning about the group).
    """
    if contributions > 0:
        return 1.0
    ease = exponential((1.0 - onboarding) * logarithm(floor))
    return ease if looked_around else ease * hush


def post_hazard(base: float, readiness: float, dare: float, prompts: float, entry: float, time: float, effort: float) -> float:
    """Hazard that a visitor posts today: base x readiness x voice x prompts x entry x time / effort.

    The more effort one contribution takes, the fewer are made. Source: wilkinson_2008.
    """
    return base * readiness * dare * prompts * entry * time / effort


def asks(coin: float, share: float, competence: float) -> bool:
    """Whether a post is a question: with chance share x (1 - competence / 2); experts show more than they ask."""
    return coin < share * (1.0 - 0.5 * competence)


def post_topic(coin: float, breadth: float, specialism: int, core_coin: float) -> int:
    """Topic of a post: the author's specialism with chance breadth, else one of the three core topics (0, 1, 2)."""
    if coin < breadth:
        return specialism
    return min(int(core_coin * 3.0), 2)


def topics_needed(coin: float, breadth: float) -> int:
    """Topics that a problem needs, 2 to 4: broad communities bring wider problems. 2 + floor(coin x (1 + 2 breadth))."""
    return 2 + min(int(coin * (1.0 + 2.0 * breadth)), 2)


def messages(mean: float, expressiveness: float, by_expressiveness: float, spread: float, deviate: float) -> int:
    """Messages that one contribution takes, as a log counts them: 1 + floor((mean - 1) x e^by_expressiveness x exp(spread z)).

    `mean` is the typical number for somebody of median expressiveness; a tweet takes one, a chat takes many, and those who
    speak readily write more each time. Nothing else in the community depends on it. Source: data_regularity_6.
    """
    talk = exponential(by_expressiveness * logarithm(expressiveness) + spread * deviate)
    return 1 + int(min(100000.0, (mean - 1.0) * talk))


def waits(contributions: int, days_since: int, patience: float) -> bool:
    """Whether somebody holds back until the first contribution has been answered or patience has ended.

    Only those with a single contribution wait; they look how it is received. Source: joyce_kraut_2006, lampe_johnston_2005.
    """
    return contributions == 1 and days_since < patience
