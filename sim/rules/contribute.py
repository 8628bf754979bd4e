"""Phase 4, contribute: whether a visitor asks or shows something today, and about what."""

from community_dynamics.sim.arithmetic import exponential, logarithm


def voice(safety: float, half_safety: float) -> float:
    """Share of what one would say that one dares to say (0-1): safety^2 / (safety^2 + half_safety^2).

    Source: edmondson_1999, frazier_2017 (safety and information sharing).
    """
    square = safety * safety
    return square / (square + half_safety * half_safety)


def audience_factor(visitors_a_day: float, half: float) -> float:
    """How far an audience makes it worth speaking up (0-1): visitors a day / (visitors a day + half).

    Source: brzozowski_2009 (small audiences are a brake at work), oliver_marwell_1985 (critical mass).
    """
    return visitors_a_day / (visitors_a_day + half)


def prompt_factor(prompts_a_week: float) -> float:
    """What 'working out loud' prompts add to speaking up: 1 + prompts / (1 + prompts); they wear thin."""
    return 1.0 + prompts_a_week / (1.0 + prompts_a_week)


def entry_factor(contributions: int, onboarding: float, floor: float, openness: float) -> float:
    """Ease of the first contribution: openness x floor^(1 - onboarding) for those who never contributed, 1 for the others.

    Once in, one speaks up readily; the first time is hard, and harder where old hands keep to themselves.
    Source: morgan_halfaker_2018 (Teahouse), nonnecke_2004 (still learning about the group), teblunthuis_2018.
    """
    if contributions > 0:
        return 1.0
    return openness * exponential((1.0 - onboarding) * logarithm(floor))


def speaking_hazard(readiness: float, dare: float, audience: float, expressiveness: float, time: float, effort: float) -> float:
    """How readily a visitor speaks up at all: readiness x voice x (audience x expressiveness) x time / effort.

    The more effort one contribution takes, the fewer are made. Source: wilkinson_2008.
    """
    return readiness * dare * (audience * expressiveness) * time / effort


def asking(base: float, challenge: float, competence: float) -> float:
    """Hazard that work gives somebody who speaks up a question to ask: base x challenge x (1 - competence / 2).

    Experts ask less than they show. Source: crawford_2010, li_2022 (challenge raises exchange of knowledge).
    """
    return base * challenge * (1.0 - 0.5 * competence)


def post_hazard(speaking: float, ask: float, show: float, entry: float) -> float:
    """Hazard that a visitor asks or shows something: speaking x (ask + show) x entry. Source: wilkinson_2008."""
    return speaking * (ask + show) * entry


def is_question(coin: float, ask: float, show: float) -> bool:
    """Whether a post is a question rather than work shown: coin x (ask + show) < ask."""
    return coin * (ask + show) < ask


def answer_promised(hours: float, coin: float) -> int:
    """Days after a first post at which its promised answer comes: floor(hours / 24 x coin)."""
    return int(hours / 24.0 * coin)


def award_follows(coin: float) -> int:
    """Days after a first contribution at which a newcomer's award comes, evenly spread over four weeks: 1 + floor(28 coin)."""
    return 1 + min(int(coin * 28.0), 27)


def post_topic(coin: float, breadth: float, specialism: int, core_coin: float) -> int:
    """Topic of a post: the author's specialism if coin < breadth, else one of the core topics 0, 1, 2: floor(3 core_coin)."""
    if coin < breadth:
        return specialism
    return min(int(core_coin * 3.0), 2)


def is_off_topic(core: bool, breadth: float, coin: float) -> bool:
    """Whether a post is beside the declared topic: off the core topics, and coin >= breadth; nothing is where anything goes.

    Source: ren_kraut_2014.
    """
    return not core and coin >= breadth


def topics_needed(coin: float, breadth: float) -> int:
    """Topics that a problem needs, 2 to 4: broad communities bring wider problems. 2 + min(2, floor(coin (1 + 2 breadth)))."""
    return 2 + min(int(coin * (1.0 + 2.0 * breadth)), 2)


def question_level(own: float, reach: float, coin: float) -> float:
    """Level of a question (0-1): min(1, own mastery + reach x coin), coin uniform; one asks for what is just out of reach."""
    return min(1.0, own + reach * coin)


def messages(mean: float, expressiveness: float, by_expressiveness: float, spread: float, deviate: float) -> int:
    """Messages that one contribution takes, as a log counts them: 1 + floor((mean - 1) x e^by_expressiveness x exp(spread z)).

    `mean` is the typical number for somebody of median expressiveness e; a tweet takes one, a chat takes many, and those who
    speak readily write more each time. Nothing else in the community depends on it. Source: data_regularity_6.
    """
    talk = exponential(by_expressiveness * logarithm(expressiveness) + spread * deviate)
    return 1 + int(min(100000.0, (mean - 1.0) * talk))


def waits(contributions: int, days_since: int, patience: float) -> bool:
    """Whether somebody holds back until the first contribution has been answered or patience has ended.

    True for those with a single contribution, days_since < patience. Source: joyce_kraut_2006, lampe_johnston_2005.
    """
    return contributions == 1 and days_since < patience
