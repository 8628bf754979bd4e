"""Those who stop contributing read on or stay away, for now or for good; who reads on may answer, attend and speak again."""

from collections import Counter

import numpy as np
import pytest

from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.models.community import Community
from community_dynamics.models.kernel_community import KernelCommunity
from community_dynamics.models.person import ACTIVE, MOVED_ON, READS_ON
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.state import ATTENDS, DORMANT, LEFT, NEVER, POSTS, PRESENT, REPLIES, VISITS

SIZE = {"settings.days": 240, "settings.seats": 400, "settings.arrivals_a_day": 1.2, "settings.founders": 40}
LIVELY = {"theory.ask_base": 4, "theory.answer_base": 6, "theory.visit_base": 0.1, "theory.stop_constant": 0.3}


def forum(read_on: float, move_on: float = 0.0) -> Scenario:
    """A small open forum: these shares of those who stop read on, and have stopped for good."""
    shares = {"theory.reading_on_share": read_on, "theory.moving_on_share": move_on}
    return load("open_forum").with_values(SIZE | LIVELY | shares)


def days_with(community: KernelCommunity, kinds: tuple[int, ...]) -> int:
    """Person-days with such an event."""
    events = community.events
    kept = events[events["kind"].isin(kinds) & (events["day"] >= 0) & (events["seat"] >= 0)]
    return len(kept[["seat", "day"]].drop_duplicates())


def test_the_more_read_on_the_more_come_and_the_smaller_the_share_of_those_who_post() -> None:
    """Where those who stop have stopped for good; else they may be asked, and answer."""
    visits, posting = [], []
    for share in (0.0, 0.5, 1.0):
        runs = [KernelCommunity(forum(share, move_on=1.0), seed, events=200_000) for seed in range(6)]
        for community in runs:
            community.run()
        visits.append(np.mean([days_with(community, (VISITS,)) for community in runs]))
        posting.append(np.mean([days_with(community, (POSTS, REPLIES)) for community in runs]) / visits[-1])
    assert visits[0] * 1.1 < visits[1] < visits[2] / 1.1 and posting[0] > posting[1] > posting[2]


def quiet_mornings(scenario: Scenario, days: int, kind: int) -> Counter[str]:
    """What those of one kind of quiet in the morning did by the evening, counted day by day; asserts what they never do."""
    community, done = Community(scenario, seed=4, events=200_000), Counter[str]()
    for day in range(days):
        quiet = {member: member.asked for member in community.people() if member.quiet == kind and member.status == PRESENT}
        known = len(community.log)
        community.step()
        today = Counter((event[1], event[3]) for event in community.log[known:])
        for member in quiet:
            done["mornings"] += 1
            done["visits"] += today[member.seat, VISITS]
            done["posts"] += today[member.seat, POSTS]
            done["answers"] += today[member.seat, REPLIES]
            done["events"] += today[member.seat, ATTENDS]
            done["active again"] += member.quiet == ACTIVE and member.last_visit == day
            assert today[member.seat, REPLIES] <= 1, "a quiet reader answers none but who asked"
            spoke = today[member.seat, REPLIES] + today[member.seat, ATTENDS] > 0
            assert not spoke or member.quiet == ACTIVE or member in community.stopped
    return done


def test_quiet_readers_visit_answer_who_asks_them_and_are_active_again() -> None:
    done = quiet_mornings(forum(1.0), 200, READS_ON)
    assert done["posts"] == 0
    assert done["visits"] > 200 and done["answers"] > 5
    assert done["answers"] // 2 <= done["active again"] < done["visits"]


def test_at_work_quiet_readers_attend() -> None:
    size = {"settings.days": 120, "settings.seats": 60, "theory.reading_on_share": 1.0, "theory.moving_on_share": 0.0}
    done = quiet_mornings(load("well_run_cop").with_values(size), 120, READS_ON)
    assert done["events"] > 0 and done["posts"] == 0


def test_those_who_have_moved_on_come_and_never_contribute_again() -> None:
    done = quiet_mornings(forum(1.0, move_on=1.0), 200, MOVED_ON)
    assert done["visits"] > 200
    assert done["posts"] == done["answers"] == done["events"] == done["active again"] == 0


@pytest.mark.parametrize("move_on", [0.0, 1.0])
def test_where_nobody_reads_on_those_who_stop_stay_away(move_on: float) -> None:
    """Until they think of the place again, which those who have moved on never do of themselves."""
    community, think_again = Community(forum(0.0, move_on), seed=4), 0
    for _ in range(100):
        community.step()
        stopped = [member for member in community.stopped if member.status != LEFT and member not in community.joined_now]
        assert all(member.status == DORMANT and member.quiet != ACTIVE for member in stopped)
        think_again += sum(member.wake_day != NEVER for member in stopped)
    assert community.books.stops > 20
    assert think_again == 0 if move_on == 1.0 else think_again > 10
