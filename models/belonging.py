"""Phase 8, belong: stopping, leaving, being replaced, coming back, hearing of the community and joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.models.crediting import give_award
from community_dynamics.models.member import Member
from community_dynamics.models.person import ACTIVE, READS_ON
from community_dynamics.models.silence import fall_silent, stop_contributing, think_of_it
from community_dynamics.models.traits import Candidate, candidate_in
from community_dynamics.sim.decisions import FOUND_PICK, HEAR_COUNT, HEAR_PICK, TELL_COUNT, TELL_PICK, TRAIT_PROPENSITY
from community_dynamics.sim.state import DORMANT, LEAVES, LEFT, NEVER, PRESENT

if TYPE_CHECKING:
    from community_dynamics.models.community import Community


def belong(community: Community) -> None:
    """Those who go, go first; those who think of the place again, or join, take their places for tomorrow."""
    community.joined_now = []
    for member in community.stopped:
        if member.status == PRESENT and member.quiet == ACTIVE:
            community.books.stops += 1.0
            stop_contributing(member)
    if community.calendar.week_start > 0.0:
        review(community)
    for member in community.present:
        if community.day - member.last_visit >= community.theory.dormancy_days:
            fall_silent(member)
    strike_off(community)  # already here: an award may bring back at once who fell silent today
    for member in community.people():
        if member.due_day <= community.day:
            fall_due(community, member)
    strike_off(community)
    hear(community)
    take_places(community)


def strike_off(community: Community) -> None:
    """Keep on the list of those present only who still are."""
    community.present = [member for member in community.present if member.status == PRESENT]


def review(community: Community) -> None:
    """Once a week all weigh staying against leaving, by the same yesterday; then those who go, go."""
    if community.theory.stay_cost <= 0.0:
        return
    staying = [member for member in community.present if member.status == PRESENT]
    for member in [member for member in staying if not member.wants_to_stay()]:
        leave(community, member)
        community.books.leavers += 1.0


def leave(community: Community, member: Member) -> None:
    """A person no longer belongs; the books remember, and Mesa forgets."""
    member.status = LEFT
    member.wake_day = member.award_day = NEVER
    community.books.day_leaves += 1
    community.books.member_count -= 1
    community.note(member, LEAVES)
    member.remove()


def fall_due(community: Community, member: Member) -> None:
    """What is dated today: a person leaves the organisation, gets an award, or thinks of coming back or speaking again."""
    if member.departure_day <= community.day:
        depart(community, member)
        return
    if member.award_day <= community.day:
        member.award_day = NEVER
        give_award(member)
    if member.wake_day <= community.day and (member.status == DORMANT or member.quiet == READS_ON):
        think_of_it(member)


def depart(community: Community, member: Member) -> None:
    """A person leaves the organisation; whoever takes the seat has yet to hear of the community."""
    if member.status != LEFT:
        leave(community, member)
    community.books.departures += 1.0
    member.departed = True
    community.seats[member.seat] = None
    community.generations[member.seat] += 1


def hear(community: Community) -> None:
    """People hear of the community, from announcements or by finding it, and from members."""
    rules, settings, calendar = community.rules, community.settings, community.calendar
    books, dice, day = community.books, community.dice, community.day
    key = dice.key(dice.shared, day, HEAR_COUNT)
    arrivals = 0
    if settings.open_pool > 0.0:
        expected = rules.arrival_mean(day, books.recent_arrivals, settings)
        mean = expected * calendar.attention * calendar.activity * calendar.arrival
        arrivals = arrive(community, rules.poisson(mean, key))
    else:
        expected = rules.hearing_mean(day, float(len(community.seats)), community.levers, settings)
        mean = expected * calendar.attention * calendar.working * calendar.arrival
        for told in range(rules.poisson(mean, key)):
            coin = dice.coin(dice.shared, day, HEAR_PICK, told)
            consider(community, rules.choose(coin, len(community.seats)))
    tell(community)
    books.recent_arrivals = settings.excitation_keep * books.recent_arrivals + arrivals


def arrive(community: Community, count: int) -> int:
    """The next few of an open pool find the place and join, while there are any; returns how many did."""
    books, seats = community.books, community.seats
    arrived = 0
    while arrived < count:
        while books.arrival_pointer < len(seats) and seats[books.arrival_pointer] is not None:
            books.arrival_pointer += 1  # came earlier, told by a member
        if books.arrival_pointer == len(seats):
            break
        enter(community, candidate_in(community, books.arrival_pointer), community.day)
        books.arrival_pointer += 1
        arrived += 1
    return arrived


def tell(community: Community) -> None:
    """Word of mouth: some of today's visitors tell one of their colleagues."""
    rules, dice, day, visitors = community.rules, community.dice, community.day, community.visitors
    if not visitors:
        return
    key = dice.key(dice.shared, day, TELL_COUNT)
    for told in range(rules.poisson(community.theory.word_of_mouth * len(visitors), key)):
        teller = visitors[rules.choose(dice.coin(dice.shared, day, TELL_PICK, told), len(visitors))]
        colleagues = community.graph[teller.seat]
        if colleagues:
            coin = dice.coin(dice.shared, day, TELL_PICK, told, 1)
            consider(community, colleagues[rules.choose(coin, len(colleagues))])


def consider(community: Community, seat: int) -> None:
    """One person hears of the community: joins, or comes back, or lets it be."""
    rules, theory, levers = community.rules, community.theory, community.levers
    member = community.seats[seat]
    if member is not None:
        if member.status == DORMANT and member.last_visit < community.day:
            think_of_it(member)
        return
    candidate = candidate_in(community, seat)
    chance = rules.join_chance(candidate.fit, levers.cause_clarity, community.today.ease, levers.onboarding, theory)
    keenness = community.dice.coin(candidate.identity, 0, TRAIT_PROPENSITY)
    persuaded = rules.persuaded(keenness, chance)
    active_share = len(community.visitors) / len(community.seats)
    if persuaded or rules.adopts(active_share, candidate.threshold):
        enter(community, candidate, community.day)


def enter(community: Community, candidate: Candidate, day: int) -> None:
    """A person joins and comes for the first time."""
    books, days = community.books, community.days
    member = community.seats[candidate.seat] = Member(community, candidate, day)
    community.note_join(member)
    books.joined += 1.0
    books.day_joins += 1
    books.member_count += 1
    if day + 30 < days:
        books.followed_30 += 1.0
    if day + 90 < days:
        books.followed_90 += 1.0
    if day >= 0:
        books.week_visitors += 1
        books.day_visits += 1
    community.joined_now.append(member)


def found(community: Community) -> None:
    """The founders are there before the first day: people picked at random, or the first of an open pool."""
    rules, settings, dice = community.rules, community.settings, community.dice
    seats = len(community.seats)
    wanted = min(int(settings.founders), seats)
    picks = list(range(wanted))
    if settings.open_pool > 0.0 or wanted == seats:
        community.books.arrival_pointer = wanted
    else:
        coins = (dice.coin(dice.shared, 0, FOUND_PICK, attempt) for attempt in range(100 * wanted))
        picked = dict.fromkeys(rules.choose(coin, seats) for coin in coins)
        picks = list(picked)[:wanted]
    for seat in picks:
        enter(community, candidate_in(community, seat), -1)
    take_places(community)


def take_places(community: Community) -> None:
    """Those who joined or came back today are among those present from tomorrow on, who stand in the order of their seats."""
    community.present = sorted(community.present + community.joined_now, key=lambda member: member.seat)
