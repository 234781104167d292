"""How the forms of deals, chains, progress and the like call the lines that a return may name."""

from typing import Any

from portfolio.models import Deal, Investment, InvestmentStatus, Terms
from portfolio.services.handlers.chains import ChainHandler
from portfolio.services.handlers.deal_changes import DealChangeHandler
from portfolio.services.handlers.deals import DealHandler
from portfolio.services.handlers.endings import EndingHandler
from portfolio.services.handlers.merges import CompanyMergeHandler, ProjectMergeHandler
from portfolio.services.handlers.progress import ProgressHandler
from portfolio.services.handlers.together import AwardsHandler
from record.admin.returned_field import by_label, register
from record.services.approval_handlers import Payload
from record.services.together import TogetherHandler

OF_DEAL = {"Deal": "deal", "Asked": "warning_reason", "New source": "a1-new_title"}
OF_AWARD = {
    "Instrument": "instrument",
    "Recipient": "company",
    "New recipient: ticker": "new_company_ticker",
    "New recipient: country": "new_company_country",
    "Project": "projects",
    "New project: state": "new_project_state",
    "New project: country": "new_project_country",
    "Ledger is complete": "payments_known",
    "Status": "status",
    "Status since": "status_on",
    "Terms from": "terms_on",
    "Ledger": "entry_1_kind",
    "Sources": "sources",
}
PROGRESS = {
    "Note": "note",
    "Release: Tranche": "tranche",
    "Release: Effective on": "released_on",
    "Payment: Amount": "paid_amount",
    "Payment: Shares": "paid_shares",
    "Payment: Effective on": "paid_on",
}


def of_award(label: str) -> str:
    return OF_AWARD.get(label) or by_label((Investment, Terms)).get(label, "")


def of_deal(payload: Payload, label: str) -> str:
    """A line of the deal, or of one of its awards: "Award 2: Amount as stated", without a number where it is alone."""
    if found := OF_DEAL.get(label) or (by_label((Deal,)).get(label) if "new" in payload["deal"] else None):
        return found
    before, colon, own = label.partition(": ")
    is_numbered = bool(colon) and before.startswith("Award ")
    place, name = (before.removeprefix("Award "), own) if is_numbered else ("1", label)
    found = of_award(name)
    return f"a{place}-{found}" if found else ""


def of_change(payload: Payload, label: str) -> str:
    """A line of an award that changes, by its identifier, or of one that joins the deal."""
    before, _, own = label.partition(": ")
    places: dict[str, Any] = {one["slug"]: one["place"] for one in payload["changes"]}
    new = list(payload["new"])
    places |= {f"New award {number}": place for number, place in enumerate(new, 1)}
    places |= {"New award": new[0]} if new else {}
    if before not in places:
        return OF_DEAL.get(label, "")
    found = of_award(own)
    return f"a{places[before]}-{found}" if found else ""


def of_chain(payload: Payload, label: str) -> str:
    """The amount of the entry with that number, or its shares where it has no amount."""
    number = int(label.partition(".")[0]) - 1
    return f"entry-{number}-{'shares' if payload['rows'][number].get('amount') is None else 'amount'}"


def of_ending(payload: Payload, label: str) -> str:
    return "leaves_rest" if label.lower().endswith("what is left") else by_label((InvestmentStatus,)).get(label, "")


def of_merge(payload: Payload, label: str) -> str:
    return "note" if label == "Why they are one" else "into"


register(DealHandler.kind, of_deal)
register(DealChangeHandler.kind, of_change)
register(ChainHandler.kind, of_chain)
register(EndingHandler.kind, of_ending)
register(ProgressHandler.kind, lambda payload, label: PROGRESS.get(label, "happened_on"))
for handler in (CompanyMergeHandler, ProjectMergeHandler):
    register(handler.kind, of_merge)
for several in (AwardsHandler, TogetherHandler):
    register(several.kind, lambda payload, label: "value")
