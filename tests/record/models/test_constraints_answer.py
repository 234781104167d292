"""A constraint of the database lets through what it cannot answer: no empty column leaves one without an answer."""

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F, Q

Unknown = None
MODELS = [model for model in apps.get_models() if model._meta.app_label in ("record", "projects", "portfolio")]
CHECKS = [
    (model, one) for model in MODELS for one in model._meta.constraints if isinstance(one, models.CheckConstraint)
]


def atoms(condition: Any) -> Iterator[tuple[str, Any]]:
    for one in condition.children:
        yield from atoms(one) if isinstance(one, Q) else [one]


def columns(atom: tuple[str, Any]) -> set[str]:
    return {atom[0].split("__")[0]} | ({atom[1].name} if isinstance(atom[1], F) else set())


def answer(condition: Any, empty: set[str], told: dict[str, bool]) -> bool | None:
    """What SQL makes of the condition: true, false, or unknown."""
    parts = [
        answer(one, empty, told) if isinstance(one, Q) else answer_of(one, empty, told) for one in condition.children
    ]
    if condition.connector == Q.AND:
        found = False if False in parts else Unknown if Unknown in parts else True
    else:
        found = True if True in parts else Unknown if Unknown in parts else False
    return found if not condition.negated or found is Unknown else not found


def answer_of(atom: tuple[str, Any], empty: set[str], told: dict[str, bool]) -> bool | None:
    if atom[0].endswith("__isnull"):
        return (atom[0].removesuffix("__isnull") in empty) is atom[1]
    return Unknown if columns(atom) & empty else told[str(atom)]


def unanswered(model: type[models.Model], check: models.CheckConstraint) -> set[str]:
    """The empty columns that leave the constraint without an answer; none where every row has one."""
    found = list(atoms(check.condition))
    named = set().union(*(columns(atom) for atom in found))
    may_be_empty = [name for name in sorted(named) if model._meta.get_field(name).null]
    compared = sorted({str(atom) for atom in found if not atom[0].endswith("__isnull")})
    for empty in chain.from_iterable(combinations(may_be_empty, size) for size in range(len(may_be_empty) + 1)):
        for truths in product((True, False), repeat=len(compared)):
            if answer(check.condition, set(empty), dict(zip(compared, truths, strict=True))) is Unknown:
                return set(empty)
    return set()


@pytest.mark.parametrize(("model", "check"), CHECKS, ids=lambda one: getattr(one, "name", ""))
def test_every_constraint_answers_whatever_is_empty(model: type[models.Model], check: models.CheckConstraint):
    assert unanswered(model, check) == set()


def test_one_that_compares_an_empty_column_has_no_answer():
    check = models.CheckConstraint(condition=Q(amount__gt=0) | Q(shares__gt=0), name="one_of_two")
    assert unanswered(apps.get_model("portfolio", "Tranche"), check) == {"amount"}
