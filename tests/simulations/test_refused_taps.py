"""What is refused is said in Vietnamese and changes nothing."""

import re

import pytest

from app.learners.models import Learner
from app.quiz.models import Answer
from app.simulations.models import Tap
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, browser
from tests.sample_content import QUESTION_URL
from tests.simulations.player import Phone, Player
from tests.simulations.stored import Stored

CHANGED = "Bài tập bấm vừa được sửa lại"
ELSES = "là của người khác trên máy này"
OLD_PAGE = "Trang lúc nãy cũ rồi"
CODE = {"Mã gồm 6 số": "482913"}


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
