"""What a run is judged by: every outcome once, with unit, direction and exact definition."""

from dataclasses import dataclass

import numpy as np

FATES = ("never took off", "dead", "stalled", "holding", "flourishing")


@dataclass(frozen=True)
class Outcome:
    """One number about a run. better: 'more', 'less' or 'neither'."""

    name: str
    label: str
    unit: str
    better: str
    meaning: str


OUTCOMES = {
    outcome.name: outcome
    for outcome in (
        Outcome("fate", "Fate", "0 never took off, 1 dead, 2 stalled, 3 holding, 4 flourishing", "more", "what has become of the community on the last day, by contributors a week and the thresholds in settings"),
        Outcome("flourishing", "Flourishes", "0/1", "more", "1 if the trailing 8-week mean of contributors a week kept above flourish_times the threshold of stalling throughout the last half-year"),
        Outcome("holding", "Flourishes or holds", "0/1", "more", "1 if it took off and is neither dead nor stalled"),
        Outcome("took_off", "Took off", "0/1", "more", "1 if contributors a week ever reached the threshold of stalling, as a mean over four to eight weeks"),
        Outcome("stalled_day", "Day of stalling", "day", "more", "first day of the spell below the threshold that lasts to the end; the length of the run if there is none; undefined where the community never took off"),
        Outcome("stalled_at_half", "Stalled at half the thresholds", "0/1", "less", "stalled or dead with stall_people and stall_share halved"),
        Outcome("stalled_at_double", "Stalled at double the thresholds", "0/1", "less", "stalled or dead with stall_people and stall_share doubled"),
        Outcome("weekly_contributors", "Contributors a week", "people", "more", "trailing 8-week mean of distinct contributors a week, on the last day"),
        Outcome("trend", "Change of contributors in 26 weeks", "share", "more", "trailing mean of contributors now over 26 weeks ago, minus 1; undefined where there were none"),
        Outcome("weekly_visitors", "Visitors a week", "people", "more", "mean of distinct visitors a week over the last 8 weeks"),
        Outcome("monthly_visitors", "Visitors in a month", "people", "more", "people who came in the last 28 days"),
        Outcome("logons_a_weekday", "Log-ons a weekday", "people a day", "more", "mean visitors on working days of the last 90 days"),
        Outcome("logons_a_weekend_day", "Log-ons a day off", "people a day", "neither", "mean visitors on days off of the last 90 days"),
        Outcome("members", "Members", "people", "more", "people who belong on the last day, present or dormant"),
        Outcome("contributions_a_week", "Posts and answers a week", "items a week", "more", "posts and answers by members and facilitators over the last half-year"),
        Outcome("answered_share", "Questions answered", "share", "more", "questions answered before patience ends (patience_days), over the whole run; undefined where none was asked"),
        Outcome("recent_answered_share", "Questions answered lately", "share", "more", "the same over the last half-year"),
        Outcome("first_posts_answered_share", "First posts answered", "share", "more", "first posts answered before patience ends (patience_days)"),
        Outcome("delay_hours", "Hours to the first answer", "hours", "less", "mean over answered posts"),
        Outcome("answered_within_a_day", "Answers within a day", "share", "more", "first answers that came within 24 hours"),
        Outcome("lurker_share", "Lurkers", "share", "less", "of members of 12 weeks or more who came in the last 12 weeks, those without a post in them"),
        Outcome("read_only_share", "Readers only", "share", "less", "of members who came in the last half-year, those who contributed nothing in it"),
        Outcome("core_share", "Core", "share", "more", "members of the last 26 weeks who contributed in at least 75 % of them"),
        Outcome("active_share", "Active", "share", "more", "members of the last 26 weeks who contributed in 25 to 75 % of them"),
        Outcome("periphery_share", "Periphery", "share", "less", "the other members of the last 26 weeks"),
        Outcome("gini", "Gini of contributions", "0-1", "neither", "over members who contributed"),
        Outcome("top_1_percent_share", "Posts by the top 1 %", "share", "neither", "share of posts and answers by the most active 1 % of all members"),
        Outcome("top_10_percent_share", "Posts by the top 10 %", "share", "neither", "share of posts and answers by the most active 10 % of all members"),
        Outcome("kept_30_days", "Newcomers seen after 30 days", "share", "more", "seen again 30 or more days after joining, of those who joined 30 or more days before the end; the latest had little time"),
        Outcome("kept_90_days", "Newcomers seen after 90 days", "share", "more", "of those who joined 90 or more days before the end"),
        Outcome("newcomers_again", "Newcomers who contribute again", "share", "more", "of the last half-year's newcomers who contributed; undefined where none did"),
        Outcome("tenure_days", "Tenure", "days", "more", "mean days since joining of those who belong"),
        Outcome("leaving_a_year", "Leaving hazard", "a year", "less", "members who left of their own will or stopped, for each year of presence"),
        Outcome("motivation", "Motivation", "0-1", "more", "mean of those present, mean of the last 4 weeks; undefined where nobody is left"),
        Outcome("safety", "Psychological safety", "0-1", "more", "mean of those present, mean of the last 4 weeks; undefined where nobody is left"),
        Outcome("safety_10th_percentile", "Psychological safety of the least safe tenth", "0-1", "more", "10th percentile of those present on the last day"),
        Outcome("strain", "Strain", "0-1", "less", "mean of those present, mean of the last 4 weeks; undefined where nobody is left"),
        Outcome("habit", "Habit", "0-1", "more", "mean of those present, mean of the last 4 weeks; undefined where nobody is left"),
        Outcome("minutes_used_share", "Minutes used of minutes available", "share", "neither", "minutes spent in the community over minutes that days offered to members"),
        Outcome("sharing_knowledge", "Sharing knowledge", "gains a year and 100 members", "more", "(reader, topic) gains that crossed the threshold"),
        Outcome("spearheading_practice", "Spearheading practice", "mastery a year and 100 members", "more", "mastery gained by doing, plus apprentices who reached mastery"),
        Outcome("solving_problems", "Solving problems", "problems a year and 100 members", "more", "problems whose topics the answers jointly held"),
        Outcome("seeding_innovation", "Seeding innovation", "pairs a year", "more", "pairs of topics that no member held before, joined across teams"),
        Outcome("supercharging_development", "Supercharging development", "mastery a year and member", "more", "mastery gained in all, for each year of presence"),
        Outcome("development_minutes", "Minutes of self-directed development", "minutes a year and member", "more", "minutes spent, for each year of presence"),
        Outcome("community_leaders", "Community leaders", "people", "more", "present members whose role is community leader"),
        Outcome("hostile_share", "Hostile answers", "share", "less", "hostile answers over all answers by members"),
        Outcome("cost_member_minutes", "Minutes of members", "minutes", "less", "minutes that members who are no managers spent"),
        Outcome("cost_manager_minutes", "Minutes of managers", "minutes", "less", "minutes that managers spent"),
        Outcome("cost_facilitator_minutes", "Minutes of facilitators (answering only)", "minutes", "less", "minutes that facilitators spent answering"),
        Outcome("cost_money", "Money for events (face-to-face only)", "currency", "less", "cost of face-to-face events"),
        Outcome("messages_a_week", "Messages a week", "messages a week", "more", "messages that members' posts and answers took, over the whole run"),
    )
}  # fmt: skip
PROPORTIONS = ("flourishing", "holding", "took_off", "stalled_at_half", "stalled_at_double")
OUTCOME_RECORD = np.dtype([(name, np.float64) for name in OUTCOMES])
