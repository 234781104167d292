"""Rival claims: all are on record, one is chosen with a reason, as of any day and as known at any moment."""

from datetime import date

from record.models import Claim, ClaimChoice, Fact
from record.services import facts
from tests.cast import Cast, now, writing

LATER = date(2026, 12, 31)


class TestRivalClaims:
    def record(self, fact: Fact) -> Fact:
        with writing() as recording:
            return facts.record(fact, recording=recording)

    def claim(self, cast: Cast, value: str) -> Claim:
        site = cast.projects["saltwash-clay"]
        table = site._meta.db_table
        return self.record(Claim(table=table, entity_id=site.pk, figure="nameplate", value=value, unit="t"))

    def choose(self, claim: Claim, why: str) -> ClaimChoice:
        return self.record(ClaimChoice(claim=claim, note=why))

    def chosen(self, cast: Cast, at: object) -> list[str]:
        claims = Claim.objects.of(cast.projects["saltwash-clay"])
        return [choice.claim.value for choice in claims.chosen(at).values()]

    def test_all_are_shown_and_the_last_choice_is_used(self, cast: Cast, django_assert_num_queries):
        release, filing = self.claim(cast, "10000"), self.claim(cast, "7000")
        assert self.chosen(cast, now(LATER)) == []
        self.choose(release, "the company says so")
        before = now(LATER)
        self.choose(filing, "the filing is sworn")
        with django_assert_num_queries(1):
            chosen = Claim.objects.of(cast.projects["saltwash-clay"]).chosen(before)
        assert [choice.note for choice in chosen.values()] == ["the company says so"]
        assert self.chosen(cast, before) == ["10000"]
        assert self.chosen(cast, now(LATER)) == ["7000"]
        assert Claim.objects.at(now(LATER)).count() == 2

    def test_a_choice_or_its_claim_retracted_leaves_the_one_before(self, cast: Cast):
        release, filing = self.claim(cast, "10000"), self.claim(cast, "7000")
        self.choose(release, "the company says so")
        choice = self.choose(filing, "the filing is sworn")
        with writing() as recording:
            facts.retract(filing, reason="amended", recording=recording)
        assert self.chosen(cast, now(LATER)) == ["10000"]
        with writing() as recording:
            facts.retract(choice, reason="amended", recording=recording)
        assert self.chosen(cast, now(LATER)) == ["10000"]
        assert self.chosen(cast, now(LATER, serial=recording.serial - 2)) == ["7000"]
