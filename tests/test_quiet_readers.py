"""Those who stop contributing may read on quietly: they come as anybody, say nothing, and may speak again."""

import numpy as np

from experiments.fit.subject import Bench
from experiments.scenarios import load
from models.community import Community
from models.member import Member
from sim.inputs import Scenario, inputs_of
from sim.state import POSTS, REPLIES, VISITS
from sim.world import World

SIZE = {"settings.days": 240, "settings.seats": 400, "settings.arrivals_a_day": 1.2, "settings.founders": 40}


def forum(share: float) -> Scenario:
    """A small open forum where this share of those who stop reads on."""
    return load("open_forum").with_values(SIZE | {"settings.quiet_reader_share": share})


def run(share: float, seed: int) -> World:
    return Bench().run(inputs_of(forum(share)), seed, np.zeros(1, np.int64))


def days_with(world: World, kinds: tuple[int, ...]) -> int:
    """Person-days with such an event."""
    events = world.events[: int(world.community[0]["event_count"])]
    kept = events[np.isin(events["kind"], kinds) & (events["day"] >= 0) & (events["seat"] >= 0)]
    return np.unique(kept["seat"].astype(np.int64) * 1000 + kept["day"]).size


def test_the_more_read_on_the_more_come_and_the_smaller_the_share_of_those_who_post() -> None:
    visits, posting = [], []
    for share in (0.0, 0.5, 1.0):
        worlds = [run(share, seed) for seed in range(6)]
        visits.append(np.mean([days_with(world, (VISITS,)) for world in worlds]))
        posting.append(np.mean([days_with(world, (POSTS, REPLIES)) for world in worlds]) / visits[-1])
    assert visits[0] * 1.2 < visits[1] < visits[2] / 1.2 and posting[0] > posting[1] > posting[2]


def test_quiet_readers_come_and_say_nothing_until_they_speak_again() -> None:
    """Day by day: whoever is quiet in the morning contributes nothing that day; some come all the same, some speak again."""
    community = Community(forum(1.0), seed=4)
    came = again = 0
    for _ in range(200):
        quiet = [member for member in community.people() if member.quiet]
        community.step()
        today = community.day - 1
        assert all(member.last_contribution < today for member in quiet)
        came += sum(member.last_visit == today for member in quiet)
        again += sum(not member.quiet and is_present(member) for member in quiet)
    assert came > 100 and again > 5


def is_present(member: Member) -> bool:
    return member.wake_day > member.model.day and member.last_visit == member.model.day - 1


def test_where_nobody_reads_on_those_who_stop_stay_away() -> None:
    community = Community(forum(0.0), seed=4)
    for _ in range(100):
        community.step()
    assert community.books.stops > 20 and not any(member.quiet for member in community.people())


def test_quiet_readers_do_not_attend() -> None:
    """At work too, where there are meetings: a quiet reader comes to none."""
    size = {"settings.days": 120, "settings.seats": 60, "settings.quiet_reader_share": 1.0}
    community = Community(load("well_run_cop").with_values(size), seed=2)
    held = 0
    for _ in range(120):
        quiet = [member for member in community.people() if member.quiet]
        attended = [member.attendances for member in quiet]
        community.step()
        assert attended == [member.attendances for member in quiet]
        held += bool(quiet) and bool(community.attendees)
    assert held > 0
