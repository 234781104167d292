"""Which columns a report's page shows while nobody has chosen: those that answer its question, the answer first.

The first column of a report, which says what a row is about, always stands before them. Files have every column.
"""

LEADING = {
    "investments": "company instrument status committed_usd face_value_usd disbursed_usd exposure_usd agency program "
    "announced_on sources",
    "transactions": "investment company kind amount_usd shares effective_on agency control sources recording",
    "exposure": "company exposure_usd exposure_high_usd committed_usd face_value_usd disbursed_usd status instrument "
    "agency program sources",
    "stakes": "issuer holding shares share_to_quote quoted_basis fully_diluted_share as_converted_and_exercised_share "
    "strike_price_usd expires_on alerts sources",
    "warrants": "issuer shares strike_price_usd close_usd moneyness exercise_gain_usd expires_on days_to_expiry "
    "trigger_state last_decision sources",
    "valuations": "issuer instrument cost_usd value_usd unrealised_gain_usd value_multiple value_method close "
    "close_on is_stale why_no_value sources",
    "returns": "return_of invested_usd received_usd value_usd unrealised_gain_usd dpi tvpi xirr payments_known "
    "value_known why_no_rate",
    "returns-by-month": "return_of month_end invested_usd received_usd value_usd unrealised_gain_usd dpi tvpi xirr "
    "why_no_rate",
    "programs": "name agency program_ceiling_usd appropriation_usd committed_usd face_value_usd program_headroom_usd "
    "why_no_headroom authority_expires_on awards sources",
    "authorities": "program agency authority_kind authority_usd used_usd committed_usd face_value_usd "
    "program_headroom_usd authority_expires_on statute sources",
    "partners": "partnership partner_from sites committed_usd conditional_usd letters_usd would_make import_shares "
    "sources",
    "coverage": "program agency awards_on_record awards_made coverage_share why_no_share missing_usd sources",
    "milestones": "name project baseline_on in_force_on slip_days health health_reason tranches_waiting_usd officer "
    "sources",
    "alerts": "name project raised_health raised_on is_open health_reason next_step acknowledged_by what_is_done",
    "tranches": "name investment company amount_usd tranche_state since_on conditions waiting_usd released_usd sources",
    "waivers": "name investment amount_usd waiver_reason proposed_by decision decided_on decided_by",
    "conflicts": "entity figure in_words use use_reason chosen_by sources",
    "changes-since": "what_changed value_before value_after effective_on concerned_usd recorded_by recorded_why "
    "control sources",
    "figure-changes": "moved_figure before_usd after_usd moved_usd before_quantity after_quantity moved_quantity unit "
    "company project",
    "audit-trail": "recorded_at recorded_by event fact row_before row_after recorded_why control sources",
    "audit-sample": "transaction investment kind amount_usd effective_on stratum control sources",
    "reconciliation": "reconciliation_state award_number our_investments recipient ours_usd theirs_usd difference_usd "
    "resolved sources",
    "capacity": "project mineral stage year promised forecast p10_estimated p50_estimated p90_estimated p50_facts unit "
    "why_unknown",
    "production-gains": "stage year p10_estimated p50_estimated p90_estimated p50_facts promised forecast unit "
    "estimated_share phases_known why_unknown",
    "production-output": "stage year unit base_output output_recorded output_p10_estimated output_p50_estimated "
    "output_p90_estimated output_p50_facts output_promised",
    "supply-chain": "mineral stage year unit gain_as stage_output_estimated supports_estimated binds_estimated "
    "final_output_estimated imported_feed_estimated unknown_stages_estimated why_unknown",
    "cost-per-tonne": "project mineral stage year funding_kind funding_usd_estimated usd_per_unit_low_estimated "
    "usd_per_unit_high_estimated usd_per_unit_facts unit why_unknown",
    "partner-output": "mineral stage year p10_estimated p50_estimated p90_estimated p50_facts promised unit "
    "why_unknown",
    "price-floors": "company mineral quarter floor_usd_per_kg reference_usd_per_kg volume_kg_estimated accrued_usd "
    "liability_p10_usd_estimated liability_p50_usd_estimated liability_p90_usd_estimated why_unknown",
    "demand-shares": "stage year share_in_words share_low_estimated share_central_estimated share_high_estimated "
    "share_central_facts demand_measure demand_central demand_unit demand_source why_unknown",
    "dependence": "import_form country import_share_low import_share_high reliance_printed year "
    "reliance_after_estimated_low reliance_after_estimated_high use_share_after_estimated_low "
    "use_share_after_estimated_high why_unknown sources",
}  # fmt: skip


def leading(report: str) -> list[str]:
    """The names of those columns, in their order; none where all of a report's columns are shown."""
    return LEADING.get(report, "").split()
