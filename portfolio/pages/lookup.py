"""The entity that a page is about, with the labels that it bore at an AsOf."""

from typing import Any, TypeVar

from portfolio.reports.tables import Figure
from record.calculations.as_of import AsOf
from record.models import Entity, Recording
from record.models.redirects import merged

T = TypeVar("T", bound=Entity)


class NotOnRecord(LookupError):
    """Nothing of that name was on record then. `since` is the recording that put it there later, if any did."""

    def __init__(self, noun: str, slug: str, since: Recording | None) -> None:
        super().__init__(f"No {noun} named {slug} was on record.")
        self.noun, self.slug, self.since = noun, slug, since


def also_named(entity: Entity, at: AsOf) -> list[Figure]:
    """The names of what was merged into it by `at`, with their identifiers; nothing where nothing was."""
    into = merged(type(entity), at)
    ids = [pk for pk, head in into.items() if head == entity.pk]
    rows: Any = type(entity)._default_manager.filter(pk__in=ids).order_by("slug") if ids else []
    names = "; ".join(f"{row.name} [{row.slug}]" for row in rows)
    return [Figure(label="Also on record as", value=names, meaning="Written twice, and merged.")] if names else []


def found(model: type[T], slug: str, at: AsOf) -> T:
    """The entity of that slug as labelled at `at`. Raises NotOnRecord."""
    for entity in model.objects.filter(slug=slug).select_related("recording").at(at).values():
        return entity
    later = model.objects.filter(slug=slug).select_related("created_in").first()
    since = later.created_in if later and later.created_in_id > at.serial else None
    raise NotOnRecord(str(model._meta.verbose_name), slug, since)
