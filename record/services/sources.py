"""Sources are added once, and cited as sets."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError

from record.calculations.partial_dates import PartialDate
from record.models import Attachment, Citation, CitedSource, Recording, Source
from record.models.dry_runs import DryRun

from .recordings import require_open
from .timing import require_past
from .wording import check_columns, check_constraints


def add_source(*, recording: Recording, slug: str, today: date | None = None, **values: object) -> Source:
    """A new publication. Raises ValidationError when a field is missing or wrong, or the slug is taken.

    `today`: nothing is published or read after it.
    """
    require_open(recording)
    source = Source(slug=slug, recording=recording, **values)
    check_columns(source, but=["recording"])
    check_constraints(source)
    if today is not None:
        require_past("published_on", source.published_on, today, what="Give the day that it bears.")
        read = PartialDate.of(source.accessed_on) if source.accessed_on else None
        require_past("accessed_on", read, today, what="Give the day on which you read it.")
    source.save(force_insert=True)
    return source


def cite(slugs: Iterable[str], *, dry_run: DryRun | None = None) -> Citation | None:
    """The citation of these sources, made when it is new; None for no source. Under a dry run it is only noted.

    Raises ValidationError that names the sources which are not on record.
    """
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        return None
    if known := Citation.objects.filter(text=";".join(wanted)).first():
        return known
    sources = {source.slug: source for source in Source.objects.filter(slug__in=wanted)}
    if absent := [slug for slug in wanted if slug not in sources]:
        sources |= (others := _in_another_case(absent))
        wanted = list(dict.fromkeys(others[slug].slug if slug in others else slug for slug in wanted))
        sources |= {source.slug: source for source in others.values()}
    text = ";".join(wanted)
    most = Citation._meta.get_field("text").max_length
    if most and len(text) > most:
        raise ValidationError(f"{len(wanted)} sources are more than one figure can cite. Name the few that state it.")
    known = Citation.objects.filter(text=text).first()
    if known:
        return known
    citation = Citation(text=text)
    if dry_run is not None:
        vars(citation)["_prefetched_objects_cache"] = {"sources": list(sources.values())}  # as of a saved one
        return dry_run.add(citation)
    citation.save(force_insert=True)
    CitedSource.objects.bulk_create(CitedSource(citation=citation, source=sources[slug]) for slug in wanted)
    return citation


def is_evidence(citation: Citation | None) -> bool:
    """True where one of the sources can be looked at: it has an address, or a file."""
    cited = list(citation.sources.all()) if citation else []
    if any(source.address or source.file_sha256 for source in cited):
        return True
    return Attachment.objects.counting().of_any(cited).exists()


def _in_another_case(slugs: list[str]) -> dict[str, Source]:
    """Each identifier → the source that bears it in another case. Raises ValidationError that names what is near."""
    known = {slug.casefold(): slug for slug in Source.objects.values_list("slug", flat=True)}
    absent = [slug for slug in slugs if slug.casefold() not in known]
    if absent:
        near = get_close_matches(absent[0].casefold(), known, 1)
        step = f"Did you mean {known[near[0]]}?" if near else "Record the source first."
        raise ValidationError(f"No source is on record as {', '.join(absent)}. {step}")
    found = {source.slug: source for source in Source.objects.filter(slug__in=[known[one.casefold()] for one in slugs])}
    return {slug: found[known[slug.casefold()]] for slug in slugs}
