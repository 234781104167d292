"""The reference data, put on record from its files."""

from collections.abc import Callable
from pathlib import Path

from projects.models import Country
from record.models import Recording
from record.reference.loading import Known, Loading, loading
from record.reference.rows import read

from . import LOADER
from .chains import load_chains
from .compositions import load_compositions
from .curves import load_curves, load_lead_times, load_stage_risks
from .demand import load_demand
from .dependence import load_dependence
from .minerals import load_conversions, load_minerals, load_statistics

FOLDER = Path(__file__).parent


def load_countries(load: Loading, folder: Path) -> Known[Country]:
    rows = read(folder / "countries.csv", "country name")
    return load.entities(Country, {row["country"].lower(): {"name": row.text("name")} for row in rows})


def load_reference(*, say: Callable[[str], None], folder: Path = FOLDER) -> Recording | None:
    """All of it or nothing; the recording made, or None when the files say nothing new.

    Raises UnreadableFile or ValidationError, and then nothing is written.
    """
    with loading(
        loader=LOADER,
        why="Reference data: minerals, chains, conversions, national statistics, curves and odds",
        approval="reference data, single control",
        say=say,
    ) as load:
        countries = load_countries(load, folder)
        minerals = load_minerals(load, folder)
        load_chains(load, folder, minerals)
        load_conversions(load, folder)
        load_statistics(load, folder)
        load_demand(load, folder)
        load_dependence(load, folder, countries)
        load_curves(load, folder)
        load_stage_risks(load, folder)
        load_lead_times(load, folder)
        load_compositions(load, folder)
    return load.recording if load.is_different else None
