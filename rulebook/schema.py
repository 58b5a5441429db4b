"""Builds the marshmallow schema of a scheme from the template, and says what it refuses."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from rulebook import fields as own
from rulebook.errors import SCHEMA_MESSAGES, flatten
from rulebook.groups import Group, Items
from rulebook.labels import label_of, list_at
from rulebook.missing import Missing
from rulebook.pack import ReferenceList
from rulebook.problem import ListedIn, Path, Problem, Refused
from rulebook.reader import Document
from rulebook.template import Field, Template
from rulebook.walk import walk_of
from rulebook.words import lower_first

YES_NO = {"yes": "Yes", "no": "No", "not_known": "Not known"}
MOST_PROBLEMS = 200
TOO_MANY_PROBLEMS = f"There are more than {MOST_PROBLEMS} problems. Correct the first ones first."
"""How many problems of one scheme are told at once."""
LONGEST_TEXT = 200
MOST_ITEMS = 100
"""Limits, in characters and items, of answers to which the template gives none."""


class SchemeSchema(Schema):
    """The base of every schema that is built: unknown names are refused."""

    error_messages = SCHEMA_MESSAGES

    class Meta:
        unknown = RAISE
        register = False


class SchemeReader:
    """Checks schemes against a template.

    What is given must be right; what must be there to save a draft must be there. Answers that are
    required only at submission may be missing: `submission_problems` tells those.
    """

    def __init__(self, template: Template, pack: str = "", version: str = "") -> None:
        """`pack` and `version` tell where the reference lists of the template are found."""
        self.template, self.pack, self.version = template, pack, version
        self.schema = schema_of(template.fields)()
        self._walk = walk_of(self.schema)

    def read(self, scheme: Any, file: str = "") -> Mapping[str, Any]:
        """The checked answers; raises Refused with every problem, its pointer and its label.

        Text and pence stay as they are; a date becomes a date, a decimal a Decimal, a list a tuple.
        """
        return self.read_from(Document(file, scheme))

    def read_from(self, document: Document, path: Path = ()) -> Mapping[str, Any]:
        """The checked answers of the scheme at `path` of a document.

        Problems have their pointer from the top of the document, and their line where it has lines.
        """
        scheme = document.value
        for step in path:
            scheme = scheme[step]
        try:
            return self._read(scheme)
        except ValidationError as error:
            found = list(islice(flatten(error.messages, self.schema), MOST_PROBLEMS + 1))
        problems = [self._problem(document, path, *item) for item in found[:MOST_PROBLEMS]]
        if len(found) > MOST_PROBLEMS:
            problems.append(document.problem(TOO_MANY_PROBLEMS, path, "too_many"))
        raise Refused(problems)

    def _read(self, scheme: Any) -> dict[str, Any]:
        try:
            return self._walk(scheme)
        except ValidationError:  # marshmallow finds all that is wrong, and says it in words
            return dict(self.schema.load(scheme))

    def _problem(self, document: Document, top: Path, path: Path, message: str) -> Problem:
        problem = document.problem(message, (*top, *path), "invalid_answer")
        name = list_at(self.template, path)
        listed_in = ListedIn(name, self.pack, self.version) if name else None
        return replace(problem, label=label_of(self.template, path), listed_in=listed_in)


def submission_problems(missing: Iterable[Missing], file: str = "") -> tuple[Problem, ...]:
    """What must still be given before a scheme can be submitted, as problems of the scheme."""
    return tuple(
        Problem(item.to_do, item.pointer, item.label, "missing_answer", file) for item in missing
    )


def plain(answers: Any) -> Any:
    """Checked answers as JSON can hold them: read(plain(answers)) gives the same answers back."""
    if isinstance(answers, Mapping):
        return {
            name: value if isinstance(value, _AS_IN_JSON) else plain(value)
            for name, value in answers.items()
        }
    if isinstance(answers, tuple):
        return [plain(value) for value in answers]
    if isinstance(answers, date):
        return answers.isoformat()
    return _plain_number(answers) if isinstance(answers, Decimal) else answers


_AS_IN_JSON = (str, int)


def restored(asked: Template | Field, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The checked answers to a template, or to a group of it, that `plain` made plain.

    Without a second check: only for what this service has checked and kept. A wrong answer is not
    noticed.
    """
    parts = asked.parts
    return {
        name: _restored(parts[name], value) if parts[name].type in _OTHER_IN_JSON else value
        for name, value in answers.items()
    }


_OTHER_IN_JSON = frozenset({"group", "list", "choices", "date", "decimal"})
"""The types of answers that JSON holds in another form."""


def _restored(field: Field, value: Any) -> Any:
    if field.type == "group":
        return restored(field, value)
    if field.type == "list":
        return tuple([restored(field, item) for item in value])
    if field.type == "choices":
        return tuple(value)
    if field.type == "date":
        return date.fromisoformat(value)
    return Decimal(str(value))


def schema_of(parts: Iterable[Field]) -> type[Schema]:
    """A schema class with one strict field for each part."""
    built = {part.id: _field_of(part) for part in parts}
    return type("BuiltSchema", (SchemeSchema,), built)


def labels_of(entries: ReferenceList, where: Mapping[str, Any]) -> dict[str, str]:
    """The ids and titles of a list, narrowed to entries with the attributes of `where`."""
    return {
        id: entry.title
        for id, entry in entries.entries.items()
        if all(entry.attributes.get(name) == value for name, value in where.items())
    }


def _field_of(field: Field) -> fields.Field[Any]:
    common: dict[str, Any] = {
        "required": field.required == "draft",
        "metadata": {"title": field.label, "description": field.question or field.label},
    }
    if field.question:
        common["error_messages"] = {"required": f"Give the {lower_first(field.label)}."}
    if field.default is not None:
        common["load_default"] = field.default
    if field.type in ("group", "list"):
        group = Group(schema_of(field.fields), **({} if field.type == "list" else common))
        limit = field.max_items or MOST_ITEMS
        return group if field.type == "group" else Items(group, limit=limit, **common)
    return _answer_field(field, common)


def _answer_field(field: Field, common: dict[str, Any]) -> fields.Field[Any]:
    limits = {"minimum": field.minimum, "maximum": field.maximum}
    if field.type in ("text", "reference"):
        longest = field.max_length or LONGEST_TEXT
        return own.Text(max_length=longest, pattern=field.pattern, form=field.hint, **common)
    if field.type == "decimal":
        return own.Number(decimals=field.decimals, **limits, **common)
    if field.type in ("integer", "money"):
        return (own.Whole if field.type == "integer" else own.Pence)(**limits, **common)
    if field.type in ("choice", "choices", "yes_no"):
        return _choice_field(field, common)
    return _OTHERS[field.type](**common)


def _choice_field(field: Field, common: dict[str, Any]) -> fields.Field[Any]:
    if field.type == "yes_no":
        return own.OneOf(labels=YES_NO, **common)
    labels = {choice.id: choice.label for choice in field.choices}
    common = {"labels": labels, "list_name": field.choices_list, **common}
    if field.type == "choice":
        return own.OneOf(**common)
    return own.SomeOf(exclusive=field.exclusive, limit=field.max_items, **common)


_OTHERS: dict[str, type[own.Strict]] = {
    "date": own.Day,
    "financial_year": own.FinancialYear,
    "confirm": own.Confirmed,
}


def _plain_number(number: Decimal) -> int | float:
    """Exact: a decimal of a scheme has at most 15 digits (fields.LARGEST_DECIMAL)."""
    return int(number) if number == int(number) else float(number)
