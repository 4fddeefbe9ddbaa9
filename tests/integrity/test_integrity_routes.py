"""What assessors and admins see of signs and re-checks, and what nobody does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.assessment.models import Case
from app.core.clock import VIETNAM, Clock
from app.core.config import Settings
from app.core.ids import digest
from app.integrity.closing import closing_of
from app.integrity.domain.findings import Findings, as_text
from app.integrity.domain.items import ItemSeen
from app.integrity.domain.ranking import GroupFlag, Sign, Suspicion
from app.integrity.inspector import Inspector
from app.integrity.models import KeptFindings, RecheckDraw, RecheckOutcome
from app.quiz.domain.differential_functioning import Functioning
from app.quiz.domain.item_drift import Drift
from app.web.prebuilt import PrebuiltPages
from tests.assessment.hall import NOW, Hall, mixed, open_hall, right
from tests.cast import PASSWORD, browser, hire, sign_in
from tests.sittings.place import NINE, Place
from tests.sittings.sample_bank import write_bank

REAL = Clock()
SIGNS, ITEMS, RECHECKS = "/tham-dinh/dau-hieu", "/tham-dinh/dau-hieu/cau", "/tham-dinh/kiem-tra-lai"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "content")


@pytest.fixture
def hall(fastapi_app: FastAPI, content: Path) -> Hall:
    state = fastapi_app.state
    return open_hall(Place(state.database, state.library, state.standards, state.engine, content))


def signed_in(app: PrebuiltPages, hall: Hall, account: int) -> TestClient:
    def login_of(session: Session) -> str:
        accounts.set_password(session, account, PASSWORD)
        return session.get_one(Account, account).login

    client = browser(app)
    sign_in(client, hall.do(login_of))
    return client


@pytest.fixture
def mai(app: PrebuiltPages, hall: Hall) -> TestClient:
    return signed_in(app, hall, hall.mai.account)


@pytest.fixture
def admin(app: PrebuiltPages, hall: Hall, settings: Settings) -> TestClient:
    client = browser(app)
    sign_in(client, hire(hall.database, settings, Role.ADMIN))
    return client


def keep(hall: Hall, found: Findings) -> None:
    """The running service may have compared before."""
    hall.do(lambda session: session.merge(KeptFindings(framework="nguoi-dan", at=NOW, text=as_text(found))))


def class_found(hall: Hall) -> tuple[Findings, str, str]:
    """Three sittings of a class, one of which has signs; with the address of its case, and the class."""
    sittings = hall.hold_class(right(), mixed(), mixed())
    hall.opener.open_due()
    signs = (Sign("pair", 4.0, 0.0004), Sign("night", 1.0, 0.02))
    first = (
        Suspicion(str(sittings[0]), 0.0001, signs, str(sittings[1])),
        Suspicion(str(sittings[1]), 0.4, (), ""),
        Suspicion("12345", 0.5, (), ""),  # erased since
    )
    supervision = str(hall.sitting(sittings[0]).supervision_id)
    group = GroupFlag("class", supervision, 12, 0.001, (Sign("passes", 3.0, 0.001),))
    items = (
        ItemSeen("kho/cau-lo", 300, 290, 150.0, Drift("easier", 250, 15.2), Functioning(-1.7, 20.0, "C"), 0.31),
        ItemSeen("kho/cau-it", 4, 3, 2.0, Drift("", 4, 0.0), None),
    )
    found = Findings(40, first, (group,), {"class": 20}, {"class": 0.1}, items, 2)
    return found, hall.case_of(sittings[0]).token, supervision


def test_before_the_first_inspection_it_says_so(hall: Hall, mai: TestClient) -> None:
    for address in (SIGNS, ITEMS):
        page = mai.get(address)
        assert page.status_code == 200
        assert "Chưa có lượt so nào" in page.text


def test_signs_are_said_with_how_often_honest_people_show_them(hall: Hall, mai: TestClient) -> None:
    found, case, _ = class_found(hall)
    keep(hall, found)
    page = mai.get(SIGNS).text
    assert "Trang này không quyết định điều gì" in page
    told = re.sub(r"<[^>]+>", "", page)
    assert "Giống một lượt khác cả ở những chỗ chưa đúng (chưa tới 1 trên 1.000 lượt bình thường)" in told
    assert "đến 5 giờ (1 trên 50 lượt bình thường)" in told
    assert "Lần này nêu 1 trong 20 lớp" in page
    assert "trung bình vẫn nêu nhầm tới 0,1 lớp." in page
    assert "2 trong 40 lượt lạ hẳn" in page
    assert "trung bình vẫn có tới 0,4 lượt như vậy." in page
    assert "<strong>Một lớp</strong>" in page
    assert "Xã D" not in page, "an assessor does not learn where cases come from"
    assert f'href="/tham-dinh/ho-so/{case}"' in page
    assert page.count("Ở lớp, ngày") == 2, "who was erased is not listed"


def test_no_learner_is_named(hall: Hall, mai: TestClient, admin: TestClient) -> None:
    found, _, _ = class_found(hall)
    keep(hall, found)
    for client in (mai, admin):
        page = client.get(SIGNS).text
        assert re.search(r"Người [0-9]", page) is None


def test_admin_sees_signs_and_opens_no_case(hall: Hall, admin: TestClient) -> None:
    found, case, _ = class_found(hall)
    keep(hall, found)
    page = admin.get(SIGNS).text
    assert "Ở lớp, ngày" in page
    assert "Nhà văn hóa, Xã D" in page
    assert case not in page


def test_too_few_sittings_are_not_compared(hall: Hall, mai: TestClient) -> None:
    keep(hall, Findings(12, (), (), {}, {}, ()))
    page = mai.get(SIGNS).text
    assert "chưa tới 20 lượt thi" in page
    assert "Lượt thi lạ nhất" not in page


def test_items_say_what_turned_and_hide_small_counts(hall: Hall, mai: TestClient) -> None:
    keep(hall, class_found(hall)[0])
    page = mai.get(ITEMS).text
    assert "Cần đọc lại (1)" in page
    assert "Lần này nêu 1 trong 2 câu. Nếu không câu nào lộ hay lệch, trung bình vẫn nêu nhầm tới 0,3 câu." in page
    assert "Dễ đi rõ rệt, có thể đề đã lộ (sau 250 câu trả lời)" in page
    assert "Khó hơn hẳn với nhóm này" in page
    assert "300 câu trả lời; đúng 97 %, dự kiến 50 %" in page
    assert "dưới 5 câu trả lời." in page
    assert "75 %" not in page


def test_unknown_framework_shows_the_first(hall: Hall, mai: TestClient) -> None:
    assert mai.get(f"{SIGNS}?khung=%3Cscript%3E").status_code == 200


# Tested again


def days(first: int, last: int) -> dict[str, str]:
    today = Clock().today()
    return {"tu": str(today + timedelta(days=first)), "den": str(today + timedelta(days=last)), "ti-le": "4"}


def test_seed_is_told_when_the_log_is_signed_after_the_last_day(hall: Hall, mai: TestClient) -> None:
    page_url, _ = drawn(hall, closed=False)
    page = mai.get(RECHECKS).text
    assert "khi máy ký đầu sổ cái" in page
    assert "s" * 22 not in page
    assert mai.get(page_url).status_code == 404
    close_draws(hall)
    page = mai.get(RECHECKS).text
    (draw,) = hall.read(lambda session: session.query(RecheckDraw).all())
    closing = hall.read(lambda session: closing_of(session.connection(), draw))
    assert closing is not None
    assert all(f"<code>{told}</code>" in page for told in (draw.seed, closing.root, closing.lot))
    assert mai.get(page_url).status_code == 200


def test_admin_publishes_a_digest_and_nobody_reads_the_seed(hall: Hall, admin: TestClient, mai: TestClient) -> None:
    assert admin.post(RECHECKS, data=days(1, 30)).status_code == 303
    (draw,) = hall.read(lambda session: session.query(RecheckDraw).all())
    for client in (admin, mai):
        page = client.get(RECHECKS).text
        assert digest(draw.seed) in page
        assert draw.seed not in page, "whoever knows it knows whom to spare"
        assert "Danh sách mở ra sau ngày cuối" in page
    assert "Mở đợt này</button>" not in mai.get(RECHECKS).text
    assert mai.get(f"{RECHECKS}/{draw.id}").status_code == 404, "not before the days are over"


@pytest.mark.parametrize(
    "sent",
    [days(0, 9), days(5, 4), {**days(1, 9), "ti-le": "90"}, {**days(1, 9), "tu": "hôm nay"}, {}, {**days(1, 9), "den": "x" * 999}],
)  # fmt: skip
def test_days_that_cannot_be_are_refused_kindly_and_write_nothing(
    hall: Hall, admin: TestClient, sent: dict[str, str]
) -> None:
    reply = admin.post(RECHECKS, data=sent)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert hall.read(lambda session: session.query(RecheckDraw).count()) == 0


def close_draws(hall: Hall) -> None:
    assert Inspector(hall.database, hall.place.engine, Clock()).close_due() == 1


def drawn(hall: Hall, clock: Clock = REAL, *, closed: bool = True) -> tuple[str, str]:
    """The address of a draw that is over, of everything; and that of the one certificate in it."""
    (token,) = hall.open_cases(right())
    hall.draw(False)
    now = clock.now() - timedelta(days=2)
    hall.decide(token, "approve", hall.lan, now)
    day = now.astimezone(VIETNAM).date()
    draw = RecheckDraw(
        seed="s" * 22, rate=1.0, first_day=day, last_day=day, published_at=NINE, account_id=hall.sup, log_index=0
    )

    def add(session: Session) -> int:
        session.add(draw)
        session.flush()
        return draw.id

    number = hall.do(add)
    if closed:
        close_draws(hall)
    return f"{RECHECKS}/{number}", f"{RECHECKS}/{number}/{hall.case(token).certificate_code}"


def test_a_stranger_says_what_they_saw(hall: Hall, mai: TestClient) -> None:
    page_url, row_url = drawn(hall)
    page = mai.get(page_url).text
    assert f'action="{row_url}"' in page
    assert "Người 0" not in page
    assert mai.post(row_url, data={"ket-qua": "able"}).status_code == 303
    assert "Làm được" in mai.get(page_url).text
    (row,) = hall.read(lambda session: session.query(RecheckOutcome).all())
    assert (row.outcome, row.account_id) == ("able", hall.mai.account)


@pytest.mark.one_database
def test_drawn_one_whom_nobody_may_test_again_is_told_where_people_are_taken_on(
    app: PrebuiltPages, hall: Hall, admin: TestClient
) -> None:
    drawn(hall)
    lan = signed_in(app, hall, hall.lan.account)
    untold = "giấy được rút để kiểm tra lại mà không ai kiểm tra được"
    addresses = (lan, "/tham-dinh"), (admin, "/tham-dinh/nguoi"), (admin, "/quan-tri")
    assert [untold in client.get(address).text for client, address in addresses] == [False] * 3
    others = update(Account).where(Account.id.in_((hall.hanh.account, hall.mai.account, hall.tu.account)))
    hall.do(lambda session: session.execute(others.values(disabled_at=NOW)))
    for client, address in addresses:
        page = client.get(address).text
        assert f"1 {untold}, vì ở đây ai cũng vướng (đã quyết định hồ sơ ấy rồi)" in page, address
        assert "cần thêm ít nhất 1 người, ở xã khác xã của lớp." in page, address


def test_who_certified_may_not_and_a_second_stranger_comes_too_late(
    app: PrebuiltPages, hall: Hall, mai: TestClient
) -> None:
    page_url, row_url = drawn(hall)
    lan, tu = signed_in(app, hall, hall.lan.account), signed_in(app, hall, hall.tu.account)
    assert row_url not in lan.get(page_url).text
    refused = lan.post(row_url, data={"ket-qua": "able"})
    assert refused.status_code == 403
    assert "cần một người xã khác" in refused.text
    mai.post(row_url, data={"ket-qua": "not-able"})
    late = tu.post(row_url, data={"ket-qua": "able"})
    assert late.status_code == 409
    assert "Người khác đã ghi" in late.text
    assert hall.read(lambda session: session.query(RecheckOutcome).count()) == 1


def test_only_who_arranges_reads_the_name_and_where_it_was(
    app: PrebuiltPages, hall: Hall, mai: TestClient, admin: TestClient
) -> None:
    page_url, row_url = drawn(hall)
    page = admin.get(page_url).text
    wanted = ("Người 0", "Nhà văn hóa", "Xã D", 'href="/xac-minh/')
    assert [told for told in wanted if told not in page] == []
    assert row_url not in page
    for client in (mai, signed_in(app, hall, hall.lan.account)):
        page = client.get(page_url).text
        assert [told for told in wanted if told in page] == []
    assert admin.post(row_url, data={"ket-qua": "able"}).status_code == 403


@pytest.mark.one_database
def test_whose_case_is_decided_anew_is_tested_again_without_it(hall: Hall, mai: TestClient) -> None:
    """Who reads it next has not heard of its certificate."""
    page_url, row_url = drawn(hall)
    assert 'href="/tham-dinh/ho-so/' in mai.get(page_url).text
    (token,) = hall.read(lambda session: session.scalars(select(Case.token)).all())
    hall.decide(token, "reopen", hall.lan, Clock().now())
    page = mai.get(page_url).text
    assert 'href="/tham-dinh/ho-so/' not in page
    assert f'action="{row_url}"' in page


@pytest.mark.one_database
def test_admin_and_who_may_test_are_reminded_of_whom_was_drawn(
    app: PrebuiltPages, hall: Hall, mai: TestClient, admin: TestClient
) -> None:
    """Lan has decided, so it is no work of hers."""
    _, row_url = drawn(hall)
    (draw,) = hall.read(lambda session: session.query(RecheckDraw).all())
    reminder = f"1 người được rút đang chờ kiểm tra lại, lâu nhất từ ngày {draw.last_day + timedelta(days=1):%d/%m/%Y}."
    lan = signed_in(app, hall, hall.lan.account)
    desks = (admin, "/quan-tri"), (mai, "/tham-dinh"), (lan, "/tham-dinh")
    assert [reminder in client.get(address).text for client, address in desks] == [True, True, False]
    mai.post(row_url, data={"ket-qua": "absent"})
    assert [reminder in client.get(address).text for client, address in desks] == [False] * 3


@pytest.mark.parametrize("address", [f"{RECHECKS}/999", f"{RECHECKS}/{2**70}", f"{RECHECKS}/x"])
def test_unknown_draws_are_not_found(hall: Hall, mai: TestClient, address: str) -> None:
    assert mai.get(address).status_code == 404
    assert mai.post(f"{address}/KHONGCOGIAY0", data={"ket-qua": "able"}).status_code == 404


def test_unknown_outcome_is_not_found_and_writes_nothing(hall: Hall, mai: TestClient) -> None:
    _, row_url = drawn(hall)
    assert mai.post(row_url, data={"ket-qua": "gian"}).status_code == 404
    assert mai.post(row_url).status_code == 404
    assert hall.read(lambda session: session.query(RecheckOutcome).count()) == 0
