"""The mappings that are known: those shipped here, and those that officers saved, which come first."""

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path

from portfolio.models import ImportMapping
from record.models import Retraction

from .mapping import Mapping, nearest
from .tables import UnreadableFile

FOLDER = Path(__file__).parent / "mappings"


@cache
def shipped() -> dict[tuple[str, str], Mapping]:
    """(kind, source) → the mappings that come with the program."""
    found = [Mapping.of(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))]
    return {(mapping.kind, mapping.source): mapping for mapping in found}


def mappings(kind: str = "") -> dict[tuple[str, str], Mapping]:
    """(kind, source) → the newest mapping of it."""
    gone = Retraction.objects.filter(table=ImportMapping._meta.db_table).values("fact_id")
    saved = ImportMapping.objects.exclude(pk__in=gone).order_by("recording_id", "pk")
    found = shipped() | {(one.kind, one.source): Mapping.of(one.content) for one in saved}
    return {key: mapping for key, mapping in found.items() if kind in ("", key[0])}


def mapping_of(kind: str, source: str) -> Mapping:
    """The mapping of a source. Raises UnreadableFile that names the nearest one."""
    known = {name: mapping for (_, name), mapping in mappings(kind).items()}
    if source not in known:
        near = nearest(source, list(known))
        meant = f" Did you mean {near}?" if near else f" Known: {', '.join(known) or 'none'}."
        raise UnreadableFile(f"No mapping for {kind} is called {source}.{meant}")
    return known[source]


def fitting(kind: str, header: Collection[str]) -> list[str]:
    """The sources of that kind whose files have exactly these headings, by name."""
    return sorted(source for (_, source), mapping in mappings(kind).items() if mapping.headings == set(header))
