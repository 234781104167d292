"""USAspending's answers, in the shapes of its published contracts."""

from typing import Any

from tests.portfolio.feeds.site import Heard, Reply

NAME = "ASST_NON_DEEE0010001_8900"


def found(number: str = "DE-EE0010001", name: str = NAME, **values: Any) -> dict[str, Any]:
    """One award of a search."""
    return {
        "internal_id": 70140000,
        "Award ID": number,
        "Recipient Name": "PALISADE MAGNETICS",
        "Awarding Agency": "Department of Energy",
        "Base Obligation Date": "2026-06-15",
        "Description": "BATTERY MATERIALS\nPROCESSING",
        "Award Amount": 10000000.0,
        "CFDA Number": "81.253",
        "awarding_agency_id": 153,
        "generated_internal_id": name,
        "agency_slug": "department-of-energy",
        **values,
    }


def page(*results: Any, more: bool = False, number: int = 1) -> dict[str, Any]:
    """One page of a search or of transactions."""
    following = {"next": number + 1 if more else None, "previous": None, "hasPrevious": number > 1}
    return {
        "limit": 100,
        "results": list(results),
        "page_metadata": {"page": number, "hasNext": more, **following},
        "messages": [],
    }


def award(name: str = NAME, **values: Any) -> dict[str, Any]:
    """The page of one award: a grant."""
    agency = {"name": "Department of Energy", "code": "089", "abbreviation": "DOE", "slug": "department-of-energy"}
    return {
        "id": 70140000,
        "generated_unique_award_id": name,
        "fain": "DEEE0010001",
        "uri": None,
        "category": "grant",
        "type": "05",
        "description": "BATTERY MATERIALS",
        "awarding_agency": {"id": 153, "toptier_agency": agency, "office_agency_name": None},
        "recipient": {"recipient_name": "PALISADE MAGNETICS", "recipient_uei": "ABCDEFGHJKL1"},
        "total_subsidy_cost": None,
        "total_loan_value": None,
        "total_obligation": 9000000.0,
        "date_signed": "2025-09-30",
        "period_of_performance": {
            "start_date": "2025-10-01", "end_date": "2028-09-30", "last_modified_date": "2026-05-20",
        },
        "total_account_outlay": 3000000.0,
        "total_account_obligation": 9000000.0,
        **values,
    }  # fmt: skip


def transaction(key: str, on: str, obligation: float | None, **values: Any) -> dict[str, Any]:
    return {
        "id": key,
        "type": "05",
        "type_description": "COOPERATIVE AGREEMENT (B)",
        "action_date": on,
        "action_type": "A",
        "action_type_description": "NEW",
        "modification_number": "0",
        "description": "BATTERY MATERIALS",
        "federal_action_obligation": obligation,
        "face_value_loan_guarantee": None,
        "original_loan_subsidy_cost": None,
        "cfda_number": "81.253",
        **values,
    }


def searched(*awards: dict[str, Any], group: str = "02") -> Any:
    """The search's answer: these awards for the group of types that has `group`, and none for any other."""

    def answer(heard: Heard) -> Reply:
        is_asked = group in heard.question["filters"]["award_type_codes"]
        return Reply(page(*(awards if is_asked else ())))

    return answer


SEARCH, TRANSACTIONS, AWARD = "/search/spending_by_award/", "/transactions/", f"/awards/{NAME}/"
FIRST = transaction("ASST_TX_8900_DEEE0010001_0_81.253_-NONE-", "2026-01-15", 1000000.0)
SECOND = transaction("ASST_TX_8900_DEEE0010001_1_81.253_-NONE-", "2026-05-20", -250000.5)
