"""An agency's own entries: a deletion takes back what was said, whichever of the two comes first."""

from decimal import Decimal

import pytest

from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.saved import mapping_of
from portfolio.models import AgencyEntry
from tests.cast import now

from .conftest import becomes, put, show

DOWNLOAD = "USAspending assistance prime transactions"


def test_a_deletion_takes_back_what_the_agency_said_beside_the_record(grant):
    mapping = mapping_of("agency-entries", DOWNLOAD)
    head = "assistance_transaction_unique_key,award_id_fain,action_date,federal_action_obligation"
    said = f"{head}\nK1,DEEE0010001,2026-01-05,5.00\nK2,DEEE0010001,2026-01-06,7.00\n"
    put("agency-entries", said, mapping=mapping)
    gone = (
        f"{head},correction_delete_indicator_code\nK1,DEEE0010001,2026-01-05,5.00,D\nK2,DEEE0010001,2026-01-06,7.00,\n"
    )
    plan, _ = put("agency-entries", gone, mapping=mapping)
    assert becomes(plan) == [Becomes.CHANGED, Becomes.SAME]
    assert [one.entry_number for one in AgencyEntry.objects.at(now())] == ["K2"]
    again, nothing = put("agency-entries", gone, mapping=mapping)
    assert (becomes(again), nothing) == ([Becomes.LEFT_OUT, Becomes.SAME], None)
    assert again.row_outcomes[0].why == "Its source took it back before."


def test_an_agencys_deletion_that_comes_before_its_entry_is_remembered(grant):
    mapping = mapping_of("agency-entries", DOWNLOAD)
    deleted = SAID.replace(",\n", ",D\n")
    plan, _ = put("agency-entries", deleted, mapping=mapping)
    assert becomes(plan) == [Becomes.NEW]
    assert "before its entry came" in plan.row_outcomes[0].why
    assert not AgencyEntry.objects.at(now()).exists()
    again, nothing = put("agency-entries", deleted, mapping=mapping)
    assert (becomes(again), nothing) == ([Becomes.LEFT_OUT], None)
    (asked,) = show("agency-entries", SAID, mapping=mapping).row_outcomes
    assert (asked.becomes, asked.changes[0][0]) == (Becomes.REFUSED, "reason")
    assert "Its source deleted this entry" in asked.changes[0][2]
    assert not AgencyEntry.objects.at(now()).exists()


KEY = "8900_DEEE0010001_-NONE-_81.086_1"


@pytest.mark.parametrize("said", ["DEEE0010001,2026-01-05,", "DEEE0010001,,", ",,"])
def test_a_deletion_without_an_amount_counts_in_any_order(grant, said):
    mapping = mapping_of("agency-entries", DOWNLOAD)
    head = f"{AGENCY_HEAD},correction_delete_indicator_code,last_modified_date"
    entry = f"{head}\n{KEY},DEEE0010001,2026-01-05,5.00,,2026-02-01\n"
    gone = f"{head}\n{KEY},{said},D,2026-02-02\n"
    plan, _ = put("agency-entries", gone, mapping=mapping)
    assert becomes(plan) == [Becomes.NEW]
    late, nothing = put("agency-entries", entry, mapping=mapping)
    assert (becomes(late), nothing) == ([Becomes.LEFT_OUT], None)
    assert not AgencyEntry.objects.at(now()).exists()
    again, nothing = put("agency-entries", gone, mapping=mapping)
    assert (becomes(again), nothing) == ([Becomes.LEFT_OUT], None)
    back, _ = put("agency-entries", entry.replace("2026-02-01", "2026-02-03,it stands").replace(
        "last_modified_date", "last_modified_date,reason"), mapping=mapping)  # fmt: skip
    assert becomes(back) == [Becomes.NEW]
    taken, _ = put("agency-entries", gone.replace("2026-02-02", "2026-02-04"), mapping=mapping)
    assert becomes(taken) == [Becomes.CHANGED]
    assert not AgencyEntry.objects.at(now()).exists()


def test_a_deletion_by_the_key_alone_of_an_award_of_others_is_left_out(grant):
    head = f"{AGENCY_HEAD},correction_delete_indicator_code"
    gone = f"{head}\n8900_DEEE0099999_-NONE-_81.086_1,,,,D\n"
    plan, nothing = put("agency-entries", gone, mapping=mapping_of("agency-entries", DOWNLOAD))
    assert (becomes(plan), nothing) == ([Becomes.LEFT_OUT], None)
    assert plan.row_outcomes[0].why == "Nothing on record bears its key."


@pytest.mark.parametrize("is_deleted_first", [True, False])
def test_an_entry_and_its_deletion_in_one_file_leave_nothing(grant, is_deleted_first):
    mapping = mapping_of("agency-entries", DOWNLOAD)
    head, entry, _ = SAID.split("\n")
    rows = [f"{entry}D", entry] if is_deleted_first else [entry, f"{entry}D"]
    plan = show("agency-entries", "\n".join([head, *rows, ""]), mapping=mapping)
    assert Becomes.NEW in becomes(plan)
    if is_deleted_first:
        assert becomes(plan) == [Becomes.NEW, Becomes.REFUSED]
    else:
        assert becomes(plan) == [Becomes.LEFT_OUT, Becomes.NEW]
        put("agency-entries", "\n".join([head, *rows, ""]), mapping=mapping)
        assert not AgencyEntry.objects.at(now()).exists()


AGENCY_HEAD = "assistance_transaction_unique_key,award_id_fain,action_date,federal_action_obligation"
SAID = f"{AGENCY_HEAD},correction_delete_indicator_code\nK1,DEEE0010001,2026-01-05,5.00,\n"


@pytest.mark.parametrize(
    "later", [SAID.replace("5.00,", "7.00,"), SAID.replace("5.00,", "7.00,C"), SAID.replace(",\n", ",D\n")]
)
def test_an_agencys_older_file_undoes_no_newer_statement(grant, later):
    mapping = mapping_of("agency-entries", DOWNLOAD)
    put("agency-entries", SAID, mapping=mapping)
    put("agency-entries", later, mapping=mapping)
    stands = list(AgencyEntry.objects.at(now()).values_list("pk"))
    (asked,) = show("agency-entries", SAID, mapping=mapping).row_outcomes
    assert (asked.becomes, asked.changes[0][0]) == (Becomes.REFUSED, "reason")
    assert "If" in asked.changes[0][2]
    assert list(AgencyEntry.objects.at(now()).values_list("pk")) == stands
    put("agency-entries", SAID.replace("code\n", "code,reason\n").replace(",\n", ",,it was right\n"), mapping=mapping)
    assert AgencyEntry.objects.at(now()).order_by("-pk")[0].obligated == Decimal(5)


def test_an_agencys_older_version_is_left_out_by_its_day(grant):
    mapping = mapping_of("agency-entries", DOWNLOAD)
    head = f"{AGENCY_HEAD},last_modified_date\n"
    put("agency-entries", f"{head}K1,DEEE0010001,2026-01-05,7.00,2026-02-02 10:00:00\n", mapping=mapping)
    plan, nothing = put(
        "agency-entries", f"{head}K1,DEEE0010001,2026-01-05,5.00,2026-02-01 10:00:00\n", mapping=mapping
    )
    assert (becomes(plan), nothing) == ([Becomes.LEFT_OUT], None)
    assert "older than that of 2026-02-02" in plan.row_outcomes[0].why
