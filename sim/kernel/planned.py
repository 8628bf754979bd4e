"""Which levers hold on the days of a week: the dated plan, and reactions that the community's own course calls for."""

from community_dynamics.sim.state import MOST_REACTIONS


def clear_plan(world):
    """No reaction holds, and every day has the levers of the dated plan."""
    for k in range(MOST_REACTIONS):
        world.reacting_until[k] = 0
    for day in range(world.planned.shape[0]):
        world.segment[day] = world.planned[day]


def plan_week(world, day):
    """On the first morning of a week: reactions that are called for begin, and the week gets its rows of levers."""
    for k in range(world.reactions.shape[0]):
        reaction = world.reactions[k]
        if day >= world.reacting_until[k] and is_called_for(world, day // 7, reaction):
            world.reacting_until[k] = day + int(reaction.hold_days)
    lay_rows(world, day)


def lay_rows(world, day):
    """The row of levers of each day left in this week; the rows for every set of reactions lie one after the other."""
    stretches = world.levers.shape[0]
    held = 0
    for k in range(world.reactions.shape[0]):
        stretches //= 2
        if day < world.reacting_until[k]:
            held += 1 << k
    for later in range(day, min(day - day % 7 + 7, world.planned.shape[0])):
        world.segment[later] = world.planned[later] + held * stretches


def is_called_for(world, week, reaction):
    """Whether the series has been beyond the threshold in each of the last weeks; a week without a value is not beyond."""
    weeks = int(reaction.weeks)
    if week < weeks:
        return False
    for back in range(1, weeks + 1):
        value = weekly_value(world.weekly[week - back], int(reaction.series))
        beyond = value > reaction.threshold if reaction.above > 0.0 else value < reaction.threshold
        if not beyond:
            return False
    return True


def weekly_value(line, series):
    """One number of a week's line, by its place in REACTION_SERIES."""
    if series == 0:
        return line.contributors
    if series == 1:
        return line.visitors
    if series == 2:
        return line.mean_motivation
    if series == 3:
        return line.mean_safety
    if series == 4:
        return line.mean_strain
    if series == 5:
        return line.mean_habit
    if series == 6:
        return line.mean_benefit
    return line.mean_related
