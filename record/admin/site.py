"""The officers' admin as one site: who enters, what its start page shows, in which groups its lists stand."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from portfolio.models import ProposalKind, Transaction
from portfolio.services.rights import ADMINISTRATOR, AUDITOR, OFFICER
from record.models import Fact, Proposal, Recording
from record.services import proposals
from record.services.row_spelling import spell

READERS = {OFFICER, AUDITOR, ADMINISTRATOR}
GROUPS = {
    "Deals and investments": """deal investment terms investmentstatus investmentproject investmentevent transaction""",
    "Companies and projects": """company project projectfunding milestone milestoneforecast capacityphase
        capacityestimate phasestart productionrecord projectionoverride ownership capitalization securityprice""",
    "Milestones and tranches": """healthchange acknowledgement predecessor milestoneverification tranche
        tranchecondition conditionevidence conditionverification tranchedecision waiver waiverdecision""",
    "Background work": """job projectionrun periodictask ledgercheckrun""",
    "Agencies and programs": """agency program programterms agencyalias programalias""",
    "Reference": """source citation mineral chain chainstage conversion baselinestatistic country countrystanding
        partneragreement rampupcurve rampuppoint stagerisk stageriskfinding""",
    "Four eyes": """proposal decision""",
    "History": """recording labelchange retraction claim claimchoice""",
    "Imports": """import importmapping agencyaward agencyentry match""",
    "Accounts": """user group assignment rightschange""",
}
NEWEST = 10


def roles(user: Any) -> set[str]:
    """The names of the groups that a user is in; read once for each request."""
    if not user.is_active or not user.is_authenticated:
        return set()
    if not hasattr(user, "_roles"):
        user._roles = set(user.groups.values_list("name", flat=True))
    return user._roles


class OfficersSite(admin.AdminSite):
    site_header = site_title = "Lodebook"
    index_title = "Record and look up"
    site_url = "/"
    enable_nav_sidebar = False
    index_template = "admin/start.html"
    empty_value_display = "not stated"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(roles(request.user) & READERS)

    def may_write(self, user: Any) -> bool:
        """True for an officer alone; being a superuser makes nobody one."""
        return OFFICER in roles(user)

    proposal_approval = proposals.PROPOSAL

    def asks_second_officer(self) -> bool:
        """True where money, terms and completions wait for a second officer."""
        return proposals.is_asked()

    def propose(self, kind: str, fact: Fact, *, recording: Recording) -> Proposal:
        """Keep a new fact as a proposal instead of writing it. Raises what refuses the write."""
        payload = {"row": spell(fact), "sources": fact.citation.text if fact.citation else ""}
        return proposals.propose(kind, payload, recording=recording, today=localdate())

    def propose_undoing(self, fact: Fact, reason: str, *, recording: Recording) -> Proposal:
        """Keep as a proposal that a fact no longer counts: an entry is reversed, any other fact retracted."""
        if isinstance(fact, Transaction):
            kind, payload = ProposalKind.REVERSAL, {"number": fact.number, "reason": reason}
        else:
            kind, payload = ProposalKind.RETRACTION, {"model": fact._meta.label, "pk": fact.pk, "reason": reason}
        return proposals.propose(kind, payload, recording=recording, today=localdate())

    def changelist_of(self, opts: Any) -> str:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Sign-in is the site's own; who is signed in and has no business here is told so."""
        target = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target, reverse("login"))
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        messages.info(request, "Recording is for officers. What is on record stands in the reports.")
        try:
            return HttpResponseRedirect(reverse("portfolio:reports"))
        except NoReverseMatch:
            return HttpResponseRedirect("/")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from portfolio.admin.new_deal import record_a_deal  # its forms look up this site

        from .waiting import waiting_for_me

        return [
            path("waiting/", self.admin_view(waiting_for_me), name="waiting_for_me"),
            path("record-a-deal/", self.admin_view(record_a_deal), name="record_a_deal"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The lists in groups that are named in words, instead of one for each application."""
        found = super().get_app_list(request, app_label)
        if app_label:
            return found
        lists = {row["model"]._meta.model_name: row for app in found for row in app["models"]}
        return [
            {
                "name": name,
                "app_label": name.split()[0].lower(),
                "app_url": "",
                "has_module_perms": True,
                "models": rows,
            }
            for name, wanted in GROUPS.items()
            if (rows := [lists[model] for model in wanted.split() if model in lists])
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "newest": Recording.objects.order_by("-serial")[:NEWEST],
            "may_write": self.may_write(request.user),
            "waiting": proposals.waiting_for(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        """The lists stand on the start page, in groups that are named in words."""
        return HttpResponseRedirect(reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "is_officer": self.may_write(request.user)}
