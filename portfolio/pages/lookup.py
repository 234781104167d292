"""The entity that a page is about, with the labels that it bore at an AsOf."""

from collections.abc import Sequence
from typing import Any, TypeVar

from portfolio.reports.tables import Figure
from record.calculations.as_of import AsOf
from record.models import Entity, Recording, Withdrawal
from record.models.redirects import merged

from .near_names import Near, borne_by, called_at, near_to

T = TypeVar("T", bound=Entity)


class NotOnRecord(LookupError):
    """Nothing of that name was on record then. `since` is the recording that put it there later, if any did.

    `near`: what was on record and is called nearly so, the nearest first. `means`: the identifier of what bears this
    name, or bore it, where one alone does. `withdrawn`: what took it off the record, if it was on record before.
    """

    def __init__(
        self,
        noun: str,
        slug: str,
        since: Recording | None,
        near: Sequence[Near] = (),
        withdrawn: Withdrawal | None = None,
        means: str = "",
    ) -> None:
        super().__init__(f"No {noun} named {slug} was on record.")
        self.noun, self.slug, self.since, self.near = noun, slug, since, tuple(near)
        self.withdrawn, self.means = withdrawn, means


def also_named(entity: Entity, at: AsOf) -> list[Figure]:
    """The names of what was merged into it by `at`, with their identifiers; nothing where nothing was."""
    into = merged(type(entity), at)
    ids = [pk for pk, head in into.items() if head == entity.pk]
    rows: Any = type(entity)._default_manager.filter(pk__in=ids).order_by("slug") if ids else []
    names = "; ".join(f"{row.name} [{row.slug}]" for row in rows)
    return [Figure(label="Also on record as", value=names, meaning="Written twice, and merged.")] if names else []


def found(model: type[T], slug: str, at: AsOf) -> T:
    """The entity of that slug, whatever its case, as labelled at `at`. Raises NotOnRecord that names what is near."""
    for alike in ({"slug": slug}, {"slug__iexact": slug}):
        for entity in model.objects.filter(**alike).select_related("recording").at(at).values():
            return entity
    later = model.objects.filter(slug__iexact=slug).select_related("created_in").first()
    since = later.created_in if later and later.created_in_id > at.serial else None
    gone = None
    if later and since is None:
        of_it = Withdrawal.objects.filter(table=model._meta.db_table, entity_id=later.pk, recording__lte=at.serial)
        gone = of_it.select_related("recording").order_by("-pk").first()
    called = called_at(model, at) if since is None and gone is None else []
    near, means = near_to(slug, called), borne_by(slug, called)
    raise NotOnRecord(str(model._meta.verbose_name), slug, since, near, gone, means)
