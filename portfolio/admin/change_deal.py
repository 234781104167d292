"""Change a deal: new terms and statuses of several awards, entries and new awards, as one proposal."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from portfolio.models import Deal, Investment, InvestmentStatus, Terms
from portfolio.services import deal_changes, deals, endings, identity, investments, ledger, rights
from portfolio.services.handlers.deal_changes import DealChangeHandler, payload_of
from portfolio.services.handlers.deals import row_of
from record.admin.base import today_as_known, today_under
from record.admin.opened import parted
from record.admin.proposed_again import begun_from
from record.admin.refused import Previewed
from record.admin.sourced import is_row_number
from record.calculations.formatting import ended
from record.models import Account, Channel, Proposal, Recording, Source
from record.roles import may_write
from record.services import approvals, drafts, facts
from record.services.recordings import SINGLE_CONTROL, open_recording

from . import deal_typed as typed
from .change_deal_forms import ChangedAwardForm, ChangeForm
from .deal_collected import Collected
from .deal_desk import OTHERS, DealDesk
from .deal_layout import first, groups
from .deal_source import Brought
from .new_deal import alike
from .new_deal_forms import AwardForm, DealForm

JOINING = "joining"
"""How many new awards the form shows."""


def change_a_deal(request: HttpRequest) -> HttpResponse:
    """The page at /admin/change-a-deal/?deal=mp-dow-2025."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer changes a deal.")
    again = begun_from(request, {DealChangeHandler.kind})
    if again is not None and not approvals.follows(cast(Account, request.user), again):
        again = None
    asked = {"pk": again.payload["deal"]} if again else {"slug": request.GET.get("deal", "")}
    deal = Deal.objects.standing().filter(**asked).first()
    if deal is None:
        raise Http404("No deal is on record under that name.")
    desk = _Desk(request, deal)
    return desk.begun(again) if request.method != "POST" else desk.answer()


class _Desk(DealDesk):
    """One request of the form."""

    def __init__(self, request: HttpRequest, deal: Deal) -> None:
        super().__init__(request)
        self.deal = deal
        rows = Investment.objects.standing().filter(deal=deal).select_related("agency", "program", "issuer")
        self.held = [one for one in rows.order_by("pk") if rights.may_write(self.person, one.agency, one.program)]
        self.terms: dict[Any, Terms] = (
            Terms.objects.filter(investment__in=self.held).at(today_as_known()).latest_by("investment_id")
        )

    def joins(self, place: int) -> bool:
        """True where something is written of the new award at that place."""
        own = typed.of_award(self.data.dict(), place)
        return any(own.get(name) for name in ("instrument", "company", "agency", "announced_amount", "sources"))

    @property
    def new_places(self) -> range:
        """The places of the awards that may join: as many as are shown or written, at least one."""
        text, first = self.data.get(JOINING, ""), len(self.held) + 1
        written = typed.last_place(self.data.dict())
        shown = int(text) if is_row_number(text) else 1
        return range(first, first + min(max(shown, written - first + 1, 1), typed.MOST))

    def begun(self, again: Proposal | None) -> HttpResponse:
        """Each award as it stands; of a proposal that came back what was typed."""
        if again is not None:
            self.data = QueryDict(mutable=True)
            self.data.update(again.payload.get("typed", {}))
        draft = drafts.find(person=self.person, address=self.request.get_full_path())
        if draft is not None:  # a script fills in what was typed, in as many awards as there were
            last = typed.last_place({one["name"]: "".join(one["values"]) for one in draft.fields})
            self.data = self.data.copy()
            self.data[JOINING] = str(max(last - len(self.held), 1))
        return self.filled()

    def filled(self) -> HttpResponse:
        """The form with what was typed so far; nothing of it is asked yet."""
        plain = {str(name): str(text) for name, text in self.data.items()}
        self.head = ChangeForm(initial=plain)
        self.parts = [self.changed(place, one, initial=typed.of_award(plain, place)) for place, one in self.places()]
        self.parts += [self.new(place, initial=typed.of_award(plain, place)) for place in self.new_places]
        return self.page()

    def places(self) -> Iterable[tuple[int, Investment]]:
        return enumerate(self.held, 1)

    def changed(self, place: int, award: Investment, *data: Any, **options: Any) -> ChangedAwardForm:
        return ChangedAwardForm(*data, place=place, award=award, before=self.terms.get(award.pk), **options)

    def new(self, place: int, *data: Any, **options: Any) -> AwardForm:
        return AwardForm(*data, user=self.request.user, place=place, **options)

    def answer(self) -> HttpResponse:
        if "_add" in self.data:
            self.data[JOINING] = str(len(self.new_places) + 1)
            return self.filled()
        sent = (self.data, self.request.FILES)
        self.head = ChangeForm(self.data)
        self.parts = [self.changed(place, one, *sent) for place, one in self.places()]
        self.parts += [self.new(place, *(sent if self.joins(place) else ())) for place in self.new_places]
        if not all([form.is_valid() for form in self.forms if form.is_bound]):  # noqa: C419 all of them
            return self.page()
        return self.written()

    def recorded(self, done: Any) -> tuple[Any, str]:
        """The deal."""
        return done, ended(f"Recorded: the change of {done}")

    def write(self, *, saves: bool) -> Deal | Proposal:
        """Record or propose it. Raises Previewed, which rolls it all back, unless it `saves`."""
        values = self.head.cleaned_data
        waits = saves and approvals.is_asked()
        approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
        with open_recording(by=self.person, why=values["why"], channel=Channel.FORM, approval=approval) as recording:
            change = self.collected()
            unusual = self.unusual(change, recording)
            if unusual and saves and not values["warning_reason"]:
                saves = waits = False
            payload = payload_of(change, unusual, typed.kept(self.data, OTHERS))
            if waits:
                return self.propose(DealChangeHandler.kind, payload, change.sources.values(), recording)
            if saves:
                return deal_changes.record(change, recording=recording, today=localdate())
            shown = DealChangeHandler().tried(payload, recording, localdate())
            (changed, kept), (moved, unmoved) = (parted(shown[part]) for part in ("fields", "totals"))
            lines = {"fields": changed, "totals": moved, "unchanged": [*kept, *unmoved]}
            raise Previewed({**lines, "warnings": unusual})

    def collected(self) -> deal_changes.DealChange:
        """The forms, all of them right, as the service takes them."""
        changed = [form for form in self.parts if isinstance(form, ChangedAwardForm) and form.changes_anything]
        joining = [form for form in self.parts if isinstance(form, AwardForm) and form.is_bound]
        head = DealForm({"deal": f"[{self.deal.slug}]", "announced_on": str(self.deal.announced_on or "")})
        head.is_valid()
        own = Collected(head, joining)
        both: list[Any] = [*changed, *joining]
        new: dict[int, Source] = {form.place: own.source(form) for form in both if form.brings_source}
        return deal_changes.DealChange(
            deal=self.deal,
            changes=[self.change(form, own, new) for form in changed],
            new={form.place: own.award(form, self.deal, new) for form in joining},
            sources=new,
        )

    def change(self, form: ChangedAwardForm, own: Collected, new: dict[int, Source]) -> deal_changes.AwardChange:
        named = [*form.cleaned_data["sources"], *([Brought(form.place)] if form.place in new else [])]
        return deal_changes.AwardChange(
            place=form.place,
            investment=form.award,
            terms=form.terms(),
            status=self.status(form),
            entries=list(form.entries()),
            cited=tuple(dict.fromkeys(own.cited(form, "sources", named, new))),
        )

    def status(self, form: ChangedAwardForm) -> InvestmentStatus | None:
        """The new status, with the reason why what is left stays. Raises ValidationError where it is no ending."""
        status, reason = form.new_status(), form.cleaned_data["leaves_rest"]
        if status is not None:
            with deals.prefixed(f"{form.prefix}-", but=()):
                endings.say_why_rest_stays(status, reason)
        return status

    def unusual(self, change: deal_changes.DealChange, recording: Recording) -> list[str]:
        """What is asked about it; the reason is noted with the terms and the entries that it is about."""
        at, reason = today_under(recording), self.head.cleaned_data["warning_reason"] or "asked for below"
        asked: list[str] = []
        for one in change.changes:
            if one.terms is not None and (found := investments.unusual(one.terms, one.investment.issuer, at=at)):
                one.terms.note = facts.explained("", reason)
                asked += found
            asked += self.unusual_status(one, reason, recording)
            for place, entry in enumerate(one.entries):
                row = row_of(entry)
                row.investment = one.investment
                found = identity.entry_questions(row)
                found += [text for text in [ledger.unusual(row, at=at)] if text]
                if found:
                    one.entries[place] = ledger.explained(entry, reason)
                    asked += found
        joined = list(change.new.values())
        for number, award in enumerate(joined, 1):
            if found := [
                *alike(joined, number),
                *identity.award_questions(award.investment, award.terms, at=at),
                *investments.unusual(award.terms, award.investment.issuer or award.recipient, at=at),
                *deals.unsettled(award, recording, localdate()),
            ]:
                award.terms.note = facts.explained("", reason)
                asked += found
        return list(dict.fromkeys(asked))

    def unusual_status(self, one: deal_changes.AwardChange, reason: str, recording: Recording) -> list[str]:
        """What is asked about how far the award is after this change, its entries included; or about a closing."""
        today = localdate()
        if one.status is None:
            if one.terms is None:
                return []
            found = investments.closed_before_signed(one.terms, recording, today_under(recording))
            if found:
                one.terms.note = facts.explained(facts.unexplained(one.terms.note), reason)
            return found
        found = investments.out_of_order(one.status, recording, today)
        found += investments.unsettled(one.status, recording, today, along=map(ledger.entry_of, one.entries))
        if found:
            one.status.note = facts.explained(one.status.note, reason)
        return found

    def page(self, preview: Any = None) -> HttpResponse:
        changed, new = self.parts[: len(self.held)], self.parts[len(self.held) :]
        context = {
            **admin.site.each_context(self.request),
            "title": f"Change a deal: {self.deal}",
            "deal": self.deal,
            "head": self.head,
            "changed": changed,
            "new": [(form, first(form), groups(form)) for form in new],
            "joins": len(new) > 1 or any(form.is_bound or self.joins(form.place) for form in new),
            "joining": len(new),
            **self.shown(preview, preview["warnings"] if preview else []),
        }
        return TemplateResponse(self.request, "admin/change_a_deal.html", context)
