"""A made-up bank rescue: 900 banks, and a file of 9,000 entries as an agency would send it.

Preferred shares bought in dollars, dividends, redemptions in dollars, and warrants issued and sold. Every figure
follows from the bank's number, so that the totals can be checked by hand.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import Agency, Deal, Investment, InvestmentStatus, Program, Terms
from projects.models import Company
from record.calculations.partial_dates import PartialDate
from record.models import Channel
from record.services import sources
from record.services.recordings import open_recording

BANKS, ENTRIES = 900, 9_000
COUNTED = 100
"""The first banks, whose shares are counted: 1,000 of them at 1,100 USD, redeemed at their face of 1,000."""
REDEEMED, WITH_WARRANT = 600, 300
DIVIDENDS = ENTRIES - 3 * BANKS - REDEEMED - 2 * WITH_WARRANT
FIRST_DAY = date(2008, 10, 28)
PAID, DIVIDEND, WARRANT = Decimal(1_100_000), Decimal("13750.25"), Decimal(45_000)
PREMIUM = Decimal(50_000)
"""Above cost, paid by each bank from the 500th to the 599th as it redeems."""


def redeemed_by(bank: int) -> Decimal:
    """What a bank redeems in dollars: at face below cost, at cost, or above it."""
    if bank < COUNTED:
        return Decimal(1_000_000)
    return PAID + (PREMIUM if bank >= 500 else 0)


def make_banks() -> None:
    """The banks with a deal each, its preferred shares and, of the first 300, a warrant."""
    with open_recording(by_name="bench", why="a bank rescue", channel=Channel.IMPORT) as recording:
        stamp = {"created_in": recording, "recording": recording}
        sources.add_source(
            recording=recording, slug="rescue", publisher="Treasury", title="Transactions", published_on=None
        )
        dated = {
            "effective_on": PartialDate.of(FIRST_DAY),
            "counts_from": FIRST_DAY,
            "citation": sources.cite(["rescue"]),
            "recording": recording,
        }
        treasury = Agency.objects.create(slug="tre", code="TRE", name="Department of the Treasury", **stamp)
        program = Program.objects.create(slug="cpp", code="CPP", agency=treasury, name="Capital purchase", **stamp)
        banks = Company.objects.bulk_create(
            [Company(slug=f"bank-{n:03d}", name=f"Bank {n}", country="US", **stamp) for n in range(BANKS)]
        )
        deals = Deal.objects.bulk_create(
            [Deal(slug=f"bank-{n:03d}", name=f"Purchase from bank {n}", **stamp) for n in range(BANKS)]
        )

        def award(n: int, noun: str, instrument: Instrument) -> Investment:
            of = {"agency": treasury, "program": program, "recipient": banks[n], "issuer": banks[n], "deal": deals[n]}
            return Investment(slug=f"bank-{n:03d}-{noun}", instrument=instrument, **of, **stamp)

        awards = Investment.objects.bulk_create(
            [award(n, "preferred", Instrument.PREFERRED_EQUITY) for n in range(BANKS)]
            + [award(n, "warrant", Instrument.WARRANT) for n in range(WITH_WARRANT)]
        )
        InvestmentStatus.objects.bulk_create(
            [InvestmentStatus(investment=one, status=Status.CLOSED, **dated) for one in awards]
        )
        Terms.objects.bulk_create(
            [
                Terms(
                    investment=one,
                    announced_amount=None if one.instrument == Instrument.WARRANT else PAID,
                    original_price=Decimal(1_000) if n < COUNTED else None,
                    **dated,
                )
                for n, one in enumerate(awards)
            ]
        )


def lines() -> Iterator[str]:
    """The file, in the order of the days of each bank."""
    yield "investment,kind,amount_usd,shares,effective_on,note,sources"
    for n in range(BANKS):
        first = FIRST_DAY + timedelta(days=n % 400)
        preferred, warrant = f"bank-{n:03d}-preferred", f"bank-{n:03d}-warrant"
        for kind in ("commitment", "obligation"):
            yield f"{preferred},{kind},{PAID},,{first},,rescue"
        yield f"{preferred},disbursement,{PAID},{1000 if n < COUNTED else ''},{first},,rescue"
        if n < WITH_WARRANT:
            yield f"{warrant},warrant_issue,,5000,{first},,rescue"
        for number in range(dividends_of(n)):
            yield f"{preferred},dividend,{DIVIDEND},,{first + timedelta(days=91 * (number + 1))},,rescue"
        if n < REDEEMED:
            yield f"{preferred},sale,{redeemed_by(n)},,{first + timedelta(days=1_000)},,rescue"
        if n < WITH_WARRANT:
            yield f"{warrant},sale,{WARRANT},5000,{first + timedelta(days=1_050)},,rescue"


def dividends_of(bank: int) -> int:
    """How many dividends a bank pays, so that all of them are those of the file."""
    each, more = divmod(DIVIDENDS, BANKS)
    return each + (1 if bank < more else 0)


def a_file() -> bytes:
    return ("\n".join(lines()) + "\n").encode()
