"""The given graph of who watches whom, made from the same dice as everything else."""

from types import SimpleNamespace

from community_dynamics.models.snapshot import readable
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.kernel import network
from community_dynamics.sim.world import World


def neighbours(world: World, rules: SimpleNamespace, seed: int, fast: bool) -> list[list[int]]:
    """The seats that each seat is linked to, for a world of this size; written into the world as well."""
    world.community["seed_key"] = rules.seed_key(seed)
    if fast:
        compiled().build_graph(world)
    else:
        network.build_graph(readable(world))
    start, neighbour = world.graph_start.tolist(), world.graph_neighbour.tolist()
    return [neighbour[start[seat] : start[seat + 1]] for seat in range(len(start) - 1)]
