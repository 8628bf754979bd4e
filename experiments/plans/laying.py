"""A plan laid over a community, checked before anything runs."""

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, gathered
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.scenarios.scenario_files import checked
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.state import MOST_REACTIONS


def laid(plan: NamedPlan, scenario: Scenario) -> Scenario:
    """The community with the plan; refused where the plan cannot hold in it, in a line that names the plan."""
    over = plan.laid_over(scenario)
    try:
        if len(over.reactions) > MOST_REACTIONS:
            raise InvalidValue(
                f"{len(over.reactions)} reactions with the community's own, more than {MOST_REACTIONS}; leave some out"
            )
        return checked(over)
    except CommunityError as error:
        raise gathered([error], f"plan={plan.name}: ") from None
