"""A plan laid over a community, checked before anything runs."""

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, gathered
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.scenarios.scenario_files import checked
from community_dynamics.sim.inputs import Reaction, Scenario
from community_dynamics.sim.state import MOST_REACTIONS


def laid(plan: NamedPlan, scenario: Scenario) -> Scenario:
    """The community with the plan; refused where the plan cannot hold in it, in a line that names the plan."""
    over = plan.laid_over(scenario)
    found: list[CommunityError] = []
    if len(over.reactions) > MOST_REACTIONS:
        found.append(InvalidValue(f"{len(over.reactions)} reactions with the community's own, more than {MOST_REACTIONS}"))
    found += [InvalidValue(line) for one in over.reactions if (line := never_line(one, over)) is not None]
    try:
        checked(over)
    except CommunityError as error:
        found.append(error)
    if found:
        raise gathered(found, f"plan={plan.name}: ")
    return over


def never_line(reaction: Reaction, scenario: Scenario) -> str | None:
    """Why a reaction can never be called for in this community, or None."""
    days, people = scenario.setting("days"), scenario.setting("seats") * scenario.setting("scale")
    if 7 * reaction.weeks >= days:
        return f"a reaction waits for {reaction.weeks} weeks, and the run has {days / 7:.0f}; wait for fewer, or run longer"
    if reaction.series.startswith("weekly_") and reaction.above and reaction.threshold >= people:
        return (
            f"a reaction waits for {reaction.series} above {reaction.threshold:g}, and there are {people:g} people; "
            "choose a lower number"
        )
    return None
