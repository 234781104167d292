"""A file is kept once under its hash, under the rights of what it belongs to, and never changed."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from portfolio.models import Tranche, TrancheCondition
from portfolio.services import tranches
from record.models import Attachment, Recording, Source
from record.services import attachments, facts
from tests.cast import TODAY, now, writing
from tests.files import pdf, sent, upload


@pytest.fixture
def source(cast) -> Source:
    return Source.objects.get(slug="cast1")


def attach(row, by, **given):
    with writing(by) as recording:
        return attachments.attach(row, given.get("sent") or sent(), recording=recording, today=TODAY)


def test_an_attachment_is_a_fact_with_its_type_size_hash_and_recording(source, officer):
    made = attach(source, officer)
    assert (made.name, made.media_type, made.size) == ("agreement.pdf", "application/pdf", len(pdf()))
    assert len(made.sha256) == 64
    assert made.recording.by == officer
    assert made.row == source
    with attachments.opened(made) as opened:
        assert opened.read() == pdf()


def test_a_file_above_the_limit_is_refused_with_both_numbers(settings):
    settings.ATTACHMENTS_MOST_BYTES = 100
    assert sent(content=pdf().ljust(100, b"\n")).name == "agreement.pdf"
    with pytest.raises(ValidationError, match=r"agreement.pdf has 101 bytes, more than 100\."):
        sent(content=pdf().ljust(101, b"\n"))


def test_the_same_file_is_attached_to_one_thing_once_and_stored_once(source, officer, cast):
    first = attach(source, officer)
    with pytest.raises(ValidationError, match="This very file is attached already: agreement.pdf, by officer"):
        attach(source, officer)
    award = next(iter(cast.investments.values()))
    other = attach(award, officer)
    assert other.stored_as == first.stored_as


def test_a_file_that_was_retracted_is_attached_again(source, officer):
    made = attach(source, officer)
    with writing(officer) as recording:
        facts.retract(made, reason="the wrong draft", recording=recording)
    assert list(Attachment.objects.known(now()).of(source)) == []
    attach(source, officer)
    assert Attachment.objects.known(now()).of(source).count() == 1


def test_nothing_else_has_files(cast, officer):
    with writing(officer) as recording, pytest.raises(ValidationError, match="Files are attached to .*investments"):
        attachments.attach(recording, sent(), recording=recording, today=TODAY)


def test_an_award_and_a_condition_take_files_within_the_programs_of_the_writer(cast, officer, officer2):
    award = next(iter(cast.investments.values()))
    officer2.assignments.all().delete()
    with pytest.raises(PermissionDenied, match="officer2 is not assigned to"):
        attach(award, officer2)
    with writing(officer) as recording:
        tranche = Tranche(slug="first-draw", investment=award, name="First draw", amount=1)
        tranches.create(tranche, recording=recording, today=TODAY)
        condition = TrancheCondition(tranche=tranche, text="Permit granted")
        tranches.add_condition(condition, recording=recording, today=TODAY)
        made = attachments.attach(condition, sent(), recording=recording, today=TODAY)
    assert made.row == condition
    with pytest.raises(PermissionDenied):
        attach(condition, officer2, sent=sent(content=pdf("another")))


def test_a_changed_or_lost_file_is_not_given_away_and_is_named_by_the_check(source, officer, settings, capsys):
    made = attach(source, officer)
    call_command("check_files")
    assert "1 files on record, 0 not as they were recorded" in capsys.readouterr().out
    path = Path(settings.STORAGES["attachments"]["OPTIONS"]["location"]) / made.stored_as
    path.write_bytes(b"something else")
    with pytest.raises(attachments.FileLost, match="agreement.pdf was changed in the storage"):
        attachments.opened(made)
    path.unlink()
    with pytest.raises(attachments.FileLost, match="agreement.pdf is not in the storage"):
        attachments.opened(made)
    with pytest.raises(CommandError, match="1 files are not as they were recorded"):
        call_command("check_files")


def test_a_broken_file_in_the_storage_is_put_right_when_it_is_sent_again(source, officer, settings, cast):
    made = attach(source, officer)
    path = Path(settings.STORAGES["attachments"]["OPTIONS"]["location"]) / made.stored_as
    path.write_bytes(b"half")
    attach(next(iter(cast.investments.values())), officer)
    with attachments.opened(made) as opened:
        assert opened.read() == pdf()


def test_the_bytes_lie_outside_of_what_is_served(settings):
    location = Path(settings.STORAGES["attachments"]["OPTIONS"]["location"])
    assert not location.is_relative_to(settings.STATIC_ROOT)
    assert not location.is_relative_to(settings.MEDIA_ROOT)


def test_a_file_is_not_known_before_its_recording(source, officer):
    before = Recording.objects.latest("serial").serial
    attach(source, officer)
    assert list(Attachment.objects.known(now(serial=before)).of(source)) == []


def test_what_was_sent_can_be_read_again(officer):
    file = upload()
    attachments.read(file)
    assert file.read() == pdf()
