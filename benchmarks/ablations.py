"""What each mechanism is for: the pattern with it and without it. `python -m benchmarks.ablations [share of seeds]`."""

# ruff: noqa: E501  (rows of a table)
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks import patterns, patterns_of_staying
from benchmarks.figures import markdown
from benchmarks.patterns import Measure, contrast
from experiments.facts.estimates import Estimate, estimate


@dataclass(frozen=True)
class Ablation:
    """A mechanism, the values that take it away, the pattern it exists for, and what the number is without the pattern."""

    mechanism: str
    without: Mapping[str, float]
    pattern: str
    source: str
    measure: Measure
    nothing: float
    seeds: int
    way: int = 1  # whether the pattern lies above or below nothing


def judge(there: Estimate, gone: Estimate, lost: Estimate, nothing: float, way: int = 1) -> bool:
    """The pattern is there with the mechanism, and at least half goes (or it turns round), both beyond chance."""
    seen = min(way * (there.low - nothing), way * (there.high - nothing)) > 0.0
    fallen = not lost.low <= 0.0 <= lost.high
    return seen and fallen and (gone.mean - nothing) / (there.mean - nothing) <= 0.5


@dataclass(frozen=True)
class Broken:
    """The number with and without the mechanism, and the difference seed by seed."""

    ablation: Ablation
    there: Estimate
    gone: Estimate
    lost: Estimate

    @property
    def holds(self) -> bool:
        """Whether the pattern breaks."""
        return judge(self.there, self.gone, self.lost, self.ablation.nothing, self.ablation.way)

    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        one = self.ablation
        off = ", ".join(f"{path.partition('.')[2]} = {value:g}" for path, value in one.without.items())
        verdict = "breaks" if self.holds else "DOES NOT BREAK"
        return (
            one.mechanism,
            off,
            one.pattern,
            one.source,
            str(self.there),
            str(self.gone),
            f"{one.nothing:g}",
            verdict,
        )


def theory(**values: float) -> dict[str, float]:
    """Theory constants by full name."""
    return {f"theory.{name}": value for name, value in values.items()}


ABLATIONS = (
    Ablation("contagion", theory(contagion=0), "activity lasts on colleagues' activity alone (share of seeds)", "walk_2016", patterns.self_sustaining, 0, 10),
    Ablation("habit", theory(visit_by_habit=0), "people come more often in the fifth month than in the first (ratio)", "lally_2010", patterns.coming_more_often, 1, 10),
    Ablation("stopping at a first post", theory(stop_constant=0), "most stop before their tenth contribution (share)", "wilkinson_2008", patterns.power_law, 0, 5),
    Ablation("stopping in the open forum", theory(stop_constant=0), "posters who posted once (share)", "lampe_johnston_2005", patterns.single_posters, 0, 5),
    Ablation("interest that ends", theory(stop_floor=0), "even old hands pause (share of contributions from the 20th on that four weeks of silence follow)", "ortega_2007", patterns_of_staying.pauses_of_old_hands, 0, 5),
    Ablation("effort sheds people", theory(stop_by_effort=0), "four times the effort leaves more who post once (share)", "wilkinson_2008", patterns_of_staying.effort_sheds, 0, 5),
    Ablation("habit holds", theory(habit_effect=0), "the longer here, the rarer to stop (log ratio of chances after day 100 and in the first fortnight)", "data_regularity_3",
             patterns_of_staying.stopping_less_with_habit, 0, 5, -1),
    Ablation("habit calls back", theory(return_by_habit=0), "those who had the habit come back more (share in a year, full habit minus none)", "data_regularity_3",
             patterns_of_staying.habit_calls_back, 0, 10),
    Ablation("talkers write more each time", theory(messages_by_expressiveness=0), "messages are more unequal than contributions (Gini difference)", "data_regularity_6", patterns_of_staying.talkers, 0, 5),
    Ablation("some contributions take many messages", theory(messages_spread=0), "one member's contributions differ in messages (sd of logs)", "data_regularity_6", patterns_of_staying.long_and_short, 0, 3),
    Ablation("effect of an answer", theory(reply_effect=0, answer_cue=0, related_by_answer=0, benefit_by_answer=0, safety_gain=0, unanswered_loss=0), "first-time posters who are answered post again more often (share)", "joyce_kraut_2006", patterns.answer_effect, 0, 24),
    Ablation("attention memory", theory(attention_days=1e12), "the longer away, the less likely back (ratio of chances)", "data_regularity_2", patterns.fading_from_mind, 1, 10, -1),
    Ablation("unequal people", {"settings.propensity_spread": 0, "settings.expressive_spread": 0}, "people differ from the first month on (variance / mean of visits)", "muller_2011", patterns.different_from_the_start, 1, 10),
    Ablation("common mood", theory(mood_spread=0), "daily visits vary more than those of independent people (variance / mean)", "data_regularity_13", patterns.common_ups_and_downs, 1, 10),
    Ablation("return of the dormant", theory(return_strength=0), "visits after 60 days away or more (a hundred who joined)", "data_regularity_2", patterns.returning, 0, 5),
    Ablation("self-exciting arrivals", {"settings.arrival_excitation": 0}, "arrivals come in bursts (variance / mean, weekly)", "data_regularity_7", patterns.bursts_of_arrivals, 1, 20),
    Ablation("word of mouth", theory(word_of_mouth=0), "people join when nobody announces the community (people)", "backstrom_2006", patterns.late_joiners, 0, 20),
    Ablation("following by threshold", theory(threshold_mean=50), "a crowd follows although nobody is persuaded (people of 300)", "granovetter_1978", patterns.following, 0, 10),
    Ablation("weighing neighbours", theory(stay_cost=0), "people leave whose neighbours left (share)", "garcia_2013", patterns.leaving, 0, 10),
    Ablation("ties", theory(answer_tie=0, meeting_tie=0), "those who met come to the next event too (log odds ratio)", "sessions_2010", patterns.coming_again, 0, 12),
    Ablation("safety gates voice", theory(half_safety=1e-9), "inclusive leaders raise contributions a visit (log ratio)", "edmondson_1999", patterns.voice_in_safety, 0, 60),
    Ablation("hostility wounds", theory(safety_loss=0, witness_loss=0, hostile_effect=0), "hostile answers lower safety (0-1)", "edmondson_1999",
             contrast("safety", {"levers.hostile_reply_share": 0}, {"levers.hostile_reply_share": 0.3}), 0, 40, -1),
    Ablation("overload", theory(overload_knee=1e9), "more than enough content is worth less (benefit at 500 minus 200 items a week)", "jones_2004", patterns.flood, 0, 20, -1),
    Ablation("novelty fades", theory(novelty_fading=1e9), "the glow of praise wears off (second half-year over first two months)", "kim_castelli_2021", patterns.wear_of_praise, 1, 10, -1),
    Ablation("pull of badges", theory(extrinsic_weight=0), "with time to spare, people near a badge do more once it is announced (log ratio)", "anderson_2013", patterns.rush_for_badges, 0, 60),
    Ablation("crowding out", theory(motivation_by_crowding=0), "an expected reward lowers motivation (0-1)", "deci_1999",
             contrast("motivation", {"levers.badge_expected": 0}, {"levers.badge_expected": 1}, fixed={"levers.badge_programme": 1}), 0, 40, -1),
    Ablation("time", theory(visit_minutes=1e-9, post_minutes=1e-9, answer_minutes=1e-9, travel_minutes=0, debt_weight=0) | {"levers.event_minutes": 1e-9},
             "protected minutes raise contributors a week (people)", "bersin_2014",
             contrast("weekly_contributors", {"levers.protected_minutes_a_week": 0}, {"levers.protected_minutes_a_week": 60}), 0, 60),
    Ablation("burden of hindrance", theory(hindrance_weight=0, hindrance_loss=0, challenge_gain=0), "hindrance lowers motivation (0-1)", "crawford_2010",
             contrast("motivation", {"levers.hindrance_share": 0.1}, {"levers.hindrance_share": 0.9}), 0, 40, -1),
    Ablation("resources of the job", theory(motivation_by_resources=0), "good rather than poor technology raises motivation (0-1)", "schaufeli_bakker_2004",
             contrast("motivation", {"levers.technology_quality": 0.2}, {"levers.technology_quality": 0.95}), 0, 60),
    Ablation("some bear more than others", theory(resilience_spread=0, motivation_by_resilience=0), "the engaged are less worn out than other members (correlation)", "schaufeli_bakker_2004",
             patterns_of_staying.engaged_and_worn_out, 0, 40, -1),
    Ablation("onboarding", theory(entry_floor=1, newcomer_cue=0, join_by_onboarding=0), "a buddy makes newcomers contribute four weeks on (share)", "morgan_halfaker_2018",
             patterns.newcomers_still_contributing, 0, 100),
    Ablation("identification", theory(motivation_by_cause=0), "a clear cause raises motivation (0-1)", "ren_kraut_2014",
             contrast("motivation", {"levers.cause_clarity": 0.1}, {"levers.cause_clarity": 0.9}), 0, 40),
    Ablation("cliques", theory(clique_bias=0, safety_by_clique=0), "cliques leave first posts unanswered (share)", "probst_borzillo_2008",
             contrast("first_posts_answered_share", {"levers.clique_strength": 1}, {"levers.clique_strength": 0}, "open_forum"), 0, 10),
    Ablation("events need time to renew", theory(event_renewal_days=1e-9), "events too close draw fewer people each (log ratio)", "model_proposal", patterns.crowd_of_events, 0, 40, -1),
    Ablation("control has an optimum", theory(motivation_by_control=0, safety_by_control=0), "control turns from help to harm (contributors a week)", "probst_borzillo_2008", patterns.steady_hand, 0, 60),
    Ablation("learning from others", theory(reading_rate=0, meeting_rate=0), "knowledge crosses from one to another (gains a year and 100 members)", "lave_wenger_1991",
             lambda values, seeds: patterns.outcome(values, seeds, "sharing_knowledge"), 0, 10),
    Ablation("learning by doing", theory(practice_rate=0), "practice grows by doing (mastery a year and 100 members)", "lave_wenger_1991",
             lambda values, seeds: patterns.outcome(values, seeds, "spearheading_practice"), 0, 10),
)  # fmt: skip


def ablate(one: Ablation, share: float = 1.0) -> Broken:
    """The pattern with and without, on the same seeds."""
    seeds = max(3, round(one.seeds * share))
    there, gone = one.measure({}, seeds), one.measure(dict(one.without), seeds)
    return Broken(one, estimate(there), estimate(gone), estimate(np.asarray(there) - np.asarray(gone)))


def table(share: float = 1.0) -> str:
    """All of them in Markdown."""
    heads = ("mechanism", "taken away by", "pattern", "source", "with", "without", "no pattern", "verdict")
    return markdown(heads, [ablate(one, share).row() for one in ABLATIONS])


if __name__ == "__main__":
    chosen = sys.argv[2:] or [one.mechanism for one in ABLATIONS]
    for one in (one for one in ABLATIONS if one.mechanism in chosen):
        started = time.perf_counter()
        found = ablate(one, float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
        print(" | ".join(found.row()), f"{time.perf_counter() - started:.1f} s", sep=" | ", flush=True)
