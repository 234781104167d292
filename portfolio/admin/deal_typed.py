"""What is typed in the form of a deal, field by field: how it begins, an award that is added or left out."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

from portfolio.models import FeedCandidate
from portfolio.services.handlers.deals import DealHandler
from record.admin.proposed_again import begun_from
from record.admin.sourced import NEW_SOURCE, is_row_number
from record.services import approvals, drafts

from . import candidate_answers
from .deal_source import brought_by

MOST = 20
"""Awards of one form."""
OF_AWARD = re.compile(r"a(\d{1,2})-(.+)", re.ASCII)
NAMED = {
    "deal": "deal", "new_deal_name": "deal", "company": "a1-company", "new_company_name": "a1-company",
    "instrument": "a1-instrument",
}  # fmt: skip
"""What an address may say → the field that it fills."""
ALIKE = (
    "agency", "program", "program_text", "company", "new_company_ticker", "new_company_country", "projects", "basis",
    "new_project_state", "new_project_country", "status", "status_on", "commitment_on", "confidence", "announced_on",
    "signed_on", "closed_on", "holding_cap_share", "stake_group", "sources",
)  # fmt: skip
"""What another award like this one starts from; its instrument, figures and payments are its own."""


def count(data: Any) -> int:
    """How many awards the form has."""
    text = data.get("awards", "")
    return min(max(int(text), 1), MOST) if is_row_number(text) else 1


def of_award(data: Mapping[str, Any], place: int) -> dict[str, str]:
    """The fields of one award, without its place before their names."""
    found = [(OF_AWARD.fullmatch(name), text) for name, text in data.items()]
    return {said[2]: text for said, text in found if said is not None and int(said[1]) == place}


def last_place(data: Mapping[str, Any]) -> int:
    """The last place at which something is typed of an award; 0 where nothing is."""
    places = (OF_AWARD.fullmatch(name) for name, text in data.items() if text)
    return max((int(said[1]) for said in places if said is not None), default=0)


def begun(request: HttpRequest) -> QueryDict:
    """What was typed and not sent; else what the address fills, of a proposal or a candidate all that it says."""
    data = QueryDict(mutable=True)
    person: Any = request.user
    draft = drafts.find(person=person, address=request.get_full_path())
    if draft is not None:
        data.update({one["name"]: text for one in draft.fields for text in one["values"][:1]})
        return data
    proposal = begun_from(request, {DealHandler.kind})
    if proposal is not None and approvals.follows(person, proposal):
        data.update(proposal.payload.get("typed", {}))
    candidate = request.GET.get("candidate", "")
    if is_row_number(candidate) and (found := FeedCandidate.objects.filter(pk=candidate).first()):
        data.update(candidate_answers.answers(found, person))
    for name, field in NAMED.items():
        if text := request.GET.get(name, ""):
            data[field] = text
    return data


def added(data: QueryDict) -> QueryDict:
    """With one more award, like the one whose place the button names; a new source of that is offered as well."""
    text = data.get("_add", "")
    place, last = (int(text) if is_row_number(text) else count(data)), count(data) + 1
    if last > MOST:
        return data
    plain = of_award(data.dict(), place)
    for name in ALIKE:
        if plain.get(name):
            data[f"a{last}-{name}"] = plain[name]
    if any(plain.get(name) for name in NEW_SOURCE):
        known = plain.get("sources", "").strip().rstrip(";")
        data[f"a{last}-sources"] = "; ".join(one for one in (known, brought_by(place)) if one)
    data["awards"] = str(last)
    return data


def dropped(data: QueryDict) -> QueryDict:
    """Without the award whose place the button names; those behind it move up."""
    text, most = data.get("_drop", ""), count(data)
    place = int(text) if is_row_number(text) else most
    if most == 1 or not 1 <= place <= most:
        return data
    kept = QueryDict(mutable=True)
    for name, said in data.items():
        found = OF_AWARD.fullmatch(str(name))
        number = int(found[1]) if found else 0
        if found is None or number < place:
            kept[name] = str(said)
        elif number > place:
            kept[f"a{number - 1}-{found[2]}"] = str(said)
    kept["awards"] = str(most - 1)
    return kept


def kept(data: QueryDict, others: set[str]) -> dict[str, str]:
    """What is typed, to begin again from."""
    return {str(name): str(text) for name, text in data.items() if name not in others and text}
