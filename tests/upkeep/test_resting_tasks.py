"""What practice and first tasks are made of, when some of it rests."""

from app.practice.views import skill_index
from tests.drills.drill_content import DRILLS
from tests.upkeep.test_resting_lessons import BOTH, resting, whole


def test_no_skill_offers_what_rests() -> None:
    index = skill_index(resting(quet_ma=frozenset({"ai-hoi-ma"}), cuoi=BOTH))
    assert index.tasks["tt-ma-qr"].keys() == {"quet-ma/ai-biet"}
    assert index.offers["tt-ma-qr"].open_lesson == "quet-ma"
    asleep = skill_index(resting(quet_ma=BOTH, cuoi=BOTH))
    assert "tt-ma-qr" not in asleep.tasks
    offer = asleep.offers["tt-ma-qr"]
    assert (offer.open_lesson, offer.today, offer.tomorrow) == ("", False, False)


def test_simulation_at_rest_is_no_task() -> None:
    index = skill_index(resting(giu_mat_khau=frozenset({"tap-goi"})))
    assert index.simulations == frozenset()
    assert skill_index(whole()).simulations == {"giu-mat-khau/tap-goi"}


def test_no_skill_counts_drills_all_of_which_rest() -> None:
    everything = resting(xem_tung_dong=frozenset(DRILLS), them_tin=frozenset(DRILLS))
    assert "an-toan-lua-dao" in skill_index(whole()).drilled
    assert "an-toan-lua-dao" not in skill_index(everything).drilled
