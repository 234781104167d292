"""The guides of the four roles as pages, each with its sections listed first."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from record.admin.guide import read
from record.roles import ADMINISTRATOR, AUDITOR, MANAGER, OFFICER, roles_of

from .times import carries_times

DOCS = Path(settings.BASE_DIR) / "docs"
GUIDES = {"officer": OFFICER, "manager": MANAGER, "auditor": AUDITOR, "operator": ADMINISTRATOR}
"""Name of a guide → the role that it is for."""


@require_safe
@carries_times("of")
def guide(request: HttpRequest) -> HttpResponse:
    """The guide that is asked for, else that of the reader's role."""
    own = next((name for name, role in GUIDES.items() if role in roles_of(request.user)), "manager")
    name = request.GET.get("of") or own
    if name not in GUIDES:
        told = {"of": [f'There is no guide "{name[:40]}". The guides are {", ".join(GUIDES)}.']}
        return render(request, "portfolio/unreadable_times.html", {"times_errors": told}, status=400)
    context = {**read(DOCS / f"{name}.md"), "name": name, "names": list(GUIDES)}
    return render(request, "portfolio/guide.html", context)
