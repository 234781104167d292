"""Record a deal: all its awards in one form, what follows from it, and only then one write."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now

from portfolio.models import Deal, Investment
from portfolio.services import deals, identity, investments
from portfolio.services.handlers.deals import DealHandler, payload_of
from projects.services import identity as site_identity
from record.admin.base import today_under
from record.admin.refused import Previewed
from record.models import Channel, Proposal, Recording
from record.roles import may_write
from record.sent_once import KEEPS_DRAFT
from record.services import approvals, drafts, facts
from record.services.recordings import SINGLE_CONTROL, open_recording

from . import deal_typed as typed
from .deal_collected import Collected
from .deal_desk import OTHERS, DealDesk
from .deal_layout import first, groups
from .deal_preview import Before, Preview, preview_of
from .new_deal_forms import AwardForm, DealForm


def record_a_deal(request: HttpRequest) -> HttpResponse:
    """The page at /admin/record-a-deal/."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer records a deal.")
    desk = _Desk(request)
    return desk.begun() if request.method != "POST" else desk.answer()


class _Desk(DealDesk):
    """One request of the form: everything as typed, and what the officer wants done with it."""

    def begun(self) -> HttpResponse:
        """The form as the address fills it: from a company, a deal, or a proposal that came back."""
        return self.filled(typed.begun(self.request))

    def answer(self) -> HttpResponse:
        if "_add" in self.data or "_drop" in self.data:
            return self.turned(typed.added(self.data) if "_add" in self.data else typed.dropped(self.data))
        self.head = DealForm(self.data)
        places = range(1, typed.count(self.data) + 1)
        self.parts = [self.award(place, self.data, self.request.FILES) for place in places]
        if not self.is_right():
            return self.page()
        return self.written()

    def recorded(self, done: Any) -> tuple[Any, str]:
        """The award where it is the only one, else the deal."""
        only = done[0] if len(done) == 1 else done[0].deal
        return only, f"Recorded: {only}. What you see now is on record."

    def turned(self, data: QueryDict) -> HttpResponse:
        """With an award more or less: kept as the draft, and opened from it, so that going back asks nothing."""
        kept = [{"name": name, "values": [text]} for name, text in typed.kept(data, OTHERS).items()]
        count = typed.count(data)
        address = self.request.get_full_path()
        name, step = data.get("deal", ""), f"{count} awards" if count > 1 else "one award"
        drafts.save(
            person=self.person, address=address, kind="Record a deal", name=str(name), step=step, fields=kept,
            now=now(),
        )  # fmt: skip
        self.request.META[KEEPS_DRAFT] = "1"
        return HttpResponseRedirect(f"{address}#a{count if '_add' in self.data else 1}")

    def award(self, place: int, *data: Any, **options: Any) -> AwardForm:
        return AwardForm(*data, user=self.request.user, place=place, **options)

    def filled(self, data: QueryDict) -> HttpResponse:
        """The form with what was typed so far; nothing of it is asked yet."""
        self.data = data
        plain = data.dict()
        self.head = DealForm(initial=plain)
        self.parts = [
            self.award(place, initial=typed.of_award(plain, place)) for place in range(1, typed.count(data) + 1)
        ]
        return self.page()

    def write(self, *, saves: bool) -> list[Investment] | Proposal:
        """Record everything at once, or propose it. Raises Previewed, which rolls it all back, unless it `saves`."""
        values = self.head.cleaned_data
        waits = saves and approvals.is_asked()
        why = values["why"] or f"{values['deal']} was announced"[:500]
        with open_recording(
            by=self.person,
            why=why,
            channel=Channel.FORM,
            approval=approvals.PROPOSAL if waits else SINGLE_CONTROL,
        ) as recording:
            new = Collected(self.head, self.parts).deal()
            unusual = self.unusual(new, recording)
            if unusual and saves and not values["warning_reason"]:
                saves = waits = False
            if waits:
                payload = payload_of(new, unusual, typed.kept(self.data, OTHERS))
                return self.propose(DealHandler.kind, payload, new.sources.values(), recording)
            at = today_under(recording)
            before = Before.of(new, at=at)
            made = deals.record_all(new, recording=recording, today=localdate())
            if saves:
                return made
            raise Previewed(preview_of(new, made, before, recording=recording, at=at, warnings=unusual))

    def unusual(self, new: deals.NewDeal, recording: Recording) -> list[str]:
        """What is asked about it, each once; the reason for it is noted with the terms that it is about."""
        at = today_under(recording)
        reason = self.head.cleaned_data["warning_reason"] or "asked for below"
        asked: list[str] = []
        if new.deal.pk is None:
            asked += identity.deal_questions(new.deal, Deal.objects.standing())
        for place, award in enumerate(new.awards, 1):
            entities = (award.recipient, *award.projects)
            own = [text for one in entities if one.pk is None for text in site_identity.questions(one)]
            own += identity.award_questions(award.investment, award.terms, at=at)
            own += alike(new.awards, place)
            own += investments.unusual(award.terms, award.investment.issuer or award.recipient, at=at)
            own += deals.unsettled(award, recording, localdate())
            if own or (asked and place == 1):
                award.terms.note = facts.explained("", reason)
            asked += own
        return list(dict.fromkeys(asked))

    def page(self, preview: Preview | None = None) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": "Record a deal",
            "deal": self.head,
            "parts": [(form, first(form), groups(form)) for form in self.parts],
            **self.shown(preview, preview.warnings if preview else []),
        }
        return TemplateResponse(self.request, "admin/record_a_deal.html", context)


def alike(awards: Sequence[deals.NewAward], place: int) -> list[str]:
    """What is asked of an award that is like an earlier one of the same form."""
    own = awards[place - 1]
    key = (own.investment.instrument, own.terms.announced_amount, own.recipient.slug)
    same = [
        number
        for number, other in enumerate(awards[: place - 1], 1)
        if (other.investment.instrument, other.terms.announced_amount, other.recipient.slug) == key
        and other.terms.announced_amount is not None
    ]
    return [f"Award {place} has the instrument and amount of award {one}. Is it another one?" for one in same]
