"""A filter's value that nobody has is refused with what is near; codes and names match in any case."""

import json

import pytest

from tests.desk import sign_in, words


@pytest.fixture
def client(cast):
    return sign_in(cast.people["manager"])


@pytest.mark.parametrize("path", ["/reports/exposure.csv", "/reports/exposure.json", "/api/v1/reports/exposure/"])
@pytest.mark.parametrize("agency", ["doe", "DOE", "department of energy"])
def test_a_code_or_name_in_any_case_answers_as_the_code_does(client, path, agency):
    asked = {"as_of": "2026-06-30", "serial": 2}
    expected = b"".join(client.get(path, {**asked, "agency": "DOE"}).streaming_content)
    assert b"saltwash-doe-loan" in expected
    assert b"".join(client.get(path, {**asked, "agency": agency}).streaming_content) == expected


@pytest.mark.parametrize(
    ("report", "name", "value", "sentence"),
    [
        ("exposure", "agency", "dox", 'No agency "dox" is on record then. Did you mean DO'),
        ("exposure", "company", "saltwosh", "Did you mean saltwash"),
        ("exposure", "program", "DOE-ATMV", "Did you mean DOE-ATVM"),
        ("exposure", "investment", "palisade-warant", "Did you mean palisade-warrant"),
        ("exposure", "deal", "nothing", 'No deal "nothing" is on record then.'),
        ("exposure", "state", "ZZ", 'No state "ZZ" is on record then.'),
        ("exposure", "status", "closd", "closd is not one of the available choices. Did you mean closed"),
        ("exposure", "fiscal_year", "2062", "Nothing lies in the fiscal year 2062. Those on record are 20"),
        ("milestones", "officer", "oficer", "Did you mean officer"),
        ("audit-trail", "officer", "lodaer", "Did you mean loader"),
        ("audit-trail", "fact", "investmant", "Did you mean investment"),
        ("capacity-changes", "run", "99", 'No run "99" is on record then. There is none.'),
    ],
)
def test_a_value_that_nobody_has_is_refused_with_what_is_near(client, report, name, value, sentence):
    for path in (f"/reports/{report}.csv", f"/reports/{report}.json", f"/api/v1/reports/{report}/"):
        answer = client.get(path, {name: value})
        is_absent = path.startswith("/api/") and "available choices" not in sentence and name != "fact"
        assert answer.status_code == (404 if is_absent else 400), path
        assert sentence in " ".join(json.loads(answer.content)["errors"][name])
    page = client.get(f"/reports/{report}/", {name: value})
    assert page.status_code == 400
    assert sentence in words(page)


def test_the_page_of_a_mineral_that_is_not_on_record_is_refused(client):
    answer = client.get("/production/", {"mineral": "unobtainium"})
    assert answer.status_code == 400
    assert 'No mineral "unobtainium" is on record then.' in words(answer)


def test_a_download_has_the_name_that_its_data_package_names(client):
    for asked in ({}, {"agency": "doe"}):
        package = json.loads(client.get("/reports/exposure.datapackage.json", asked).content)
        (resource,) = package["resources"]
        header = client.get("/reports/exposure.csv", asked)["Content-Disposition"]
        assert header == f'attachment; filename="{resource["path"]}"'
    assert resource["path"].endswith("_agency-DOE.csv")
