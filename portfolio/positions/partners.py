"""How each country stands to the United States at an AsOf: what it signed, who is covered, who attended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices

from projects.models import Country, CountryStanding, PartnerAgreement, Standing
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

HOME = "US"


class Partnership(TextChoices):
    """The strongest tie of a country, the strongest first. Attending or intending is not signing.

    `ATTENDED` is asked for and borne by none: who signed may have attended as well.
    """

    SIGNED = "signed", "signed"
    UNION = "union", "the Union itself"
    MEMBER = "union_member", "under the Union's plan"
    RECORDED = "no_agreement", "partner, no agreement on record"
    ATTENDED_ONLY = "attended_only", "attended only"
    NEITHER = "neither", "neither"
    ATTENDED = "attended", "attended, whatever it signed"


@dataclass(frozen=True, slots=True)
class PartnerAt:
    """A country with its agreements by day, and how it counts. `country` None: the table has no such code."""

    code: str
    country: Country | None = None
    agreements: Sequence[PartnerAgreement] = ()
    standing: CountryStanding | None = None

    @property
    def name(self) -> str:
        return self.country.name if self.country else self.code

    @property
    def signed(self) -> list[PartnerAgreement]:
        return [one for one in self.agreements if one.is_signed]

    @property
    def covered(self) -> PartnerAgreement | None:
        """The plan of the Union as it covers this member."""
        return next((one for one in self.agreements if one.is_covered), None)

    @property
    def attended(self) -> PartnerAgreement | None:
        """The first ministerial that it attended."""
        return next((one for one in self.agreements if one.is_attendance), None)

    @property
    def is_union(self) -> bool:
        return self.country is not None and self.country.is_union

    @property
    def statute(self) -> str | None:
        """The law that names it as a country of concern; None for any other."""
        is_named = self.standing is not None and self.standing.standing == Standing.OF_CONCERN
        return self.standing.statute if self.standing and is_named else None

    @property
    def partnership(self) -> Partnership:
        if self.is_union:
            return Partnership.UNION
        if self.signed:
            return Partnership.SIGNED
        if self.covered:
            return Partnership.MEMBER
        if self.standing is not None and self.standing.standing == Standing.PARTNER:
            return Partnership.RECORDED
        return Partnership.ATTENDED_ONLY if self.attended else Partnership.NEITHER

    @property
    def partner_from(self) -> PartialDate | None:
        """The day of its first signature, else from which the Union covers it; None where it is no partner."""
        first = next(iter(self.signed), None) or self.covered
        if first is None and self.partnership is Partnership.RECORDED:
            return self.standing.effective_on if self.standing else None
        return first.effective_on if first else None

    def passes(self, partnership: str) -> bool:
        """Whether it stands as was asked; the Union is no country, so that it did not attend as one."""
        if partnership == Partnership.ATTENDED:
            return self.attended is not None and not self.is_union
        return partnership in ("", self.partnership)


@dataclass(frozen=True, slots=True)
class Partners:
    """Every country but the own one, by code."""

    by_code: dict[str, PartnerAt] = field(default_factory=dict)

    def of(self, code: str) -> PartnerAt:
        """A country by its code; one that no fact is about stands by its code alone."""
        return self.by_code.get(code) or PartnerAt(code)

    def standing(self, partnership: str) -> list[PartnerAt]:
        """Those that stand as asked, by code."""
        return [one for _, one in sorted(self.by_code.items()) if one.passes(partnership)]

    @property
    def union(self) -> PartnerAt | None:
        return next((one for one in self.by_code.values() if one.is_union), None)


def partners_at(at: AsOf) -> Partners:
    """Every country on record with what it signed and attended by then; in three questions."""
    countries = Country.objects.at(at)
    agreements: dict[int, list[PartnerAgreement]] = defaultdict(list)
    for one in PartnerAgreement.objects.at(at).select_related("citation"):
        agreements[one.country_id].append(one)
    standings = CountryStanding.objects.at(at).select_related("citation").latest_by("country_id")
    return Partners(
        {
            country.code: PartnerAt(country.code, country, agreements[pk], standings.get(pk))
            for pk, country in countries.items()
            if country.code != HOME
        }
    )
