"""`community plans`: the plans that come with the package, and what a plan of one's own would do."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.experiments.plans.named_plan import NamedPlan

HELP = """\
community plans [NAME or ./FILE.yaml ...]

  community plans                    all of them, a line each
  community plans monthly_meetup     what it does, when, what it takes, where its numbers come from
  community plans ./ours.yaml        the same for a file of yours, which is checked on the way
  community plans badges+buddies     two at once; NAME@180 begins on day 180

Use them with plan= in any verb that simulates:
  community compare guild plan=[none,monthly_meetup,answers_in_a_day@120]
  community run guild plan=./ours.yaml
  community sweep guild vary.plan=none,monthly_meetup vary.levers.demand=0.7..1.2

A plan's file holds name, story, source, begins (day), and
  plan:       dated changes: from_day, until_day or for_days, ramp_days, every_days and times; levers, dials,
              at_least, at_most, failures
  reactions:  when: weekly_contributors < 20 for 4 weeks; for_weeks, levers, dials
  awards:  shocks:  settings: (founders and reach, of launches)  cost: (hours and money besides the levers)
Days are counted from the plan's beginning; dates (2027-03-01) where the community has 'starts: 2027-01-04'."""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Print the list, or whole plans."""
    from community_dynamics.experiments.cli.screen import give, wrapped
    from community_dynamics.experiments.plans.plan_files import load_plan, plan_names, plan_record

    plans = [load_plan(name) for name in (arguments or plan_names())]
    give(lambda: [{"name": one.name, **plan_record(one)} for one in plans])
    if arguments:
        print("\n\n".join(told(plan) for plan in plans))
        return 0
    print(f"{len(plans)} plans; 'community plans <name>' tells all of one")
    for plan in plans:
        print(f"\n{plan.name}\n{wrapped(plan.story, '  ')}")
    return 0


def told(plan: "NamedPlan") -> str:
    """Story, what it does when, what it takes, sources."""
    from community_dynamics.experiments.cli.screen import wrapped
    from community_dynamics.experiments.plans.plan_words import cost_words, plan_lines

    parts = [plan.name, wrapped(plan.story), "\n".join(wrapped(line, "  ") for line in plan_lines(plan))]
    takes = cost_words(plan.cost)
    parts += [wrapped(f"Besides its levers it takes {takes}.")] if takes else []
    parts += [wrapped(f"Sources: {plan.source}")] if plan.source else []
    return "\n\n".join([*parts, f"to try it: community compare guild plan={plan.name}"])
