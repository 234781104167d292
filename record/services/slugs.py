"""Identifiers for what is recorded without one."""

from typing import Any

from django.db import models
from django.utils.text import slugify

from record.models import Entity, Recording


def free_slug(model: type[models.Model], *words: str, field: str = "slug", recording: Recording | None = None) -> str:
    """A readable identifier made of `words` that no row of `model` bears yet, nor one of the dry run of `recording`.

    That of a withdrawn entity is free.
    """
    longest = getattr(model._meta.get_field(field), "max_length", None) or 80
    stem = slugify(" ".join(word for word in words if word))[: longest - 5].strip("-") or "unnamed"
    rows: Any = model._default_manager.all()
    if issubclass(model, Entity):
        rows = rows.standing()
    taken = set(rows.filter(**{f"{field}__startswith": stem}).values_list(field, flat=True))
    if recording is not None and recording.dry_run is not None:
        taken |= {getattr(row, field) for row in recording.dry_run.of(model)}
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
