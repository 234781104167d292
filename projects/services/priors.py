"""Curves with their shares, odds of stages and overrides of projects: recorded as newer facts, or refused."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from projects.calculations.priors import refused_curve, refused_mixture, refused_odds, slip_sigma
from projects.models import CapacityEstimate, ProjectionOverride, RampUpCurve, StageRisk
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Citation, Recording
from record.services import facts
from record.services.timing import day_of, require_past

from .known_words import unknown_words

SHAPE = "lognormal: months = median*exp(sigma*z); allow no negative slip"
IN_FORCE = "A judgement is in force from the day on which it was made. Give that day."
PARAMETERS = ("series", "asymptote_percent", "tau_months", "shape", "fit_rmse_points", "mixture_share", "note")


def record_curve(curve: RampUpCurve, *, recording: Recording) -> RampUpCurve:
    """A new curve, or a newer version of one; its share of the mixture stays as it was. Raises ValidationError."""
    if None not in (curve.asymptote_percent, curve.tau_months, curve.shape):
        refuse(refused_curve(curve.asymptote_percent, curve.tau_months, curve.shape))
    facts.check_stated(curve, day_of(recording), what=IN_FORCE)
    before = RampUpCurve.objects.filter(series=curve.series).known(known_by(recording)).order_by("pk").last()
    curve.mixture_share = before.mixture_share if before else None
    facts.record(curve, recording=recording)
    require_mixture(recording, since=curve.counts_from)
    return curve


def record_shares(
    shares: Mapping[str, Decimal | None],
    *,
    effective_on: PartialDate | None,
    note: str,
    citation: Citation | None,
    recording: Recording,
) -> list[RampUpCurve]:
    """A newer version of every curve whose share changes, so that all of them sum to 1. Raises ValidationError."""
    require_past("effective_on", effective_on, day_of(recording), what=IN_FORCE)
    since = facts.counts_from(effective_on, citation)
    standing = RampUpCurve.objects.at(AsOf(since, recording.moment, recording.reads)).latest_by("series")
    unknown = sorted(shares.keys() - standing.keys())
    if unknown:
        raise ValidationError(f"No curve {unknown[0]} is on record on that day. Record the curve first.")
    refuse(refused_mixture({name: row.mixture_share for name, row in standing.items()} | dict(shares)))
    changed = [name for name, share in sorted(shares.items()) if standing[name].mixture_share != share]
    if not changed:
        raise ValidationError("No share was changed, so nothing was written. Change a share, or leave the page.")
    made = []
    for name in changed:
        values = {column: getattr(standing[name], column) for column in PARAMETERS}
        values |= {"mixture_share": shares[name], "note": note or values["note"]}
        row = RampUpCurve(**values, effective_on=effective_on, citation=citation)
        made.append(facts.record(row, recording=recording))
    require_mixture(recording, since=since)
    return made


def retract_curve(curve: RampUpCurve, *, reason: str, recording: Recording) -> None:
    """Raises ValidationError where the shares would no longer sum to 1, or a phase would lose its curve."""
    facts.retract(curve, reason=reason, recording=recording)
    require_mixture(recording, since=curve.counts_from)
    if curve.series in series_on_record(known_by(recording)):
        return
    users = [
        *CapacityEstimate.objects.known(known_by(recording)).filter(ramp_curve=curve.series)[:3],
        *ProjectionOverride.objects.known(known_by(recording)).filter(ramp_curve=curve.series)[:3],
    ]
    if users:
        names = "; ".join(str(one) for one in users[:3])
        raise ValidationError(f"{curve.series} is the curve of: {names}. Choose another curve there first.")


def record_odds(odds: StageRisk, *, recording: Recording) -> StageRisk:
    """A newer prior of a stage; sigma follows from its median and P90. Raises ValidationError."""
    facts.check_stated(odds, day_of(recording), what=IN_FORCE)
    refuse(
        refused_odds(
            success_share=odds.success_share,
            low=odds.success_share_low,
            high=odds.success_share_high,
            median=odds.slip_median_months,
            p90=odds.slip_p90_months,
        )
    )
    require_spread(odds.slip_median_months, odds.slip_p90_months)
    facts.require_said(
        odds, "success_share", "slip_median_months", "slip_p90_months",
        step="Nothing is given. Write the share that succeeds or the slip.",
    )  # fmt: skip
    facts.require_reason(odds, unknown_words(odds, recording))
    odds.slip_sigma = slip_sigma(odds.slip_median_months, odds.slip_p90_months)
    odds.slip_shape = SHAPE if odds.slip_sigma is not None else ""
    return facts.record(odds, recording=recording)


def override(fact: ProjectionOverride, *, p90: Decimal | None, recording: Recording) -> ProjectionOverride:
    """What stands for a project in place of the priors, its slip given by median and P90. Raises ValidationError."""
    facts.check_stated(fact, day_of(recording), what=IN_FORCE)
    refuse(refused_odds(success_share=fact.success_share, median=fact.slip_median_months, p90=p90))
    require_spread(fact.slip_median_months, p90)
    fact.slip_sigma = slip_sigma(fact.slip_median_months, p90)
    if not any(getattr(fact, name) not in (None, "") for name in ("success_share", "slip_median_months", "ramp_curve",
                                                                   "utilisation")):  # fmt: skip
        raise ValidationError(
            "Nothing is overridden. Give a share, a slip, a curve or a utilisation, or leave the page."
        )
    if fact.ramp_curve:
        require_curve(fact.ramp_curve, known_by(recording))
    return facts.record(fact, recording=recording)


def require_curve(series: str, at: AsOf) -> None:
    """Raises ValidationError for a curve that is not on record, naming those that are."""
    known = series_on_record(at)
    if series not in known:
        choice = f"Choose one of {', '.join(sorted(known))}." if known else "Record the curve first."
        raise ValidationError({"ramp_curve": f"No curve {series} is on record. {choice}"})


def series_on_record(at: AsOf) -> set[str]:
    """The names of the curves on record, whatever day they hold from."""
    return set(RampUpCurve.objects.known(at).values_list("series", flat=True))


def require_spread(median: Decimal | None, p90: Decimal | None) -> None:
    """A slip is drawn around its median: raises ValidationError where its P90 is missing."""
    if median and p90 is None:
        raise ValidationError(
            {"slip_p90_months": f"A median slip of {median.normalize():f} months needs the months within which nine "
             "in ten stay. Give them."}
        )  # fmt: skip


def require_mixture(recording: Recording, *, since: date) -> None:
    """Raises ValidationError where the shares do not sum to 1 on some day from `since` on."""
    known = RampUpCurve.objects.known(known_by(recording))
    days = {since, *known.filter(counts_from__gte=since).values_list("counts_from", flat=True)}
    for day in sorted(days):
        rows = RampUpCurve.objects.at(AsOf(day, recording.moment, recording.reads)).latest_by("series")
        refusal = refused_mixture({name: row.mixture_share for name, row in rows.items()})
        if refusal:
            when = "" if day == since else f"From {day} on: "
            raise ValidationError(f"{when}{refusal}")


def known_by(recording: Recording) -> AsOf:
    """All that is known with what this recording has written so far, whatever day it is about."""
    return AsOf(date.max, recording.moment, recording.reads)


def refuse(sentences: str | dict[str, str]) -> None:
    """Raises ValidationError with the sentences, where there are any."""
    if sentences:
        raise ValidationError(sentences)
