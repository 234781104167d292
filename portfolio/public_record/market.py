"""Share counts and closing prices."""

from portfolio.models import Capitalization, SecurityPrice
from projects.models import Company
from record.reference.loading import Loading

from .editions import Files, load_facts


def load_market(load: Loading, files: Files, companies: dict[str, Company]) -> None:
    load_facts(
        load,
        files,
        Capitalization,
        "share_counts",
        "company effective_on kind basic_shares other_shares note sources",
        lambda row: Capitalization(
            company=companies[row["company"]],
            effective_on=row.day("effective_on"),
            kind=row.text("kind"),
            basic_shares=row.number("basic_shares"),
            diluted_or_other=row.number("other_shares"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
    load_facts(
        load,
        files,
        SecurityPrice,
        "security_prices",
        "company effective_on close currency note sources",
        lambda row: SecurityPrice(
            company=companies[row["company"]],
            effective_on=row.day("effective_on"),
            close=row.number("close"),
            currency=row.text("currency"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
