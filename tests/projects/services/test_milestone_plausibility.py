"""A statement of a milestone that can hardly be meant is taken with a reason: by service, form and file."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.services import entities, facts, sources
from tests.cast import day, writing
from tests.portfolio.imports.conftest import show

TODAY = date(2026, 6, 30)
ASKED = "Give the reason, or correct it."
HEAD = "milestone,statement,stated_on,happens_on,sources,reason\n"
BEFORE = "2025-03-31 lies 366 days before 2026-04-01, when this was said: that is no forecast."
LONG_AGO = "1926-04-01 is before 2000. Was it said then?"
HAPPENED = "It happened by 2026-05-01, as is on record; on 2026-05-02 nobody forecasts it."
CASES = [
    ("2025-03-31", "2026-04-01", BEFORE), ("2025-04-01", "2026-04-01", ""),
    ("2028-01-01", "1926-04-01", LONG_AGO), ("2028-01-01", "2000-01-01", ""),
    ("2028-01-01", "2026-05-02", HAPPENED), ("2028-01-01", "2026-05-01", ""),
]  # fmt: skip


@pytest.fixture
def done(cast):
    """A milestone that happened on 2026-05-01."""
    with writing() as recording:
        sources.add_source(
            recording=recording, slug="photo", publisher="Operator", title="A photo", address="https://example.com/p"
        )
        made = entities.create(
            Milestone(slug="permit", project=cast.projects["saltwash-clay"], name="Permit", kind="permit"),
            recording=recording,
        )
    with writing() as recording:
        actual = MilestoneForecast(milestone=made, kind="actual", forecast_on=day("2026-05-01"),
                                   effective_on=day("2026-05-03"), citation=sources.cite(["photo"]))  # fmt: skip
        milestones.state(actual, recording=recording, today=TODAY)
    return made


def forecast(milestone, happens, said, reason=""):
    note = facts.explained("", reason)
    return MilestoneForecast(
        milestone=milestone, kind="forecast", forecast_on=day(happens), effective_on=day(said), note=note
    )


@pytest.mark.parametrize(("happens", "said", "sentence"), CASES)
def test_it_is_asked_alike_by_service_and_file(done, happens, said, sentence):
    row = f"permit,forecast,{said},{happens},cast1,"
    (told,) = show("milestone-statements", f"{HEAD}{row}\n").row_outcomes
    if not sentence:
        assert told.becomes == "new"
        with writing() as recording:
            milestones.state(forecast(done, happens, said), recording=recording, today=TODAY)
        return
    assert told.changes == [("reason", "", f"{sentence} {ASKED}")]
    with pytest.raises(ValidationError) as caught, writing() as recording:
        milestones.state(forecast(done, happens, said), recording=recording, today=TODAY)
    assert caught.value.message_dict == {"warning_reason": [f"{sentence} {ASKED}"]}
    (taken,) = show("milestone-statements", f"{HEAD}{row}as printed there\n").row_outcomes
    assert taken.becomes == "new"
    with writing() as recording:
        milestones.state(forecast(done, happens, said, "as printed"), recording=recording, today=TODAY)


def test_a_file_that_says_it_happened_is_known_to_the_rows_below(done):
    with writing() as recording:
        new = Milestone(slug="build", project=done.project, name="Build", kind="construction_start")
        entities.create(new, recording=recording)
    rows = "build,actual,2026-05-03,2026-05-01,photo,\nbuild,forecast,2026-05-02,2028,photo,\n"
    told = show("milestone-statements", HEAD + rows).row_outcomes
    assert [one.becomes for one in told] == ["new", "refused"]


def test_a_form_asks_for_the_reason_beside_its_field(client, cast, done):
    client.force_login(cast.people["officer"])
    address = f"{reverse('admin:projects_milestoneforecast_add')}?milestone={done.pk}"
    given = {"kind": "forecast", "forecast_on": "2025-03-31", "effective_on": "2026-04-01", "why": "a filing",
             "sources": [one.pk for one in cast.citation.sources.all()]}  # fmt: skip
    page = client.post(address, given)
    assert page.context["adminform"].form.errors == {"warning_reason": [f"{BEFORE} {ASKED}"]}
    assert client.post(address, {**given, "warning_reason": "a late filing"}).status_code == 302
    stated = MilestoneForecast.objects.get(milestone=done, kind="forecast")
    assert stated.note == "Unusual, and why: a late filing"
