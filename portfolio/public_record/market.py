"""Share counts and closing prices."""

from pathlib import Path

from portfolio.models import Capitalization, SecurityPrice
from projects.models import Company
from record.reference.loading import Loading
from record.reference.rows import read


def load_market(load: Loading, folder: Path, companies: dict[str, Company]) -> None:
    load.facts(
        Capitalization,
        [
            Capitalization(
                company=companies[row["company"]],
                effective_on=row.day("effective_on"),
                kind=row.text("kind"),
                basic_shares=row.number("basic_shares"),
                diluted_or_other=row.number("other_shares"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in read(
                folder / "share_counts.csv", "company effective_on kind basic_shares other_shares note sources"
            )
        ],
    )
    load.facts(
        SecurityPrice,
        [
            SecurityPrice(
                company=companies[row["company"]],
                effective_on=row.day("effective_on"),
                close=row.number("close"),
                currency=row.text("currency"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in read(folder / "security_prices.csv", "company effective_on close currency note sources")
        ],
    )
