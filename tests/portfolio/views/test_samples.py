"""An auditor keeps a sample, looks at each entry, and the officer answers her exception."""

import csv
import io

import pytest
from django.test import Client

from portfolio.models import KeptRun, OfficerAnswer, SampleFinding
from portfolio.reports import REPORTS
from tests.cast import Cast, now
from tests.desk import sign_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(cast: Cast) -> Client:
    return sign_in(cast.people["auditor"])


@pytest.fixture
def kept(auditor: Client) -> KeptRun:
    auditor.post("/reports/audit-sample/keep/", {"name": "Autumn", "asked": "seed=autumn&size=3"})
    return KeptRun.objects.get(name="Autumn")


def entries(kept: KeptRun) -> list[str]:
    return [row["transaction"] for row in csv.DictReader(io.StringIO(kept.csv.decode()))]


def say(client: Client, kept: KeptRun, entry: str, **told: str) -> str:
    sent = {"kept": kept.pk, "entry": int(entry[1:]), **told}
    return words(client.post("/samples/found/", sent, follow=True))


def findings() -> list[dict[str, object]]:
    report = REPORTS["sample-findings"].report(at=now())
    return [{column.name: column.known(line) for column in report.columns} for line in report.lines]


def test_the_same_seed_draws_the_same_entries_and_another_one_others(auditor: Client) -> None:
    def drawn(seed: str) -> bytes:
        return b"".join(auditor.get("/reports/audit-sample.csv", {"seed": seed, "size": "3"}))

    assert drawn("autumn") == drawn("autumn")
    assert {drawn(str(seed)) for seed in range(8)} != {drawn("0")}


def test_what_agrees_is_said_with_name_and_day(auditor: Client, kept: KeptRun) -> None:
    first, *others = entries(kept)
    page = say(auditor, kept, first, agrees="yes")
    assert f"{first}: agrees." in page
    assert f"1 of {len(others) + 1} entries agree; {len(others)} to look at." in page
    (line,) = [one for one in findings() if one["sample_finding"]]
    assert (line["transaction"], line["sample_finding"], line["found_by"]) == (first, "agrees", "auditor")


def test_an_exception_goes_to_the_officer_and_her_answer_stays_beside_it(
    auditor: Client, kept: KeptRun, cast: Cast
) -> None:
    first = entries(kept)[0]
    page = say(auditor, kept, first, note="The filing says 1,000 less.")
    assert "exception: The filing says 1,000 less." in page
    assert "waits for an answer" in page
    officer = sign_in(cast.people["officer"])
    desk = words(officer.get("/desk/"))
    assert "Exception of the sample Autumn: The filing says 1,000 less." in desk
    question = SampleFinding.objects.get().question
    assert question is not None
    officer.post("/questions/answered/", {"question": question.pk, "note": "Corrected."})
    assert OfficerAnswer.objects.get().text == "Corrected."
    page = words(auditor.get(f"/kept/{kept.pk}/"))
    assert "Corrected." in page
    assert "1 exception, 0 without an answer" in page
    (line,) = [one for one in findings() if one["sample_finding"]]
    assert (line["answer"], line["answered_by"]) == ("Corrected.", "officer")


def test_a_newer_finding_stands_in_place_of_an_older_one_and_both_stay(auditor: Client, kept: KeptRun) -> None:
    first = entries(kept)[0]
    say(auditor, kept, first, note="It is another day.")
    say(auditor, kept, first, agrees="yes")
    (line,) = [one for one in findings() if one["sample_finding"]]
    assert (line["sample_finding"], SampleFinding.objects.count()) == ("agrees", 2)


def test_what_says_nothing_or_both_or_is_not_in_the_sample_is_refused_in_words(auditor: Client, kept: KeptRun) -> None:
    first = entries(kept)[0]
    assert "Say what does not agree." in say(auditor, kept, first)
    assert "It agrees, so leave the exception empty." in say(auditor, kept, first, agrees="yes", note="no")
    assert "That entry is not in the sample." in say(auditor, kept, "T999999", agrees="yes")
    assert SampleFinding.objects.count() == 0


@pytest.mark.parametrize("person", ["manager", "officer", "administrator"])
def test_only_an_auditor_says_what_a_sample_found(kept: KeptRun, cast: Cast, person: str) -> None:
    client = sign_in(cast.people[person])
    assert "Record the exception" not in words(client.get(f"/kept/{kept.pk}/"))
    assert "An auditor says what a sample found." in say(client, kept, entries(kept)[0], agrees="yes")
    assert SampleFinding.objects.count() == 0


@pytest.mark.parametrize("asked", [{"size": "0"}, {"size": "1001"}, {"size": "x"}, {"seed": "x" * 41}])
def test_a_size_or_a_seed_that_can_t_be_drawn_is_refused(auditor: Client, asked: dict[str, str]) -> None:
    assert auditor.get("/reports/audit-sample.csv", asked).status_code == 400


def test_an_auditor_finds_samples_and_findings_first_on_the_page_of_the_reports(auditor: Client, cast: Cast) -> None:
    first = "Is the record complete, and would it stand an audit?"
    questions = [group.question for group in auditor.get("/reports/").context["index"].groups]
    assert questions[0] == first
    assert [one.name for one in auditor.get("/reports/").context["index"].groups[0].reports][0] == "audit-sample"
    others = [group.question for group in sign_in(cast.people["manager"]).get("/reports/").context["index"].groups]
    assert (others[0] != first, sorted(others)) == (True, sorted(questions))
