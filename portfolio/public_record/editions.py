"""The editions of the record: folders of CSV files, each laid over those before it.

A row with a new key is added. A row with a known key changes the cells that are not blank; the word `withdrawn` in a
cell takes its figure away. `withdrawn.csv` takes rows off, each with its reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from record.models import Fact
from record.reference.loading import Loading
from record.reference.rows import Row, UnreadableFile, read

F = TypeVar("F", bound=Fact)

FOLDER = Path(__file__).parent / "editions"
WITHDRAWN = "withdrawn"
SOURCES = "sources"

KEYS = {
    "agencies": "code",
    "agency_aliases": "text",
    "award_rounds": "round",
    "capacities": "phase",
    "claims": "claim",
    "companies": "company",
    "country_standings": "country effective_on",
    "deals": "deal",
    "due_dates": "investment kind due_on",
    "earlier_terms": "investment effective_on",
    "events": "event",
    "investment_projects": "investment project",
    "investments": "investment",
    "milestone_forecasts": "milestone stated_on kind forecast_on",
    "milestones": "milestone",
    "missing_awards": "missing_award",
    "ownership": "ownership",
    "partner_agreements": "country kind signed_on",
    "phase_estimates": "estimate",
    "phase_starts": "phase",
    "price_floors": "investment",
    "program_aliases": "text",
    "program_authorities": "authority",
    "programs": "program",
    "project_funding": "project measure said_on",
    "projects": "project",
    "recorded_output": "phase period",
    "round_awards": "round investment",
    "security_prices": "company effective_on",
    "share_counts": "company effective_on kind other_shares",
    "sources": "id",
    "stated_totals": "investment figure effective_on",
    "statuses": "investment effective_on status",
    "transactions": "transaction",
}
"""File → the columns that name a row of it."""

DAYS = {"capacities": "effective_on", "investments": "terms_effective_on", "projects": "effective_on"}
"""File → the column of the day from which a change holds; of one row an edition may say several, a day each."""

CORRECTION = "is_correction"


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder of files, and what the record calls itself with it: "public record as of 2026-06-18"."""

    folder: Path
    title: str
    as_of: date


def editions(folder: Path = FOLDER, *, until: str = "") -> list[Edition]:
    """The editions in their order, which is that of the names of their folders; up to the folder named `until`.

    Raises UnreadableFile when there is none, or when two of them bear the same day.
    """
    found = [_edition(path) for path in sorted(folder.glob("*/edition.csv"))]
    if not found:
        raise UnreadableFile(f"{folder} holds no edition: a folder with a file edition.csv.")
    if len({one.title for one in found}) < len(found):
        raise UnreadableFile(f"Two editions in {folder} bear the same day. Give each its own in edition.csv.")
    return [one for one in found if not until or one.folder.name <= until]


def _edition(path: Path) -> Edition:
    (row,) = read(path, "edition as_of note")
    as_of = row.day("as_of")
    if as_of is None or as_of.start != as_of.end:
        raise UnreadableFile(f"{row.where}: as_of is one day, such as 2026-06-18.")
    return Edition(path.parent, f"{row.text('edition')} as of {as_of}", as_of.start)


@dataclass(frozen=True, slots=True)
class Step:
    """What an edition says of a row: the row as it reads since then, and the cells that this edition itself gives."""

    row: Row
    own: Row


@dataclass(slots=True)
class _Laid:
    """The steps of each row of a file by its key, and the rows that were taken off."""

    steps: dict[tuple[str, ...], list[Step]] = field(default_factory=dict)
    gone: list[tuple[Row, str]] = field(default_factory=list)


class Files:
    """What the record says with the last of some editions, file by file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._files: dict[str, _Laid] = {}
        self._withdrawn = {folder: _withdrawals(folder) for folder in folders}

    def rows(self, name: str, columns: str) -> list[Row]:
        """The rows of a file, those of earlier editions first."""
        return [steps[-1].row for steps in self._laid(name, columns).steps.values()]

    def history(self, name: str, columns: str) -> list[list[Step]]:
        """What one edition after the other said of each row."""
        return list(self._laid(name, columns).steps.values())

    def withdrawn(self, name: str, columns: str) -> list[tuple[Row, str]]:
        """The rows that an edition took off, each as it read before, and the reason."""
        return self._laid(name, columns).gone

    def _laid(self, name: str, columns: str) -> _Laid:
        if name not in self._files:
            laid = self._files[name] = _Laid()
            for folder in self._folders:
                self._lay(laid, folder, name, columns)
        return self._files[name]

    def _lay(self, laid: _Laid, folder: Path, name: str, columns: str) -> None:
        for row in self._withdrawn[folder]:
            if row["file"] == name:
                key = tuple(row["key"].split(";"))
                if key not in laid.steps:
                    raise UnreadableFile(f"{row.where}: {name}.csv has no row {row['key']}. Nothing can be taken off.")
                laid.gone.append((laid.steps.pop(key)[-1].row, row.text("reason")))
        path, key_columns = folder / f"{name}.csv", KEYS[name].split()
        seen = set()
        for row in read(path, columns, needed=KEYS[name]) if path.exists() else ():
            key = tuple(row[column] for column in key_columns)
            said = (key, row[DAYS[name]] if name in DAYS else "")
            if said in seen:
                raise UnreadableFile(f"{row.where}: a second row for {', '.join(key)}. Write both as one.")
            seen.add(said)
            steps = laid.steps.setdefault(key, [])
            steps.append(Step(_over(steps[-1].row if steps else None, row), row))


def _over(before: Row | None, row: Row) -> Row:
    """A row laid over what was said before; what it cites is added to what was cited."""
    cells = {column: "" if cell == WITHDRAWN else cell for column, cell in row.items()}
    if before is not None:
        blank = {column for column, cell in row.items() if cell == ""}
        cells |= {column: before[column] for column in blank}
        if SOURCES in cells:
            cited = dict.fromkeys([*row.several(SOURCES), *before.several(SOURCES)])
            cells[SOURCES] = ";".join(cited)
    return Row(row.where, cells)


def _withdrawals(folder: Path) -> list[Row]:
    path = folder / "withdrawn.csv"
    rows = read(path, "file key reason") if path.exists() else []
    for row in rows:
        if row["file"] not in KEYS:
            raise UnreadableFile(f'{row.where}: "{row["file"]}" is no file of the record.')
    return rows


def versions(name: str, steps: Sequence[Step]) -> list[Row]:
    """The rows of a file that hold one after the other.

    A change with a day of its own holds from that day and leaves what held before; one without a day, or one that says
    that it is a correction, stands in place of what was said before.
    """
    rows: list[Row] = []
    for step in steps:
        if rows and (not step.own[DAYS[name]] or step.own.get(CORRECTION) == "true"):
            rows.pop()
        rows.append(step.row)
    return rows


def load_facts(
    load: Loading,
    files: Files,
    model: type[F],
    name: str,
    columns: str,
    build: Callable[[Row], F],
    *,
    order: Callable[[F], bool] | None = None,
) -> list[F]:
    """Put the facts of a file on record, and take back what it says no more, with the reason where it gives one.

    Those for which `order` is False are recorded first. Returns the fact of each row, in the order of the rows.
    """
    wanted = [build(row) for row in files.rows(name, columns)]
    reasons = [(build(row), reason) for row, reason in files.withdrawn(name, columns)]
    placed = sorted(range(len(wanted)), key=lambda place: order(wanted[place])) if order else range(len(wanted))
    rows = dict(zip(placed, load.facts(model, [wanted[place] for place in placed], reasons=reasons), strict=True))
    return [rows[place] for place in range(len(wanted))]
