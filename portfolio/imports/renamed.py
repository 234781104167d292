"""Headings that files of an earlier version have: they are read as what they are called today."""

RENAMED: dict[str, dict[str, str]] = {
    "agency-awards": {
        "disbursed_usd": "theirs_disbursed_usd",
        "face_value_usd": "theirs_face_value_usd",
        "obligated_usd": "theirs_obligated_usd",
        "subsidy_cost_usd": "theirs_subsidy_cost_usd",
    },
    "agency-entries": {"obligated_usd": "theirs_obligated_usd"},
    "baseline-statistics": {"value": "statistic_value"},
    "capacity-estimates": {"said_on": "stated_on"},
    "commodity-prices": {"basis": "price_basis"},
    "milestone-statements": {"forecast_on": "happens_on", "said_on": "stated_on"},
    "recorded-production": {"output": "recorded_output"},
}
