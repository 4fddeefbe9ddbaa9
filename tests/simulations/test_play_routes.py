"""Playing through the pages: every press a new screen, kept; the goal reached is one answer."""

import re

from app.learners.models import Learner
from app.quiz.models import Answer
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.simulations.player import HTMX, Player
from tests.simulations.simulation_content import URL, WAY
from tests.simulations.stored import Stored

DONE = "Bác làm được rồi"


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
    assert re.search(r'role="switch" aria-checked="true"[^>]* data-pressed', phone.html)


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


def test_press_fetches_what_it_changes(app: PrebuiltPages) -> None:
    """The first one also where a helper comes back to: only now there is an attempt."""
    player = Player(browser(app), HTMX)
    phone = player.open()
    assert f'name="toi" value="{URL}?lam-lai=1"' in phone.html
    phone = phone.after(player.send(phone.form("Quên mật khẩu")))
    assert f'name="toi" value="{URL}"' in phone.html
    reply = player.send(phone.form("Tiếp tục", {"Mã gồm 6 số": "482913"}))
    assert (reply.headers["hx-retarget"], reply.text.startswith("<title>CANARY-HOI-LAI")) == ("#luot", True)
    assert not re.findall(r"<main|<form|Bước|Có người giúp|name=\"khoa\"", reply.text)


def test_key_of_a_keypad_fetches_the_count_alone_unless_something_else_changes(app: PrebuiltPages) -> None:
    player = Player(browser(app), HTMX)
    phone = player.walk(player.open(), 3)

    def press(key: str, **more: str) -> tuple[str, int]:
        nonlocal phone
        reply = player.send(phone.form(key) | more)
        phone = phone.after(reply)
        return reply.headers["hx-retarget"][:5], reply.text.count("<button")

    assert press("2", bao="1") == ("#luot", 12)  # the page itself had said something
    assert press("4") == ("#dem-", 0)
    assert (phone.hidden["thu-tu"], "Đã bấm 2 trong 4 số" in phone.html) == ("7", True)
    assert press("9") == ("#luot", 12)  # wrong: a remark comes
    assert press("6") == ("#luot", 12)  # and goes
    assert "CANARY-NHAC" not in phone.html
    whole = player.open()
    assert (whole.hidden, whole.screen) == (phone.hidden, phone.screen)
    assert player.press(phone, "8").screen == "CANARY-MAT-KHAU-MOI"
