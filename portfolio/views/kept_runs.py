"""Answers that are kept under a name: kept from the page of a report, listed, shown, checked, and compared."""

from typing import cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portfolio import kept_answers
from portfolio.asked import reads_only
from portfolio.earlier_form import EarlierForm
from portfolio.forms import ReportForm
from portfolio.models import KeptRun
from portfolio.pages import difference as pages
from portfolio.pages import samples
from portfolio.positions.sample_findings import SAMPLE
from portfolio.reports import REPORTS
from portfolio.reports.base import Definition
from portfolio.reports.file_names import file_name
from portfolio.services.kept_runs import keep as kept_under
from record.models import Account, Channel, Recording
from record.roles import AUDITOR, roles_of
from record.services import typed_again
from record.services.recordings import open_recording

from .desk_steps import sent, told
from .reports import defined
from .times import carries_times

MOST = 200
"""So many kept answers are listed, the newest first."""


@require_safe
@carries_times()
def index(request: HttpRequest) -> HttpResponse:
    kept = KeptRun.objects.select_related("recording").defer("content")
    return render(request, "portfolio/kept_runs.html", {"kept": kept[:MOST], "count": kept.count(), "most": MOST})


@require_safe
@carries_times("check")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One kept answer. With `check` it is asked again and compared, byte for byte."""
    kept = KeptRun.objects.select_related("recording").filter(pk=pk).first()
    if kept is None:
        raise Http404(f"No answer is kept under the number {pk}.")
    definition = defined(kept.report) if kept.report in REPORTS else None
    question = urlencode({"as_of": kept.as_of.isoformat(), "serial": kept.read_serial, **kept.filters})
    others = KeptRun.objects.filter(report=kept.report).exclude(pk=pk).defer("content").select_related("recording")
    at = Recording.objects.as_of(timezone.localdate(), timezone.now())
    context = {
        "kept": kept,
        "definition": definition,
        "question": question,
        "narrowed": urlencode(kept.filters),
        "others": [(other, comparing(kept, other)) for other in others[:MOST]],
        "at": at,
        "sample": samples.page(kept, at) if kept.report == SAMPLE else None,
        "may_find": AUDITOR in roles_of(request.user),
        "verdict": kept_answers.verify(kept) if "check" in request.GET else None,
    }
    return render(request, "portfolio/kept_run.html", context)


def comparing(kept: KeptRun, other: KeptRun) -> str:
    """The question that compares two kept answers, the earlier recording first."""
    first, second = sorted((kept, other), key=lambda found: (found.read_serial, found.as_of, found.pk))
    later = {"as_of": second.as_of.isoformat(), "serial": second.read_serial, **second.filters}
    return urlencode({**later, "from_kept": first.pk})


@require_safe
@reads_only()
def csv_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes that were kept, to be saved."""
    kept = KeptRun.objects.filter(pk=pk).first()
    if kept is None:
        raise Http404(f"No answer is kept under the number {pk}.")
    response = HttpResponse(kept.csv, content_type="text/csv; charset=utf-8")
    name = f"{kept.report}_{kept.as_of}_r{kept.read_serial}_kept{kept.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def keep(request: HttpRequest, name: str) -> HttpResponse:
    """The form that keeps an answer under a name, for the question of the address; sent, it keeps it."""
    return kept_now(request, name) if request.method == "POST" else asking(request, defined(name))


@require_safe
def asking(request: HttpRequest, definition: Definition) -> HttpResponse:
    form = ReportForm(definition, request.GET)
    if not form.is_valid():
        return render(request, "portfolio/report.html", {"definition": definition, "form": form}, status=400)
    at, filtered = form.at(), form.filters().asked()
    question = urlencode({"as_of": at.as_of.isoformat(), "serial": at.serial, **filtered})
    context = {"definition": definition, "at": at, "filtered": filtered, "question": question}
    context["typed"] = typed_again.of(request, request.path, "name")
    return render(request, "portfolio/keep.html", context)


@sent
def kept_now(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the answer under the name that was given; where it is not, the form stands again with the reason."""
    definition, asked = defined(name), request.POST.get("asked", "")
    back = f"{reverse('portfolio:keep', args=[name])}?{asked}"

    def do() -> str:
        form = ReportForm(definition, QueryDict(asked))
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        answer, named = kept_answers.to_keep(definition, form), request.POST.get("name", "").strip()
        why = f"answer kept: {named}"
        with open_recording(by=cast(Account, request.user), why=why, channel=Channel.FORM) as recording:
            kept = kept_under(named, answer, recording=recording)
        nonlocal back
        back = reverse("portfolio:kept_run", args=[kept.pk])
        return f"Kept as {named}: {answer.rows:,} rows, SHA-256 {kept.sha256}."

    response = told(request, do)
    return HttpResponseRedirect(back) if isinstance(response, HttpResponseRedirect) else response


@require_safe
def difference(request: HttpRequest, name: str) -> HttpResponse:
    """Two answers of a report beside each other, as a page; it asks for the earlier one where nothing says it."""
    definition = defined(name)
    later, earlier = asked_twice(request, definition)
    is_sound = later.is_valid() & earlier.is_valid()
    if not (is_sound and earlier.is_asked):
        return asking_for_one(request, definition, later, earlier, status=200 if is_sound else 400)
    found = compared(definition, later, earlier)
    file = f"{reverse('portfolio:difference_csv', args=[name])}?{request.GET.urlencode()}"
    context = {"definition": definition, "page": found, "file": file, "at": later.at()}
    return render(request, "portfolio/difference.html", context)


@require_safe
def difference_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The same as a file: every row that differs."""
    definition = defined(name)
    later, earlier = asked_twice(request, definition)
    if not (later.is_valid() & earlier.is_valid() and earlier.is_asked):
        return asking_for_one(request, definition, later, earlier, status=400)
    found = compared(definition, later, earlier)
    response = HttpResponse(pages.file(found), content_type="text/csv; charset=utf-8")
    before = f"from_{found.before.as_of}_r{found.before.serial}"
    named = file_name(f"{name}_difference_{before}", later.at(), later.filters(), "csv")
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


def asked_twice(request: HttpRequest, definition: Definition) -> tuple[ReportForm, EarlierForm]:
    """The later answer and the earlier one, as the address asks them."""
    later = ReportForm(definition, request.GET, beside=EarlierForm.base_fields)
    return later, EarlierForm(definition, request.GET)


def asking_for_one(
    request: HttpRequest, definition: Definition, later: ReportForm, earlier: EarlierForm, *, status: int
) -> HttpResponse:
    """The page that asks for the earlier answer, with what is wrong; what the later one asks stays."""
    context = {
        "definition": definition,
        "forms": (later, earlier),
        "earlier": earlier,
        "carried": [(name, text) for name, text in request.GET.items() if name in later.fields and text],
        "kept": KeptRun.objects.filter(report=definition.name).defer("content"),
        "is_wrong": later.errors or earlier.errors,
    }
    return render(request, "portfolio/difference.html", context, status=status)


def compared(definition: Definition, later: ReportForm, earlier: EarlierForm) -> pages.Page:
    at = later.at()
    now = pages.of_report(kept_answers.answer(definition, at, later.filters()))
    return pages.page(definition, earlier.before(later), now, at)
