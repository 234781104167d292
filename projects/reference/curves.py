"""Start-up curves, the odds and slips of the stages, and lead times, from their files."""

from pathlib import Path

from projects.models import LeadTimePrior, RampUpCurve, RampUpPoint, StageRisk, StageRiskFinding
from record.reference.loading import Loading
from record.reference.rows import read


def load_curves(load: Loading, folder: Path) -> None:
    """The curves' parameters and points. Their yearly means are not loaded: they are computed from the curve."""
    columns = (
        "ramp_up_curve form asymptote_share tau_months shape fit_rmse_points year_1_mean_share year_2_mean_share"
        " year_3_mean_share year_4_mean_share mixture_share note"
    )
    load.facts(
        RampUpCurve,
        [
            RampUpCurve(
                series=row.text("ramp_up_curve"),
                asymptote_percent=row.number("asymptote_share") * 100,
                tau_months=row.number("tau_months"),
                shape=row.number("shape"),
                fit_rmse_points=row.number("fit_rmse_points"),
                mixture_share=row.number("mixture_share"),
                note=row.text("note"),
            )
            for row in read(folder / "ramp_up_parameters.csv", columns)
        ],
    )
    load.facts(
        RampUpPoint,
        [
            RampUpPoint(
                series=row.text("series"),
                months=row.number("months"),
                percent_of_nameplate=row.number("nameplate_share") * 100,
                basis=row.text("basis"),
                confidence=row.text("confidence"),
                source_text=row.text("source_text"),
            )
            for row in read(folder / "ramp_up_curves.csv", "series months nameplate_share basis confidence source_text")
        ],
    )


def load_stage_risks(load: Loading, folder: Path) -> None:
    columns = (
        "stage reaching_production_share reaching_production_low reaching_production_high slip_median_months"
        " slip_p90_months slip_lognormal_sigma slip_shape source_text note"
    )
    load.facts(
        StageRisk,
        [
            StageRisk(
                stage=row.text("stage"),
                success_share=row.number("reaching_production_share"),
                success_share_low=row.number("reaching_production_low"),
                success_share_high=row.number("reaching_production_high"),
                slip_median_months=row.number("slip_median_months"),
                slip_p90_months=row.number("slip_p90_months"),
                slip_sigma=row.number("slip_lognormal_sigma"),
                slip_shape=row.text("slip_shape"),
                source_text=row.text("source_text"),
                note=row.text("note"),
            )
            for row in read(folder / "stage_risk.csv", columns)
        ],
    )
    columns = "finding value unit sample measured_or_judged publication year address_where_found"
    load.facts(
        StageRiskFinding,
        [
            StageRiskFinding(
                finding=row.text("finding"),
                value=row.text("value"),
                unit=row.text("unit"),
                sample=row.text("sample"),
                is_measured=row["measured_or_judged"] == "measured",
                publication=row.text("publication"),
                year=row.text("year"),
                address=row.text("address_where_found"),
            )
            for row in read(folder / "stage_risk_measured.csv", columns)
        ],
    )


def load_lead_times(load: Loading, folder: Path) -> None:
    columns = (
        "lead_time plant_kind stage from_event to_event median_months p90_months basis sample confidence"
        " source_text note"
    )
    load.facts(
        LeadTimePrior,
        [
            LeadTimePrior(
                lead_time=row["lead_time"],
                plant_kind=row.text("plant_kind"),
                stage=row.text("stage"),
                from_event=row.text("from_event"),
                to_event=row.text("to_event"),
                **{name: row.number(name) for name in ("median_months", "p90_months")},
                basis=row.text("basis"),
                sample=row.text("sample"),
                confidence=row.text("confidence"),
                source_text=row.text("source_text"),
                note=row.text("note"),
            )
            for row in read(folder / "lead_times.csv", columns)
        ],
    )
