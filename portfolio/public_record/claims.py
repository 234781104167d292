"""Figures that several sources give differently, and the one that is used."""

from collections.abc import Mapping

from django.db.models import Model

from record.models import Claim, ClaimChoice
from record.reference.loading import Known, Loading

from .editions import Files


def load_claims(load: Loading, files: Files, entities: Mapping[str, Mapping[str, Model]]) -> None:
    """`entities`: kind of entity → slug → what the claim is about."""
    rows = files.rows("claims", "claim entity slug figure value unit sources chosen reason")
    kinds = Known("kind of entity", {kind: Known(kind, named) for kind, named in entities.items()})
    claims = []
    for row in rows:
        entity = kinds[row["entity"]][row["slug"]]
        claims.append(
            Claim(
                table=entity._meta.db_table,
                entity_id=entity.pk,
                figure=row.text("figure"),
                value=row.text("value"),
                unit=row.text("unit"),
                note=row.text("reason"),
                citation=load.cite(row.several("sources")),
            )
        )
    recorded = load.facts(Claim, claims)
    load.facts(
        ClaimChoice,
        [
            ClaimChoice(claim=claim, note=row.text("reason"), citation=claim.citation)
            for row, claim in zip(rows, recorded, strict=True)
            if row.flag("chosen")
        ],
    )
