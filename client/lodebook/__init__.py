"""Reports and objects of a Lodebook site as pandas data frames: typed, exact, and with NA for what is unknown.

    import lodebook

    awards = lodebook.report("exposure", as_of="2026-06-30", agency="DOE")
    awards["exposure_usd"].sum()
    awards.attrs["serial"], awards.attrs["notes"], awards.attrs["page"]

The site and the token are those of `LODEBOOK_URL` and `LODEBOOK_TOKEN`, unless `url` and `token` say otherwise.
"""

from .columns import with_room
from .csv_file import to_csv
from .problems import Problem
from .questions import objects, report, reports

__all__ = ["Problem", "objects", "report", "reports", "to_csv", "with_room"]
