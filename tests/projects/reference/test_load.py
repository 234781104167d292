import shutil
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from projects.models import BaselineStatistic, ChainStage, Conversion, Mineral, RampUpCurve, StageRisk
from projects.reference.load import FOLDER, load_reference
from record.models import Channel, Fact, Recording, Retraction
from record.reference.rows import UnreadableFile
from record.services import entities, facts
from record.services.recordings import open_recording

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def quiet(line):
    pass


@pytest.fixture
def folder(tmp_path):
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def change(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8", newline="")


def now():
    return Recording.objects.as_of(timezone.now().date(), timezone.now())


def test_everything_is_loaded_under_one_recording():
    recording = load_reference(say=quiet)
    assert list(Recording.objects.all()) == [recording]
    assert (recording.channel, recording.approval) == (Channel.IMPORT, "reference data, single control")
    assert BaselineStatistic.objects.count() == 679
    assert Mineral.objects.filter(on_critical_list=True).count() == 60
    assert ChainStage.objects.filter(is_headline=True).count() == 13


def test_figures_are_exact():
    load_reference(say=quiet)
    assert Conversion.objects.get(from_product="troy ounce").factor == Decimal("0.0311034768")
    assert RampUpCurve.objects.get(series="S3_after_McNulty").asymptote_percent == Decimal("87")
    assert StageRisk.objects.get(stage="construction").success_share == Decimal("0.88")


def test_a_withheld_figure_stays_unknown():
    load_reference(say=quiet)
    assert set(BaselineStatistic.objects.filter(is_withheld=True).values_list("value", "raw")) == {(None, "W")}


def test_loading_twice_changes_nothing():
    load_reference(say=quiet)
    assert load_reference(say=quiet) is None
    assert Recording.objects.count() == 1


def test_a_changed_figure_is_a_new_fact_and_the_old_one_is_taken_back(folder):
    load_reference(say=quiet, folder=folder)
    before = now()
    change(folder / "conversions.csv", "pound,kilogram,0.45359237", "pound,kilogram,0.45")
    load_reference(say=quiet, folder=folder)
    assert Conversion.objects.at(now()).get(from_product="pound").factor == Decimal("0.45")
    assert Conversion.objects.at(before).get(from_product="pound").factor == Decimal("0.45359237")
    assert Recording.objects.count() == 2


def test_a_removed_row_is_retracted_with_a_reason(folder):
    load_reference(say=quiet, folder=folder)
    path = folder / "stage_risk.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("cancelled,")), encoding="utf-8")
    load_reference(say=quiet, folder=folder)
    assert not StageRisk.objects.at(now()).filter(stage="cancelled").exists()
    assert "no longer" in Retraction.objects.get().reason


def test_a_row_that_comes_back_is_loaded_again(folder):
    load_reference(say=quiet, folder=folder)
    change(folder / "conversions.csv", "pound,kilogram,0.45359237", "pound,kilogram,0.45")
    load_reference(say=quiet, folder=folder)
    change(folder / "conversions.csv", "pound,kilogram,0.45,", "pound,kilogram,0.45359237,")
    load_reference(say=quiet, folder=folder)
    assert Conversion.objects.at(now()).get(from_product="pound").factor == Decimal("0.45359237")
    assert load_reference(say=quiet, folder=folder) is None


def test_a_changed_name_relabels_the_thing(folder):
    load_reference(say=quiet, folder=folder)
    before = now()
    change(folder / "minerals.csv", "\nZn,Zinc,", "\nZn,Zinc (all grades),")
    load_reference(say=quiet, folder=folder)
    zinc = Mineral.objects.get(slug="zn")
    assert zinc.name == "Zinc (all grades)"
    assert Mineral.objects.at(before)[zinc.pk].name == "Zinc"


def test_an_officers_correction_stays_until_the_file_says_something_new(folder):
    load_reference(say=quiet, folder=folder)
    with open_recording(by_name="officer", why="wrong factor", channel=Channel.FORM) as recording:
        facts.retract(Conversion.objects.get(from_product="pound"), reason="not for this use", recording=recording)
        entities.relabel(Mineral.objects.get(slug="zn"), {"name": "Spelter"}, recording=recording)
    assert load_reference(say=quiet, folder=folder) is None
    assert Mineral.objects.get(slug="zn").name == "Spelter"
    change(folder / "minerals.csv", "\nZn,Zinc,", "\nZn,Zinc metal,")
    load_reference(say=quiet, folder=folder)
    assert Mineral.objects.get(slug="zn").name == "Zinc metal"


def test_a_bad_file_writes_nothing(folder):
    change(folder / "stage_risk.csv", "construction,0.88,", "construction,likely,")
    with pytest.raises(CommandError, match=r'stage_risk.csv, line \d+: reaching_production_share "likely"'):
        call_command("load_reference", folder=folder)
    assert not Recording.objects.exists()
    assert not Mineral.objects.exists()


def test_a_figure_that_would_be_rounded_is_refused(folder):
    change(folder / "conversions.csv", "pound,kilogram,0.45359237", "pound,kilogram,0.453592370000001")
    with pytest.raises(UnreadableFile, match="pound to kilogram.*more than 10 decimal places"):
        load_reference(say=quiet, folder=folder)


def test_every_loaded_fact_names_its_recording():
    load_reference(say=quiet)
    for model in Fact.__subclasses__():
        if not model._meta.abstract and model._meta.app_label == "projects":
            assert not model.objects.exclude(recording__by_name="reference data loader").exists()
