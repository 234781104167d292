"""What a row says of the phase or milestone it is about: as the record has it, or of a new one that is no second."""

from typing import Any

from django.db import models

from portfolio.calculations.filter_match import folded
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing, telling
from projects.services.identity import Known

from .listed import REASON


def require_as_on_record(entity: models.Model, row: Row, known: dict[str, str]) -> None:
    """Keep with a row what it says otherwise of an entity than the record; `known` is what stands there."""
    with telling(row):
        RowRefused.raise_all(
            (name, row[name], f"{entity} has {said or 'none'} on record. Correct it, or change it on its page.")
            for name, said in known.items()
            if row[name] and folded(row[name]) != folded(said)
        )


def require_another(entity: Any, column: str, row: Row, writing: Writing) -> None:
    """Raises RowRefused to ask, where an entity of a project is called like one on record and no reason is given."""
    if row[REASON.name]:
        return
    known: dict[str, Any] = writing.named(type(entity))
    alike = [one for one in known.values() if one.project_id == entity.project_id]
    if asked := Known.of(alike, known).questions(entity, names=("name",)):
        step = "Write its identifier, or say why it is another one in the column reason."
        raise RowRefused(column, row[column], f"{asked[0]} {step}")
