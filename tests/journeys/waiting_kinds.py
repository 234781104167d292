"""Of each kind of proposal one that waits, and how its form is changed to say something else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import CorporateAction, InvestmentStatus, Terms, Tranche, TrancheDecision, Transaction
from portfolio.services import investments, tranches
from portfolio.services.handlers import moves
from portfolio.services.handlers.chains import payload_of as chain_of
from portfolio.services.handlers.progress import payload_of as progress_of
from portfolio.services.progress import Progress
from projects.models import Company, CompanyMerge, Milestone, MilestoneForecast, Project, ProjectMerge
from record.models import Fact, Recording
from record.services import approvals, entities, sources
from record.services.row_formatting import format_value
from tests.cast import TODAY, Cast, day, writing
from tests.filled_forms import filled

Changed = dict[str, str]
"""Fields of the form → what is typed instead."""
WORDS = {"note": "as the second letter says"}
REASON = {"reason": "for another reason"}


def propose(cast: Cast, kind: str, payload: dict[str, Any], why: str = "as the letter says") -> None:
    with writing(cast.people["officer"], why) as recording:
        approvals.propose(kind, payload, recording=recording, today=TODAY)


def row(cast: Cast, kind: str, fact: Fact, **more: Any) -> None:
    propose(cast, kind, {"row": format_value(fact), "sources": "cast1", **more})


def happened(cast: Cast) -> MilestoneForecast:
    """A permit that was granted on 1 May, as an address on record shows."""
    with writing() as recording:
        labels = {"slug": "permit", "publisher": "BLM", "title": "Decision", "address": "https://blm.example/1"}
        sources.add_source(recording=recording, **labels)
        permit = Milestone(slug="permit", project=cast.projects["palisade-magnets"], name="Permit", kind="permit")
        entities.create(permit, recording=recording)
    return MilestoneForecast(
        milestone=permit, kind="actual", forecast_on=day("2026-05-01"), effective_on=day("2026-06-01"), note="Page 3",
        citation=sources.cite(["permit"]),
    )  # fmt: skip


def recorded(cast: Cast, write: Callable[[Recording], Any]) -> Any:
    with writing(cast.people["officer"]) as recording:
        return write(recording)


def paid(cast: Cast, amount: str, on: str = "2026-01-15", kind: Kind = Kind.DISBURSEMENT) -> Transaction:
    grant = cast.investments["palisade-doe-grant"]
    return Transaction(investment=grant, kind=kind, amount=Decimal(amount), effective_on=day(on))


def first_entry() -> Transaction:
    return Transaction.objects.get(investment__slug="palisade-doe-grant", kind=Kind.DISBURSEMENT)


def action(desk: Client, cast: Cast) -> Changed:
    split = CorporateAction(
        company=cast.companies["palisade"], kind="split", new_shares=Decimal(2), old_shares=Decimal(1),
        effective_on=day("2026-03-02"),
    )  # fmt: skip
    row(cast, "action", split)
    return {"new_shares": "3"}


def awards(desk: Client, cast: Cast) -> Changed:
    both = [cast.investments[slug].pk for slug in ("palisade-preferred", "palisade-doe-grant")]
    payload = {"model": "portfolio.Investment", "rows": both, "field": "office", "value": "Office of Rocks"}
    propose(cast, "awards", {**payload, "effective_on": "", "sources": "cast1"})
    return {"value": "Office of Magnets"}


def chain(desk: Client, cast: Cast) -> Changed:
    rows = [paid(cast, "1000", kind=Kind.OBLIGATION), paid(cast, "1000")]
    propose(cast, "chain", {**chain_of([*with_source(cast, rows)])})
    return {"entry-1-amount": "900"}


def with_source(cast: Cast, rows: list[Transaction]) -> list[Transaction]:
    for one in rows:
        one.citation = cast.citation
    return rows


def merged(cast: Cast, model: Any, merge: Any, head: Any) -> Changed:
    labels = {"country": "US", "state": "TX"} if model is Project else {"country": "US"}
    twin = recorded(cast, lambda one: entities.create(model(slug="twin", name="Twin", **labels), recording=one))
    row(cast, merge._meta.model_name, merge(entity=twin, into=head, note="one firm", effective_on=day("2026-06-30")))
    return WORDS


def completion(desk: Client, cast: Cast) -> Changed:
    permit = happened(cast)
    propose(cast, "completion", {"row": format_value(permit), "sources": "permit"})
    return {"forecast_on": "2026-05-02"}


def correction(desk: Client, cast: Cast) -> Changed:
    entry = first_entry()
    row(cast, "correction", paid(cast, "2000000"), number=entry.number, reason="the letter says 2 million")
    return {"amount": "2100000"}


def deal(desk: Client, cast: Cast) -> Changed:
    typed = {
        "awards": "1", "deal": "Copperline comes to Arizona", "announced_on": "Feb 1 2026",
        "a1-agency": str(cast.agencies["DOE"].pk), "a1-company": "Copperline", "a1-instrument": "grant",
        "a1-announced_amount": "$7 million", "a1-status": "committed", "a1-payments_known": "no",
        "a1-sources": "cast1", "_save": "1",
    }  # fmt: skip
    assert desk.post(reverse("admin:record_a_deal"), typed).status_code == 302
    return {"a1-announced_amount": "$8 million", "_save": "1"}


def deal_change(desk: Client, cast: Cast) -> Changed:
    address = f"{reverse('admin:change_a_deal')}?deal=palisade-grant"
    own = {"a1-terms_on": "March 3 2026", "a1-announced_amount": "9000000", "a1-sources": "cast1", "why": "amended"}
    assert desk.post(address, {**filled(desk.get(address)), **own, "_save": "1"}).status_code == 302
    return {"a1-announced_amount": "9500000", "_save": "1"}


def status(kind: str, said: str) -> Callable[[Client, Cast], Changed]:
    def make(desk: Client, cast: Cast) -> Changed:
        award = cast.investments["palisade-doe-grant"]
        row(cast, kind, InvestmentStatus(investment=award, status=said, effective_on=day("2026-06-01")))
        return WORDS

    return make


def entry(desk: Client, cast: Cast) -> Changed:
    row(cast, "entry", paid(cast, "1000000"))
    return {"amount": "900000"}


def labels(desk: Client, cast: Cast) -> Changed:
    both = [one.pk for one in cast.projects.values()]
    payload = {"model": "projects.Project", "rows": both, "field": "stage", "value": "operating"}
    propose(cast, "labels", {**payload, "effective_on": "2026-06-01", "sources": "cast1"})
    return {"effective_on": "2026-06-02"}


def move(desk: Client, cast: Cast) -> Changed:
    award = cast.investments["palisade-doe-grant"]
    propose(cast, "move", moves.payload_of(award, {"fain": "DEEE0010009"}, sources="cast1"))
    return {"fain": "DEEE0010010"}


def progress(desk: Client, cast: Cast) -> Changed:
    propose(cast, "progress", progress_of(Progress(happened(cast)), None))
    return {"happened_on": "2026-05-02"}


def retraction(desk: Client, cast: Cast) -> Changed:
    terms = Terms.objects.get(investment__slug="palisade-doe-grant")
    propose(cast, "retraction", {"model": "portfolio.Terms", "pk": terms.pk, "reason": "of another award"})
    return REASON


def reversal(desk: Client, cast: Cast) -> Changed:
    propose(cast, "reversal", {"number": first_entry().number, "reason": "paid twice"})
    return REASON


def takeback(desk: Client, cast: Cast) -> Changed:
    company = cast.companies["palisade"]
    recorded(cast, lambda one: entities.relabel(company, {"name": "Palisade Magnets"}, recording=one))
    propose(cast, "takeback", {"serial": Recording.objects.latest("serial").serial, "reason": "not its name"})
    return REASON


def terms(desk: Client, cast: Cast) -> Changed:
    grant = cast.investments["palisade-doe-grant"]
    row(cast, "terms", Terms(investment=grant, announced_amount=Decimal(11_000_000), effective_on=day("2026-03-01")))
    return {"announced_amount": "12000000"}


def tranche_of(cast: Cast) -> Tranche:
    one = Tranche(slug="first", investment=cast.investments["palisade-doe-grant"], name="First", amount=Decimal(1000))
    return recorded(cast, lambda recording: tranches.create(one, recording=recording, today=TODAY))


def tranche(desk: Client, cast: Cast) -> Changed:
    row(cast, "tranche", TrancheDecision(tranche=tranche_of(cast), state="released", effective_on=day("2026-06-01")))
    return WORDS


def tranche_size(desk: Client, cast: Cast) -> Changed:
    payload = {"pk": tranche_of(cast).pk, "values": {"amount": "1100.00"}, "effective_on": "", "sources": "cast1"}
    propose(cast, "tranche_size", payload)
    return {"amount": "1200"}


def withdrawal(desk: Client, cast: Cast) -> Changed:
    like = cast.investments["palisade-doe-grant"]
    same = {name: getattr(like, name) for name in ("deal", "agency", "program", "instrument", "recipient")}
    award = recorded(cast, lambda one: investments.create(type(like)(slug="mistaken", **same), recording=one))
    propose(cast, "withdrawal", {"pk": award.pk, "reason": "typed twice", "along": False})
    return REASON


MAKERS: dict[str, Callable[[Client, Cast], Changed]] = {
    "action": action, "awards": awards, "chain": chain,
    "companymerge": lambda desk, cast: merged(cast, Company, CompanyMerge, cast.companies["palisade"]),
    "completion": completion, "correction": correction, "deal": deal, "deal_change": deal_change,
    "ending": status("ending", "terminated"), "entry": entry, "labels": labels, "move": move, "progress": progress,
    "projectmerge": lambda desk, cast: merged(cast, Project, ProjectMerge, cast.projects["palisade-magnets"]),
    "retraction": retraction, "reversal": reversal, "status": status("status", "disbursing"), "takeback": takeback,
    "terms": terms, "tranche": tranche, "tranche_size": tranche_size, "withdrawal": withdrawal,
}  # fmt: skip
"""Kind → make one that waits; comes back with what is then typed in its form."""
