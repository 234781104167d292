"""A kept sample, entry by entry: what to open, what was found, what was answered."""

from dataclasses import dataclass

from portfolio.models import KeptRun
from portfolio.positions.sample_findings import SampledEntry, samples_at
from record.calculations.as_of import AsOf
from record.models import Source


@dataclass(frozen=True, slots=True)
class Row:
    """An entry to look at, with its sources by title."""

    line: SampledEntry
    sources: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]

    @property
    def sentence(self) -> str:
        """How far the looking is: "3 of 25 entries agree, 1 exception waits for an answer, 21 to look at."."""
        found = [row.line for row in self.rows if row.line.finding]
        exceptions = [line for line in found if line.finding and not line.finding.agrees]
        waiting = sum(1 for line in exceptions if not line.answers)
        parts = [f"{len(found) - len(exceptions):,} of {len(self.rows):,} entries agree"]
        if exceptions:
            parts.append(f"{len(exceptions):,} exception{'s' * (len(exceptions) > 1)}, {waiting:,} without an answer")
        if len(found) < len(self.rows):
            parts.append(f"{len(self.rows) - len(found):,} to look at")
        return "; ".join(parts) + "."


def page(kept: KeptRun, at: AsOf) -> Page:
    """The sample with what was found by `at`."""
    lines = samples_at(at, [kept])
    slugs = {slug for line in lines for slug in cited(line)}
    titles = {one.slug: str(one) for one in Source.objects.filter(slug__in=slugs)}
    return Page([Row(line, [(slug, titles.get(slug, slug)) for slug in cited(line)]) for line in lines])


def cited(line: SampledEntry) -> list[str]:
    """The identifiers of the sources of an entry."""
    return [slug for slug in line.cells["sources"].split(";") if slug]
