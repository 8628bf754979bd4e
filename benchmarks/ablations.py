"""What each mechanism is for: the pattern with it and without it. `python -m benchmarks.ablations [share of seeds]`."""

# ruff: noqa: E501  (rows of a table)
# fmt: off
import sys
import time

from benchmarks import patterns, patterns_of_staying
from benchmarks import patterns_at_work as work
from benchmarks import patterns_of_credit as credit
from benchmarks import patterns_of_reading as reading
from benchmarks.ablation import Ablation, ablate, theory
from benchmarks.figures import markdown
from benchmarks.patterns import contrast
from community_dynamics.experiments.facts.communities import community

# What work leaves of time and strength.
AT_WORK = (
    Ablation("strain", theory(half_load=1e9), "demand wears people out (strain, 0-1)", "bakker_demerouti_2017",
             contrast("strain", {"levers.demand": 0.6}, {"levers.demand": 1.1}), 0, 10),
    Ablation("strain outlasts the load", theory(strain_rate=1), "strain left after a week without work (share)", "shoman_2022", work.strain_left, 0, 3),
    Ablation("hindrance wears out more", theory(hindrance_weight=0), "hindrance rather than challenge wears people out (strain, 0-1)", "crawford_2010",
             contrast("strain", {"levers.hindrance_share": 0.1}, {"levers.hindrance_share": 0.9}), 0, 10),
    Ablation("some bear more than others", theory(resilience_spread=0, motivation_by_resilience=0), "the engaged are less worn out than other members (correlation)", "schaufeli_bakker_2004",
             patterns_of_staying.engaged_and_worn_out, 0, 40, -1),
    Ablation("busy weeks are everybody's", theory(common_demand_share=0), "weeks differ for all together (variance between weeks over that of independent people)", "model_proposal", work.busy_weeks, 1, 5),
    Ablation("the worn out hold back", theory(fatigue=0), "the worn out come less (log ratio)", "schaufeli_bakker_2004", work.too_tired, 0, 5, -1),
    Ablation("care under strain", theory(half_load=1e9), "under hindrance the less prosocial half withdraws its answers more (log ratio of losses)", "skerlavaj_2018", work.withdrawn_help, 0, 3, -1),
    Ablation("learning beside the work", theory(slack_share=0), "people come though no minute is protected (visitors a week)", "bersin_2014", work.learning_beside_work, 0, 10),
    Ablation("promises that managers keep", theory(honoured_by_support=0), "protected minutes are given where managers take part (log ratio)", "lesener_2020", work.honoured_by_managers, 0, 3),
    Ablation("promises that a sponsor keeps", theory(honoured_by_sponsor=0), "protected minutes are given where a sponsor answers for them (log ratio)", "probst_borzillo_2008", work.honoured_by_sponsors, 0, 3),
    Ablation("overload eats time", theory(overload_bite=0), "load beyond capacity eats protected minutes (log ratio)", "mcdermott_archibald_2010", work.eaten_by_overload, 0, 3, -1),
    Ablation("minutes keep", theory(purse_keep=0), "who stays away for weeks has more time at hand than a day gives (ratio)", "model_proposal", work.minutes_at_hand, 1, 3),
    Ablation("time", theory(visit_minutes=1e-9, writing_minutes=1e-9, travel_minutes=0) | {"levers.event_minutes": 1e-9},
             "protected minutes raise contributors a week (people)", "bersin_2014",
             contrast("weekly_contributors", {"levers.protected_minutes_a_week": 0}, {"levers.protected_minutes_a_week": 60}), 0, 60),
    Ablation("time to write", theory(writing_minutes=1e-9), "people with an hour a day speak up more each visit than those with a minute (log ratio)", "bersin_2014", work.time_to_write, 0, 5),
    Ablation("answers save time", theory(visit_minutes=1e-9), "who asked and got an answer has more time left than who got none (minutes)", "jensen_2011", work.time_saved, 0, 5),
)
# What brings people.
COMING = (
    Ablation("looking in", theory(visit_base=0), "people look in though there is nothing (visits in a hundred days)", "model_proposal", work.idle_visits, 0, 5),
    Ablation("benefit brings", theory(visit_by_benefit=0), "who finds something comes more (log ratio)", "ren_kraut_2014", work.drawn_by_benefit, 0, 5),
    Ablation("habit", theory(visit_by_habit=0), "people come more often in the fifth month than in the first (ratio)", "lally_2010", patterns.coming_more_often, 1, 10),
    Ablation("habit multiplies benefit", theory(visit_by_habit=0), "habit brings more where there is something to find (visits in sixty days)", "walk_2016", work.habit_needs_benefit, 0, 5),
    Ablation("contagion", theory(contagion=0), "activity lasts on colleagues' activity alone (share of seeds)", "walk_2016", patterns.self_sustaining, 0, 10),
    Ablation("what was seen calls for days", theory(exposure_keep=0), "colleagues' coming brings people days later (visits of a hundred people)", "walk_2016", work.calls_for_days, 0, 10),
    Ablation("audience", theory(company_half=1e-9), "people speak up more each visit where more come (log ratio)", "brzozowski_2009", work.spoken_to_few, 0, 10),
    Ablation("a reaction calls", theory(cue=0), "who has a reaction waiting comes (share)", "brzozowski_2009", work.answers_call, 0, 5),
    Ablation("colleagues are asked", theory(cue=0), "whose colleague asked something comes the next day (share)", "brzozowski_2009", work.asked_by_colleagues, 0, 5),
    Ablation("welcome", theory(cue=0), "newcomers with a buddy come more in their first fortnight (log ratio)", "morgan_halfaker_2018", work.welcomed, 0, 5),
    Ablation("managers take part", theory(cue=0), "managers who support the community come more than others (log ratio)", "brzozowski_2009", work.managers_come, 0, 5),
    Ablation("weekly digest", theory(cue=0), "more come on the day of the digest (log ratio)", "ren_kraut_2014", work.fresh_start_of_the_week, 0, 5),
    Ablation("common mood", theory(mood_spread=0), "daily visits vary more than those of independent people (variance / mean)", "data_regularity_13", patterns.common_ups_and_downs, 1, 10),
    Ablation("moods last", theory(mood_persistence=0), "a busy day follows a busy day (correlation)", "data_regularity_13", work.runs_of_moods, 0, 5),
    Ablation("attention memory", theory(attention_days=1e12), "the longer away, the less likely back (ratio of chances)", "data_regularity_2", patterns.fading_from_mind, 1, 10, -1),
    Ablation("friction", theory(friction_cost=0), "an easy place has more visitors (people a week)", "kumari_takahashi_2014",
             contrast("weekly_visitors", {"levers.platform_friction": 0.9}, {"levers.platform_friction": 0.1}), 0, 40),
    Ablation("rival tool", theory(rival_pull=0), "a rival tool takes visitors (people a week)", "spacebook_2012",
             contrast("weekly_visitors", {"levers.rival_tool": 0}, {"levers.rival_tool": 1}), 0, 40, -1),
    Ablation("unequal people", {"settings.propensity_spread": 0, "settings.expressive_spread": 0}, "people differ from the first month on (variance / mean of visits)", "muller_2011", patterns.different_from_the_start, 1, 10),
)
# What reading and meeting bring.
READING = (
    Ablation("items live", theory(feed_days=1), "who was away for a week finds more (log ratio)", "model_proposal", reading.more_after_a_week, 0, 3),
    Ablation("ever less from more", theory(benefit_items=1e9), "the second hundred items add less than the first (log ratio)", "ren_kraut_2014", reading.ever_less, 0, 3, -1),
    Ablation("expectation follows experience", theory(benefit_rate=0), "an empty place disappoints (log ratio after a month)", "altimeter_2012", reading.expectation_follows, 0, 3, -1),
    Ablation("overload", theory(overload_knee=1e9), "more than enough content is worth less (benefit at 500 minus 200 items a week)", "jones_2004", patterns.flood, 0, 20, -1),
    Ablation("limited and chosen reading", theory(overload_knee=1e9), "sorting a flood for each reader makes visits worth more (benefit, 0-1)", "ren_kraut_2014", reading.chosen_for_me, 0, 20),
    Ablation("company", theory(connection_gain=0), "reading others makes people feel connected (0-1)", "ren_kraut_2014", reading.seen_from_afar, 0, 3),
    Ablation("filters cost bonds", theory(connection_gain=0), "sorting for each reader leaves less of other people (log ratio of connection)", "ren_kraut_2014", reading.filters_cost_bonds, 0, 3, -1),
    Ablation("readers know writers", theory(tie_gain=0), "reading makes ties (sum a person)", "ren_kraut_2014", reading.readers_know_writers, 0, 3),
    Ablation("learning from others", theory(learning_rate=0), "knowledge crosses from one to another (gains a year and 100 members)", "lave_wenger_1991",
             lambda values, seeds: patterns.outcome(values, seeds, "sharing_knowledge"), 0, 10),
    Ablation("knowing", theory(knowledge_threshold=1), "people come to know topics they did not know (gains a year and 100 members)", "lave_wenger_1991",
             lambda values, seeds: patterns.outcome(values, seeds, "sharing_knowledge"), 0, 10),
    Ablation("masters curate", theory(mastery_threshold=0.1), "curated items teach (mastery gained)", "lave_wenger_1991", reading.taught_by_curators, 0, 3),
    Ablation("left to learn", theory(learning_rate=0, practice_rate=0), "visits bring less to those who have learned (log ratio, a year over a month)", "teblunthuis_2018", reading.known_by_then, 0, 3, -1),
    Ablation("learning by doing", theory(practice_rate=0), "those who write learn more than those who read (mastery, all topics)", "lave_wenger_1991", reading.writers_learn, 0, 5),
    Ablation("events draw", theory(attend_base=0), "people attend without habit or ties (events in a hundred days)", "model_proposal", reading.coming_to_events, 0, 5),
    Ablation("habit attends", theory(attend_by_habit=0), "those who have the habit attend more (log ratio)", "model_proposal", reading.habit_attends, 0, 5),
    Ablation("ties draw", theory(attend_by_ties=0), "those who met come to later events more (log ratio)", "sessions_2010", reading.those_met, 0, 5),
    Ablation("events need time to renew", theory(event_renewal_days=1e-9), "events too close draw fewer people each (log ratio)", "model_proposal", patterns.crowd_of_events, 0, 40, -1),
    Ablation("rooms cost", theory(event_cost_a_head=0), "money makes events take place in one room, and ties closer (log ratio)", "sessions_2010", reading.money_for_rooms, 0, 3),
    Ablation("the way to the room", theory(travel_minutes=0), "fewer come to a room than online (log ratio)", "model_proposal", reading.way_to_the_room, 0, 10, -1),
)
# Who speaks up, who answers, and whether people go on.
SPEAKING = (
    Ablation("challenge raises questions", theory(ask_base=0), "challenge brings more questions than hindrance (log ratio)", "li_2022", reading.challenge_asks, 0, 5),
    Ablation("showing work", theory(show_base=0), "prompts bring out work (log ratio of posts)", "lancaster_2024", reading.prompted, 0, 5),
    Ablation("safety gates voice", theory(half_safety=1e-9), "inclusive leaders raise contributions a visit at work (log ratio)", "edmondson_1999", patterns.voice_in_safety("middling"), 0, 60),
    Ablation("safety gates voice in the open", theory(half_safety=1e-9), "inclusive leaders raise contributions a visit in the open forum (log ratio)", "edmondson_1999", patterns.voice_in_safety("open_forum"), 0, 40),
    Ablation("onboarding", theory(entry_floor=1, cue=0, join_by_onboarding=0), "with a buddy more newcomers at work contribute in their second month (share)", "morgan_halfaker_2018",
             patterns.newcomers_still_contributing("middling"), 0, 60),
    Ablation("onboarding in the open", theory(entry_floor=1, cue=0), "with a buddy more newcomers of the open forum contribute in their second month (share)", "morgan_halfaker_2018",
             patterns.newcomers_still_contributing("open_forum"), 0, 6),
    Ablation("waiting", theory(patience_days=0), "who posted for the first time waits for an answer (days to the second post)", "lampe_johnston_2005", reading.waiting_for_an_answer, 1, 3),
    Ablation("hard questions", theory(question_reach=0), "questions are harder than what is shown (level)", "model_proposal", reading.hard_questions, 0, 5),
    Ablation("talkers write more each time", theory(messages_by_expressiveness=0), "messages are more unequal than contributions (Gini difference)", "data_regularity_6", patterns_of_staying.talkers, 0, 5),
    Ablation("some contributions take many messages", theory(messages_spread=0), "one member's contributions differ in messages (sd of logs)", "data_regularity_6", patterns_of_staying.long_and_short, 0, 3),
    Ablation("members answer", theory(answer_base=0), "first posts are answered though nobody is paid (share)", "joyce_kraut_2006",
             lambda values, seeds: patterns.outcome(values, seeds, "first_posts_answered_share", community("open_forum")), 0, 5),
    Ablation("novices help", theory(novice_share=0), "answers come from people below the level of the post (share)", "model_proposal", reading.answered_by_novices, 0, 3),
    Ablation("general knowledge", theory(general_expertise=0), "strangers can answer in the first week (share of questions)", "model_proposal", reading.helpers_at_hand, 0, 3),
    Ablation("cliques", theory(clique_bias=0), "cliques leave first posts unanswered (share)", "probst_borzillo_2008",
             contrast("first_posts_answered_share", {"levers.clique_strength": 1}, {"levers.clique_strength": 0}, "open_forum"), 0, 10),
    Ablation("facilitators answer", theory(facilitator_answers_an_hour=1e-9), "facilitators' hours answer first posts (share)", "community_roundtable_2015",
             contrast("first_posts_answered_share", {"levers.facilitator_hours_a_week": 0}, {"levers.facilitator_hours_a_week": 10}), 0, 40),
    Ablation("ties", theory(tie_gain=0), "those who met come to later events more (log ratio)", "sessions_2010", reading.those_met, 0, 5),
    Ablation("ties at work", theory(tie_gain=0), "those who met come to the next event too (log odds ratio)", "sessions_2010", patterns.coming_again, 0, 30),
    Ablation("ties fade", theory(tie_keep_a_week=1), "ties loosen without contact (log ratio after half a year)", "model_proposal", reading.fading_ties, 0, 3, -1),
    Ablation("stopping at a first post", theory(stop_constant=0), "most stop before their tenth contribution (share)", "wilkinson_2008", patterns.power_law, 0, 5),
    Ablation("stopping in the open forum", theory(stop_constant=0), "posters who posted once (share)", "lampe_johnston_2005", patterns.single_posters, 0, 5),
    Ablation("interest that ends", theory(stop_floor=0), "even old hands pause (share of contributions from the 20th on that four weeks of silence follow)", "ortega_2007", patterns_of_staying.pauses_of_old_hands, 0, 5),
    Ablation("effort sheds people", theory(stop_by_effort=0), "four times the effort leaves more who post once (share)", "wilkinson_2008", patterns_of_staying.effort_sheds, 0, 5),
    Ablation("habit holds", theory(habit_effect=0), "the longer here, the rarer to stop (log ratio of chances after day 100 and in the first fortnight)", "data_regularity_3",
             patterns_of_staying.stopping_less_with_habit, 0, 5, -1),
    Ablation("commitment holds", theory(commitment_effect=0), "the motivated stop less (log ratio)", "yang_2010", reading.commitment_keeps, 0, 5, -1),
    Ablation("regard holds", theory(regard_effect=0), "those who are recognised stop less (log ratio)", "joyce_kraut_2006", reading.regard_keeps, 0, 5, -1),
    Ablation("rudeness ends", theory(hostile_effect=0), "rude answers make people stop (log ratio)", "jensen_2011", reading.rude_answers_end, 0, 5),
    Ablation("one channel of reactions", theory(regard_effect=0, cue=0, connection_gain=0, benefit_by_reaction=0, safety_step=0), "first-time posters who are answered post again more often (share)", "joyce_kraut_2006", patterns.answer_effect, 0, 24),
    Ablation("moving on", theory(moving_on_share=0), "a core that nobody joins any more ends (share of communities)", "teblunthuis_2018", reading.left_without_newcomers, 0, 60),
    Ablation("reading on", theory(reading_on_share=0), "former contributors still come (share seen in the last month)", "nonnecke_2004", reading.reads_on, 0, 5),
    Ablation("hardening", theory(hardening=0), "old hands who have the place to themselves keep newcomers from posting (log ratio)", "teblunthuis_2018", reading.turned_away, 0, 5, -1),
)
# What being recognised does, and what people feel.
FEELING = (
    Ablation("novelty fades", theory(novelty_fading=1e9), "what praise gives wears off (regard after a year over that after two months)", "kim_castelli_2021", patterns.wear_of_praise, 1, 10, -1),
    Ablation("novelty comes back", theory(long_memory=1), "after half a year praise is fresh again (log ratio)", "kim_castelli_2021", credit.fresh_again, 0, 3),
    Ablation("badges wear", theory(badge_wear=0), "a badge programme loses its pull (log ratio, day 200 over day 5)", "kim_castelli_2021", credit.wear_of_badges, 0, 3, -1),
    Ablation("pull of badges", theory(extrinsic_weight=0), "with time to spare, people near a badge do more once it is announced (log ratio)", "anderson_2013", patterns.rush_for_badges, 0, 60),
    Ablation("unequal response", theory(responsiveness_spread=0), "the same praise gives some much more than others (sd of logs)", "anderson_2013", credit.unequal_response, 0, 3),
    Ablation("reactions leave regard", theory(regard_gain=0), "those who are praised feel it (regard, 0-1)", "deci_1999", credit.praised, 0, 3),
    Ablation("regard fades", theory(short_memory=1), "regard is less a month later (log ratio)", "model_proposal", credit.fading_regard, 0, 3, -1),
    Ablation("authority", theory(authority_weight=1), "praise gives more where managers take part (log ratio)", "brzozowski_2009", credit.praised_from_above, 0, 5),
    Ablation("silence disappoints", theory(benefit_by_reaction=0), "who gets no reaction expects less (log ratio)", "joyce_kraut_2006", credit.left_unanswered, 0, 3, -1),
    Ablation("motivation follows", theory(motivation_rate=0), "support raises motivation (0-1)", "decuypere_schaufeli_2020", credit.by_support, 0, 3),
    Ablation("motivation", theory(motivation_scale=0), "support raises motivation (0-1)", "decuypere_schaufeli_2020", credit.by_support, 0, 3),
    Ablation("support", theory(motivation_by_support=0), "support raises motivation (0-1)", "decuypere_schaufeli_2020", credit.by_support, 0, 3),
    Ablation("competence", theory(motivation_by_benefit=0), "who finds something is more motivated (0-1)", "cerasoli_2016", credit.by_benefit, 0, 3),
    Ablation("relatedness", theory(motivation_by_related=0), "who feels connected is more motivated (0-1)", "cerasoli_2016", credit.by_related, 0, 3),
    Ablation("recognition", theory(motivation_by_regard=0), "who is recognised is more motivated (0-1)", "deci_1999", credit.by_regard, 0, 3),
    Ablation("personal resources", theory(motivation_by_resilience=0), "who bears much is more motivated (0-1)", "schaufeli_bakker_2004", credit.by_resilience, 0, 3),
    Ablation("worn out", theory(motivation_by_strain=0), "strain lowers motivation (0-1)", "schaufeli_bakker_2004", credit.by_strain, 0, 3, -1),
    Ablation("challenge engages", theory(motivation_by_challenge=0), "load that challenges raises motivation (0-1)", "crawford_2010", credit.by_challenge, 0, 3),
    Ablation("hindrance drains", theory(motivation_by_hindrance=0), "load that hinders lowers motivation (0-1)", "crawford_2010", credit.by_hindrance, 0, 3, -1),
    Ablation("burden of hindrance", theory(hindrance_weight=0, motivation_by_hindrance=0, motivation_by_challenge=0), "hindrance lowers motivation (0-1)", "crawford_2010",
             contrast("motivation", {"levers.hindrance_share": 0.1}, {"levers.hindrance_share": 0.9}), 0, 40, -1),
    Ablation("resources of the job", theory(motivation_by_resources=0), "good rather than poor technology raises motivation (0-1)", "schaufeli_bakker_2004",
             contrast("motivation", {"levers.technology_quality": 0.2}, {"levers.technology_quality": 0.95}), 0, 60),
    Ablation("enough is enough", theory(enough_minutes=600), "two protected hours a week more add less than the first two (motivation, 0-1)", "bersin_2014", credit.enough, 0, 3),
    Ablation("identification", theory(motivation_by_cause=0), "a clear cause raises motivation (0-1)", "ren_kraut_2014",
             contrast("motivation", {"levers.cause_clarity": 0.1}, {"levers.cause_clarity": 0.9}), 0, 40),
    Ablation("crowding out", theory(motivation_by_crowding=0), "an expected reward lowers motivation (0-1)", "deci_1999",
             contrast("motivation", {"levers.badge_expected": 0}, {"levers.badge_expected": 1}, fixed={"levers.badge_programme": 1}), 0, 40, -1),
    Ablation("recognition seen", theory(motivation_by_shown_credit=0), "showing recognition raises motivation (0-1)", "algan_2013",
             contrast("motivation", {"levers.credit_visibility": 0}, {"levers.credit_visibility": 1}, fixed={"levers.praise_rate": 1}), 0, 60),
    Ablation("control has an optimum", theory(motivation_by_control=0), "control turns from help to harm (contributors a week)", "probst_borzillo_2008", patterns.steady_hand, 0, 60),
    Ablation("a steady hand", theory(control_optimum=0), "goals agreed motivate more than drift (0-1)", "mcdermott_archibald_2010", credit.by_control, 0, 3),
    Ablation("inclusive leaders", theory(safety_by_inclusiveness=0), "inclusive leaders make safe (0-1)", "edmondson_1999", credit.by_inclusiveness, 0, 3),
    Ablation("norm of inclusion", theory(safety_by_norm=0), "a norm of inclusion makes safe (0-1)", "frazier_2017", credit.by_norm, 0, 3),
    Ablation("managers make safe", theory(safety_by_support=0), "managers who take part make safe (0-1)", "frazier_2017", credit.by_managers, 0, 3),
    Ablation("wounds heal", theory(safety_rate=0), "safety returns to the climate (gain in four months, 0-1)", "frazier_2017", credit.wounds_heal, 0, 3),
    Ablation("decent answers make safe", theory(safety_step=0), "whose post was answered feels safer than whose was not (0-1)", "lampe_johnston_2005", credit.decent_answers, 0, 5),
    Ablation("hostility wounds", theory(safety_loss=0, safety_step=0, hostile_effect=0), "hostile answers lower safety (0-1)", "edmondson_1999",
             contrast("safety", {"levers.hostile_reply_share": 0}, {"levers.hostile_reply_share": 0.3}), 0, 40, -1),
    Ablation("habit fades", theory(habit_keep=1), "a habit is weaker after a hundred days away (log ratio)", "lally_2010", credit.habit_fades, 0, 3, -1),
    Ablation("spaced repetition", theory(habit_per_day=0), "once a week makes more of a habit each time than daily (log ratio)", "lally_2010", credit.weekly_repetition, 0, 3),
    Ablation("leaders emerge", theory(leader_answers=1e9), "some members become community leaders (people)", "preece_shneiderman_2009",
             lambda values, seeds: patterns.outcome(values, seeds, "community_leaders", community("well_run_cop")), 0, 10),
    Ablation("leading takes time", theory(leader_days=0), "nobody leads in the first months (days to the first leader)", "preece_shneiderman_2009", credit.slow_to_lead, 0, 3),
)
# Who joins, stays, leaves and comes back.
BELONGING = (
    Ablation("most let it be", theory(join_base=40), "those who join where little draws them are keener than where much does (log)", "rogers_2003", patterns_of_staying.keenest_first, 0, 20),
    Ablation("a cause draws", theory(join_by_cause=0), "a clear cause makes more join (members)", "ren_kraut_2014",
             contrast("members", {"levers.cause_clarity": 0.1}, {"levers.cause_clarity": 0.9}), 0, 20),
    Ablation("an invitation draws", theory(join_by_onboarding=0), "onboarding makes more join (members)", "morgan_halfaker_2018",
             contrast("members", {"levers.onboarding": 0.1}, {"levers.onboarding": 0.9}), 0, 20),
    Ablation("word of mouth", theory(word_of_mouth=0), "people join when nobody announces the community (people)", "backstrom_2006", patterns.late_joiners, 0, 20),
    Ablation("following by threshold", theory(trait_spread=0), "a crowd follows although nobody is persuaded (people of 300)", "granovetter_1978", patterns.following, 0, 10),
    Ablation("high hopes", theory(expectation_at_joining=0), "newcomers expect more than an empty place gives (fall of expected benefit in eight weeks)", "altimeter_2012", patterns_of_staying.no_longer_new, 0, 3, -1),
    Ablation("pledges", {"settings.founder_weeks": 0}, "founders who pledged themselves bring a launch to take off (share)", "oliver_marwell_1985", patterns_of_staying.carried_by_pledges, 0, 40),
    Ablation("those who come speak", theory(expressive_share=0), "those who come often also speak up more readily (correlation of logs)", "muller_2011", patterns_of_staying.come_and_speak, 0, 3),
    Ablation("falling asleep", theory(dormancy_days=1e9), "who stays away long enough is lost for a while (share of members present after a year, minus 1)", "data_regularity_2", patterns_of_staying.fall_asleep, 0, 3, -1),
    Ablation("return of the dormant", theory(return_strength=0), "visits after 60 days away or more (a hundred who joined)", "data_regularity_2", patterns.returning, 0, 5),
    Ablation("benefit calls back", theory(return_by_benefit=0), "those who found something come back more (share in a year)", "data_regularity_2", patterns_of_staying.benefit_calls_back, 0, 5),
    Ablation("habit calls back", theory(return_by_habit=0), "those who had the habit come back more (share in a year, full habit minus none)", "data_regularity_3",
             patterns_of_staying.habit_calls_back, 0, 10),
    Ablation("weighing neighbours", theory(stay_cost=0), "people leave whose neighbours left (share)", "garcia_2013", patterns.leaving, 0, 10),
    Ablation("colleagues hold", theory(stay_by_neighbour=0), "active colleagues keep those whom motivation alone would not (share)", "garcia_2013", patterns_of_staying.held_by_colleagues, 0, 3),
    Ablation("motivation holds", theory(stay_by_motivation=0), "the unmotivated leave more (share, motivated minus not)", "garcia_2013", patterns_of_staying.motivated_stay, 0, 3, -1),
    Ablation("connection holds", theory(stay_by_related=0), "the unconnected leave more (share, connected minus not)", "cerasoli_2016", patterns_of_staying.connected_stay, 0, 3, -1),
    Ablation("self-exciting arrivals", {"settings.arrival_excitation": 0}, "arrivals come in bursts (variance / mean, weekly)", "data_regularity_7", patterns.bursts_of_arrivals, 1, 20),
)
ABLATIONS = (*AT_WORK, *COMING, *READING, *SPEAKING, *FEELING, *BELONGING)


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
