"""A pack whose facts have plain words."""

from dataclasses import replace

from rulebook.model import Choice, FactSpec, Rule
from rulebook.pack import Pack
from tests.builders import main_pack

COLOURS = (Choice("red", "Red"), Choice("green", "Green"), Choice("blue", "Blue"))

WORDED = {
    spec.id: spec
    for spec in (
        FactSpec("beds", "the number of beds", "How many beds?", "integer", "beds"),
        FactSpec("wards", "the number of wards", "How many wards?", "integer", "wards"),
        FactSpec("share", "the share of beds in use", "What share?", "integer", "percent"),
        FactSpec("cost", "the cost", "What does it cost?", "money"),
        FactSpec("is_new", "newness", "Is it new?", "boolean", yes="it is new", no="it is old"),
        FactSpec("colour", "the colour", "Which colour?", "choice", choices=COLOURS),
        FactSpec("colours", "the choice of colours", "Which ones?", "choices", choices=COLOURS),
    )
}


def a_pack(*rules: Rule) -> Pack:
    return replace(main_pack(), facts=WORDED, rules=rules)
