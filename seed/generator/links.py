"""Which teams, priorities and groups of the standard pack belong with which theme.

Ids that a vocabulary does not have are passed over.
"""

from collections.abc import Mapping


def _split(table: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {theme: tuple(ids.split()) for theme, ids in table.items()}


_ACUTE = "RJR RJN REM RBN RBT RWW RBL"
_COMMUNITY = "RW4 RXA RY2 RY7"
_PRIMARY = "PCCE PCCW PCHAL PCKNO PCLIV PCSEF PCSTH PCWAR PCWIR"
_PLACES = "CEPP CWPP HALPP KNOPP LIVPP SEFPP STHPP WARPP WIRPP"
_COUNCILS = ("E06000049 E06000050 E06000006 E08000011 E08000012 E08000014 E08000013 E06000007 "
             "E08000015")  # fmt: skip
_CHARITIES = "CVSCE CWVA HSTHVCA WARVA LCVS CABLIV WELLENT EITC INVOLVENW"

TEAMS = _split({
    "urgent_care": f"UECPROG VWPROG FRAILNET CMAST RX7 ICBTRANSFORM {_ACUTE} {_PLACES}",
    "elective": f"CMAST ICBPLANNING {_ACUTE} RBQ RET {_PLACES}",
    "cancer_diagnostics": f"N68 PATHNET CMAST REN ICBCLINICAL {_ACUTE} {_PLACES}",
    "primary_community": f"PRIMPROG PEOLC ICBPRIMARY MHLDC {_COMMUNITY} {_PRIMARY} {_PLACES}",
    "maternity": f"LMNS CMAST REP ICBCLINICAL {_ACUTE} {_PLACES}",
    "mental_health": f"MHPROG SUICIDEPREV MHLDC LEVELUP RW4 RXA ICBCLINICAL {_PLACES}",
    "learning_disability_autism": f"LDAPROG BEYOND MHLDC RW4 RXA RBS ICBCHC {_PLACES}",
    "prevention_inequalities": f"POPHEALTH CVDPREV DIABNET RESPNET CHAMPS ICBSTRATEGY MHLDC "
                               f"{_COMMUNITY} {_COUNCILS} {_PRIMARY} {_PLACES}",
    "workforce": f"ENWORKFORCE CMAST MHLDC ICBEXEC {_ACUTE} {_COMMUNITY}",
    "digital_data": f"ENDIGITAL ICBBI {_ACUTE} {_COMMUNITY} {_PLACES}",
    "use_of_resources": f"CMAST ICBMEDICINES ICBFINANCE ICBCONTRACTS {_ACUTE} {_PRIMARY} {_PLACES}",
    "workforce_od": f"ENWORKFORCE ICBEXEC {_COMMUNITY}",
    "digital": f"ENDIGITAL ICBBI {_ACUTE} {_COMMUNITY}",
    "research_innovation": f"ENRESEARCH HINWC ICBCLINICAL {_ACUTE}",
    "estates": f"ENESTATES ICBFINANCE {_ACUTE} {_COMMUNITY} {_PLACES}",
    "vcfse": f"ENVCFSE ICBSTRATEGY {_CHARITIES} {_PLACES}",
    "all_together_fairer": f"ENATF BEYOND CHAMPS {_COUNCILS} {_CHARITIES} {_PLACES}",
})  # fmt: skip

SYSTEM = _split({
    "urgent_care": "SYS_ACCESS_DEPRIVED SYS_HCP_SCALE_SERVICES SYS_STROKE",
    "elective": "SYS_HCP_SCALE_SERVICES SYS_ACCESS_DEPRIVED",
    "cancer_diagnostics": "SYS_CANCER_EARLY SYS_C20_CANCER SYS_HCP_SCALE_SERVICES",
    "primary_community": "SYS_HCP_PRIMARY_ACCESS SYS_ACCESS_DEPRIVED SYS_C20_RESPIRATORY",
    "maternity": "SYS_C20_MATERNITY SYS_ATF_BEST_START",
    "mental_health": "SYS_MENTAL_WELLBEING SYS_CYP_MH_PLAN SYS_SUICIDE SYS_C20_SMI",
    "learning_disability_autism": "SYS_ACCESS_DEPRIVED SYS_MENTAL_WELLBEING",
    "prevention_inequalities": "SYS_POP_HEALTH SYS_CVD SYS_SMOKING SYS_ALCOHOL "
                               "SYS_PREVENTION_PLEDGE SYS_C20_HYPERTENSION",
    "workforce": "SYS_HCP_WORKFORCE_ESTATES SYS_HEALTHY_WORK SYS_HCP_SKILLS",
    "digital_data": "SYS_HCP_PRIMARY_ACCESS SYS_HCP_SCALE_CORPORATE",
    "use_of_resources": "SYS_HCP_PREVENTION_MONEY SYS_HCP_SCALE_CORPORATE",
    "workforce_od": "SYS_HCP_WORKFORCE_ESTATES SYS_HEALTHY_WORK",
    "digital": "SYS_HCP_SCALE_CORPORATE SYS_ATF_CAPABILITIES",
    "research_innovation": "SYS_POP_HEALTH",
    "estates": "SYS_HCP_WORKFORCE_ESTATES SYS_ATF_HEALTHY_PLACES",
    "vcfse": "SYS_HCP_SOCIAL_VALUE SYS_ATF_CAPABILITIES SYS_ATF_LIVING_STANDARD",
    "all_together_fairer": "SYS_ATF_FAIR_EMPLOYMENT SYS_ATF_BEST_START SYS_ATF_LIVING_STANDARD",
})  # fmt: skip

EXPECTED: Mapping[str, str] = {
    "urgent_care": "OPG2425_UEC", "elective": "OPG2425_ELECTIVE",
    "cancer_diagnostics": "OPG2425_CANCERDIAG", "primary_community": "OPG2425_PRIMCOMM",
    "maternity": "OPG2425_MATERNITY", "mental_health": "OPG2425_MH",
    "learning_disability_autism": "OPG2425_LDA", "workforce": "OPG2425_WORKFORCE",
    "digital_data": "OPG2425_DIGITAL", "use_of_resources": "OPG2425_RESOURCES",
    "prevention_inequalities": "OPG2425_PREVENTION",
}  # fmt: skip
"""The national item that a theme awaits: until it is final it is no mandate."""

CORE20: Mapping[str, str] = {
    "smokers": "adult_smoking", "smi": "adult_smi", "respiratory": "adult_respiratory",
    "cancer": "adult_cancer", "cvd_risk": "adult_hypertension",
    "pregnancy_newborn": "adult_maternity", "inclusion_health": "plus_homelessness",
    "learning_disability": "plus_learning_disability_autism",
    "autism_adhd": "plus_learning_disability_autism", "alcohol_drugs": "plus_drugs_alcohol",
    "adults_ltc": "plus_multiple_conditions", "dental_patients": "cyp_oral_health",
    "young_people_mental_health": "cyp_mental_health",
}  # fmt: skip

LIFE_STAGES: Mapping[str, tuple[str, ...]] = {
    "children": ("child", "start", "famil"), "pregnancy_newborn": ("start", "child", "famil"),
    "young_people_mental_health": ("mental", "child", "young"), "smi": ("mental",),
    "common_mental_health": ("mental",), "suicide_self_harm": ("mental", "suicide", "self-harm"),
    "older_frail": ("age", "older", "frail", "falls"), "dementia": ("age", "dementia", "older"),
    "care_home_residents": ("age", "older", "care"), "end_of_life": ("age", "older"),
    "carers": ("isolation", "communit", "contact"), "alcohol_drugs": ("alcohol", "complex"),
    "inclusion_health": ("inequal", "complex", "gap"), "overweight": ("weight", "obes", "living"),
    "low_income": ("employ", "income", "economy", "inequal"), "staff": ("workforce", "people"),
    "smokers": ("smok", "tobacco", "prevent", "cancer"), "dental_patients": ("child", "start"),
}  # fmt: skip
"""Words in the title of a local priority that suit a group of people."""
OTHER_STAGE = ("long-term", "live", "living", "prevent", "health", "inequal", "access")
