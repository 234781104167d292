"""Sources are added once, and cited as sets."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from record.models import Citation, CitedSource, Recording, Source

from .recordings import require_open


def add_source(*, recording: Recording, slug: str, **values: object) -> Source:
    """A new publication. Raises ValidationError when a field is missing or the slug is taken."""
    require_open(recording)
    source = Source(slug=slug, recording=recording, **values)
    source.full_clean(exclude=["recording"])
    source.save(force_insert=True)
    return source


def cite(slugs: Iterable[str]) -> Citation | None:
    """The citation of these sources, made when it is new; None for no source.

    Raises ValidationError that names the sources which are not on record.
    """
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        return None
    text = ";".join(wanted)
    known = Citation.objects.filter(text=text).first()
    if known:
        return known
    sources = {source.slug: source for source in Source.objects.filter(slug__in=wanted)}
    absent = [slug for slug in wanted if slug not in sources]
    if absent:
        raise ValidationError(f"No source is on record as {', '.join(absent)}. Record the source first.")
    citation = Citation.objects.create(text=text)
    CitedSource.objects.bulk_create(CitedSource(citation=citation, source=sources[slug]) for slug in wanted)
    return citation
