"""Phrases that any made-up scheme may use. The order of a ladder is from weak to strong."""

from collections.abc import Mapping

Ladder = Mapping[str, str]

INTERFACE: Ladder = {
    "creates_silo": "It would work beside general practice, without shared notes for now.",
    "no_change": "Referral letters stay as they are, because the link works well.",
    "one_partner_consulted": "The hospital was asked; general practice has yet to answer.",
    "roles_agreed": "Practices and the hospital have agreed who does what, and who is called.",
    "shared_pathway": "One pathway runs from the practice to the ward and back, agreed by both.",
    "shared_resources": "Practices and the hospital share staff, a budget and one lead.",
}
COPRODUCTION: Ladder = {
    "none": "Nobody who uses the service has been asked yet.",
    "planned": "Two meetings with people who use the service are planned.",
    "informed": "A leaflet and a web page told people what is planned.",
    "consulted": "A survey had over a hundred answers, and a summary is on file.",
    "involved": "People who use the service changed the opening hours and the place.",
    "coproduced": "Four people with lived experience wrote the plan with us and are paid.",
}
ACCESS: Ladder = {
    "worsens": "Some people would have to travel further.",
    "no_effect": "Access stays as it is.",
    "small_local": "A few more appointments would be offered near home.",
    "one_place": "Waits would be shorter, and the same in all neighbourhoods.",
    "several_places": "Waits would be shorter, and more alike from place to place.",
    "closes_gap": "It reaches people who do not come to the present service at all.",
}
WORKFORCE: Ladder = {
    "depletes": "Posts would be filled from neighbouring teams at first.",
    "neutral": "The same staff would do the work.",
    "training_planned": "A training plan is agreed with the local college.",
    "skill_mix": "New roles would take routine work from scarce specialists.",
    "retention_at_scale": "Rotating posts and flexible hours have kept staff elsewhere.",
    "new_supply": "Apprentices would qualify every year and work for all partners.",
}
VALUE: Ladder = {
    "not_worth_cost": "Our own estimate is that the benefit is below the cost.",
    "poor": "Two other uses of the money look better.",
    "uncertain": "We have no good comparison yet.",
    "similar": "Cost for each person helped is about the same as for the alternatives.",
    "better": "It helps more people for each pound than the alternatives we looked at.",
    "dominates": "It gives better results and costs less than what we do now.",
}
RESILIENCE: Ladder = {
    "adds_fragility": "Staff would be spread more thinly at first.",
    "no_effect": "The risk stays as it is.",
    "reduces_minor_risk": "Cover for sickness and leave becomes easier.",
    "secures_within_12_months": "Without it the service would have to limit referrals this year.",
    "averts_likely_loss": "Two of four specialists have resigned; this keeps the service open.",
    "averts_imminent_system_loss": "Without it the only service of its kind would close by summer.",
}
COUNCIL: Ladder = {
    "none": "It has no direct link with housing, work or income; we looked at each.",
    "consulted": "The council was consulted on transport and housing.",
    "partner": "Council staff for housing and benefits would work with the team.",
    "co_funder": "The council pays a share and brings housing and employment advice.",
}
REPLICATION: Ladder = {
    "duplicates": "Another place has something much like it.",
    "no_plan": "We have not talked to other places yet.",
    "share_with_one": "A neighbouring place wants to follow in the second year.",
    "several_places": "One design would serve several places.",
    "all_places_agreed": "All places have agreed the design.",
}
EVIDENCE: Mapping[str, str] = {
    "nice_recommendation": "NICE recommends it for people like these.",
    "systematic_review": "A review of good trials found a moderate benefit.",
    "randomised_trial": "A trial in two English regions found fewer admissions.",
    "observational": "Areas that began earlier saw a steady improvement over three years.",
    "local_evaluation": "Our pilot of nine months was evaluated by public health.",
    "expert_opinion": "Clinicians here are agreed that it would help.",
    "none": "We have found no study so far.",
}
FALLBACK_EVIDENCE = "We summarise what we found in the supporting document."
LOCAL_SOURCES = ("provider", "public_feedback", "complaints", "healthwatch", "jsna",
                 "performance_data", "risk_register", "stakeholder")  # fmt: skip
ENGAGED = (
    "Clinical network meeting", "Patient group of the service", "Place partnership board",
    "General practice forum", "Healthwatch and voluntary groups", "Ward staff and therapists",
    "Health and wellbeing board", "Local medical committee", "Carers' forum",
)  # fmt: skip
CLINICAL_VIEWS = (
    "Clinicians led the design and support it.",
    "Nurses and doctors back it; they ask for a slower start in winter.",
    "The clinical lead met every team, and two concerns led to changes.",
    "Support is broad, and the medical director has agreed the pathway.",
)
OWNERS = ("Chief operating officer", "Place director", "Director of transformation",
          "Associate director of commissioning", "Director of public health",
          "Medical director", "Director of nursing", "Programme director")  # fmt: skip
CLINICAL_LEADS = ("Consultant and clinical director", "Lead nurse", "GP and clinical lead",
                  "Consultant therapist", "Chief pharmacist", "Lead midwife or nurse consultant",
                  "Principal social worker", "Consultant in public health")  # fmt: skip
FINANCE_LEADS = ("Deputy director of finance", "Senior finance business partner",
                 "Head of financial planning", "Associate director of finance")  # fmt: skip
MILESTONES = ("Posts advertised", "Pathway agreed", "Contract signed", "Staff in post",
              "First people seen", "Service in every neighbourhood", "First review",
              "Full effect reached", "Evaluation published")  # fmt: skip
STOP_MILESTONES = ("Staff told and consulted", "Notice given", "Last referrals accepted",
                   "People moved to other care", "Service ends", "Release confirmed")  # fmt: skip
RISKS: Mapping[str, str] = {
    "clinical": "A clinical review each month and a clear line for concerns.",
    "workforce": "Start in steps, with joint posts and a shared rota.",
    "financial": "A monthly check of spending, and a stop point after six months.",
    "operational": "A named manager and a plan for winter.",
    "digital": "Paper forms as a fallback, and a test with two sites first.",
    "estates": "A short lease nearby until the rooms are ready.",
    "reputational": "Early talks with councillors, patients and the press.",
    "legal": "Advice from the contracts team before any notice is given.",
}
AT_RISK = {"quality": 7, "safety": 6, "access": 9, "performance": 9, "statutory_duty": 4,
           "fragile": 7}  # fmt: skip
QUALIFIERS = ("in the most deprived neighbourhoods", "first phase", "second phase",
              "in two localities", "full roll-out", "where need is greatest first",
              "for three years")  # fmt: skip
STOP_QUALIFIERS = ("first phase", "second phase", "from April", "from October", "in full")
WAYS = (
    "We would start where need is greatest and reach all of {area} by the second year.",
    "A joint lead in {area} would run it, with one team and one set of notes.",
    "It would build on a small team that works in {area} already.",
    "Partners in {area} would share the work, and the results would be published each quarter.",
)
NEEDS = (
    "In {area}, {share}% of small areas are among the most deprived fifth of England.",
    "Need is greatest where {share}% of small areas in {area} are among the most deprived.",
    "Complaints and staff reports from {area} say the same, and numbers grow by about 4% a year.",
    "Waits in {area} have grown since 2021, and people in poor areas wait longest.",
)
PEOPLE: Mapping[str, str] = {
    "whole_population": "all residents", "pregnancy_newborn": "pregnant women and new babies",
    "women_health": "women", "low_income": "people on a low income",
    "staff": "health and care staff",
}  # fmt: skip
TARGETS = ("carers", "inclusion_health", "low_income", "learning_disability", "smi", "older_frail",
           "alcohol_drugs", "dementia", "diabetes", "neurology_migraine", "stroke", "autism_adhd",
           "respiratory", "heart_failure", "cancer", "overweight", "suicide_self_harm",
           "musculoskeletal_pain", "women_health", "end_of_life", "young_people_mental_health",
           "common_mental_health", "smokers", "care_home_residents")  # fmt: skip
"""Groups that a scheme for many may be aimed at instead."""
OPEN_GROUPS = frozenset({
    "whole_population", "elective_waiters", "diagnostic_users", "general_practice_users",
    "urgent_care_users", "adults_ltc", "common_mental_health", "cvd_risk", "smokers",
    "low_income", "estate_users", "medicines_users",
})  # fmt: skip
"""Groups wide enough for a scheme to be aimed at some of them."""
