"""Whatever was entered by mistake has a way out: each kind of fact is undone on its page, or says what undoes it."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from portfolio.models import TrancheCondition
from record.admin.undoing import UndoingAdmin
from record.models import Fact, Proposal, Recording, Retraction
from record.models.refusals import guarded
from tests.cast import Cast
from tests.desk import sign_in, words

FACTS = [model for model in guarded() if issubclass(model, Fact)]
PAGES = {model: one for model, one in admin.site._registry.items() if isinstance(one, UndoingAdmin)}
REASON = "Entered by mistake, says a test."
REFUSED = {
    "RampUpCurve": "Add 13%, so that they sum to 100%.",
    "TrancheDecision": "Reverse what was paid first.",
    "SourceCheck": "Ask an administrator for the assignment.",
    "Attachment": "Files are attached to investments, milestones",
}
"""Kinds whose rows of the book can't be undone as it stands: what is told, with the step that comes first."""
HERE, OTHERWISE = "It stays on record with your reason", "It is not undone here."


def undoing_of(fact: Fact) -> str:
    opts = fact._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{PAGES[type(fact)].undo}", args=[fact.pk])


def is_undone(desk: Client, fact: Fact) -> bool:
    """True where the form of its undoing takes it back, or proposes to; what it refuses names what to do first."""
    before = (Retraction.objects.count(), Proposal.objects.count(), Recording.objects.last_serial())
    answer = desk.post(undoing_of(fact), {"reason": REASON})
    after = (Retraction.objects.count(), Proposal.objects.count(), Recording.objects.last_serial())
    return answer.status_code == 302 and after > before


def test_each_kind_that_is_not_retracted_says_what_undoes_it() -> None:
    silent = [model for model in FACTS if not model.is_retractable and not model.undone_by]
    assert [model.__name__ for model in silent] == ["Transaction"]  # it is reversed, on its own page


@pytest.mark.django_db
@pytest.mark.parametrize("model", sorted(PAGES, key=lambda one: one.__name__), ids=lambda one: one.__name__)
def test_each_kind_is_undone_on_its_page_or_says_what_undoes_it(whole_book: Cast, model: type) -> None:
    desk = sign_in(whole_book.people["officer"])
    rows = list(model.objects.order_by("-pk")[:20])
    if not rows:
        pytest.skip("none on record")
    shown = words(desk.get(undoing_of(rows[0])))
    assert (HERE in shown) != (OTHERWISE in shown)
    if HERE in shown and model.__name__ in REFUSED:
        told = words(desk.post(undoing_of(rows[0]), {"reason": REASON}))
        assert REFUSED[model.__name__] in told
    elif HERE in shown:
        assert any(is_undone(desk, row) for row in rows)
    else:
        last = Recording.objects.last_serial()
        assert OTHERWISE in words(desk.post(undoing_of(rows[0]), {"reason": REASON}))
        assert Recording.objects.last_serial() == last


@pytest.mark.django_db
def test_what_was_undone_says_so_in_place_of_a_form(whole_book: Cast) -> None:
    desk = sign_in(whole_book.people["officer"])
    model = next(one for one in PAGES if one.__name__ == "ConditionEvidence")
    fact = model.objects.order_by("-pk").first()
    assert is_undone(desk, fact)
    serial = Retraction.objects.latest("pk").recording_id
    assert f"It no longer counts since recording {serial}" in words(desk.get(undoing_of(fact)))


@pytest.mark.django_db
def test_who_may_not_write_undoes_nothing(whole_book: Cast) -> None:
    auditor = sign_in(whole_book.people["auditor"])
    condition = TrancheCondition.objects.first()
    assert condition is not None
    assert auditor.get(undoing_of(condition)).status_code == 403
