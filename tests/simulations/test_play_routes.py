"""Playing through the pages: every press a new screen, kept; the goal reached is one answer; what is refused is said in
Vietnamese and changes nothing."""

import re
from pathlib import Path

import pytest

from app.core.batch import BatchWorker
from app.core.ids import new_token
from app.learners.models import Learner
from app.quiz.models import Answer
from app.simulations.models import Tap
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, browser
from tests.locked_database import nobody_can_write
from tests.sample_content import LESSON_PATH, QUESTION_URL
from tests.simulations.player import HTMX, Phone, Player
from tests.simulations.simulation_content import URL, WAY, WITH_SIMULATION
from tests.simulations.stored import Stored

CHANGED = "Bài tập bấm vừa được sửa lại"
ELSES = "là của người khác trên máy này"
OLD_PAGE = "Trang lúc nãy cũ rồi"
DONE = "Bác làm được rồi"
CODE = {"Mã gồm 6 số": "482913"}


# Refused


@pytest.mark.parametrize(
    "path",
    [
        "/bai-hoc/khong-co/tap-bam/lay-lai-mat-khau",
        "/bai-hoc/giu-mat-khau/tap-bam/ai-hoi-ma",
        "/bai-hoc/giu-mat-khau/tap-bam/mo-dau",
        "/bai-hoc/quet-ma/tap-bam/lay-lai-mat-khau",
        "/bai-hoc/giu-mat-khau/cau-hoi/lay-lai-mat-khau",
    ],
)
def test_what_is_no_simulation_here_is_not_found(player: Player, stored: Stored, path: str) -> None:
    form = player.open().form("Quên mật khẩu")
    assert player.client.get(path).status_code == 404
    assert player.client.post(path, data=form).status_code == 404
    assert stored.new(Tap) == stored.new(Answer) == 0


@pytest.mark.parametrize(
    "key", ["", "x", "k" * 21, "k" * 23, "k" * 21 + "đ", "' OR 1=1 --", "k" * 22 + "\0", "k" * 9_999]
)
def test_malformed_key_begins_anew_with_another_key(player: Player, stored: Stored, key: str) -> None:
    refused = player.send(player.open().form("Quên mật khẩu") | {"khoa": key})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert re.fullmatch(r"[\w-]{22}", Phone(refused.text).key)
    assert stored.new(Tap) == 0


@pytest.mark.parametrize("version", ["", "0" * 12, "f" * 13, "../../etc", "\0", "đ" * 200])
def test_unknown_version_begins_anew_as_it_is_now(player: Player, stored: Stored, version: str) -> None:
    phone = player.open()
    refused = player.send(phone.form("Quên mật khẩu") | {"phien-ban": version})
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert Phone(refused.text).hidden["phien-ban"] == phone.hidden["phien-ban"]
    assert stored.new(Tap) == 0


@pytest.mark.parametrize("seq", ["", "0", "2", "-1", "1.0", "x", "٣", "9" * 30, "\0"])
def test_wrong_number_of_the_form_changes_nothing(player: Player, stored: Stored, seq: str) -> None:
    phone = player.open()
    refused = player.send(phone.form("Quên mật khẩu") | {"thu-tu": seq})
    assert refused.status_code == 422
    assert OLD_PAGE in refused.text
    assert Phone(refused.text).screen == "Đăng nhập"
    assert (stored.new(Tap), stored.new(Learner)) == (0, 0)


@pytest.mark.parametrize(
    "pressed", [{"cham": "0" * 10}, {"cham": "đ\0"}, {"lui": "x"}, {"goi-y": "x"}, {"cham": "x" * 9_999}]
)
def test_what_is_not_on_the_screen_changes_nothing(player: Player, stored: Stored, pressed: dict[str, str]) -> None:
    phone = player.open()
    assert player.send(phone.hidden | pressed).status_code == 422
    assert stored.new(Tap) == 0


def test_control_of_another_screen_changes_nothing(player: Player, stored: Stored) -> None:
    phone = player.open()
    second = player.walk(phone, 1)
    later = player.walk(second, 0).buttons["Tiếp tục"]
    fresh = player.open("?lam-lai=1")
    assert player.send(fresh.hidden | {later[0]: later[1]}).status_code == 422
    assert stored.taps(fresh.key) == []


def test_nothing_pressed_and_nothing_typed_changes_nothing(player: Player, stored: Stored) -> None:
    phone = player.open()
    assert player.press(phone).screen == "Đăng nhập"
    assert (stored.new(Tap), stored.new(Learner)) == (0, 0)


def test_key_of_a_question_or_of_another_simulation_is_refused(player: Player, stored: Stored) -> None:
    first = player.open()
    player.press(first, "Quên mật khẩu")
    page = player.client.get(QUESTION_URL).text
    choice = re.findall(r'name="cau-tra-loi" value="([^"]+)"', page)[0]
    version = first.hidden["phien-ban"]
    form = {"khoa": first.key, "phien-ban": version, "cau-tra-loi": choice}
    assert player.client.post(QUESTION_URL, data=form).status_code == 200  # a tap is no answer: the key is still free
    assert stored.new(Answer) == 1
    other = Player(player.client, url="/bai-hoc/giu-mat-khau/tap-bam/lan-nua")
    refused = other.send(other.open().form("Đi") | {"khoa": first.key})
    assert refused.status_code == 422
    assert CHANGED in refused.text


def test_old_page_shows_where_one_stands(any_player: Player, stored: Stored) -> None:
    old = any_player.open()
    any_player.press(old, "Quên mật khẩu")
    late = any_player.send(old.form("Đăng nhập"))
    assert late.status_code == 422
    assert OLD_PAGE in late.text
    assert Phone(late.text).screen == "CANARY-MAN-HAI"
    assert "CANARY-NHAC" not in late.text
    assert stored.new(Tap) == 1


def test_attempt_of_another_learner_on_a_shared_phone_is_refused(player: Player, stored: Stored) -> None:
    player.join(LEARNER_LAN)
    lans = player.walk(player.open(), 1)
    player.join(LEARNER_HUNG)
    refused = player.send(lans.form("Tiếp tục", CODE))
    assert refused.status_code == 422
    assert ELSES in refused.text
    assert Phone(refused.text).screen == "Đăng nhập"
    assert Phone(refused.text).key != lans.key
    assert "CANARY" not in refused.text
    assert player.open().screen == "Đăng nhập"
    assert len(stored.taps(lans.key)) == 1


def test_key_left_on_a_shared_phone_opens_nobodys_progress(app: PrebuiltPages, player: Player, stored: Stored) -> None:
    first = player.walk(player.open(), 1)
    player.press(player.open("?lam-lai=1"), "Đăng nhập")
    stranger = Player(browser(app))
    refused = stranger.send(first.form("Tiếp tục", CODE))
    assert (refused.status_code, ELSES in refused.text) == (422, True)
    assert "set-cookie" not in refused.headers
    assert "CANARY" not in refused.text
    assert stored.new(Tap) == 2


# Played


def test_simulation_is_played_to_its_goal(any_player: Player, stored: Stored) -> None:
    phone = any_player.open()
    assert phone.screen == "Đăng nhập"
    result = any_player.walk(phone)
    assert DONE in result.html
    assert "CANARY-DICH" in result.html
    assert DONE in any_player.open().html
    [row] = stored.answers(phone.key)
    assert (row.answer[:16], row.score, row.mode, row.options) == ("wrong=0 hints=0 ", 1, "simulation", 0)
    assert (row.lesson, row.exercise, row.skills) == ("giu-mat-khau", "lay-lai-mat-khau", "vneid-dang-nhap")
    assert not row.assisted
    assert stored.ever_right(row.learner_id, "lay-lai-mat-khau")
    assert [tap.seq for tap in stored.taps(phone.key)] == list(range(1, 11))
    assert stored.new(Learner) == 1


def test_reload_shows_where_one_stands(any_player: Player) -> None:
    for steps in range(1, len(WAY)):
        phone = any_player.walk(any_player.open("?lam-lai=1"), steps)
        again = any_player.open()
        assert (again.screen, again.hidden) == (phone.screen, phone.hidden)


def test_wrong_press_is_answered_and_stays(any_player: Player) -> None:
    phone = any_player.press(any_player.open(), "Đăng nhập")
    assert phone.screen == "Đăng nhập"
    assert set(re.findall(r"CANARY-[\w-]+", phone.html)) == {"CANARY-NHAC-MOT"}
    assert 'role="alert"' in phone.html


def test_wrong_turn_is_undone_by_going_back(any_player: Player) -> None:
    phone = any_player.open()
    assert "Quay lại" not in phone.buttons
    astray = any_player.press(phone, "Đăng ký")
    assert (astray.screen, "CANARY-NHAC-HAI" in astray.html) == ("CANARY-RE-NHAM", True)
    back = any_player.press(astray, "Quay lại")
    assert (back.screen, "CANARY" in back.html) == ("Đăng nhập", False)


def test_hints_come_one_after_the_other(any_player: Player) -> None:
    phone = any_player.press(any_player.open(), "Gợi ý")
    assert 'class="k-link glow"' in phone.html
    assert "CANARY" not in phone.html
    phone = any_player.press(phone, "Gợi ý thêm")
    assert set(re.findall(r"CANARY-[\w-]+", phone.html)) == {"CANARY-GOI-Y-MOT"}
    phone = any_player.press(phone, "Gợi ý thêm")
    assert "Bác bấm <strong>Quên mật khẩu</strong>." in phone.html
    assert 'class="k-link glow pointed"' in phone.html
    assert not {"Gợi ý", "Gợi ý thêm"} & phone.buttons.keys()


def test_who_plays_alone_gets_no_hint_and_no_remark(any_player: Player, stored: Stored) -> None:
    phone = any_player.open("?tu-lam=1")
    assert "Gợi ý" not in phone.buttons
    phone = any_player.press(phone, "Đăng nhập")
    assert "CANARY" not in phone.html
    assert any_player.send(phone.hidden | {"goi-y": "x"}).status_code == 422
    assert {tap.mode for tap in stored.taps(phone.key)} == {"exam"}
    result = any_player.walk(any_player.open())
    [row] = stored.answers(phone.key)
    assert (row.mode, row.score) == ("exam", 4 / 5)
    assert "CANARY-NHAC-MOT" in result.html  # afterwards it is talked over


def test_mode_of_an_attempt_is_that_of_its_first_tap(player: Player, stored: Stored) -> None:
    phone = player.press(player.open("?tu-lam=1"), "Đăng nhập")
    form = phone.form("Quên mật khẩu")
    del form["cach"]
    player.send(form)
    assert {tap.mode for tap in stored.taps(phone.key)} == {"exam"}


def test_result_names_what_went_well_and_what_did_not(player: Player, stored: Stored) -> None:
    phone = player.press(player.press(player.open(), "Đăng nhập"), "Đăng nhập")
    result = player.walk(phone).html
    assert "Đúng ngay từ lần bấm đầu ở: CANARY-MAN-HAI, CANARY-HOI-LAI, " in result
    assert "Ở màn hình “Đăng nhập”, bác bấm “Đăng nhập” (2 lần)" in result
    assert set(re.findall(r"CANARY-NHAC-[\w-]+", result)) == {"CANARY-NHAC-MOT"}
    assert f'href="{URL}?lam-lai=1"' in result
    assert f'href="{URL}?tu-lam=1"' in result
    assert stored.answers(phone.key)[0].score == 4 / 5


def test_new_attempt_has_a_key_and_an_answer_of_its_own(player: Player, stored: Stored) -> None:
    first = player.open()
    player.walk(first)
    second = player.open("?lam-lai=1")
    assert (second.screen, second.key != first.key) == ("Đăng nhập", True)
    assert DONE in player.open().html  # nothing was pressed yet
    player.press(second, "Quên mật khẩu")
    assert player.open().screen == "CANARY-MAN-HAI"
    assert stored.new(Answer) == 1


def test_what_is_done_with_help_is_written_so(player: Player, stored: Stored) -> None:
    phone = player.open()
    player.client.cookies.set("co-nguoi-giup", "1")
    assert "Đang có người giúp" in player.walk(phone).html
    assert stored.answers(phone.key)[0].assisted


def test_typed_slip_stands_there_again_and_a_real_number_does_not(player: Player) -> None:
    phone = player.walk(player.open(), 1)
    field = phone.entries["Mã gồm 6 số"]
    assert player.press_typed(phone, "Tiếp tục", {"Mã gồm 6 số": "482931"}).held[field] == "482931"
    phone = player.open()
    again = player.press_typed(phone, "Tiếp tục", {"Mã gồm 6 số": "001099012345"})
    assert again.held[field] == ""
    assert "không lưu lại" in again.html


def test_switch_keeps_the_focus_and_its_state(player: Player) -> None:
    phone = player.press(player.walk(player.open(), 2), "Nhớ máy này")
    assert re.search(r'role="switch" aria-checked="true"[^>]* autofocus', phone.html)


def test_lesson_leads_to_the_simulation_and_on(player: Player) -> None:
    page = player.client.get("/bai-hoc/giu-mat-khau?buoc=5")
    assert (page.status_code, page.headers["location"]) == (303, URL)
    assert URL in player.client.get("/bai-hoc/giu-mat-khau/xong").text


def test_fragment_is_the_screen_of_the_page(player: Player) -> None:
    whole = player.client.get(URL).text
    fragment = player.client.get(URL, headers=HTMX).text
    assert fragment.startswith("<title>Đăng nhập · Tập bấm")
    screen = re.sub(r'name="khoa" value="[^"]+"', "", fragment.partition("</title>")[2]).strip()
    assert screen in re.sub(r'name="khoa" value="[^"]+"', "", whole)


def test_stylesheet_of_the_phone_comes_once(player: Player) -> None:
    assert "/tinh/phone." in player.client.get(URL, headers=HTMX).text
    form = player.open().form("Đăng nhập")
    assert "/tinh/phone." not in player.client.post(URL, data=form, headers=HTMX).text
    assert "/tinh/phone." in player.send(player.open().form("Đăng nhập")).text
    assert "/tinh/phone." not in player.client.get("/bai-hoc/giu-mat-khau").text


# Sent again


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


# Away


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
    monkeypatch.setattr(BatchWorker, "DEADLINE_S", 0.2)
    player = Player(browser(app))
    phone = player.walk(player.open(), 1)
    typed = {"Mã gồm 6 số": "482913", "Lời nhắn": "mừng cháu"}
    with nobody_can_write(stored.database, "tap"):
        busy = player.send(phone.form("Tiếp tục", typed))
    assert (busy.status_code, "chưa ghi được" in busy.text) == (503, True)
    kept = Phone(busy.text)
    assert kept.hidden == phone.hidden
    assert kept.held == {phone.entries["Mã gồm 6 số"]: "482913", phone.entries["Lời nhắn"]: "mừng cháu"}
    monkeypatch.undo()
    sent = player.send(kept.form("Tiếp tục"))  # the first one may have been written meanwhile: it counts once
    assert (sent.status_code, Phone(sent.text).screen) == (200, "CANARY-HOI-LAI")
    assert len(stored.taps(phone.key)) == 4


def test_busy_database_shows_no_real_number_again(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BatchWorker, "DEADLINE_S", 0.2)
    player = Player(browser(app))
    phone = player.walk(player.open(), 1)
    with nobody_can_write(stored.database, "tap"):
        busy = player.send(phone.form("Tiếp tục", {"Mã gồm 6 số": "001099012345", "Lời nhắn": "0912345678"}))
    assert busy.status_code == 503
    assert set(Phone(busy.text).held.values()) == {""}


def test_busy_database_at_the_goal_lets_the_last_form_be_sent_again(
    app: PrebuiltPages, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The taps are written, the answer is not."""
    if stored.database.is_sqlite:
        pytest.skip("SQLite locks all tables at once")
    monkeypatch.setattr(BatchWorker, "DEADLINE_S", 0.3)
    player = Player(browser(app))
    last = player.walk(player.open(), len(WAY) - 1)
    form = last.form("Xác nhận", {"Mật khẩu mới": "HoaSen-25"})
    with nobody_can_write(stored.database, "answer"):
        for _ in range(2):
            busy = player.send(form)
            assert busy.status_code == 503
            assert Phone(busy.text).hidden == last.hidden
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
