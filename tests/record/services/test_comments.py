"""Comments stand with names, are never changed, and tell by letter whoever is named in them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portfolio.notifications import waiting
from projects.models import Project
from record.models import Comment
from record.services import comments
from tests.cast import TODAY, writing
from tests.desk import page, sign_in, words
from tests.filled_forms import filled


def say(about, text, by):
    with writing(by, f"Comment on {about}") as recording:
        return comments.say(about, text, recording=recording, today=TODAY)


@pytest.fixture
def grant(cast):
    return cast.investments["palisade-doe-grant"]


def test_it_stands_with_its_name_and_is_never_changed(grant, officer):
    one = say(grant, "the second invoice is late", officer)
    assert [str(said) for said in Comment.about(grant)] == ["officer: the second invoice is late"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=one.pk).update(note="it came")


def test_it_says_something_about_what_may_be_commented_on(cast, grant, officer):
    with pytest.raises(ValidationError, match="Write the comment"):
        say(grant, "  ", officer)
    with pytest.raises(ValidationError, match="Nobody comments on a project"):
        say(Project.objects.first(), "late", officer)
    with pytest.raises(ValidationError, match=r"Nobody signs in as oficer2. Near it: officer2"):
        say(grant, "@oficer2 have you the invoice?", officer)


def test_who_is_named_with_an_at_is_told_once_by_the_daily_letter(cast, grant, officer, mailoutbox):
    for name in ("officer2", "manager"):
        cast.people[name].email = f"{name}@example.gov"
        cast.people[name].save()
    say(grant, "@Officer2 have you the invoice? mail@manager.example knows nothing", officer)
    assert waiting.send_letters(timezone.now(), day=TODAY) == "1 letter sent."
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["officer2@example.gov"], "Lodebook: 1 comment names you, 2026-06-30")
    assert "You are named (1)\n\n- Comment on palisade-doe-grant" in letter.body
    assert "@Officer2 have you the invoice?" in letter.body
    assert waiting.send_letters(timezone.now(), day=TODAY.replace(day=29)) == "0 letters sent."


def test_an_officer_comments_on_the_page_of_an_award_and_an_auditor_reads_it(cast, grant, officer):
    client = sign_in(officer)
    sent = {"about": f"portfolio.Investment:{grant.pk}", "text": "the second invoice is late"}
    assert "Your comment stands below." in words(client.post("/admin/comment/", sent, follow=True))
    assert "the second invoice is late" in words(sign_in(cast.people["auditor"]).get(page(grant)))
    assert sign_in(cast.people["auditor"]).post("/admin/comment/", sent).status_code == 403
    assert client.post("/admin/comment/", sent | {"about": "record.Account:1"}).status_code == 404


def test_a_name_that_nobody_has_is_refused_with_the_comment_as_typed(cast, grant, officer):
    client, text = sign_in(officer), "@oficer2 where is the letter?"
    answer = client.post("/admin/comment/", {"about": f"portfolio.Investment:{grant.pk}", "text": text})
    assert "Nobody signs in as oficer2. Near it: officer2" in words(answer)
    assert filled(answer, "text")["text"] == [text]
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Comment.objects.exists()
