"""What feeds are made of, from its file."""

from pathlib import Path

from projects.models import FeedShare
from record.reference.loading import Loading
from record.reference.rows import read

from .dependence import figures, published


def load_compositions(load: Loading, folder: Path) -> None:
    """The sources of the rows are loaded before."""
    columns = "feed name measure element value low high unit confidence sources note"
    words = ("feed", "name", "measure", "element", "unit", "confidence", "note")
    load.facts(
        FeedShare,
        [
            FeedShare(
                **{name: row.text(name) for name in words},
                **figures(row, "value", "low", "high"),
                **published(load, row),
            )
            for row in read(folder / "oxide_distribution.csv", columns)
        ],
    )
