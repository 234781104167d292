"""The audit package on the page of the reports: asked for and saved by auditors and administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from portfolio import audit_packages
from portfolio.asked import reads_only
from record.models import Job, Recording
from record.roles import ADMINISTRATOR, AUDITOR, roles_of
from record.services import jobs


def may_carry(user: Any) -> bool:
    """True for who may carry the whole record away, with every file."""
    return bool(roles_of(user) & {AUDITOR, ADMINISTRATOR})


def listed(user: Any) -> dict[str, Any]:
    """What the page of the reports shows of packages: those asked for last, each with whether it can be saved."""
    if not may_carry(user):
        return {}
    return {"may_carry": True, "packages": [(one, audit_packages.is_ready(one)) for one in audit_packages.newest()]}


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Hand the package of today, as known now, to the worker."""
    if not may_carry(request.user):
        raise PermissionDenied("An auditor or an administrator asks for the audit package.")
    job = audit_packages.ask(Recording.objects.as_of(localdate(), now()), now=now())
    if warning := jobs.notice(job):
        messages.warning(request, warning)
    messages.info(request, f"Audit package of {job.key}: {job.get_state_display()}. Look again in a moment.")
    return HttpResponseRedirect(f"{reverse('portfolio:reports')}#audit-package")


@require_safe
@cache_control(private=True, no_store=True)
@reads_only()
def save(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ZIP, to be saved. What the reader may not have, or is not written, is not found."""
    job = Job.objects.filter(pk=pk, kind=audit_packages.NAME).first()
    if job is None or not may_carry(request.user) or not audit_packages.is_ready(job):
        raise Http404
    content = audit_packages.storage().open(audit_packages.path_of(job))
    name = audit_packages.name_of(job)
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
