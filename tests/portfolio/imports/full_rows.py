"""One row of every kind of file that says all that can be said, and other values for what may change alone."""

import csv
import io

FULL = {
    "milestone-statements": (
        {"milestone": "m", "statement": "forecast", "stated_on": "2026-01-05", "happens_on": "2027"},
        {"happens_on": "2028"},
    ),
    "capacity-estimates": (
        {
            "phase": "p", "stated_on": "2026-01-05", "baseline_output": "10.000000", "baseline_period": "2024",
            "nameplate_added": "40000.000000",
            "unit": "t/yr", "planned_start_on": "2028", "planned_nameplate_on": "2029", "capacity_kind": "increment",
            "mineral": "li", "chain_stage": "li-chemical", "unit_of_account": "t LCE", "factor": "1.00000000",
            "counts_as": "primary", "phase_stage": "construction", "ramp_curve": "S3", "ramp_curve_reason": "As built",
            "feed_origin": "own mine", "domestic": "true",
        },
        {
            "baseline_output": "20.000000", "baseline_period": "2025", "nameplate_added": "45000.000000",
            "planned_start_on": "2029-06", "planned_nameplate_on": "2031", "mineral": "ni", "unit_of_account": "t Li",
            "factor": "0.50000000", "counts_as": "by_product",
            "phase_stage": "pea", "ramp_curve": "S1", "ramp_curve_reason": "Seen",
            "domestic": "false", "chain_stage": "li-metal",
        },
    ),
    "recorded-production": (
        {"phase": "p", "period": "2026-01", "recorded_output": "100.000000", "unit": "t"},
        {"recorded_output": "120.000000", "unit": "t LCE"},
    ),
    "phase-estimates": (
        {
            "phase": "p", "estimated_field": "nameplate", "method": "stated_range", "stated_on": "2026-01-05",
            "shape": "triangular", "estimate_low": "5.00000000", "estimate_middle": "6.00000000",
            "estimate_high": "9.00000000", "unit": "t/yr", "estimate_reason": "A range.",
        },
        {
            "estimate_low": "5.50000000", "estimate_middle": "6.50000000", "estimate_high": "8.00000000",
            "unit": "t", "counted_from": "2026-02", "estimate_reason": "A range of 2026.",
        },
    ),
    "share-counts": (
        {
            "company": "palisade", "effective_on": "2026-01-05", "count_kind": "cover", "basic_shares": "1000.000000",
            "other_shares": "1200.000000",
        },
        {"basic_shares": "1100.000000", "other_shares": "1300.000000"},
    ),
    "corporate-actions": (
        {
            "company": "palisade", "effective_on": "2026-01-05", "action_kind": "spin_off",
            "new_shares": "1.000000", "old_shares": "4.000000", "other_company": "saltwash",
            "carried_cost_share": "0.200000", "new_ticker": "",
        },
        {},
    ),
    "security-prices": (
        {"company": "palisade", "effective_on": "2026-01-05", "close": "12.50000000", "currency": "USD"},
        {"close": "13.00000000"},
    ),
    "due-dates": (
        {
            "investment": "palisade-preferred", "due_kind": "interest", "falls_due_on": "2026-09-30",
            "amount_usd": "5.00", "stated_on": "2026-01-05",
        },
        {"amount_usd": "6.00", "stated_on": "2026-02-05"},
    ),
    "commodity-prices": (
        {
            "product": "Lithium carbonate", "effective_on": "2026-01-05", "price": "80.00000000", "currency": "USD",
            "unit": "kg", "price_basis": "",
        },
        {"price": "90.00000000", "unit": "t"},
    ),
    "exchange-rates": ({"currency": "CAD", "effective_on": "2026-01-05", "usd": "0.70000000"}, {"usd": "0.80000000"}),
    "treasury-yields": (
        {"effective_on": "2026-01-05", "term_years": "10.000000", "treasury_yield": "0.042500"},
        {"treasury_yield": "0.041000"},
    ),
    "baseline-statistics": (
        {
            "mineral": "Lithium", "stage": "mine", "metric": "imports", "unit": "t", "year": "2024",
            "statistic_value": "3400.000000", "raw": "3,400", "qualifier": "", "withheld": "false",
            "estimated": "false", "edition": "MCS2025", "source_text": "Table 1",
        },
        {"source_text": "Table 2", "statistic_value": "3500.000000", "unit": "kg"},
    ),
    "agency-awards": (
        {
            "origin": "USAspending", "award_number": "A1", "recipient_name": "Palisade", "agency_name": "Energy",
            "awarded_on": "2025-01-05", "theirs_obligated_usd": "5.00", "theirs_disbursed_usd": "4.00",
            "theirs_face_value_usd": "3.00", "theirs_subsidy_cost_usd": "2.00", "description": "Magnets",
            "stated_on": "2026-01-05",
        },
        {
            "recipient_name": "Palisade Inc", "agency_name": "DOE", "awarded_on": "2025-02-05",
            "theirs_obligated_usd": "6.00", "theirs_disbursed_usd": "5.00", "theirs_face_value_usd": "4.00",
            "theirs_subsidy_cost_usd": "3.00", "description": "More magnets", "stated_on": "2026-02-05",
        },
    ),
    "agency-entries": (
        {
            "origin": "USAspending", "award_number": "A1", "entry_number": "E1", "theirs_obligated_usd": "5.00",
            "acted_on": "2026-01-05", "description": "First", "source_version_on": "2026-01-06", "corrected": "false",
        },
        {
            "theirs_obligated_usd": "6.00", "acted_on": "2026-01-06", "description": "Second",
            "source_version_on": "2026-02-01", "corrected": "true",
        },
    ),
}  # fmt: skip


def written(*rows: dict[str, str]) -> str:
    file = io.StringIO()
    table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return file.getvalue()
