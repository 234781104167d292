"""The public record, put on record from its files through the same services as an officer's entries."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from projects.models import Mineral
from record.models import Recording
from record.reference.loading import Loading, loading
from record.reference.rows import UnreadableFile, read

from .agencies import load_agencies
from .awards import load_awards
from .claims import load_claims
from .companies import load_companies, load_ownership, load_standings
from .ledger import load_ledger
from .market import load_market
from .sites import load_capacities, load_milestones, load_phase_starts, load_projects

FOLDER = Path(__file__).parent
LOADER = "public record loader"


def edition(folder: Path = FOLDER) -> str:
    """What the record calls itself: "public record as of 2026-06-18"."""
    (row,) = read(folder / "edition.csv", "edition as_of note")
    return f"{row.text('edition')} as of {row.day('as_of')}"


def load_public_record(*, say: Callable[[str], None], today: date, folder: Path = FOLDER) -> Recording | None:
    """All of it or nothing; the recording made, or None when the files say nothing new.

    Raises UnreadableFile or ValidationError, and then nothing is written.
    """
    if not Mineral.objects.exists():
        raise UnreadableFile("The record names minerals, and none is on record. Run manage.py load_reference first.")
    why = edition(folder)
    with loading(loader=LOADER, why=why, approval="public record, single control", say=say) as load:
        load_sources(load, folder)
        load_standings(load, folder)
        names = load_agencies(load, folder)
        companies = load_companies(load, folder)
        projects = load_projects(load, folder, companies)
        ownership = load_ownership(load, folder, companies, projects)
        milestones = load_milestones(load, folder, projects)
        phases = load_capacities(load, folder, projects)
        load_phase_starts(load, folder, phases, milestones)
        awards = load_awards(load, folder, names, companies, projects)
        load_ledger(load, folder, awards, today=today)
        load_market(load, folder, companies)
        investments = {slug: award.investment for slug, award in awards.items()}
        entities = {"company": companies, "project": projects, "phase": phases, "ownership": ownership}
        load_claims(load, folder, {**entities, "investment": investments})
    return load.recording if load.is_different else None


def load_sources(load: Loading, folder: Path) -> None:
    load.sources(
        {
            row["id"]: {
                "publisher": row.text("publisher"),
                "title": row.text("title"),
                "published_on": row.day("published_on"),
                "address": row.text("address"),
                "accessed_on": date.fromisoformat(row["accessed_on"]) if row["accessed_on"] else None,
            }
            for row in read(folder / "sources.csv", "id publisher title published_on address accessed_on")
        }
    )
