"""Who owns what at an AsOf: shares that count as held, rights that nobody has exercised, and what each rests on.

Ownership is that which sources state. What an agency holds by the ledger of a company of which they state nothing, or
whose shares have moved since, is derived from the ledger.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.calculations.look_through import Ownership
from portfolio.models import Investment
from projects.models import Basis, Company, Project
from projects.models import Ownership as Stated
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent
from record.calculations.unknown import NotKnown

from .filters import Filters
from .holdings import Holding
from .quotes import fully_diluted_of, in_brackets, quote_of
from .share_counts import WITH_SHARES
from .stakes import Level, Measure, Stake, stakes_at, taken_together

COUNTED = {Basis.STATED, Basis.DERIVED}
PROJECT = "project/"
"""Before the name of a project on a path, since a company may be called the same."""
ZERO = Decimal(0)

Pair = tuple[str, str]
"""An owner and what it owns, by their names on a path."""
Shares = tuple[Decimal | None, Decimal | None]
"""In earnings and in votes."""


@dataclass(slots=True)
class Web:
    """Held and rights by pair, economic shares and votes. `rows` are the statements, `stakes` what agencies hold."""

    agencies: set[str] = field(default_factory=set)
    held: dict[Pair, Shares] = field(default_factory=dict)
    rights: dict[Pair, Shares] = field(default_factory=dict)
    derived: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[Pair, list[Stated]] = field(default_factory=lambda: defaultdict(list))
    stakes: dict[Pair, Stake] = field(default_factory=dict)

    def ownerships(self, place: int) -> tuple[list[Ownership], list[Ownership]]:
        """Held and rights: of economic shares at place 0, of votes at 1."""
        held, rights = (
            [Ownership(owner, owned, shares[place]) for (owner, owned), shares in found.items()]
            for found in (self.held, self.rights)
        )
        return held, rights

    def above(self, name: str) -> set[str]:
        """What owns `name` directly or through others, and itself."""
        found, open_ones = {name}, {name}
        while open_ones:
            owners = {owner for owner, owned in (*self.held, *self.rights) if owned in open_ones}
            open_ones = owners - found
            found |= open_ones
        return found

    def is_derived(self, pair: Pair) -> bool:
        """True where the share of an agency comes from the ledger."""
        return pair[1] in self.derived.get(pair[0], ())

    def once_issued(self, pair: Pair, place: int) -> Decimal | None:
        """An agency's share of a company once all that may be issued is: by the shares on record, else unknown.

        A stated share has no count to dilute. Votes are as many as the shares, and none of rights without votes.
        """
        if place and pair in self.rights and (self.rights[pair][place] in (None, ZERO)):
            return self.rights[pair][place]
        return fully_diluted_of(self.stakes[pair]) if pair in self.stakes else None

    def rests_on(self, pair: Pair) -> str:
        """What the share of a pair is, in words: the share, whether it is held, its day and its source."""
        of = f"{named(pair[0])} of {named(pair[1])}"
        if self.is_derived(pair):
            quote = quote_of(self.stakes[pair])
            said = quote.why or f"{percent(quote.share or ZERO)} {quote.measure.words}, {quote.basis}"
            return f"{of}: by the ledger, {said}"
        said = " and ".join(in_words(row) for row in self.rows[pair])
        own = quote_of(self.stakes[pair]) if pair in self.stakes else None
        if own is None or own.share is None or own.measure is Measure.STATED:
            return f"{of}: {said}"
        alone = f"{percent(own.share)}, {own.measure.words}, {own.basis}"
        return f"{of}: {said}; of the company alone the share to quote is {alone}"


def in_words(row: Stated) -> str:
    """5% if its rights are exercised, as stated on 2026-01-30 (lac6; lac7)."""
    share = "a share that no source states," if row.economic_share is None else percent(row.economic_share)
    how = "if its rights are exercised" if row.basis == Basis.UNEXERCISED else "held"
    day = f" on {row.effective_on}" if row.effective_on else ", undated"
    return f"{share} {how}, as {'derived' if row.basis == Basis.DERIVED else 'stated'}{day}{in_brackets(row)}"


def named(name: str) -> str:
    return name.removeprefix(PROJECT)


def name_of(entity: Company | Project) -> str:
    return f"{PROJECT}{entity.slug}" if isinstance(entity, Project) else entity.slug


def web_at(at: AsOf, name: str = "") -> Web:
    """All that is owned at `at`; with a name, what is above that alone. A few questions to the database."""
    web = _stated(at)
    asked = [Filters(company=slug) for slug in sorted(_issuers(at, web.above(name)))] if name else [Filters()]
    for filters in asked:
        stakes = stakes_at(at, filters)
        _from_the_ledger(web, stakes)
        _agreed(web, stakes)
    return web


def _stated(at: AsOf) -> Web:
    """What sources state at `at`. Of a stated and a derived share of one pair, the stated one counts."""
    asked = Stated.objects.at(at).select_related("owner_company", "owned_company", "owned_project", "citation")
    latest = asked.latest_by("owner_company_id", "owner_code", "owned_company_id", "owned_project_id", "basis").values()
    web = Web()
    for row in sorted(latest, key=lambda row: row.basis == Basis.STATED):
        if row.ends_on is not None and row.ends_on.end < at.as_of:
            continue
        owner = row.owner_company.slug if row.owner_company else row.owner_code
        pair = owner, name_of(row.owned_company or row.owned_project)
        if row.owner_code:
            web.agencies.add(row.owner_code)
        if row.basis in (*COUNTED, Basis.UNEXERCISED):
            web.rows[pair].append(row)
        if row.basis in COUNTED:
            web.held[pair] = row.economic_share, row.voting_share
        elif row.basis == Basis.UNEXERCISED:
            web.rights[pair] = row.economic_share, row.voting_share
    return web


def _issuers(at: AsOf, names: Collection[str]) -> set[str]:
    """Those of these companies whose shares or rights an agency may hold."""
    companies = {pk: company.slug for pk, company in Company.objects.at(at).items() if company.slug in names}
    awards = Investment.objects.filter(instrument__in=WITH_SHARES).at(at).values()
    return {companies[award.issuer_id] for award in awards if award.issuer_id in companies}


def _from_the_ledger(web: Web, stakes: Iterable[Stake]) -> None:
    """Add what agencies hold of companies of which no source states their share, or whose shares have moved since.

    The votes of shares are as many as the shares; rights have none before they are exercised.
    """
    for stake in taken_together(stakes):
        issuer = stake.first.issuer
        if stake.level is not Level.AGENCY or issuer is None:
            continue
        pair = stake.holder, issuer.slug
        web.stakes[pair] = stake
        if (pair in web.held or pair in web.rights) and stake.stated_stands:
            continue
        basic, exercised = _known(stake, "basic_share"), _known(stake, "as_converted_and_exercised_share")
        with_rights = _known(stake, "as_converted_and_exercised")
        if with_rights == 0:
            web.held.pop(pair, None)
            web.rights.pop(pair, None)
            continue
        web.agencies.add(stake.holder)
        web.derived[stake.holder].add(issuer.slug)
        web.held.pop(pair, None)
        web.rights.pop(pair, None)
        if stake.common != 0:
            web.held[pair] = basic, basic
        if with_rights != stake.common:
            more = None if basic is None or exercised is None else max(Decimal(0), exercised - basic)
            web.rights[pair] = more, more


def _agreed(web: Web, stakes: Iterable[Stake]) -> None:
    """Of a company of which an agency holds nothing, what it has agreed to take by one deal: its count is known."""
    agreed: dict[Pair, list[Stake]] = defaultdict(list)
    for stake in stakes:
        if stake.holding is Holding.AGREED and stake.first.issuer is not None:
            agreed[stake.holder, stake.first.issuer.slug].append(stake)
    for pair, found in agreed.items():
        if len(found) == 1:
            web.stakes.setdefault(pair, found[0])


def _known(stake: Stake, name: str) -> Decimal | None:
    try:
        found: Decimal | None = getattr(stake, name)
    except (NotKnown, ArithmeticError):
        return None
    return found
