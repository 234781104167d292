"""The pages that the browser opens: each kind once, on the public record."""

from portfolio.reports import REPORTS as definitions
from tests.soak import SOAK

THINGS = (
    "/deals/mp-dow-2025/",
    "/investments/lac-doe-loan/",
    "/investments/mp-dow-series-a/",
    "/investments/mp-dow-ppa/",
    "/companies/mp/",
    "/projects/thacker-pass/",
    "/programs/dow-osc/",
    "/production/price-floors/",
    "/sources/mp1/",
    "/citations/1/",
    "/sheets/company/mp/",
    "/sheets/mineral/magnet/",
)

PRODUCTION = (
    "/production/",
    "/production/?mineral=magnet&year=2035",
    "/production/?mineral=sb",
    "/production/?mineral=ga&estimates=rough",
    "/production/?mineral=reo-unsplit",
    "/production/?mineral=tb",
    "/production/chains/",
    "/production/what-if/",
    "/production/what-if/?project=mountain-pass&price_usd_per_kg=60",
)
"""All minerals, a fan, odds, a rough answer, a group line by element, an element, the chains, what if."""
LISTS = (
    "/",
    "/deals/",
    "/companies/",
    "/projects/",
    "/programs/",
    "/partners/",
    "/changes/",
    "/kept/",
    "/views/",
    "/map/",
    "/map/?size=dollars",
    "/calendar/",
    "/warrants/",
    "/reports/",
    "/desk/",
    "/search/?q=mp",
)
REPORTS = tuple(f"/reports/{name}/" for turn, name in enumerate(definitions) if SOAK or turn % 4 == 0)
"""Their page is one template: one in four, or each with SOAK=1."""
PAGES = (*LISTS, *PRODUCTION, *REPORTS, *THINGS)
IN_THE_PAST = (
    "/?as_of=2025-12-31",
    "/reports/exposure/?as_of=2026-03-01&agency=DOE",
    "/investments/lac-doe-loan/?as_of=2025-12-31",
)
# Each kind of page once, with few rows: axe takes seconds for a long table, and each row is made alike.
KINDS = (
    "/",
    "/deals/?agency=DOE",
    "/reports/",
    *PRODUCTION[:4],
    "/reports/exposure/?agency=DOE",
    "/reports/sources/?page=2",
    "/partners/",
    "/changes/",
    "/map/",
    "/calendar/",
    "/desk/",
    "/guide/",
    *THINGS[:2],
    *THINGS[4:],
)
