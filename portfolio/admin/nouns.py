"""Every page of this application, registered; apart from the package, in which the site itself stands."""

from pathlib import Path

from record.admin import field_help, guide
from record.start_page import add_page

from . import (
    absences,
    agencies,
    assignments,
    authorities,
    calendar,
    deals,
    feeds,
    imports,
    investments,
    kept_runs,
    ledger,
    market,
    matches,
    programs,
    questions,
    record_checks,
    returned_fields,
    source_checks,
    stated,
    terms,
    tranches,
    valuations,
)
from .chains import enter_in_order
from .change_deal import change_a_deal
from .new_deal import record_a_deal
from .progress import record_progress
from .taking_back import take_back_again

__all__ = [
    "absences",
    "agencies",
    "assignments",
    "authorities",
    "calendar",
    "deals",
    "feeds",
    "imports",
    "investments",
    "ledger",
    "kept_runs",
    "record_checks",
    "market",
    "matches",
    "programs",
    "questions",
    "returned_fields",
    "source_checks",
    "stated",
    "terms",
    "tranches",
    "valuations",
]

add_page("change-a-deal/", change_a_deal, "change_a_deal")
add_page("entries-in-order/", enter_in_order, "entries_in_order")
add_page("record-a-deal/", record_a_deal, "record_a_deal")
add_page("record-progress/", record_progress, "record_progress")
add_page("take-back/", take_back_again, "take_back")
field_help.add(Path(__file__).parent / "field_help.csv")
guide.add(
    {
        "record_a_deal": "Record a new deal",
        "record_progress": "Record progress",
        "entries_in_order": "From an investment's page",
        "change_together": "Approvals",
        "take_back": "Take a mistake back",
        "candidatedecision": "My desk and search",
        "sourcecheck": "Checked, nothing new",
        "attachment": "Files",
        "match": "Reconciliation",
        "change_a_deal": "Record a new deal",
        **dict.fromkeys(
            ("deal", "investment", "terms", "investmentstatus", "investmentproject", "investmentevent", "statedtotal",
             "transaction", "roundaward", "projectfunding"),
            "From an investment's page",
        ),
        **dict.fromkeys(("companymerge", "projectmerge"), "On record twice, or moved"),
        **dict.fromkeys(
            ("agency", "program", "programauthority", "programterms", "awardround", "missingaward"),
            "Agencies and programs",
        ),
        **dict.fromkeys(
            ("mineral", "chain", "chainstage", "chainlink", "chainfactor", "stagestatistic", "conversion",
             "baselinestatistic", "importshare", "importreliance", "worldoutput", "countrystanding"),
            "Supply chains and statistics",
        ),
        **dict.fromkeys(("claim", "claimchoice"), "Rival claims"),
        **dict.fromkeys(
            ("milestone", "milestoneforecast", "milestoneverification", "predecessor", "acknowledgement"), "Milestones"
        ),
        **dict.fromkeys(
            ("capacityphase", "capacityestimate", "productionrecord", "rampupcurve", "phasestart", "stagerisk",
             "projectionoverride"),
            "Capacity",
        ),
        "phaseestimate": "Estimates",
        **dict.fromkeys(
            ("tranche", "tranchecondition", "conditionevidence", "conditionverification",
             "tranchedecision", "waiver", "waiverdecision"),
            "Tranches",
        ),
        **dict.fromkeys(("duedate", "duedecision"), "Dates that fall due"),
        "corporateaction": "When a company splits, spins off or is taken over",
        "proposal": "Approvals",
        "waiting_for_me": "Approvals",
        **dict.fromkeys(("import", "importmapping"), "Import a file"),
        **dict.fromkeys(("company", "project", "source", "capitalization", "ownership", "securityprice"),
                        "Three things that hold everywhere"),
    }
)  # fmt: skip
