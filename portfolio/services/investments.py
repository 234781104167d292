"""Deals, investments and their dated facts are written here."""

from typing import TypeVar

from django.core.exceptions import ValidationError

from portfolio.calculations.terms_rules import refusals
from portfolio.models import Investment, InvestmentEvent, InvestmentProject, InvestmentStatus, Terms
from record.models import Recording
from record.services import entities, facts

from . import rights

F = TypeVar("F", Terms, InvestmentStatus, InvestmentProject, InvestmentEvent)


def create(investment: Investment, *, recording: Recording) -> Investment:
    """Put a new award on record. Raises PermissionDenied outside the writer's programs, ValidationError when wrong."""
    rights.require_for(recording, investment)
    return entities.create(investment, recording=recording)


def record(fact: F, *, recording: Recording) -> F:
    """Add a fact of an investment: a version of its terms, a status, a project that it reaches, an event.

    Raises PermissionDenied outside the writer's programs; ValidationError, by field, for impossible terms.
    """
    rights.require_for(recording, fact.investment)
    if isinstance(fact, Terms):
        found = refusals(terms_values(fact))
        if found:
            raise ValidationError(found)
    return facts.record(fact, recording=recording)


def terms_values(terms: Terms) -> dict:
    """The terms as a mapping of field to value, as the rules take them."""
    return {field.name: getattr(terms, field.name) for field in Terms._meta.concrete_fields if not field.is_relation}
