"""Proposals by the API: rows go where a file of these rows goes, all of them or none, and wait as it would.

A second sending with the same key finds what the first one brought. What is about money rests on a state of each award
that its sender has read: its ETag.
"""

import re
from typing import Any

from django.http import JsonResponse
from django.utils.timezone import localdate, now
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from portfolio.asked import API, require_known
from portfolio.imports import sent_rows
from portfolio.imports.kept import SMALL, row_outcomes_of
from portfolio.imports.preview import Refused
from portfolio.imports.row_outcomes import Becomes, Plan, RowOutcome
from portfolio.imports.sent_rows import HEADER, KeyUsedBefore, Sent
from portfolio.imports.tables import UnreadableFile
from portfolio.models import Import, Investment
from portfolio.sheet_forms import OF_API
from record.calculations.as_of import AsOf
from record.models import Recording
from record.roles import may_write
from record.services.moved import base_hash

from .bodies import RowsSerializer
from .object_views import ObjectListView
from .problems import of_errors, problem

KEY = re.compile(r"[!-~]{8,64}")
NO_KEY = "Send an Idempotency-Key of 8 to 64 letters or digits, a new one for what is new: a UUID, say."


class ProposalListView(ObjectListView):
    """What waits and what was decided; and the way to propose more."""

    http_method_names = ["get", "head", "post"]

    def post(self, request: Request) -> JsonResponse:
        require_known(request.query_params, OF_API, API)
        if not may_write(request.user):
            raise PermissionDenied("Only officers propose. Your role reads.")
        key = request.headers.get("Idempotency-Key", "")
        if not KEY.fullmatch(key):
            return problem(400, NO_KEY)
        body = RowsSerializer(data=request.data)
        if not body.is_valid():
            return of_errors(body.told())
        sent = Sent(by=request.user, **body.sent())
        if len(sent.content) > SMALL:
            return problem(413, f"The rows have more than {SMALL:,} bytes. Send a file on the page Imports.")
        if body.validated_data["preview"]:
            return self.looked_at(sent)
        try:
            return self.proposed(sent, key)
        except KeyUsedBefore:
            return problem(422, "This Idempotency-Key was sent before, with something else. Take a new one.")

    def looked_at(self, sent: Sent) -> JsonResponse:
        """What would become of each row, kept nowhere."""
        plan = self.plan(sent)
        return plan if isinstance(plan, JsonResponse) else JsonResponse(answer(plan.row_outcomes, state="shown"))

    def plan(self, sent: Sent) -> Plan | JsonResponse:
        """What would become of each row, or the problem why nothing can."""
        try:
            plan = sent_rows.looked_at(sent, today=localdate())
        except (Refused, UnreadableFile) as error:
            return problem(422, str(error))
        return of_errors(dict(refusals(plan)), 422) if plan.refused else plan

    def proposed(self, sent: Sent, key: str) -> JsonResponse:
        """Answer with what an earlier sending brought, or send."""
        one = sent_rows.sent_before(sent, key)
        if one is None:
            plan = self.plan(sent)
            if isinstance(plan, JsonResponse):
                return plan
            if unlike := self.unlike(plan):
                return unlike
        one = sent_rows.send(sent, key, today=localdate(), now=now())
        return brought(one)

    def unlike(self, plan: Plan) -> JsonResponse | None:
        """Why nothing is done of what is about money: the award's ETag was not read, or is not that any more."""
        if not (plan.effect.waits and plan.effect.awards):
            return None
        at = AsOf(localdate(), now(), Recording.objects.last_serial())
        awards = Investment.objects.filter(pk__in=plan.effect.awards).order_by("slug")
        stand = {one.slug: base_hash([one], at=at) for one in awards}
        given = self.request.headers.get("If-Match", "")
        if not given.strip():
            named = ", ".join(stand)
            return problem(428, f"Send If-Match with the ETag of each award that this is about: {named}.")
        sent = set(re.findall(r'"([^"]*)"', given))
        if moved := [slug for slug, tag in stand.items() if tag not in sent]:
            return problem(
                412, f"What you read of {', '.join(moved)} has moved since. Read it again, then send its ETag."
            )
        return None


def refusals(plan: Plan) -> Any:
    """(row and column, sentences) of what is refused; rows are counted from 1 in the order in which they were sent."""
    for outcome in plan.refused:
        for column, _, what in outcome.changes:
            place = f"rows[{outcome.row - HEADER}]" + (f".{column}" if column else "")
            yield place, [what]


def brought(one: Import) -> JsonResponse:
    """What came of a sending, with the address of its proposal where it waits."""
    proposal = one.proposals.first()
    told = {"import": one.pk, "proposal": proposal and proposal.pk, "recording": one.recording_id}
    response = JsonResponse(answer(row_outcomes_of(one), state=one.state, outcome=one.outcome, **told), status=201)
    if proposal:
        response["Location"] = f"/api/v1/proposals/{proposal.pk}/"
    return response


def answer(outcomes: list[RowOutcome], **told: Any) -> dict[str, Any]:
    counts = {one.value: sum(outcome.becomes is one for outcome in outcomes) for one in Becomes}
    rows = [
        {
            "row": one.row - HEADER,
            "becomes": one.becomes.value,
            "subject": one.subject,
            "why": one.why,
            "changes": [dict(zip(("column", "before", "after"), change, strict=True)) for change in one.changes],
        }
        for one in outcomes
    ]
    return {**told, "counts": counts, "rows": rows}
