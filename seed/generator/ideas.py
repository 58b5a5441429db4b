"""What made-up schemes are about: the form of an idea, and ideas for care services.

Every service, figure and finding here is invented. Costs are thousands of pounds a year, and reach
is people a year in every 1,000, for a place of 250,000 people.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idea:
    """One kind of scheme; `issue`, `does` and `gain` are sentences that hold in any place.

    `cites` are national items that may require it. `case` and `remains` are for releases of money.
    """

    name: str
    group: str
    metric: str
    cost: int
    reach: int
    staff: str
    issue: str
    does: str
    gain: str
    cites: tuple[str, ...] = ()
    case: str = ""
    remains: str = ""


# Laid out by hand, so that one idea is read at a glance.
# fmt: off
CARE: Mapping[str, tuple[Idea, ...]] = {
    "urgent_care": (
        Idea("Virtual ward beds", "older_frail", "virtual_ward_occupancy", 1500, 6,
             "registered_nursing",
             "People stay in hospital for monitoring that could be done at home.",
             "A team of nurses and a consultant would watch patients at home every day.",
             "Beds would be free for people who cannot be treated elsewhere.",
             ("NP_VIRTUAL_WARDS", "NP_UECRP")),
        Idea("Same day emergency care for frailty", "older_frail", "emergency_admissions", 940, 9,
             "consultants",
             "Older people who fall or become confused wait for hours in A&E, then are admitted.",
             "A frailty team would see them within an hour and send most home the same day.",
             "Fewer older people would lose their strength on a ward.",
             ("LTP_SDEC", "OPG2324_UEC4H")),
        Idea("Falls pick-up service", "older_frail", "ambulance_conveyances", 310, 5,
             "allied_health",
             "Ambulances wait with people who have fallen and are not hurt.",
             "Two trained responders would lift, check and refer people who have fallen at home.",
             "Ambulances would reach people in danger sooner.",
             ("OPG2324_CAT2",)),
        Idea("Discharge hub with home care bridging", "urgent_care_users", "discharge_delay_days",
             1150, 8, "social_care",
             "Patients who are fit to leave wait days for a package of care.",
             "A joint hub would arrange care within a day and bridge the first two weeks.",
             "Wards would empty earlier in the day and people would recover at home.",
             ("OPG2324_BEDS", "NP_UECRP")),
        Idea("Clinicians in the ambulance control room", "urgent_care_users",
             "ambulance_category_2", 620, 12, "ambulance",
             "One call in eight gets an ambulance although other care would be better.",
             "Nurses and paramedics would review waiting calls and book other care.",
             "Response times for heart attacks and strokes would fall.",
             ("OPG2324_CAT2",)),
        Idea("High intensity user service", "inclusion_health", "ae_four_hours", 240, 1,
             "registered_nursing",
             "About 300 people come to A&E more than ten times a year, mostly in distress.",
             "Each would get one worker who stays with them and sorts out what is behind it.",
             "People in crisis would get help that lasts, and A&E would be calmer."),
    ),
    "elective": (
        Idea("Surgical hub for hips and knees", "musculoskeletal_pain", "waits_over_65_weeks",
             2900, 3, "consultants",
             "Joint operations are cancelled every winter when beds are needed for emergencies.",
             "A hub with its own theatres and beds would operate all year round.",
             "People in pain would have a date that holds.",
             ("OPG2324_E65W", "OPG2324_EACTIVITY")),
        Idea("Patient initiated follow-up", "elective_waiters", "outpatient_dna", 180, 22,
             "admin_management",
             "Many routine follow-up appointments change nothing, and one in nine is missed.",
             "Patients would ask for a follow-up when they need one, within five working days.",
             "Clinics would have room for new patients.",
             ("OPG2324_EACTIVITY",)),
        Idea("Waiting well support", "elective_waiters", "length_of_stay", 260, 7,
             "allied_health",
             "People lose fitness while they wait, and some operations are called off for it.",
             "A small team would help people to prepare, with exercise, weight and smoking advice.",
             "Fewer operations would be cancelled on the day and recovery would be quicker."),
        Idea("Community eye clinics", "elective_waiters", "waits_over_65_weeks", 520, 9,
             "allied_health",
             "People with glaucoma wait beyond their due date and may lose sight.",
             "Optometrists would see stable patients near home, with a consultant who reviews.",
             "Hospital clinics would see those at risk of losing their sight first.",
             ("OPG2324_E65W",)),
        Idea("Fertility treatment to one policy", "fertility", "waits_over_65_weeks", 410, 1,
             "consultants",
             "Couples get a different number of cycles depending on where they live.",
             "One policy would offer the same treatment in every place.",
             "The same need would get the same answer."),
    ),
    "cancer_diagnostics": (
        Idea("Community diagnostic centre extension", "diagnostic_users", "diagnostic_six_weeks",
             2300, 45, "scientific_technical",
             "People wait more than six weeks for an ultrasound or an echocardiogram.",
             "The centre would open twelve hours a day, seven days a week.",
             "Tests would be done near home and before the first hospital visit.",
             ("NP_CDC", "OPG2324_DM6W")),
        Idea("Targeted lung health checks", "smokers", "lung_checks_uptake", 880, 10,
             "scientific_technical",
             "Most lung cancers are found late, above all where many people smoke.",
             "A mobile scanner would visit the areas with the most smokers.",
             "More cancers would be found while they can be cured.",
             ("NP_TLHC", "LTP_EARLY_CANCER")),
        Idea("Faster diagnosis clinic for vague symptoms", "cancer", "cancer_faster_diagnosis",
             430, 4, "consultants",
             "People with weight loss or tiredness are sent from one clinic to another.",
             "One clinic would do all tests within two weeks and give an answer.",
             "People would know within four weeks whether they have cancer.",
             ("OPG2324_CFDS", "OPG2324_CEARLY")),
        Idea("Shared reporting of scans", "diagnostic_users", "reports_turnaround", 690, 60,
             "scientific_technical",
             "Scans wait for a report at one hospital while another has readers free.",
             "All hospitals would share one list and report from it.",
             "Urgent scans would be read the same day, at any hospital.",
             ("OPG2324_DACT",)),
        Idea("Cancer care navigators", "cancer", "cancer_62_days", 280, 5, "clinical_support",
             "Patients miss tests because nobody explains the next step.",
             "A navigator would call every patient before each step and solve problems.",
             "Fewer people would wait more than 62 days.",
             ("OPG2324_C62D",)),
    ),
    "primary_community": (
        Idea("Urgent community response in the evening", "older_frail", "ucr_two_hours", 720, 7,
             "registered_nursing",
             "After eight in the evening the only answer for a frail person in crisis is 999.",
             "The two-hour team would work until midnight, with a doctor on call.",
             "More people would be treated at home on the day they fall ill.",
             ("LTP_UCR", "OPG2324_UCR")),
        Idea("Neighbourhood teams for complex lives", "adults_ltc", "emergency_admissions", 830,
             12, "general_practice",
             "People with four or more conditions see many services that do not talk.",
             "A GP, nurse, social worker and link worker would plan care together each week.",
             "People would have one plan and fewer crises.",
             ("NP_PCARP",)),
        Idea("Enhanced health in care homes", "care_home_residents", "care_home_admissions", 390, 3,
             "general_practice",
             "Care homes call 999 for problems that a regular visit would prevent.",
             "Each home would have a named GP, a weekly round and a medicines review.",
             "Residents would be ill less often and die where they wish.",
             ("LTP_CAREHOMES",)),
        Idea("Extra dental sessions for children", "dental_patients", "dental_activity", 350, 14,
             "other_medical_dental",
             "Four children in ten have not seen a dentist in the last year.",
             "Practices would hold protected sessions for children without a dentist.",
             "Pain would be treated early and fewer children would need an anaesthetic.",
             ("OPG2324_DENTAL",)),
        Idea("Pharmacy first consultations", "general_practice_users", "gp_appointments_avoided",
             210, 48, "pharmacy",
             "People book a GP for a sore throat or a bite that a pharmacist can treat.",
             "Pharmacists would see and treat seven common illnesses.",
             "GPs would have time for people who need a doctor.",
             ("NP_PCARP", "OPG2324_DIRECT")),
        Idea("Community heart failure nurses", "heart_failure", "readmissions_30_days", 340, 3,
             "registered_nursing",
             "One in four people with heart failure is back in hospital within a month.",
             "Nurses would visit within three days of discharge and adjust medicines at home.",
             "Fewer people would be readmitted out of breath.",
             ("TA902", "TA929")),
        Idea("End of life care at night", "end_of_life", "emergency_admissions", 290, 2,
             "registered_nursing",
             "People who want to die at home go to hospital at night because no one can come.",
             "A night sitting and nursing team would come within an hour.",
             "More people would die where they choose, with less distress."),
    ),
    "maternity": (
        Idea("Continuity of care for women at most risk", "pregnancy_newborn",
             "continuity_of_carer", 540, 2, "midwifery",
             "Women from the poorest streets see a new midwife at almost every visit.",
             "Small teams of midwives would stay with these women from booking to home.",
             "Fewer babies would be born too early or too small.",
             ("NP_MATNEO", "OPG2324_MATSAFE")),
        Idea("Smoke-free pregnancy advisers", "pregnancy_newborn", "smoking_at_delivery", 160, 2,
             "midwifery",
             "One mother in eight still smokes when her baby is born.",
             "An adviser in each maternity unit would offer vouchers and nicotine replacement.",
             "Fewer babies would be stillborn or underweight.",
             ("LTP_TOBACCO_MATERNITY", "LTP_STILLBIRTH")),
        Idea("Infant feeding support at home", "pregnancy_newborn", "breastfeeding", 145, 4,
             "clinical_support",
             "Half of the mothers who start to breastfeed have stopped within two weeks.",
             "Trained peers would visit in the first three days and call for eight weeks.",
             "More babies would be breastfed at eight weeks."),
        Idea("Maternity triage by phone", "pregnancy_newborn", "maternity_fill_rate", 380, 8,
             "midwifery",
             "Calls from worried women are taken by whichever midwife is free on the ward.",
             "A staffed line would answer every call within two minutes, day and night.",
             "Danger signs would be acted on in time.",
             ("NP_MATNEO", "OPG2324_MATFILL")),
    ),
}
# fmt: on
