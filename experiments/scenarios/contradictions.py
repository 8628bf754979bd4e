"""Values that are allowed one by one but contradict one another, and values that do less than they seem."""

from collections.abc import Callable
from datetime import date

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue
from community_dynamics.experiments.base.values import words_of
from community_dynamics.sim.inputs import Change, Scenario, lever_values
from community_dynamics.sim.levers import DIALS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

Settings = dict[str, float]
LARGEST_CLIQUE = 30
HOURS_A_POST = 40.0  # a full-time week: what a post is paid for


def settings_of(scenario: Scenario) -> Settings:
    """Every setting of a scenario, defaults included."""
    return {name: scenario.setting(name) for name in SETTINGS}


def contradictions(scenario: Scenario) -> list[CommunityError]:
    """All that contradicts itself in a scenario, an error each."""
    settings = settings_of(scenario)
    lines = [line for rule in SETTING_RULES if (line := rule(settings)) is not None]
    lines += weekday_lines(scenario)
    lines += theory_lines(scenario)
    lines += plan_lines(scenario, int(settings["days"]))
    lines += never_lines(scenario, settings)
    lines += late_lines("shocks", [shock.day for shock in scenario.shocks], int(settings["days"]))
    lines += late_lines("awards", [award.day for award in scenario.awards], int(settings["days"]))
    return [InvalidValue(line) for line in lines]


def notes(scenario: Scenario) -> list[str]:
    """What is allowed but does less than it seems to, in words."""
    levers = lever_values(scenario, 0)
    hours, posts = levers["facilitator_hours_a_week"], levers["facilitator_fte"]
    if hours > HOURS_A_POST * posts:
        return [
            f"levers.facilitator_hours_a_week = {hours:g} is more than levers.facilitator_fte = {posts:g} "
            f"pays for ({HOURS_A_POST * posts:g} hours); the rest is not worked"
        ]
    return []


def founders_fit(settings: Settings) -> str | None:
    """Nobody can found a community without a seat in it."""
    founders, seats = settings["founders"], settings["seats"]
    if founders <= seats:
        return None
    return (
        f"settings.founders = {founders:g} is more than settings.seats = {seats:g}; "
        f"did you mean settings.founders={seats:g}? or give it more seats"
    )


def colleagues_fit(settings: Settings) -> str | None:
    """Nobody watches more colleagues than there are, nor half a colleague on each side."""
    degree, seats = settings["mean_degree"], settings["seats"]
    if degree >= seats:
        return (
            f"settings.mean_degree = {degree:g} is not below settings.seats = {seats:g}; "
            f"did you mean settings.mean_degree={2 * ((int(seats) - 1) // 2)}? or give it more seats"
        )
    if degree % 2:
        return (
            f"settings.mean_degree = {degree:g} is not an even number (colleagues on two sides); "
            f"did you mean {degree - 1:g} or {degree + 1:g}?"
        )
    return None


def cliques_stay_small(settings: Settings) -> str | None:
    """A clique is a group in which everybody watches everybody."""
    size = settings["team_size"]
    if words_of(SETTINGS["network"], settings["network"]) != "cliques" or size <= LARGEST_CLIQUE:
        return None
    return (
        f"settings.team_size = {size:g} is above {LARGEST_CLIQUE} with settings.network = cliques "
        "(everybody would watch everybody); make teams smaller, or choose small_world"
    )


def somebody_comes(settings: Settings) -> str | None:
    """A community without founders and without arrivals stays empty."""
    if settings["founders"] > 0:
        return None
    if settings["open_pool"]:
        if settings["arrivals_a_day"] > 0:
            return None
        return "settings.founders = 0 and settings.arrivals_a_day = 0 leave the community empty; give it founders or arrivals"
    if settings["launch_reach"] > 0 or settings["steady_reach_a_year"] > 0:
        return None
    return (
        "settings.founders = 0, settings.launch_reach = 0 and settings.steady_reach_a_year = 0 "
        "leave the community empty; give it founders, or tell people of it"
    )


def crunch_ends(settings: Settings) -> str | None:
    """A crunch that lasts until the next one is demand."""
    every, length = settings["crunch_every_days"], settings["crunch_days"]
    if every == 0 or length < every:
        return None
    return (
        f"settings.crunch_days = {length:g} is not below settings.crunch_every_days = {every:g} "
        "(the crunch would never end); shorten it, or raise levers.demand instead"
    )


def stalling_possible(settings: Settings) -> str | None:
    """A threshold that no community of this size can reach makes all of them stall."""
    people, seats = settings["stall_people"], settings["seats"] * settings["scale"]
    if people <= seats:
        return None
    return (
        f"settings.stall_people = {people:g} is more than the {seats:g} people there are "
        "(every run would stall); lower it, or give it more seats"
    )


def death_visible(settings: Settings) -> str | None:
    """A run must be longer than the silence that counts as death."""
    dead, days = settings["dead_days"], settings["days"]
    if dead < days:
        return None
    return f"settings.dead_days = {dead:g} is not below settings.days = {days:g}; run longer, or lower dead_days"


SETTING_RULES: tuple[Callable[[Settings], str | None], ...] = (
    founders_fit,
    colleagues_fit,
    cliques_stay_small,
    somebody_comes,
    crunch_ends,
    stalling_possible,
    death_visible,
)


def weekday_lines(scenario: Scenario) -> list[str]:
    """The date of day 0 and its day of the week agree."""
    if not scenario.starts:
        return []
    said, is_so = int(scenario.setting("start_weekday")), date.fromisoformat(scenario.starts).weekday()
    words = SETTINGS["start_weekday"].choices
    if said == is_so:
        return []
    return [f"starts = {scenario.starts} is a {words[is_so]}, and settings.start_weekday = {words[said]}; leave the setting out"]


def theory_lines(scenario: Scenario) -> list[str]:
    """Constants that contradict one another."""
    patience = scenario.theory.get("patience_days", THEORY["patience_days"].default)
    life = scenario.theory.get("feed_days", THEORY["feed_days"].default)
    if patience < life:
        return []
    return [
        f"theory.patience_days = {patience:g} is not below theory.feed_days = {life:g} "
        "(posts would leave the feed before their authors stop waiting); "
        "lower patience_days, or raise feed_days"
    ]


def plan_lines(scenario: Scenario, days: int) -> list[str]:
    """Changes that would hold on no day, and changes that set one lever twice on one day."""
    lines = []
    for index, change in enumerate(scenario.plan):
        if change.from_day >= days:
            lines.append(
                f"plan[{index}].from_day = {change.from_day} is beyond the last day, {days - 1} "
                f"(settings.days = {days}); start it earlier, or run longer"
            )
        elif change.until_day is not None and change.until_day <= change.from_day:
            lines.append(
                f"plan[{index}].until_day = {change.until_day} is not after from_day = {change.from_day} "
                "(the change would hold on no day); end it later, or leave until_day out"
            )
    if not lines:
        lines = overlap_lines(scenario.plan)
    return lines


def overlap_lines(plan: tuple[Change, ...]) -> list[str]:
    """Pairs of changes that set one lever on the same day, in words."""
    lines = []
    for later, change in enumerate(plan):
        for earlier, other in enumerate(plan[:later]):
            both = sorted(levers_set(change) & levers_set(other))
            first = max(change.from_day, other.from_day)
            if both and not change.over and first < min(end_of(change), end_of(other)):
                lines.append(
                    f"plan[{earlier}] and plan[{later}] both set levers.{both[0]} on day {first}; "
                    f"end plan[{earlier}] with 'until_day: {max(change.from_day, 1)}', drop one of the two, "
                    f"or say 'over: yes' in plan[{later}]"
                )
    return lines


def levers_set(change: Change) -> set[str]:
    """Levers that a change sets, by name or through a dial."""
    return set(change.levers) | {lever for dial in change.dials for lever in DIALS[dial]}


def end_of(change: Change) -> float:
    """First day on which a change no longer holds."""
    return float("inf") if change.until_day is None else change.until_day


def never_lines(scenario: Scenario, settings: Settings) -> list[str]:
    """Reactions that can never be called for in a run of this length with so many people."""
    days, people = settings["days"], settings["seats"] * settings["scale"]
    lines = []
    for index, one in enumerate(scenario.reactions):
        if 7 * one.weeks >= days:
            lines.append(
                f"reactions[{index}] waits for {one.weeks} weeks, and the run has {days / 7:.0f} (it would never begin); "
                "wait for fewer, or run longer"
            )
        elif one.series.startswith("weekly_") and one.above and one.threshold >= people:
            lines.append(
                f"reactions[{index}] waits for {one.series} above {one.threshold:g}, and there are {people:g} people "
                "(it would never begin); choose a lower number"
            )
    return lines


def late_lines(what: str, dates: list[int], days: int) -> list[str]:
    """Bursts of attention or awards that come after the end."""
    return [
        f"{what}[{index}].day = {day} is beyond the last day, {days - 1} (settings.days = {days}); "
        "bring it forward, or run longer"
        for index, day in enumerate(dates)
        if day >= days
    ]
