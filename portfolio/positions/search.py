"""What is on record now under a name, a code or a number, old or new; errors of typing are forgiven.

Each word that was typed stands somewhere in what is found: a whole word first, then the beginning of one, then the
inside of one; so little as "MP" stands in no word's inside. Where little is found so, names that are near follow, their
words weighed by RapidFuzz: one library on both databases, since the names are few and one mechanism is enough.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db import models
from django.db.models import Q

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import Deal, Investment, Program
from projects.calculations.names import bare_name
from projects.models import Company, Mineral, Project
from record.models import Account, LabelChange, Proposal, Source
from record.models.redirects import merged

from .near_words import nearest

MOST = 8
"""What is shown of a kind; more are counted."""
ENOUGH = 3
"""Where so many are found as typed, names that are near are not looked for."""
SHORT = 3
"""Letters of a word that is looked for at the beginnings of words alone, and never as another one mistyped."""
LONGEST = 100
"""Characters of a question; what is longer is no name."""


PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Searched:
    """A table that is searched: the name of its page, its columns, and what is said of a row."""

    label: str
    page: str
    model: type[models.Model]
    columns: tuple[str, ...]
    name: str = "name"
    key: str = "slug"
    has_old_names: bool = True
    said: str = ""
    """A column that is always shown, where the name is no more than an identifier."""
    words: tuple[str, ...] = ()
    """Columns in words, where a whole match says little: half the projects are "lithium"."""


SEARCHED = (
    Searched("Company", "company", Company, ("name", "slug", "ticker", "cik", "uei")),
    Searched("Project", "project", Project, ("name", "slug", "state", "minerals_text"),
             words=("state", "minerals_text")),
    Searched("Deal", "deal", Deal, ("name", "slug")),
    Searched("Award", "investment", Investment, ("slug", "fain", "piid", "uri", "recipient__name"), name="slug",
             said="deal__name", words=("recipient__name",)),
    Searched("Mineral", "mineral", Mineral, ("name", "slug", "also_called"), words=("also_called",)),
    Searched("Program", "program", Program, ("name", "slug", "code")),
    Searched("Source", "source", Source, ("title", "publisher", "slug"), name="title", has_old_names=False,
             words=("publisher",)),
    Searched("Person", "person", Account, ("username", "first_name", "last_name"), name="username", key="username",
             has_old_names=False),
    Searched("Proposal", PROPOSAL, Proposal, ("sentence", "subject"), name="sentence", key="pk", has_old_names=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found: the page it leads to, and why, where its name alone does not say it."""

    page: str
    key: str
    name: str
    why: str
    rank: float


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one kind, the best first, and how many there are in all."""

    label: str
    hits: tuple[Hit, ...]
    count: int


def search(text: str, *, without: Collection[str] = ()) -> list[Found]:
    """What is found of each kind, kinds with the best row first; of pages `without`, and for no text, nothing."""
    asked = " ".join(text[:LONGEST].split())
    if not asked:
        return []
    kinds = [one for one in SEARCHED if one.page not in without]
    found = [Found(one.label, tuple(hits[:MOST]), len(hits)) for one in kinds if (hits := _as_typed(one, asked))]
    if sum(one.count for one in found) < ENOUGH and len(bare_name(asked)) >= SHORT:
        found = _with_near(found, kinds, asked)
    return sorted(found, key=lambda one: one.hits[0].rank)


def _standing(searched: Searched) -> Any:
    """The rows on record now: what was withdrawn, or merged into another, is not among them."""
    manager: Any = searched.model._default_manager
    if not searched.has_old_names:
        return manager.all()
    return manager.standing().exclude(pk__in=list(merged(searched.model)))


def _as_typed(searched: Searched, asked: str) -> list[Hit]:
    old = _old_names(searched, asked) if searched.has_old_names else {}
    every = Q()
    for word in asked.split():
        every &= Q(*[Q(**{f"{column}__icontains": word}) for column in searched.columns], _connector=Q.OR)
    otherwise = {*old, *_numbered(searched, asked)}
    rows = _standing(searched).filter(every | Q(pk__in=otherwise))
    columns = ("pk", searched.key, searched.name, *searched.columns, *([searched.said] if searched.said else []))
    read = [dict(zip(columns, row, strict=True)) for row in rows.values_list(*columns)]
    hits = [
        _hit(searched, row, asked, old)
        for row in read
        if row["pk"] in otherwise or _fit(asked, *(str(row[one] or "") for one in searched.columns)) < Fit.ABSENT
    ]
    return sorted(hits, key=lambda hit: (hit.rank, hit.name.casefold(), hit.key))


class Fit(IntEnum):
    """How a word that was typed stands in a text."""

    WHOLE = 0
    BEGINS_ONE = 1
    INSIDE = 2
    ABSENT = 3


def _fit(asked: str, *texts: str) -> Fit:
    """How the words that were typed stand in these texts, each where it stands best: the worst of them."""
    return max(min(_fit_of(word, text.casefold()) for text in texts) for word in asked.casefold().split())


def _fit_of(word: str, text: str) -> Fit:
    begins = rf"(?<![^\W_]){re.escape(word)}"
    if re.search(rf"{begins}(?![^\W_])", text):
        return Fit.WHOLE
    if re.search(begins, text):
        return Fit.BEGINS_ONE
    return Fit.INSIDE if len(word) > SHORT and word in text else Fit.ABSENT


def _numbered(searched: Searched, asked: str) -> list[int]:
    """The ids of awards by their number, whatever its dashes and blanks."""
    bare = bare_number(asked)
    if searched.model is not Investment or len(bare) < 5:
        return []
    awards = Investment.objects.exclude(fain="", piid="", uri="").values_list("pk", "fain", "piid", "uri")
    return [pk for pk, *numbers in awards if any(bare in bare_number(one) for one in numbers if one)]


def _old_names(searched: Searched, asked: str) -> dict[int, str]:
    """Id → a name that the row, or one that was merged into it, bore before, with every word that was typed."""
    table = searched.model._meta.db_table
    changes = LabelChange.objects.filter(table=table, field=searched.name)
    for word in asked.split():
        changes = changes.filter(before__icontains=word)
    found = {pk: name for pk, name in changes.values_list("entity_id", "before") if _fit(asked, name) < Fit.ABSENT}
    heads = merged(searched.model)
    manager: Any = searched.model._default_manager
    for pk, name in manager.filter(pk__in=list(heads)).values_list("pk", searched.name):
        if _fit(asked, name) < Fit.ABSENT:
            found[heads[pk]] = name
    return found


def _hit(searched: Searched, row: dict[str, Any], asked: str, old: dict[int, str]) -> Hit:
    name, folded = str(row[searched.name]), asked.casefold()
    alike = [(column, str(row[column] or "")) for column in searched.columns]
    exact = next((column for column, text in alike if text.casefold() == folded and column not in searched.words), "")
    if bare_name(name) == bare_name(asked):
        rank = 0.0
    elif exact:
        rank = 0.5
    else:
        begins = 0.0 if name.casefold().startswith(folded) else 0.3
        rank = min(1 + _fit(asked, name) + begins, 1.5 + _fit(asked, *(text for _, text in alike)))
    matched = exact or next((column for column, text in alike if _fit(asked, text) < Fit.ABSENT), "")
    why = "" if matched in ("", searched.name, searched.key) else f"{_label(searched, matched)} {row[matched]}"
    if not matched and row["pk"] in old:
        why = f"formerly {old[row['pk']]}"
    if searched.said:
        why = "; ".join(part for part in (str(row[searched.said]), why) if part)
    return Hit(searched.page, str(row[searched.key]), name, why, rank)


def _label(searched: Searched, column: str) -> str:
    field: Any = searched.model
    for part in column.split("__"):
        field = field._meta.get_field(part)
        field = field.related_model if field.is_relation else field
    return "to" if column == "recipient__name" else str(field.verbose_name)


def _with_near(found: Sequence[Found], kinds: Sequence[Searched], asked: str) -> list[Found]:
    """With the rows whose name is near, after those that were found as typed."""
    by_label = {one.label: one for one in found}
    near: dict[str, list[Hit]] = defaultdict(list)
    bare = bare_name(asked)
    for searched in kinds:
        if searched.name == "slug":
            continue
        known = {hit.key for hit in by_label[searched.label].hits} if searched.label in by_label else set()
        rows = {str(key): str(name) for key, name in _standing(searched).values_list(searched.key, searched.name)}
        names = {key: bare_name(name) for key, name in rows.items() if key not in known}
        for key, score in nearest(bare, names, most=MOST):
            near[searched.label].append(Hit(searched.page, key, rows[key], "near what you typed", 105 - score))
    for label, hits in near.items():
        before = by_label.get(label, Found(label, (), 0))
        by_label[label] = Found(label, (*before.hits, *hits)[:MOST], before.count + len(hits))
    return list(by_label.values())
