"""The reference data, put on record from its files."""

from collections.abc import Callable
from pathlib import Path

from projects.models import Country
from record.models import Recording
from record.reference.loading import Loading, loading
from record.reference.rows import read

from .chains import load_chains
from .curves import load_curves, load_lead_times, load_stage_risks
from .demand import load_demand
from .minerals import load_conversions, load_minerals, load_statistics

FOLDER = Path(__file__).parent


def load_countries(load: Loading, folder: Path) -> None:
    rows = read(folder / "countries.csv", "country name")
    load.entities(Country, {row["country"].lower(): {"name": row.text("name")} for row in rows})


def load_reference(*, say: Callable[[str], None], folder: Path = FOLDER) -> Recording | None:
    """All of it or nothing; the recording made, or None when the files say nothing new.

    Raises UnreadableFile or ValidationError, and then nothing is written.
    """
    with loading(
        loader="reference data loader",
        why="Reference data: minerals, chains, conversions, national statistics, curves and odds",
        approval="reference data, single control",
        say=say,
    ) as load:
        load_countries(load, folder)
        minerals = load_minerals(load, folder)
        load_chains(load, folder, minerals)
        load_conversions(load, folder)
        load_statistics(load, folder)
        load_demand(load, folder)
        load_curves(load, folder)
        load_stage_risks(load, folder)
        load_lead_times(load, folder)
    return load.recording if load.is_different else None
