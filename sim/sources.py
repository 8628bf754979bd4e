"""Where the theory's numbers and ideas come from: every source key once, with how it was read."""

from community_dynamics.sim.source import Source, excerpt, memory

SOURCES: dict[str, Source] = {
    "algan_2013": excerpt(
        "Algan, Benkler, Fuster Morell and Hergueux 2013, on cooperation in Wikipedia (850 contributors)",
        "contributions follow reciprocity and social image, not altruism",
    ),
    "altimeter_2012": excerpt(
        "Altimeter Group 2012, report on enterprise social networks (13 vendors, 185 end users, 81 buyers)",
        "a sharp drop in interest and use after initial enthusiasm; one department stays; executives keep away",
    ),
    "anderson_2013": excerpt(
        "Anderson, Huttenlocher, Kleinberg and Leskovec 2013, Steering User Behavior with Badges, WWW",
        "the rewarded act rises towards a badge's threshold and falls after it; sizes not read",
    ),
    "backstrom_2006": excerpt(
        "Backstrom, Huttenlocher, Kleinberg and Lan 2006, Group Formation in Large Social Networks, KDD",
        "joining rises with the number of friends inside, with diminishing returns",
    ),
    "bakker_demerouti_2017": memory(
        "Bakker and Demerouti 2017, Job Demands-Resources Theory: Taking Stock and Looking Forward, Journal "
        "of Occupational Health Psychology 22",
        "demands wear people out, resources engage them",
    ),
    "bersin_2014": excerpt(
        "Bersin by Deloitte 2014, on the modern learner",
        "the average employee has about 24 minutes a week, 1 % of working time, for learning",
    ),
    "bls_jolts": memory(
        "US Bureau of Labor Statistics, Job Openings and Labor Turnover Survey",
        "order of magnitude of yearly staff turnover",
    ),
    "brzozowski_2009": excerpt(
        "Brzozowski, Sandholm and Hogg 2009, Effects of Feedback and Peer Pressure on Contributions to "
        "Enterprise Social Media, GROUP",
        "comments received go with coming back; recent activity of managers and co-workers predicts it; coefficients not read",
    ),
    "cerasoli_2014": excerpt(
        "Cerasoli, Nicklin and Ford 2014, Intrinsic Motivation and Extrinsic Incentives Jointly Predict "
        "Performance, Psychological Bulletin 140 (183 samples)",
        "intrinsic motivation to performance .21 to .45; quality follows interest, quantity incentives",
    ),
    "cerasoli_2016": excerpt(
        "Cerasoli, Nicklin and Nassrelgrgawi 2016, Performance, Incentives, and Needs for Autonomy, "
        "Competence, and Relatedness, Motivation and Emotion 40 (108 samples)",
        "need satisfaction to performance: autonomy .28, competence .37, relatedness .25",
    ),
    "community_roundtable_2015": excerpt(
        "The Community Roundtable 2015, The State of Community Management (more than 200 communities)",
        "best in class: 45 % of members active, 88 % with a full-time community manager",
    ),
    "convention": Source(
        "no source: a convention of this model",
        "convention",
        "sizes, calendar and thresholds chosen for use",
    ),
    "crawford_2010": excerpt(
        "Crawford, LePine and Rich 2010, Linking Job Demands and Resources to Employee Engagement and "
        "Burnout, Journal of Applied Psychology 95",
        "challenges engage, hindrances disengage, both wear out (signs read; sizes from memory)",
    ),
    "data_regularity_2": Source(
        "two online communities, members' activity by week",
        "data",
        "return after silence falls like 1 / silence",
    ),
    "data_regularity_3": Source(
        "two online communities, members' activity by week and tenure",
        "data",
        "the chance to be active next week too rises with tenure, .27 to .76 in one and .17 to .49 in the other",
    ),
    "data_regularity_6": Source(
        "two online communities, messages by active day",
        "data",
        "a day's messages: median 1 to 3, mean 2 to 7, 90th percentile 4 to 16 in a chat; about 1 where each is a piece of work",
    ),
    "data_regularity_7": Source(
        "logs of small and large communities, newcomers by month",
        "data",
        "newcomers arrive in bursts: variance over mean 1.4 to 3.6 in small groups, 7 and more in large ones",
    ),
    "data_regularity_9": Source(
        "a professional learning community on a chat platform, daily statistics",
        "data",
        "posters over active members .11 to .16 a day, .18 to .25 a week",
    ),
    "data_regularity_10": Source(
        "a large open community of practice on a chat platform, first messages and their answers",
        "data",
        "newcomers return within a month .49 to .54 if answered within a day, .24 to .31 later or never",
    ),
    "data_regularity_13": Source(
        "three online communities, activity by week and by day",
        "data",
        "log weekly activity spreads .10 to .25 around its trend in large communities, and persists for days",
    ),
    "deci_1999": excerpt(
        "Deci, Koestner and Ryan 1999, A Meta-Analytic Review of Experiments Examining the Effects of "
        "Extrinsic Rewards on Intrinsic Motivation, Psychological Bulletin 125 (128 experiments)",
        "engagement-contingent rewards -.40, completion -.36, performance -.28, positive feedback +.33",
    ),
    "decuypere_schaufeli_2020": excerpt(
        "Decuypere and Schaufeli, on positive leadership styles and work engagement, International Journal "
        "of Environmental Research and Public Health (86 samples)",
        "positive leadership to work engagement .47, the styles indistinguishable",
    ),
    "dennis_2008": memory(
        "Dennis, Fuller and Valacich 2008, Media, Tasks, and Communication Processes: A Theory of Media "
        "Synchronicity, MIS Quarterly 32",
        "live exchange serves convergence, delayed exchange conveyance",
    ),
    "detert_burris_2007": memory(
        "Detert and Burris 2007, Leadership Behavior and Employee Voice: Is the Door Really Open?, Academy "
        "of Management Journal 50",
        "managers' openness raises voice through safety; no numbers read",
    ),
    "edmondson_1999": excerpt(
        "Edmondson 1999, Psychological Safety and Learning Behavior in Work Teams, Administrative Science "
        "Quarterly 44 (51 teams)",
        "safety leads to learning behaviour; support and coaching lead to safety",
    ),
    "frazier_2017": excerpt(
        "Frazier, Fainshmidt, Klinger, Pezeshkan and Vracheva 2017, Psychological Safety: A Meta-Analytic "
        "Review and Extension, Personnel Psychology 70 (136 samples)",
        "leaders, autonomy, role clarity and support raise safety; safety raises sharing and learning "
        "(signs read; sizes from memory)",
    ),
    "gallus_2017": excerpt(
        "Gallus 2017, Fostering Public Good Contributions with Symbolic Awards, Management Science",
        "randomised: an award to newcomers lowers non-return from 43.5 to 34.8 %, log-odds .37",
    ),
    "garcia_2013": excerpt(
        "Garcia, Mavrodiev and Schweitzer 2013, Social Resilience in Online Communities: The Autopsy of Friendster, COSN",
        "people leave when benefit times friends falls below cost; a core of the graph survives",
    ),
    "gartner_2013": excerpt(
        "Gartner 2013, on social business initiatives",
        "80 % will miss their intended benefits, for inadequate leadership and overemphasis on technology",
    ),
    "granovetter_1978": memory(
        "Granovetter 1978, Threshold Models of Collective Behavior, American Journal of Sociology 83",
        "everybody follows once enough others have; one person can tip the outcome",
    ),
    "hawkes_1971": memory(
        "Hawkes 1971, Spectra of Some Self-Exciting and Mutually Exciting Point Processes, Biometrika 58",
        "arrivals that bring arrivals",
    ),
    "jensen_2011": excerpt(
        "Jensen, King and Kuechler 2011, Joining Free/Open Source Software Communities: An Analysis of "
        "Newbies' First Interactions on Project Mailing Lists, HICSS",
        "about 80 % of newcomers' posts are answered; answers within 48 hours go with later participation; "
        "1.5 % of answers rude or hostile",
    ),
    "jones_2004": excerpt(
        "Jones, Ravid and Rafaeli 2004, Information Overload and the Message Dynamics of Online Interaction "
        "Spaces, Information Systems Research 15 (2.65 million posts)",
        "under overload people answer simpler messages and end active participation more",
    ),
    "joyce_kraut_2006": excerpt(
        "Joyce and Kraut 2006, Predicting Continued Participation in Newsgroups, Journal of "
        "Computer-Mediated Communication 11 (2,777 newcomers)",
        "61 % answered; posting again 56 % with an answer, 44 % without (log-odds .48); tone and length did not matter",
    ),
    "kim_castelli_2021": excerpt(
        "Kim and Castelli 2021, meta-analysis of gamification and behavioural change in education",
        "effect 1.57 within a week, .30 within 20 weeks, -.20 across years: novelty decays",
    ),
    "kraut_fiore_2014": excerpt(
        "Kraut and Fiore 2014, The Role of Founders in Building Online Groups, CSCW (472,231 new groups)",
        "57 % had no new content after three months",
    ),
    "kumari_takahashi_2014": excerpt(
        "Kumari and Takahashi 2014, meta-analysis of knowledge sharing behaviour",
        "intention drives sharing; technology alone does not; face to face is probably more effective",
    ),
    "lally_2010": excerpt(
        "Lally, van Jaarsveld, Potts and Wardle 2010, How Are Habits Formed: Modelling Habit Formation in "
        "the Real World, European Journal of Social Psychology 40 (96 volunteers)",
        "95 % of the asymptote after a median of 66 days (18 to 254) under a daily cue; one miss hardly matters",
    ),
    "lampe_johnston_2005": excerpt(
        "Lampe and Johnston 2005, Follow the (Slash) Dot: Effects of Feedback on New Members in an Online "
        "Community, GROUP (11,079 accounts)",
        "newcomers whose first comment drew no reaction were less likely to comment again",
    ),
    "lancaster_2024": excerpt(
        "Lancaster 2024, Organizational Learning Communities, Kogan Page, and the article Unleashing the "
        "Power of Learning Communities, HR Magazine",
        "the seven Cs, the four failures and the five rewards; no effect sizes are given",
    ),
    "lave_wenger_1991": memory(
        "Lave and Wenger 1991, Situated Learning: Legitimate Peripheral Participation, Cambridge University Press",
        "apprentices become masters by taking part, from the edge to the centre",
    ),
    "lesener_2020": excerpt(
        "Lesener, Gusy, Jochmann and Wolter 2020, on the drivers of work engagement, Work & Stress (55 longitudinal studies)",
        "resources of the organisation drive engagement far more than those of leader or group",
    ),
    "li_2022": excerpt(
        "Li and others 2022, on challenge and hindrance time pressure and knowledge sharing (n = 416, two waves)",
        "challenging pressure raises sharing, hindering pressure lowers it; sizes not read",
    ),
    "mcdermott_archibald_2010": excerpt(
        "McDermott and Archibald 2010, Harnessing Your Staff's Informal Networks, Harvard Business Review",
        "unmanaged communities fade; effective ones have goals and governance; the example met weekly while it thrived",
    ),
    "model_proposal": Source(
        "no source: a proposal of this model",
        "proposal",
        "a form or a value to be tested, not a finding",
    ),
    "morgan_halfaker_2018": excerpt(
        "Morgan and Halfaker 2018, Evaluating the Impact of the Wikipedia Teahouse on Newcomer "
        "Socialization and Retention, OpenSym",
        "randomised: inviting newcomers raises retention, short and long term",
    ),
    "muller_2011": excerpt(
        "Muller 2011, on lurking in the enterprise's communities at IBM",
        "most contributors are lurkers elsewhere: a trait and a disposition to the topic",
    ),
    "nonnecke_2004": excerpt(
        "Nonnecke, Preece and Andrews 2004, on why people lurk in MSN communities",
        "why people lurk: reading is enough 53.9 %, still learning about the group 29.7 %",
    ),
    "oliver_marwell_1985": memory(
        "Oliver, Marwell and Teixeira 1985, A Theory of the Critical Mass, American Journal of Sociology 91",
        "where contributions gain by those already made, a core of the committed must start",
    ),
    "ortega_2007": excerpt(
        "Ortega and Gonzalez-Barahona 2007, Quantitative Analysis of the Wikipedia Community of Users, "
        "WikiSym; with Ortega's survival analysis of editors",
        "median span of activity 100 days, withdrawal likeliest in the first 12 days",
    ),
    "preece_shneiderman_2009": memory(
        "Preece and Shneiderman 2009, The Reader-to-Leader Framework: Motivating Technology-Mediated Social "
        "Participation, AIS Transactions on Human-Computer Interaction 1",
        "reader, contributor, collaborator, leader: roles that people grow into",
    ),
    "probst_borzillo_2008": excerpt(
        "Probst and Borzillo 2008, Why Communities of Practice Succeed and Why They Fail, European "
        "Management Journal 26 (57 communities)",
        "five reasons to fail (no core, little one-to-one, rigidity, no identification, intangibility) and "
        "ten rules, with sponsor, leader and a climate free of risk",
    ),
    "ren_2007": memory(
        "Ren, Kraut and Kiesler 2007, Applying Common Identity and Bond Theory to Design of Online "
        "Communities, Organization Studies 28",
        "talk beside the topic makes bonds between members and weakens the identity of the group",
    ),
    "ren_kraut_2014": excerpt(
        "Ren and Kraut 2014, Agent-Based Modeling to Inform Online Community Design: Impact of Topical "
        "Breadth, Message Volume, and Discussion Moderation on Member Commitment and Contribution, "
        "Human-Computer Interaction 29",
        "benefit of information and identity; knee near 40 messages a day; reading costs in proportion",
    ),
    "schaufeli_bakker_2004": excerpt(
        "Schaufeli and Bakker 2004, Job Demands, Job Resources, and Their Relationship with Burnout and "
        "Engagement, Journal of Organizational Behavior 25 (4 samples)",
        "burnout and engagement -.32 to -.50",
    ),
    "sessions_2010": excerpt(
        "Sessions 2010, How Offline Gatherings Affect Online Communities, Information, Communication & "
        "Society 13 (8 years of one site)",
        "meeting in person raises attendees' engagement and ties, and weakens ties to those who stay away",
    ),
    "rogers_2003": memory(
        "Rogers 2003, Diffusion of Innovations, 5th edition",
        "those who adopt early are keener, better informed and more active than those who follow",
    ),
    "shoman_2022": excerpt(
        "Shoman and others 2022, on predictors of occupational burnout (65 longitudinal studies)",
        "predictors of exhaustion are weak, below .30, and fade with time",
    ),
    "skerlavaj_2018": excerpt(
        "Skerlavaj, Connelly, Cerne and Dysvik 2018, Tell Me If You Can: Time Pressure, Prosocial Motivation, "
        "Perspective Taking, and Knowledge Hiding, Journal of Knowledge Management 22 (n = 313, and an experiment)",
        "time pressure makes people hide what they know where their prosocial motivation is low",
    ),
    "spacebook_2012": excerpt(
        "NASA Spacebook, public reports of 2009 to 2012 and its shutdown message",
        "launched June 2009, closed 1 June 2012; 14 log-ons a weekday and none at weekends; staff had other "
        "tools; the number of eligible people is from memory",
    ),
    "steele_lea_flood_2014": memory(
        "Steele, Lea and Flood 2014, Fast Splittable Pseudorandom Number Generators, OOPSLA",
        "the mixing function of the dice",
    ),
    "teblunthuis_2018": excerpt(
        "TeBlunthuis, Shaw and Hill 2018, Revisiting The Rise and Decline in a Population of Peer Production Projects, CHI",
        "active editors rise and decline over years; newcomers are turned away and norms entrench",
    ),
    "walk_2016": excerpt(
        "Walk, Helic, Geigl and Strohmaier 2016, Activity Dynamics in Collaboration Networks, ACM Transactions on the Web",
        "activity decays of itself and spreads between peers; below a critical mass it dies (equation from memory)",
    ),
    "watts_strogatz_1998": memory(
        "Watts and Strogatz 1998, Collective Dynamics of 'Small-World' Networks, Nature 393",
        "a ring of neighbours with a few far ties",
    ),
    "wenger_2002": excerpt(
        "Wenger, McDermott and Snyder 2002, Cultivating Communities of Practice, Harvard Business School Press",
        "create a rhythm; core 10 to 15 %, active 15 to 20 %, the rest at the edge; no optimum cadence is known",
    ),
    "wichura_1988": memory(
        "Wichura 1988, Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied Statistics 37",
        "a normal number from a uniform one",
    ),
    "wilkinson_2008": excerpt(
        "Wilkinson 2008, Strong Regularities in Online Peer Production, ACM Conference on Electronic Commerce",
        "the chance to stop after n contributions falls like 1 / n; the more effort, the fewer contributions",
    ),
    "witherspoon_2013": excerpt(
        "Witherspoon, Bergner, Cockrell and Stone 2013, Antecedents of Organizational Knowledge Sharing, "
        "Journal of Knowledge Management 17 (46 studies)",
        "intention, rewards and culture all raise sharing; sizes not read",
    ),
    "yang_2010": excerpt(
        "Yang, Wei, Ackerman and Adamic 2010, Activity Lifespan: An Analysis of User Survival Patterns in "
        "Online Knowledge Sharing Communities, ICWSM",
        "many give one or two answers and leave; shapes of survival from memory",
    ),
    "yun_2016": excerpt(
        "Yun and others 2016, on inequality in the growth of 863 Wikimedia projects",
        "contributions soon become very unequal, and stay so",
    ),
}
