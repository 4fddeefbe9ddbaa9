"""The same form again, a database that is away, a lesson that changes meanwhile: nothing is lost or counted twice."""

from pathlib import Path

import pytest

from app.core.batch import BatchWorker
from app.core.ids import new_token
from app.learners.models import Learner
from app.simulations.models import Tap
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.locked_database import nobody_can_write
from tests.sample_content import LESSON_PATH
from tests.simulations.player import Phone, Player
from tests.simulations.simulation_content import URL, WAY, WITH_SIMULATION
from tests.simulations.stored import Stored

OLD_PAGE = "Trang lúc nãy cũ rồi"
DONE = "Bác làm được rồi"
CODE = {"Mã gồm 6 số": "482913"}


def test_same_form_again_is_one_tap_and_the_same_page(any_player: Player, stored: Stored) -> None:
    form = any_player.open().form("Đăng nhập")
    replies = [any_player.send(form) for _ in range(3)]
    assert {(reply.status_code, reply.text) for reply in replies} == {(replies[0].status_code, replies[0].text)}
    assert OLD_PAGE not in replies[0].text
    assert (stored.new(Tap), stored.new(Learner)) == (1, 1)


def test_last_form_again_is_one_answer(any_player: Player, stored: Stored) -> None:
    last = any_player.walk(any_player.open(), len(WAY) - 1)
    form = last.form("Xác nhận", {"Mật khẩu mới": "HoaSen-25"})
    replies = [any_player.send(form) for _ in range(3)]
    assert {(reply.status_code, reply.text) for reply in replies} == {(replies[0].status_code, replies[0].text)}
    assert len(stored.answers(last.key)) == 1


def test_answer_that_was_lost_is_made_good_by_the_same_form(player: Player, stored: Stored) -> None:
    """As if the machine had stopped between the last tap and the answer."""
    last = player.walk(player.open(), len(WAY) - 1)
    form = last.form("Xác nhận", {"Mật khẩu mới": "HoaSen-25"})
    player.send(form)
    stored.forget_answer(last.key)
    assert DONE in player.send(form).text
    assert len(stored.answers(last.key)) == 1


def test_reply_that_was_lost_can_be_asked_for_again(app: PrebuiltPages, stored: Stored) -> None:
    """The visitor's phone never got the cookie of the guest that was made for it."""
    form = Player(browser(app)).open().form("Quên mật khẩu")
    first = Player(browser(app)).send(form)
    player = Player(browser(app))
    again = player.send(form)
    assert again.text == first.text
    assert first.headers["set-cookie"] == again.headers["set-cookie"]
    assert player.open().screen == "CANARY-MAN-HAI"
    assert stored.new(Learner) == 1


def test_learner_whose_row_is_gone_starts_as_a_new_guest(player: Player, stored: Stored) -> None:
    phone = player.press(player.open(), "Đăng nhập")
    [tap] = stored.taps(phone.key)
    stored.delete_learner(tap.learner_id)
    stale = player.send(phone.form("Quên mật khẩu"))
    assert (stale.status_code, OLD_PAGE in stale.text) == (422, True)
    fresh = player.press(player.open(), "Quên mật khẩu")
    assert fresh.screen == "CANARY-MAN-HAI"
    assert stored.taps(fresh.key)[0].learner_id != tap.learner_id
    assert player.open().screen == "CANARY-MAN-HAI"


def test_busy_database_keeps_what_was_typed_for_the_next_press(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.2)
    player = Player(browser(app))
    phone = player.walk(player.open(), 1)
    typed = {"Mã gồm 6 số": "482913", "Lời nhắn": "mừng cháu"}
    with nobody_can_write(stored.database, "tap"):
        busy = player.send(phone.form("Tiếp tục", typed))
    assert (busy.status_code, "chưa ghi được" in busy.text) == (503, True)
    kept = phone.after(busy)
    assert kept.hidden == phone.hidden | {"bao": "1"}
    assert kept.held == {phone.entries["Mã gồm 6 số"]: "482913", phone.entries["Lời nhắn"]: "mừng cháu"}
    monkeypatch.undo()
    sent = player.send(kept.form("Tiếp tục"))  # the first one may have been written meanwhile: it counts once
    assert (sent.status_code, Phone(sent.text).screen) == (200, "CANARY-HOI-LAI")
    assert len(stored.taps(phone.key)) == 4


def test_busy_database_shows_no_real_number_again(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.2)
    player = Player(browser(app))
    phone = player.walk(player.open(), 1)
    with nobody_can_write(stored.database, "tap"):
        busy = player.send(phone.form("Tiếp tục", {"Mã gồm 6 số": "001099012345", "Lời nhắn": "0912345678"}))
    assert busy.status_code == 503
    assert set(Phone(busy.text).held.values()) == {""}


@pytest.mark.parametrize("shared_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_busy_database_at_the_goal_lets_the_last_form_be_sent_again(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The taps are written, the answer is not. (SQLite locks all tables at once.)"""
    monkeypatch.setattr(BatchWorker, "WAIT_S", 0.3)
    player = Player(browser(app))
    last = player.walk(player.open(), len(WAY) - 1)
    form = last.form("Xác nhận", {"Mật khẩu mới": "HoaSen-25"})
    with nobody_can_write(stored.database, "answer"):
        for _ in range(2):
            busy = player.send(form)
            assert busy.status_code == 503
            assert last.after(busy).hidden == last.hidden | {"bao": "1"}
            assert "HoaSen" not in busy.text.partition("HoaSen-25")[2]  # told once, on the screen: no password again
    monkeypatch.undo()
    assert DONE in player.send(form).text
    assert len(stored.answers(last.key)) == 1


def test_attempt_goes_on_with_the_text_it_began_with(app: PrebuiltPages, player: Player, content: Path) -> None:
    phone = player.walk(player.open(), 1)
    library = app.app.state.library
    file = content / LESSON_PATH
    try:
        changed = WITH_SIMULATION.replace("482913", "602755").replace("### Đăng nhập", "### Vào ứng dụng")
        file.write_text(changed.replace("giờ chặn", ""), encoding="utf-8")
        library.load()
        assert library.diagnostics == ()
        assert player.open().hidden == phone.hidden
        assert player.press_typed(phone, "Tiếp tục", CODE).screen == "CANARY-HOI-LAI"
        fresh = player.open("?lam-lai=1")
        assert (fresh.screen, fresh.hidden["phien-ban"] != phone.hidden["phien-ban"]) == ("Vào ứng dụng", True)
        file.write_text(WITH_SIMULATION.replace("tap-bam lay-lai-mat-khau", "tap-bam ten-khac"), encoding="utf-8")
        library.load()
        assert player.client.get(URL).status_code == 404
    finally:
        file.write_text(WITH_SIMULATION, encoding="utf-8")
        library.load()


def test_page_leaves_no_trace_of_the_file_system(player: Player) -> None:
    page = player.send(player.open().form("Đăng nhập") | {"khoa": new_token()}).text
    assert "courses/" not in page
    assert ".md" not in page
