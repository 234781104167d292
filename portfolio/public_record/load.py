"""The public record, put on record from its files through the same services as an officer's entries."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from projects.models import Mineral
from record.models import Recording
from record.reference.loading import Loading, loading
from record.reference.rows import UnreadableFile

from .agencies import load_agencies
from .authorities import load_authorities
from .awards import load_awards
from .claims import load_claims
from .companies import load_companies, load_ownership, load_standings
from .coverage import load_coverage
from .editions import FOLDER, Edition, Files, editions
from .estimates import load_estimates
from .kept_runs import keep_awards
from .ledger import load_ledger
from .market import load_market
from .output import load_output
from .sites import load_capacities, load_funding, load_milestones, load_phase_starts, load_projects

LOADER = "public record loader"
APPROVAL = "public record, single control"


def load_public_record(
    *, say: Callable[[str], None], today: date, folder: Path = FOLDER, until: str = ""
) -> list[Recording]:
    """The editions that are not on record yet, each under its own recording; up to the one whose folder is `until`.

    The newest that is on record is compared again, for what its files or earlier ones say anew. Returns the recordings
    made. Raises UnreadableFile or ValidationError: then of that edition nothing is written.
    """
    if not Mineral.objects.exists():
        raise UnreadableFile("The record names minerals, and none is on record. Run manage.py load_reference first.")
    found = editions(folder, until=until)
    loaded = set(Recording.objects.filter(by_name=LOADER).values_list("why", flat=True))
    newest = max((place for place, one in enumerate(found) if one.title in loaded), default=0)
    made = []
    for place in range(newest, len(found)):
        say(f"{found[place].title.capitalize()}:")
        recording = _load(found[: place + 1], say=say, today=today)
        if recording:
            made.append(recording)
    return made


def _load(found: list[Edition], *, say: Callable[[str], None], today: date) -> Recording | None:
    """What the record says with the last of some editions; the recording, or None when that is nothing new."""
    files = Files([one.folder for one in found])
    with loading(loader=LOADER, why=found[-1].title, approval=APPROVAL, say=say) as load:
        load_sources(load, files)
        load_standings(load, files)
        names = load_agencies(load, files)
        companies = load_companies(load, files)
        projects = load_projects(load, files, companies)
        load_funding(load, files, projects)
        ownership = load_ownership(load, files, companies, projects)
        milestones = load_milestones(load, files, projects)
        phases = load_capacities(load, files, projects)
        load_phase_starts(load, files, phases, milestones)
        load_output(load, files, phases)
        load_estimates(load, files, phases)
        awards = load_awards(load, files, names, companies, projects)
        load_ledger(load, files, awards, today=today)
        load_market(load, files, companies)
        load_authorities(load, files, names)
        load_coverage(load, files, names, awards)
        investments = {slug: award.investment for slug, award in awards.items()}
        entities = {"company": companies, "project": projects, "phase": phases, "ownership": ownership}
        load_claims(load, files, {**entities, "investment": investments})
        if load.is_different:
            keep_awards(found[-1].as_of, recording=load.recording)
    return load.recording if load.is_different else None


def load_sources(load: Loading, files: Files) -> None:
    load.sources(
        {
            row["id"]: {
                "publisher": row.text("publisher"),
                "title": row.text("title"),
                "published_on": row.day("published_on"),
                "address": row.text("address"),
                "read_in": row.text("read_in"),
                "accessed_on": date.fromisoformat(row["accessed_on"]) if row["accessed_on"] else None,
            }
            for row in files.rows("sources", "id publisher title published_on address accessed_on read_in")
        }
    )
