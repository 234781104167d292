"""No page, no file and no answer of the API writes: whatever address an auditor asks, only SELECT."""

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from portfolio.api.kinds import KINDS
from portfolio.reports import REPORTS
from tests.cast import TODAY, now
from tests.reads import READS, written

pytestmark = pytest.mark.long

SLUGS = {
    "deal": "palisade-equity",
    "investment": "saltwash-doe-loan",
    "company": "palisade",
    "program": "doe-atvm",
    "project": "saltwash-clay",
    "source": "cast1",
}
SHEETS = [("agency", "doe"), ("state", "nv"), *((kind, SLUGS[kind]) for kind in ("program", "company", "project"))]
NAMES = sorted({str(name) for name in get_resolver("portfolio.urls").reverse_dict if isinstance(name, str)})


UNTIMED = {"/search.json", "/api/v1/", "/api/v1/reports/", "/api/v1/schema/"}
"""They are of no day, and refuse to be asked for one."""


def addresses(cast):
    """Every named address of the portfolio, filled in with the cast."""
    for name in NAMES:
        found = get_resolver("portfolio.urls").reverse_dict.getlist(name)
        wanted = set(found[0][0][0][1])
        if not wanted:
            yield reverse(f"portfolio:{name}")
        elif name == "workbook_file":
            continue  # written by a job: see tests/portfolio/views/test_large_files.py
        elif name == "difference_csv":
            continue  # it needs an earlier answer: see tests/whole_book/test_every_difference.py
        elif wanted == {"name"}:
            yield from (reverse(f"portfolio:{name}", args=[report]) for report in REPORTS)
        elif wanted == {"slug"} and name in SLUGS:
            yield reverse(f"portfolio:{name}", args=[SLUGS[name]])
        elif wanted == {"kind", "slug"}:
            yield from (reverse(f"portfolio:{name}", args=[kind, slug]) for kind, slug in SHEETS)
        elif wanted == {"mineral"}:
            continue  # no mineral is on record here: see tests/portfolio/views/test_output_picture.py
        elif wanted == {"pk"} and name == "citation":
            yield reverse(f"portfolio:{name}", args=[cast.citation.pk])
        elif wanted == {"key"} and name.removeprefix("api-").removesuffix("-one") in KINDS:
            yield from objects(KINDS[name.removeprefix("api-").removesuffix("-one")])
        elif name in ("api-file-content", "api-nothing"):
            continue  # no file is attached here, and there is nothing: see tests/portfolio/api/test_objects.py
        elif name in ("kept_run", "kept_run_csv"):
            continue  # none is kept here: see tests/portfolio/views/test_kept_answers.py
        elif name == "audit_package_file":
            continue  # written by a job: see tests/portfolio/views/test_audit_package.py
        else:
            pytest.fail(f"Say here how to fill in the address {name} with {', '.join(sorted(wanted))}.")


def objects(kind):
    """The address of the first object of a kind, where there is one."""
    for line in kind.answered_by.report(at=now()).lines[:1]:
        yield reverse(f"portfolio:api-{kind.name}-one", args=[kind.key_of(line)])


def admin_addresses():
    yield reverse("admin:index")
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def written_by(client, address):
    """The statements of a request that are no reads; the answer is read to its end."""
    with written() as statements:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    # 405: the address takes only a form that is sent.
    assert response.status_code in (200, 302, 403, 405), (address, response.status_code)
    return statements


# Pages are read by every role in tests/whole_book, which watches for writes too; here stands every other address.
@pytest.mark.slow
@pytest.mark.usefixtures("read_once")
def test_no_page_and_no_file_issues_anything_but_select(cast, client):
    client.force_login(cast.people["auditor"])
    asked = list(addresses(cast))
    for question in ("", f"?as_of={TODAY}&serial=2"):
        client.get(f"/production/{question}")  # the system draws the run of a day when it is first asked
    assert len(asked) > 6 * len(REPORTS)
    for address in asked:
        assert written_by(client, address) == [], address
        if address not in UNTIMED:
            assert written_by(client, f"{address}?as_of={TODAY}&serial=2") == [], address


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_no_list_of_the_admin_issues_anything_but_select(cast, client, role):
    client.force_login(cast.people[role])
    for address in admin_addresses():
        assert written_by(client, address) == [], address


@pytest.mark.parametrize(
    "sql", ["INSERT INTO a", "update a", "DELETE FROM a", "REPLACE INTO a", "TRUNCATE a", "CREATE TABLE a"]
)
def test_the_watch_knows_a_write(sql):
    assert not READS.match(sql)
