"""A diagnosis in sentences: the decision first, then the loss, its causes, what saves it, until when, and one world."""

from community_dynamics.experiments.base.statements import percent, plain_name, several, share_words, tidy
from community_dynamics.experiments.diagnosis.diagnosing import CLEAR_CAUSE, NO_CAUSE, Diagnosis
from community_dynamics.experiments.diagnosis.loss_shares import loss_is_clear
from community_dynamics.experiments.diagnosis.rescue import MOST
from community_dynamics.sim.outcomes import OUTCOMES

NOT_A_PROOF = "The day counted is the last of the run: a repair that begins later has had no time to show."
FEW_SHOWN = 3


def reference_line(found: Diagnosis) -> str:
    """What it is held against, and why."""
    return f"{plain_name(found.case.community)} is held against {plain_name(found.case.reference)} ({found.case.chosen})."


def decision(found: Diagnosis) -> str:
    """What becomes of it if nothing changes, and what to do."""
    held, seeds = int(found.shares.held.sum()), len(found.shares.held)
    start = f"If nothing changes, {plain_name(found.case.community)} flourishes or holds in {share_words(held, seeds)} worlds"
    if found.verdict == NO_CAUSE:
        return f"{start}; {no_cause_words(found)}."
    return f"{start}. {contrast(found)}"


def no_cause_words(found: Diagnosis) -> str:
    """Why no cause is named."""
    if not loss_is_clear(found.shares):
        if found.shares.loss <= 0:
            return "no clear cause: it has no less than its reference"
        return "no clear cause: it loses less than a tenth of what its reference has, or the loss may be chance"
    return "no clear cause: something is lost, but no cause's share is clear of zero"


def loss_line(found: Diagnosis) -> str:
    """How much is lost, and to what."""
    outcome, shares = OUTCOMES[found.outcome], found.shares
    whole, now = tidy(shares.whole.mean()), tidy(shares.as_it_is.mean())
    start = f"{outcome.label}: {whole} as in the reference, {now} as it is; lost: {tidy(shares.loss)}."
    if found.verdict == NO_CAUSE:
        return f"{start} {no_cause_words(found).capitalize()}."
    top = found.causes.iloc[0]
    told = f"{tidy(top.share)} (95 % interval {tidy(top.low)} to {tidy(top.high)})"
    if found.verdict == CLEAR_CAUSE:
        return f"{start} The largest part is due to {top.cause}: {told}, {tidy(top.percent)} % of the loss."
    count = len(found.leading)
    named = several([*found.leading[:FEW_SHOWN], *([f"{count - FEW_SHOWN} more"] if count > FEW_SHOWN else [])])
    return f"{start} {named} cannot be told apart as its first cause; the largest share is that of {top.cause}, {told}."


def contrast(found: Diagnosis) -> str:
    """Why it stalled rather than held: the smallest set of repairs, and what it does."""
    rescue, names = found.rescue, found.case.names
    goal = rescue.goal.words
    if not rescue.sets:
        return f"Not even all {len(found.case.causes)} repairs together bring it so far that {goal}."
    chosen, holding = rescue.sets[0]
    repairs, count = several(names(chosen)), chosen.bit_count()
    if rescue.needed:
        start = (
            f"It stalls rather than holds because of {repairs}: repaired as in the reference, "
            f"it flourishes or holds in {percent(holding)} of worlds instead of {percent(rescue.holding_now)}"
        )
    else:
        start = f"It holds in most worlds as it is; {goal} by repairing {repairs}"
    others = len(rescue.sets) - 1
    more = f"; {others} other {'set' if others == 1 else 'sets'} of {count} would do as well" if others else ""
    fewer = "" if count == 1 else "; no smaller set does" if rescue.checked else "; smaller sets were not all tried"
    return f"{start}{more}{fewer}."


def deadline_line(found: Diagnosis) -> str:
    """Until when it can be saved."""
    late = found.deadline
    if late is None or late.last_day is None:
        return "There is no day on which these repairs save it."
    days = int(found.case.community.setting("days"))
    repairs = several(found.case.names(late.repairs))
    start = f"Repairing {repairs} saves it where it begins by about day {late.last_day} of {days}"
    if late.repairs != found.case.everything and late.all_last_day is not None:
        start += f"; repairing everything, by about day {late.all_last_day}"
    if late.with_more_time is None:
        return f"{start}. {NOT_A_PROOF}"
    share = percent(late.with_more_time)
    lasting = "so it is late rather than lost" if late.with_more_time >= MOST else "so what is lost by then stays lost"
    return f"{start}. Begun a week later and given one year more after the end, it holds in {share} of worlds, {lasting}."


def story_lines(found: Diagnosis) -> list[str]:
    """One world, twice: when the two part, and through whom."""
    twins = found.twins
    if twins is None or twins.first_day is None:
        return []
    repairs = several(found.case.names(twins.repairs))
    last = [tidy(one[-8:].mean()) for one in twins.weekly]
    end = "stalls as it is and holds with the repair" if twins.rescued else "ends with fewer contributors as it is"
    lines = [
        f"Take the world of seed {twins.seed}, which {end} ({repairs}). Up to day {twins.first_day} the two are the same to the "
        f"last act. On that day {twins.first_act}.",
    ]
    if twins.seen_week is not None:
        lines.append(
            f"From week {twins.seen_week + 1} on everybody could see it: contributors a week differ by a quarter or more to the "
            f"end. In the last eight weeks they are {last[0]} as it is and {last[1]} with the repair."
        )
    total = int(twins.kinds["difference"].sum())
    parts = [f"{percent(row.difference / total)} by {row.who}" for row in twins.kinds.itertuples() if total > 0]
    if parts:
        lines.append(f"The {total:,} posts, answers and attendances more come {several(parts)}.")
    for row in twins.people.head(FEW_SHOWN).to_dict("records"):
        lines.append(person_line(row))
    return lines


def person_line(row: dict) -> str:
    """What became of one person in the two worlds."""
    joined = "a founder" if row["joined on day"] < 0 else f"who joined on day {row['joined on day']}"
    who = f"{row['person'].capitalize()}, {joined}{' and is a manager' if row['manager'] else ''}"
    now, better = row["contributions, as it is"], row["contributions, repaired"]
    stopped = row["last on day, as it is"]
    quiet = "contributes nothing" if not now else f"contributes {now} times, for the last time on day {stopped:.0f},"
    return f"{who}, {quiet} as it is, and {better} times with the repair."


def pairs_line(found: Diagnosis) -> str:
    """Which repairs need one another, and which do the same work."""
    if not len(found.pairs):
        return "No pair of repairs is clearly more or less than its parts, on few worlds."
    told = [
        f"{row.first} and {row.second} ({'+' if row.together > 0 else ''}{tidy(row.together)})"
        for row in found.pairs.head(FEW_SHOWN).itertuples()
    ]
    return (
        f"Together more (+) or less (−) than the sum of each alone: {several(told)}. Where repairs need one another, "
        "their shares depend on the order, and a repair alone shows little."
    )


def summary(found: Diagnosis) -> list[str]:
    """All of it for a terminal."""
    lines = [reference_line(found), decision(found), loss_line(found)]
    if found.verdict != NO_CAUSE:
        lines += [deadline_line(found), *story_lines(found)[:1]]
    return lines
