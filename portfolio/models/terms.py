"""The terms of an investment: a change is a new dated version, the old one stays.

One table: a version carries the fields of its instrument's family and leaves the others empty. `FIELDS` says which
field belongs to which family; the officer's form, the pages and the reports all read it from here.
"""

from django.db import models

from portfolio.calculations.kinds import Instrument
from projects.models.units import require_unit
from record.models.facts import Fact
from record.models.fields import ExactField, PartialDateField, fraction, share_count, unit_price, usd

from .investments import Confidence, Investment


class EquityTerms(models.Model):
    """Common and preferred shares, and what they convert into."""

    security_class = models.CharField(max_length=120, blank=True)
    shares = share_count(null=True, blank=True, help_text="Shares, units or rights of this instrument.")
    price_per_share = unit_price(null=True, blank=True)
    original_price = unit_price(null=True, blank=True, help_text="Face of one preferred share.")
    dividend_rate = fraction(null=True, blank=True)
    dividend_form = models.CharField(max_length=60, blank=True, help_text='"cash" or "in kind".')
    dividend_months = models.PositiveSmallIntegerField(
        "months to compound",
        null=True,
        blank=True,
        help_text="After how many months an unpaid dividend earns as well; 0 where it never does; empty: not stated.",
    )
    liquidation_preference = usd(
        least=None, above=0, null=True, blank=True, help_text="Of one preferred share, in USD."
    )
    conversion_price = unit_price(null=True, blank=True)
    seniority = models.CharField(max_length=120, blank=True)
    holding_cap_share = fraction("cap on holding", null=True, blank=True)
    stated_stake_share = fraction("stake as stated", null=True, blank=True)

    class Meta:
        abstract = True


class RightTerms(models.Model):
    """Warrants and options."""

    strike_price = unit_price(null=True, blank=True)
    expires_on = PartialDateField()
    exercise_trigger = models.CharField(max_length=300, blank=True)
    exercised_into = models.CharField(max_length=200, blank=True)
    exercisable_share = fraction("exercisable part", null=True, blank=True)

    class Meta:
        abstract = True


class LoanTerms(models.Model):
    """Loans and guarantees. The face value is the committed amount; it may hold capitalised interest."""

    principal = usd(null=True, blank=True)
    capitalised_interest = usd(null=True, blank=True, help_text="Interest that the face value includes.")
    interest_rate = fraction("fixed rate", null=True, blank=True)
    benchmark = models.CharField(max_length=120, blank=True)
    spread = fraction(least=-1, null=True, blank=True)
    interest_text = models.CharField("interest as stated", max_length=200, blank=True)
    tenor_years = ExactField(places=2, noun="tenor in years", least=0, most=200, null=True, blank=True)
    lender = models.CharField(max_length=120, blank=True)
    guarantor = models.CharField(max_length=120, blank=True)
    covered_share = fraction(null=True, blank=True)
    subsidy_cost = usd(null=True, blank=True, help_text="Charged to the budget (FCRA). Never added to the face value.")
    amendment = models.TextField(blank=True, help_text="What was changed, and what was given for it.")

    class Meta:
        abstract = True


class AwardTerms(models.Model):
    """Grants, cooperative agreements, contracts, purchases, tax credits."""

    ceiling = usd(
        null=True, blank=True, help_text="Of an indefinite-quantity contract or a contingent top-up, as in 500 million."
    )
    cost_share = usd("recipient's cost share", null=True, blank=True)
    period_start_on = PartialDateField("period starts")
    period_end_on = PartialDateField("period ends")
    assistance_listing = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


class SupplyTerms(models.Model):
    """Offtakes and price floors."""

    buyer = models.CharField(max_length=120, blank=True)
    product = models.CharField(max_length=200, blank=True)
    offtake_share = fraction("share of output", null=True, blank=True)
    offtake_tpa = ExactField(
        "tonnes a year", places=3, noun="tonnage", above=0, null=True, blank=True, help_text="What the buyer takes."
    )
    floor_price = unit_price(null=True, blank=True)
    floor_unit = models.CharField(max_length=40, blank=True, validators=[require_unit])
    floor_starts_on = PartialDateField()
    floor_ends_on = PartialDateField()
    upside_share = fraction(null=True, blank=True)
    upside_condition = models.CharField(max_length=300, blank=True)
    reference_index = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Terms(EquityTerms, RightTerms, LoanTerms, AwardTerms, SupplyTerms, Fact):
    """One version of an investment's terms. What no source states stays empty."""

    replaces_earlier_of = "investment"

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="terms")
    announced_amount = usd("amount as stated", null=True, blank=True)
    announced_on = PartialDateField("announced")
    signed_on = PartialDateField("signed")
    closed_on = PartialDateField("closed")
    summary = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)

    class Meta:
        verbose_name_plural = "terms"

    def __str__(self) -> str:
        return f"{self.investment} from {self.effective_on or 'undated'}"


def _names(part: type[models.Model], *left_out: str) -> tuple[str, ...]:
    return tuple(field.name for field in part._meta.local_fields if field.name not in left_out)


COMMON = ("announced_amount", "announced_on", "signed_on", "closed_on", "confidence", "summary")
PREFERRED_ONLY = (
    "original_price",
    "dividend_rate",
    "dividend_form",
    "dividend_months",
    "liquidation_preference",
    "conversion_price",
)
EQUITY = _names(EquityTerms)
CONVERTIBLE = (*EQUITY, "exercised_into", "exercise_trigger")
COMMON_STOCK = _names(EquityTerms, *PREFERRED_ONLY)
RIGHT = ("shares", "stated_stake_share", "holding_cap_share", *_names(RightTerms), "tenor_years")
LOAN = _names(LoanTerms, "guarantor", "covered_share")
GUARANTEE = _names(LoanTerms)
AWARD = _names(AwardTerms)
OFFTAKE = (
    "buyer",
    "product",
    "offtake_share",
    "offtake_tpa",
    "tenor_years",
    "floor_price",
    "floor_unit",
    "reference_index",
)
PRICE_FLOOR = _names(SupplyTerms, "buyer", "offtake_share", "offtake_tpa") + ("tenor_years",)

FIELDS: dict[Instrument, tuple[str, ...]] = {
    Instrument.COMMON_EQUITY: COMMON_STOCK,
    Instrument.PREFERRED_EQUITY: EQUITY,
    Instrument.CONVERTIBLE_PREFERRED: CONVERTIBLE,
    Instrument.WARRANT: RIGHT,
    Instrument.OPTION: RIGHT,
    Instrument.DIRECT_LOAN: LOAN,
    Instrument.LOAN_GUARANTEE: GUARANTEE,
    Instrument.GRANT: AWARD,
    Instrument.COOPERATIVE_AGREEMENT: AWARD,
    Instrument.CONTRACT: AWARD,
    Instrument.STOCKPILE_PURCHASE: (*AWARD, "product", "tenor_years"),
    Instrument.TAX_CREDIT: AWARD,
    Instrument.OFFTAKE: OFFTAKE,
    Instrument.PRICE_FLOOR: PRICE_FLOOR,
}
