"""The audit package holds the reports and the files with their hashes, and its checker finds what was altered."""

import csv
import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from portfolio.calculations.valuation import Method
from portfolio.models import Transaction
from projects.models import EstimateRule
from record.models import Attachment, Decision, Proposal, Recording, Source
from record.services import attachments
from tests.cast import TODAY, writing
from tests.desk import add_page, approve_what_waits, sign_in
from tests.files import pdf, sent

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def file(cast, officer) -> Attachment:
    with writing(officer) as recording:
        source = Source.objects.get(slug="cast1")
        return attachments.attach(source, sent(), recording=recording, today=TODAY, note="signed")


def package(folder: Path, name: str = "package.zip") -> Path:
    path = folder / name
    call_command("audit_package", str(path), "--reports", "exposure", "sources", "--as-of", "2026-06-30")
    return path


def check(path: Path, folder: Path) -> subprocess.CompletedProcess:
    """What the checker of a package says, run as its own program in an empty folder."""
    with ZipFile(path) as archive:
        (folder / "check.py").write_bytes(archive.read("check.py"))
    command = [sys.executable, "-I", "check.py", str(path)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def rewritten(path: Path, part: str, content: bytes) -> Path:
    """The package with another content of one part."""
    altered = path.with_name("altered.zip")
    with ZipFile(path) as old, ZipFile(altered, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return altered


def test_it_holds_reports_files_meanings_and_a_manifest_of_hashes(file, tmp_path):
    with ZipFile(package(tmp_path)) as archive:
        parts = json.loads(archive.read("manifest.json"))["parts"]
        listed = list(csv.DictReader(io.StringIO(archive.read("files.csv").decode())))
        place = f"files/{file.sha256}/agreement.pdf"
        assert archive.read(place) == pdf()
        assert [one["path"] for one in parts] == [
            "reports/exposure.csv", "parquet/exposure.parquet", "reports/sources.csv", "parquet/sources.parquet",
            "datapackage.json", "ledger.beancount", "columns.csv", "methods.csv", "methods.md",
            "approvals.csv", place, "files.csv", "chain.jsonl", "check.py",
        ]  # fmt: skip
        for one in parts:
            assert one["sha256"] == sha256(archive.read(one["path"])).hexdigest()
    (row,) = listed
    assert (row["path"], row["sha256"], row["of"], row["attached_by"], row["note"]) == (
        place, file.sha256, "Gazette: Three awards for two mines, 2025-07-10", "officer", "signed",
    )  # fmt: skip


def test_the_checker_agrees_and_needs_python_alone(file, tmp_path):
    said = check(package(tmp_path), tmp_path)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("Every part is what the manifest says")


def test_the_checker_names_an_altered_part_and_a_foreign_one(file, tmp_path):
    path = package(tmp_path)
    altered = rewritten(path, "reports/exposure.csv", b"nothing\n")
    assert "reports/exposure.csv is not what the manifest says." in check(altered, tmp_path).stdout
    with ZipFile(path, "a") as archive:
        archive.writestr("more.txt", "more")
    assert "more.txt stands in no manifest." in check(path, tmp_path).stdout


def test_a_file_whose_hash_was_made_to_fit_the_manifest_is_still_found(file, tmp_path):
    """The list of files has the hash that was recorded: who alters a file and the manifest forgets one of them."""
    path, place = package(tmp_path), f"files/{file.sha256}/agreement.pdf"
    other = pdf("another")
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    part = next(one for one in manifest["parts"] if one["path"] == place)
    part |= {"sha256": sha256(other).hexdigest(), "bytes": len(other)}
    altered = rewritten(path, place, other)
    both = rewritten(altered.rename(tmp_path / "half.zip"), "manifest.json", json.dumps(manifest).encode())
    said = check(both, tmp_path)
    assert said.returncode == 1
    assert f"{place} is not the file that was recorded." in said.stdout


def test_a_recording_that_says_something_else_is_found_though_the_manifest_was_made_to_fit(file, tmp_path):
    path = package(tmp_path)
    with ZipFile(path) as archive:
        manifest, lines = json.loads(archive.read("manifest.json")), archive.read("chain.jsonl")
    assert manifest["record_head"] == Recording.objects.get(serial=file.recording_id).hash
    other = lines.replace(b'"by":"loader"', b'"by":"nobody"')
    part = next(one for one in manifest["parts"] if one["path"] == "chain.jsonl")
    part |= {"sha256": sha256(other).hexdigest(), "bytes": len(other)}
    altered = rewritten(path, "chain.jsonl", other)
    both = rewritten(altered.rename(tmp_path / "half.zip"), "manifest.json", json.dumps(manifest).encode())
    assert check(both, tmp_path).stdout == "Recording 1 is not what was recorded.\n"


def test_asked_again_up_to_the_same_recording_each_part_has_the_same_bytes(file, tmp_path):
    known = str(file.recording_id)
    for name in ("one.zip", "two.zip"):
        call_command("audit_package", str(tmp_path / name), "--reports", "sources", "--serial", known)
    one, two = (ZipFile(tmp_path / name) for name in ("one.zip", "two.zip"))
    assert [one.read(name) for name in one.namelist()[:-1]] == [two.read(name) for name in two.namelist()[:-1]]


def test_a_file_that_is_gone_is_named_and_all_else_is_there(file, tmp_path, settings):
    stored = Path(settings.STORAGES["attachments"]["OPTIONS"]["location"]) / file.stored_as
    stored.unlink()
    with pytest.raises(CommandError, match=r"agreement\.pdf is not in the storage"):
        package(tmp_path)
    assert "is not in the storage" in check(tmp_path / "package.zip", tmp_path).stdout


def test_the_approvals_say_who_proposed_who_decided_when_and_the_hash_of_what_was_shown(cast, tmp_path):
    payment = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    answers = {"kind": "disbursement", "amount": "1,000,000", "effective_on": "2026-01-15", "why": "as it says"}
    answers["sources"] = str(Source.objects.get(slug="cast1").pk)
    sign_in(cast.people["officer"]).post(payment, answers)
    approve_what_waits(cast.people["officer2"])
    sign_in(cast.people["officer"]).post(payment, {**answers, "amount": "2,000,000"})
    first, second = Proposal.objects.order_by("pk")
    before = str(second.recording_id - 1)
    one, two = approvals_in(package(tmp_path))
    decision = Decision.objects.get()
    assert (one["proposed_by"], one["decided_by"], one["outcome"]) == ("officer", "officer2", "approved")
    assert (one["recording"], one["decided_in"]) == (str(first.recording_id), str(decision.recording_id))
    assert one["shown_hash"] == one["decided_hash"] == first.content_hash
    assert one["written_in"] == str(Transaction.objects.get(amount=1_000_000, kind="disbursement").recording_id)
    assert one["proposed_at"] < one["decided_at"]
    assert (two["outcome"], two["decided_by"], two["shown_hash"]) == ("waits", "", second.content_hash)
    call_command("audit_package", str(tmp_path / "before.zip"), "--reports", "sources", "--serial", before)
    assert [line["proposal"] for line in approvals_in(tmp_path / "before.zip")] == [str(first.pk)]


def approvals_in(path: Path) -> list[dict[str, str]]:
    with ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read("approvals.csv").decode())))


def test_each_name_of_a_method_in_the_reports_has_its_meaning(file, tmp_path):
    with ZipFile(package(tmp_path)) as archive:
        lines = list(csv.DictReader(io.StringIO(archive.read("methods.csv").decode())))
        assert archive.read("methods.md").startswith(b"# Methods")
    named = {(line["column"], line["method"]): line["label"] for line in lines}
    assert named == {("value_method", one.value): one.label for one in Method} | {
        (column, one.value): one.label for column in ("estimate_method", "method") for one in EstimateRule
    }
    assert all(line["meaning"].endswith(".") for line in lines)


def test_what_was_attached_later_is_not_in_a_package_of_before(file, tmp_path):
    before = str(file.recording_id - 1)
    call_command("audit_package", str(tmp_path / "before.zip"), "--reports", "sources", "--serial", before)
    with ZipFile(tmp_path / "before.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("files/")]
