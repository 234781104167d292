"""A page about one award, deal, company or project reads the ledger of its own awards, never the whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.models import InvestmentProject, Transaction
from tests.cast import Cast
from tests.desk import sign_in

LEDGER = Transaction._meta.db_table


@pytest.mark.parametrize("folder", ["investments", "deals", "companies", "projects"])
def test_every_question_to_the_ledger_names_the_awards(cast: Cast, folder: str):
    award = cast.investments["palisade-doe-grant"]
    slugs = {
        "investments": award.slug,
        "deals": award.deal.slug,
        "companies": award.recipient.slug,
        "projects": InvestmentProject.objects.filter(investment=award).first().project.slug,
    }
    client = sign_in(cast.people["manager"])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/{folder}/{slugs[folder]}/").status_code == 200
    asked = [row["sql"] for row in captured if f'FROM "{LEDGER}"' in row["sql"]]
    assert asked
    assert [sql for sql in asked if '"investment_id" IN (' not in sql and '"investment_id" = ' not in sql] == []
