"""The data release of the USGS, read by the mapping that is shipped."""

import pytest

from portfolio.feeds.stopped import FeedStopped
from portfolio.models import Import
from projects.models import BaselineStatistic
from tests.desk import approve_what_waits
from tests.portfolio.feeds.site import Reply

pytestmark = pytest.mark.long

PATH = "/mcs/mcs2026-gallium_salient.csv"


@pytest.fixture
def released(office, reference, settings, site):
    settings.FEED_USGS_ADDRESSES = [site.address + PATH]
    site.says(PATH, Reply(b"DataSource,Commodity,Year,Imports_t,NIR_pct\nMCS2026,gallium,2025,14,>95\n"))
    return office


def test_the_release_is_proposed_as_it_came_and_once(released, fetch):
    fetch("usgs-statistics")
    before = BaselineStatistic.objects.count()
    assert "1 of 1 as before." in fetch("usgs-statistics")
    approve_what_waits(released.people["officer2"])
    assert BaselineStatistic.objects.count() == before + 2
    reliance = BaselineStatistic.objects.get(edition="MCS2026", metric="net_import_reliance_pct")
    assert (reliance.raw, reliance.qualifier) == (">95", ">")
    assert "mcs2026-gallium_salient.csv" in reliance.citation.sources.get().title


def test_a_column_that_no_mapping_knows_is_told_and_nothing_is_proposed(released, fetch, site):
    site.says(PATH, Reply(b"DataSource,Commodity,Year,Imports_kg\nMCS2026,gallium,2025,14000\n"))
    with pytest.raises(
        FeedStopped, match=r"mcs2026-gallium_salient.csv: The column Imports_kg is unknown.*Nothing was"
    ):
        fetch("usgs-statistics")
    assert not Import.objects.exists()


def test_of_several_files_one_that_cannot_be_read_holds_up_all(released, fetch, site, settings):
    settings.FEED_USGS_ADDRESSES = [site.address + PATH, site.address + "/mcs/other.csv"]
    site.says("/mcs/other.csv", Reply(b"a page"))
    with pytest.raises(FeedStopped, match=r"other.csv"):
        fetch("usgs-statistics")
    assert not Import.objects.exists()
