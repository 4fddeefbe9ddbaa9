"""The desk as an assessor uses it: in a browser, without script."""

import csv
import dataclasses
import io
import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import Connection, event, select, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.accounts import service as accounts
from app.accounts.consents import give, withdraw
from app.accounts.domain.consent import Purpose
from app.accounts.domain.roles import Role
from app.accounts.models import Account, SignInSession
from app.assessment import service
from app.assessment.domain.lost_skills import from_text
from app.assessment.domain.readings import Reader
from app.assessment.models import Batch, Case, CaseOpening
from app.assessment.routes import router
from app.assessment.settling import Wish
from app.core.clock import Clock
from app.core.config import Settings
from app.core.spreadsheet import SEPARATOR, as_text
from app.sittings.demo import fields_of
from app.sittings.late_answers import keep_late
from app.sittings.models import Appeal, Sitting
from app.sittings.outcomes import appeal, neutralise_item, record_verdict
from app.sittings.queries import tasks_of
from app.sittings.service import NewSitting, Sent, pause_sitting, resume_sitting, start_sitting
from app.sittings.supervision import NewSupervision, come_in, open_supervision, take_seat
from app.web.prebuilt import PrebuiltPages
from tests.assessment.hall import NOW, Hall, mixed, open_hall, right, wrong
from tests.assessment.test_lost_skills import approved, neutralise
from tests.cast import PASSWORD, browser, hire, sign_in
from tests.sittings.place import NINE, Place
from tests.sittings.sample_bank import write_bank
from tests.web.addresses import addresses


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "content")


@pytest.fixture
def hall(fastapi_app: FastAPI, content: Path) -> Hall:
    state = fastapi_app.state
    return open_hall(Place(state.database, state.library, state.standards, state.engine, content))


def desk_of(app: PrebuiltPages, hall: Hall, reader: Reader) -> TestClient:
    with hall.database.session(writes=True) as session:
        accounts.set_password(session, reader.account, PASSWORD)
        session.commit()
        login = session.scalars(select(Account.login).where(Account.id == reader.account)).one()
    client = browser(app)
    sign_in(client, login)
    return client


@pytest.fixture
def lan(app: PrebuiltPages, hall: Hall) -> TestClient:
    return desk_of(app, hall, hall.lan)


def form(page: str, kind: str, **changed: str) -> dict[str, str]:
    """The form of a decision, as the page brings it."""
    part = page.split(f'id="viec-{kind}"')[1].split("</form>")[0]
    seen = re.search(r'name="da-xem" value="([^"]+)"', part)
    reason = re.search(r'name="ly-do" value="([^"]+)" checked', part)
    texts = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", part)
    assert seen
    assert reason
    sent = {"da-xem": seen[1], "viec": kind, "ly-do": reason[1], "loi-nguoi-hoc": texts[0], "loi-ho-so": texts[1]}
    return {**sent, **changed}


def visible(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def make_old(hall: Hall) -> None:
    """Everybody signed in a quarter of an hour ago."""

    def age(session: Session) -> None:
        for row in session.scalars(select(SignInSession)):
            row.created_at -= timedelta(minutes=15)

    hall.do(age)


# Reading


def test_desk_says_how_many_wait_and_leads_to_the_next(hall: Hall, lan: TestClient) -> None:
    hall.open_cases(right(), right(), mixed())
    older = update(Case).where(Case.queue == "look").values(waiting_since=Clock().now() - timedelta(days=3, hours=1))
    hall.do(lambda session: session.execute(older))
    page = lan.get("/tham-dinh").text
    assert re.findall("Lâu nhất: ([^<]*)<", page)[1:] == ["3 ngày."]
    assert "Sẵn sàng quyết định (2)" in page
    assert "Cần xem kỹ (1)" in page
    reply = lan.post("/tham-dinh/tiep", data={"hang": "look"})
    assert reply.status_code == 303
    assert "Máy không dám nói" in lan.get(reply.headers["location"]).text


def test_case_page_shows_everything_to_decide_on(hall: Hall, lan: TestClient) -> None:
    token = hall.case_with_taps(right)
    page = lan.get(f"/tham-dinh/ho-so/{token}").text
    for shown in (
        "Máy đề nghị duyệt", "Dừng vì đã đủ chắc là đạt", "<polyline", "Định danh", "Thanh toán", "câu lạ trước",
        "người ở mức này làm được", "Bỏ ba câu hay ra nhất", "đúng từng câu như đã hỏi", "Xem lại các lần bấm trong 60 giây",
    ):  # fmt: skip
        assert shown in page, shown
    record_tasks = page.count('<li id="cau-')
    assert record_tasks >= 4


def test_case_page_tells_neither_who_nor_where(hall: Hall, lan: TestClient) -> None:
    sitting = hall.hold_class(right())[0]
    hall.opener.open_due()
    case = hall.case_of(sitting)
    learner = hall.sitting(sitting).learner_id
    for url in ("", "/bam"):
        page = lan.get(f"/tham-dinh/ho-so/{case.token}{url}").text
        for secret in (
            "Người 0",
            "Xã D",
            "xa d",
            "Nhà văn hóa",
            "Cô Sáu",
            str(learner),
            str(sitting),
            hall.sitting(sitting).token,
        ):
            assert secret not in page, secret
    assert "Xã D" not in lan.get("/tham-dinh").text


def test_appeal_is_read_in_the_learners_words_without_its_markup(hall: Hall, lan: TestClient) -> None:
    sitting = hall.sit_alone(wrong())
    hall.do(lambda session: session.add(Appeal(sitting_id=sitting, at=NOW, text="<b>Tôi</b> làm được")))
    hall.opener.open_due()
    page = lan.get(f"/tham-dinh/ho-so/{hall.case_of(sitting).token}").text
    assert "&lt;b&gt;Tôi&lt;/b&gt; làm được" in page


@pytest.mark.one_database
def test_other_tries_of_a_person_are_told_without_who_or_where(hall: Hall, lan: TestClient) -> None:
    alone, own_place, elsewhere = (
        hall.sit_alone(wrong()),
        hall.hold_class(wrong(), commune="Xã A"),
        hall.hold_class(wrong()),
    )
    token = hall.open_cases(right())[0]
    learner = hall.sitting(hall.case(token).sitting_id).learner_id
    earlier = {one: number for number, one in enumerate((alone, *own_place, *elsewhere), 1)}

    def are_one_persons(session: Session) -> None:
        for one, days in earlier.items():
            sitting = session.get_one(Sitting, one)
            sitting.learner_id, sitting.started_at = learner, NINE - timedelta(days=days)

    hall.do(are_one_persons)
    hall.do(lambda session: record_verdict(session, elsewhere[0], "denied", "below", "Lời", None, NINE))
    page = lan.get(f"/tham-dinh/ho-so/{token}").text
    told = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.split('id="lan-khac"')[1].split("</ul>")[0]))
    days = [f"{NINE - timedelta(days=number):%d/%m/%Y}" for number in (1, 2, 3)]
    label = f"Hồ sơ {hall.case_of(elsewhere[0]).token[:6]}"
    assert "của người này (3)" in told
    assert f"Ngày {days[0]}, trước bài này. Làm một mình; máy nói chưa đạt; kết quả ấy không cần ai quyết định." in told
    assert f"Ngày {days[1]}, trước bài này. Có người giám sát; máy nói chưa đạt; chưa có quyết định. Ngày" in told
    assert f"Ngày {days[2]}, trước bài này. Có người giám sát; máy nói chưa đạt; chưa xác nhận. {label}" in told
    for secret in ("Xã A", "xa a", "Xã D", "Nhà văn hóa", "Người 0", str(learner), hall.sitting(alone).token):
        assert secret not in page, secret


def test_replay_shows_every_tap_on_its_screen_within_a_minute(hall: Hall, lan: TestClient) -> None:
    token = hall.case_with_taps(wrong)
    page = lan.get(f"/tham-dinh/ho-so/{token}/bam").text
    times = [int(ms) for ms in re.findall(r'<li data-ms="(\d+)"', page)]
    assert times
    assert sum(times) <= 60_000
    assert page.count('class="tapped"') == len(times)
    assert "Bấm “Trò chơi”" in page or "Bấm “Pin”" in page
    assert '<button type="submit" name="cham"' not in page


def test_own_people_and_unknown_cases_are_not_found(app: PrebuiltPages, hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right(), commune="Xã A")[0]
    for url in (f"/tham-dinh/ho-so/{token}", f"/tham-dinh/ho-so/{token}/bam", "/tham-dinh/ho-so/khong-co"):
        assert lan.get(url).status_code == 404
    assert lan.post(f"/tham-dinh/ho-so/{token}/quyet-dinh", data={}).status_code == 404
    assert desk_of(app, hall, hall.mai).get(f"/tham-dinh/ho-so/{token}").status_code == 200


# Deciding


def test_decision_goes_on_to_the_next_case_and_then_to_the_desk(hall: Hall, lan: TestClient) -> None:
    one, two = hall.open_cases(right(), right())
    hall.draw(False)
    url = lan.post("/tham-dinh/tiep", data={"hang": "ready"}).headers["location"]
    reply = lan.post(f"{url}/quyet-dinh", data=form(lan.get(url).text, "approve"))
    assert reply.status_code == 303
    following, _, said = reply.headers["location"].partition("?")
    assert "Đã ghi quyết định. Đây là hồ sơ tiếp theo." in lan.get(f"{following}?{said}").text
    assert "Đã ghi quyết định" not in lan.get(following).text
    assert {url, following} == {f"/tham-dinh/ho-so/{one}", f"/tham-dinh/ho-so/{two}"}
    reply = lan.post(f"{following}/quyet-dinh", data=form(lan.get(following).text, "practical"))
    assert reply.headers["location"] == "/tham-dinh?xong=1"
    assert (hall.case(url.rpartition("/")[2]).verdict, hall.case(following.rpartition("/")[2]).verdict) == (
        "approve",
        "practical",
    )


def test_texts_follow_the_reason_unless_they_were_typed(hall: Hall, lan: TestClient) -> None:
    one, two = hall.open_cases(mixed(), mixed())
    hall.draw(False)
    page = lan.get(f"/tham-dinh/ho-so/{one}").text
    lan.post(f"/tham-dinh/ho-so/{one}/quyet-dinh", data=form(page, "practical", **{"ly-do": "assisted"}))
    assert "có người đỡ bác một tay" in hall.verdicts(one)[-1].learner_text
    page = lan.get(f"/tham-dinh/ho-so/{two}").text
    lan.post(
        f"/tham-dinh/ho-so/{two}/quyet-dinh",
        data=form(page, "practical", **{"loi-nguoi-hoc": "Mời bác ra\r\nnhà văn hóa."}),
    )
    assert hall.verdicts(two)[-1].learner_text == "Mời bác ra\nnhà văn hóa."


def test_second_reader_sees_nothing_of_the_first(app: PrebuiltPages, hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(True)
    mai = desk_of(app, hall, hall.mai)
    desk, unread = (mai.get(url).text for url in ("/tham-dinh", f"/tham-dinh/ho-so/{token}"))
    page = lan.get(f"/tham-dinh/ho-so/{token}").text
    lan.post(f"/tham-dinh/ho-so/{token}/quyet-dinh", data=form(page, "deny", **{"loi-ho-so": "DẤU VẾT CỦA LAN"}))
    assert "DẤU VẾT CỦA LAN" in lan.get(f"/tham-dinh/ho-so/{token}").text
    page = mai.get(f"/tham-dinh/ho-so/{token}").text
    assert visible(page) == visible(unread), "who is sent all denials near the cut would know what the first one said"
    assert visible(mai.get("/tham-dinh").text) == visible(desk)
    for told in ("DẤU VẾT CỦA LAN", "Chị Lan", "Đã quyết định những gì"):
        assert told not in page
    assert 'id="viec-approve"' in page


def test_who_comes_too_late_is_told_and_nothing_is_written(app: PrebuiltPages, hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    mai = desk_of(app, hall, hall.mai)
    url = f"/tham-dinh/ho-so/{token}"
    late = form(mai.get(url).text, "deny", **{"loi-ho-so": "Lời gõ dở của Mai"})
    lan.post(f"{url}/quyet-dinh", data=form(lan.get(url).text, "approve"))
    reply = mai.post(f"{url}/quyet-dinh", data=late)
    assert reply.status_code == 409
    assert "đã có người khác quyết định" in reply.text
    assert hall.case(token).verdict == "approve"


def test_signing_needs_a_password_that_was_typed_lately(hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    url = f"/tham-dinh/ho-so/{token}"
    make_old(hall)
    page = lan.get(url).text
    assert "/tai-khoan/xac-nhan?toi=" in page
    reply = lan.post(f"{url}/quyet-dinh", data=form(page, "approve", **{"loi-nguoi-hoc": "Lời riêng"}))
    assert reply.status_code == 403
    assert "Lời riêng" in reply.text
    assert hall.decisions(token) == []
    assert lan.post(f"{url}/quyet-dinh", data=form(page, "practical")).status_code == 303


@pytest.mark.one_database
def test_words_outlive_the_way_to_the_password_without_script(hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    url = f"/tham-dinh/ho-so/{token}"
    words = {"ly-do": "looked", "loi-nguoi-hoc": "Bác làm <giỏi>", "loi-ho-so": "Đã xem từng bước."}
    make_old(hall)
    sent = form(lan.get(url).text, "approve", **words)
    assert lan.post(f"{url}/quyet-dinh", data=sent).status_code == 403
    again = lan.get(url).text
    assert unescaped(form(again, "approve")) == sent
    assert 'id="viec-approve" data-key="a" open' in again
    for name, value in words.items():
        assert value not in form(again, "practical")[name]
    rejuvenate(hall)
    assert lan.post(f"{url}/quyet-dinh", data=unescaped(form(again, "approve"))).status_code == 303
    assert hall.decisions(token)[0].authority_text == "Đã xem từng bước."
    lan.post(f"{url}/mo-lai", data=form(lan.get(url).text, "reopen"))
    assert "Đã xem từng bước." not in form(lan.get(url).text, "approve")["loi-ho-so"]


def unescaped(sent: dict[str, str]) -> dict[str, str]:
    return {name: unescape(value) for name, value in sent.items()}


def rejuvenate(hall: Hall) -> None:
    """Everybody has typed the password just now."""

    def renew(session: Session) -> None:
        for row in session.scalars(select(SignInSession)):
            row.created_at += timedelta(minutes=15)

    hall.do(renew)


@pytest.mark.one_database
def test_case_signed_as_soon_as_it_opened_is_not_signed_and_no_word_is_lost(hall: Hall, lan: TestClient) -> None:
    usual, standards = hall.place.offer, hall.place.standards
    strict = usual.standard.model_copy(update={"least_reading_s": 20})
    standards.offers = {"nguoi-dan": dataclasses.replace(usual, standard=strict)}
    token = hall.open_cases(right())[0]
    hall.draw(False)
    url = f"/tham-dinh/ho-so/{token}"
    sent = form(lan.get(url).text, "approve", **{"loi-ho-so": "Đã xem từng bước."})
    refused = lan.post(f"{url}/quyet-dinh", data=sent)
    assert refused.status_code == 409
    assert re.search(r"anh chị mới xem \d giây", refused.text)
    assert form(refused.text, "approve") == sent
    assert lan.get(f"{url}/bam").status_code == 200
    assert form(lan.get(url).text, "approve") == sent
    hall.do(lambda session: session.execute(update(CaseOpening).values(opened_at=NINE)))
    assert lan.post(f"{url}/quyet-dinh", data=sent).status_code == 303
    page = lan.get("/tham-dinh/so-lieu").text
    assert re.search(r"<bdi>Chị Lan</bdi></td><td>1</td><td>\d+ phút \d+ giây</td><td>1</td>", page)
    assert "20 giây" in page


def test_reopening_needs_it_too_and_is_seen_on_the_case(hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    url = f"/tham-dinh/ho-so/{token}"
    lan.post(f"{url}/quyet-dinh", data=form(lan.get(url).text, "approve"))
    sent = form(lan.get(url).text, "reopen", **{"ly-do": "mistake"})
    make_old(hall)
    assert lan.post(f"{url}/mo-lai", data=sent).status_code == 403


@pytest.mark.parametrize("kind", ["practical", "deny"])
def test_what_takes_a_certificate_away_needs_it_as_well(hall: Hall, lan: TestClient, kind: str) -> None:
    sitting = hall.sit_alone(right())
    hall.do(lambda session: session.add(Appeal(sitting_id=sitting, at=NOW, text="Xem giúp")))
    hall.opener.open_due()
    case = hall.case_of(sitting)
    assert case.certificate_code is not None
    url = f"/tham-dinh/ho-so/{case.token}"
    sent = form(lan.get(url).text, kind)
    make_old(hall)
    assert lan.post(f"{url}/quyet-dinh", data=sent).status_code == 403
    assert hall.decisions(case.token) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"da-xem": "x"},
        {"viec": "xoa"},
        {"ly-do": "khong-co"},
        {"da-xem": "1-1-99999-0-0"},
        {"loi-nguoi-hoc": "x" * 1001},
    ],
    ids=str,
)
def test_broken_forms_are_shown_again_and_change_nothing(hall: Hall, lan: TestClient, changed: dict[str, str]) -> None:
    token = hall.open_cases(right())[0]
    url = f"/tham-dinh/ho-so/{token}"
    reply = lan.post(f"{url}/quyet-dinh", data={**form(lan.get(url).text, "approve"), **changed})
    assert reply.status_code == 422
    assert "Máy chưa nhận được quyết định" in reply.text
    assert hall.decisions(token) == []


def test_form_that_was_refused_leaves_no_dead_page_behind(
    app: PrebuiltPages, fastapi_app: FastAPI, hall: Hall, lan: TestClient
) -> None:
    ours = {context.path for context in iter_route_contexts(router.routes)}
    found = [address for address in addresses(fastapi_app) if address.template in ours]
    reading = {address.template for address in found if address.is_safe}
    assert {address.template for address in found} - reading == set()
    url = f"/tham-dinh/ho-so/{hall.open_cases(right())[0]}"
    for form_url in ("quyet-dinh", "mo-lai", "tra-loi-muon/1"):
        assert lan.get(f"{url}/{form_url}").headers["location"] == url
    assert (
        lan.get("/tham-dinh/tiep").headers["location"] == lan.get("/tham-dinh/lo").headers["location"] == "/tham-dinh"
    )


def test_without_words_for_the_file_nothing_is_decided_against_the_machine(hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    url = f"/tham-dinh/ho-so/{token}"
    sent = form(lan.get(url).text, "deny")
    reply = lan.post(f"{url}/quyet-dinh", data=sent)
    assert reply.status_code == 422
    assert "chưa có lời ghi hồ sơ" in reply.text
    assert hall.decisions(token) == []
    assert lan.post(f"{url}/quyet-dinh", data={**sent, "loi-ho-so": "Hai người làm thay."}).status_code == 303


@pytest.mark.one_database
def test_what_changed_after_its_decision_is_kept_one_after_the_other(hall: Hall, lan: TestClient) -> None:
    tokens = hall.open_cases(right(), right())
    hall.draw(False)
    for token in tokens:
        hall.decide(token, "approve", hall.lan)
        for task in hall.read(lambda session, token=token: tasks_of(session, hall.case(token).sitting_id)):  # type: ignore[misc]
            neutralise(hall, task.item)
    people = (hall.lan, hall.hanh, hall.mai, hall.tu)
    for commune, is_stuck in (("Xã D", True), ("Xã A", False)):
        for one in people:
            hall.do(lambda session, one=one, place=commune: service.set_commune(session, one.account, place))  # type: ignore[misc]
        assert ("2 hồ sơ đang kẹt" in lan.get("/tham-dinh").text) is is_stuck
    url = lan.post("/tham-dinh/tiep", data={"hang": "look"}).headers["location"]
    reply = lan.post(f"{url}/mo-lai", data=form(lan.get(url).text, "keep"))
    following, _, said = reply.headers["location"].partition("?")
    assert {url, following} == {f"/tham-dinh/ho-so/{token}" for token in tokens}
    assert said == "da-ghi=1"
    reply = lan.post(f"{following}/mo-lai", data=form(lan.get(following).text, "keep"))
    assert reply.headers["location"] == "/tham-dinh?xong=1"
    reply = lan.post(f"{url}/mo-lai", data=form(lan.get(url).text, "reopen"))
    assert reply.headers["location"] == url, "whoever came by themselves stays"


# Batches


def test_batch_is_approved_only_after_its_sample_was_read(hall: Hall, lan: TestClient) -> None:
    tokens = hall.open_cases(*(right() for _ in range(7)))
    hall.draw(False)
    url = lan.post("/tham-dinh/lo").headers["location"]
    page = lan.get(url).text
    sampled = re.findall(r'class="row" href="(/tham-dinh/ho-so/[^"]+)"', page)
    assert len(sampled) == 3
    assert "Duyệt 4 hồ sơ còn lại" not in page
    assert lan.post(f"{url}/duyet").status_code == 409
    for case in sampled:
        assert f'href="{case}" data-key="n"' in lan.get(url).text
        reply = lan.post(f"{case}/quyet-dinh", data=form(lan.get(case).text, "approve"))
        assert reply.headers["location"] == url
    page = lan.get(url).text
    assert ("Duyệt 4 hồ sơ còn lại" in page, 'data-key="n"' in page) == (True, False)
    assert lan.post(f"{url}/duyet").status_code == 303
    assert {hall.case(token).verdict for token in tokens} == {"approve"}
    assert len({hall.case(token).certificate_code for token in tokens}) == 7


def test_batch_falls_apart_when_one_of_the_sample_is_no_approval(hall: Hall, lan: TestClient) -> None:
    hall.open_cases(*(right() for _ in range(6)))
    hall.draw(False)
    url = lan.post("/tham-dinh/lo").headers["location"]
    sampled = re.findall(r'class="row" href="(/tham-dinh/ho-so/[^"]+)"', lan.get(url).text)
    lan.post(f"{sampled[0]}/quyet-dinh", data=form(lan.get(sampled[0]).text, "practical"))
    assert lan.post(f"{url}/duyet").status_code == 409
    batch = hall.read(lambda session: session.scalars(select(Batch)).one())
    assert batch.state == "given-up"
    assert "(5)" in lan.get("/tham-dinh").text


def test_cases_of_a_batch_are_nobody_elses(app: PrebuiltPages, hall: Hall, lan: TestClient) -> None:
    hall.open_cases(*(right() for _ in range(5)))
    url = lan.post("/tham-dinh/lo").headers["location"]
    mai = desk_of(app, hall, hall.mai)
    assert mai.post("/tham-dinh/tiep", data={"hang": "ready"}).status_code == 409
    assert mai.get(url).status_code == 404
    assert mai.post(f"{url}/duyet").status_code == 404
    assert lan.post(f"{url}/thoi").status_code == 303
    assert mai.post("/tham-dinh/tiep", data={"hang": "ready"}).status_code == 303


def test_few_cases_make_no_batch(hall: Hall, lan: TestClient) -> None:
    hall.open_cases(right(), right())
    assert lan.post("/tham-dinh/lo").status_code == 422


# Where assessors work, figures


def test_admin_says_where_an_assessor_works(app: PrebuiltPages, hall: Hall, settings: Settings) -> None:
    token = hall.open_cases(right())[0]
    admin = browser(app)
    sign_in(admin, hire(hall.database, settings, Role.ADMIN))
    page = admin.get("/tham-dinh/nguoi").text
    assert "thieu-nguoi" not in page
    login = re.search(r"Chị Lan \(([^)]+)\)", page)
    assert login
    assert admin.post(f"/tham-dinh/nguoi/{login[1]}", data={"xa": "Xã D"}).status_code == 303
    assert desk_of(app, hall, hall.lan).get(f"/tham-dinh/ho-so/{token}").status_code == 404
    assert admin.get("/tham-dinh").status_code == 403


@pytest.mark.one_database
def test_second_appeal_that_nobody_is_left_for_is_told_before_and_then(
    app: PrebuiltPages, hall: Hall, lan: TestClient, settings: Settings
) -> None:
    """To who decides, and to the admin who can do something about it."""
    token = hall.open_cases(wrong())[0]
    hall.draw(False)
    gone = update(Account).where(Account.id.in_((hall.tu.account, hall.hanh.account))).values(disabled_at=NOW)
    hall.do(lambda session: session.execute(gone))
    admin = browser(app)
    sign_in(admin, hire(hall.database, settings, Role.ADMIN))
    addresses = (lan, "/tham-dinh"), (admin, "/tham-dinh/nguoi"), (admin, "/quan-tri")
    for client, address in addresses:
        page = client.get(address).text
        assert ("còn thiếu 1" in page, "trang “Tài khoản”" in page, "đang kẹt" in page) == (True, True, False), address
    sitting = hall.case(token).sitting_id
    for number, reader in enumerate((hall.lan, hall.mai)):
        hall.far_from_cut(token)
        hall.decide(token, "deny", reader, NOW + timedelta(days=2 * number))
        asked = NOW + timedelta(days=2 * number + 1)
        hall.do(lambda session, at=asked: appeal(session, session.get_one(Sitting, sitting), "Xem giúp", at))  # type: ignore[misc]
        hall.opener.open_due()
    assert hall.case(token).round == 3
    for client, address in addresses:
        assert "1 hồ sơ đang kẹt" in client.get(address).text, address


@pytest.mark.one_database
def test_certificate_is_issued_anew_without_the_skill_that_lost_its_evidence(hall: Hall, lan: TestClient) -> None:
    token, item = approved(hall, loses=True)
    url = f"/tham-dinh/ho-so/{token}"
    assert "Cấp lại giấy, bớt kỹ năng" not in lan.get(url).text
    neutralise(hall, item)
    assert "Giấy ghi kỹ năng" in lan.get("/tham-dinh").text
    page = lan.get(url).text
    assert page.count("Giấy ghi kỹ năng") == len(from_text(hall.case(token).lost_skills)) > 0
    assert page.count("không tính, bị loại vì: đề sai") == 1
    assert "Nghĩ lại" not in page
    hall.decide(token, "keep", hall.mai, NOW + timedelta(days=1))
    page = lan.get(url).text
    assert page.count("Giấy ghi kỹ năng") == page.count("Nghĩ lại") == 1, "it is told as long as it is offered"
    sent, old = form(page, "reissue"), hall.case(token).certificate_code
    make_old(hall)
    assert lan.post(f"{url}/mo-lai", data=sent).status_code == 403
    rejuvenate(hall)
    hall.do(lambda session: service.set_commune(session, hall.lan.account, "Xã D"))
    assert lan.post(f"{url}/mo-lai", data=sent).status_code == 404
    hall.do(lambda session: service.set_commune(session, hall.lan.account, "Xã A"))
    assert (hall.case(token).certificate_code, hall.case(token).round) == (old, 1)
    assert lan.post(f"{url}/mo-lai", data=sent).status_code == 303
    assert hall.case(token).certificate_code not in (None, old)
    assert "Giấy ghi kỹ năng" not in lan.get(url).text


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["nothing is left", "not agreed", "revoked", "approve"])
def test_refusal_names_only_what_can_be_pressed_on_its_page(hall: Hall, lan: TestClient, kind: str) -> None:
    token, item = approved(hall, loses=True)
    url, code = f"/tham-dinh/ho-so/{token}", hall.case(token).certificate_code
    assert code is not None
    neutralise(hall, item)
    learner = hall.sitting(hall.case(token).sitting_id).learner_id
    if kind == "nothing is left":
        for task in hall.read(lambda session: tasks_of(session, hall.case(token).sitting_id)):
            neutralise(hall, task.item)
        hall.do(
            lambda session: session.execute(update(Case).values(outcome="certify"))
        )  # as if it certified all the same
    if kind == "approve":
        hall.decide(token, "reopen", hall.mai)
    sent = form(lan.get(url).text, "approve" if kind == "approve" else "reissue")
    if kind in ("not agreed", "approve"):
        hall.do(lambda session: give(session, learner, Purpose.CERTIFICATE, NINE))
        hall.do(lambda session: withdraw(session, learner, None, Purpose.CERTIFICATE, NOW))
    if kind == "revoked":
        hall.do(lambda session: hall.place.engine.certificates.revoke(session, code, "khong-dung-nguoi", NOW))
    reply = lan.post(f"{url}/{'quyet-dinh' if kind == 'approve' else 'mo-lai'}", data=sent)
    error = re.search(r'<p class="error" role="alert">([^<]*)</p>', reply.text)
    assert (reply.status_code, len(hall.decisions(token))) == (409, 2 if kind == "approve" else 1)
    assert error
    named = set(re.findall("“([^”]+)”", error[1]))
    pressed = set(
        re.findall(r'<button type="submit"[^>]*>([^<]+)</button>|data-authority="[^"]*"><span>([^<]+)<', reply.text)
    )
    assert named <= {"".join(one) for one in pressed}
    assert (named != set()) is (kind != "revoked")


def test_figures_show_agreement_overturns_and_only_the_digest_of_this_months_seed(hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(True)
    hall.decide(token, "approve", hall.lan)
    hall.decide(token, "deny", hall.mai)
    page = lan.get("/tham-dinh/so-lieu").text
    assert "1 hồ sơ có hai người đọc" in page
    assert "hạt giống công bố sau" in page
    hall.decide(token, "deny", hall.tu)
    assert "1 (100 %)" in lan.get("/tham-dinh/so-lieu").text


@pytest.mark.one_database
def test_register_tells_the_authority_what_was_decided_and_never_who(
    app: PrebuiltPages, hall: Hall, lan: TestClient, settings: Settings
) -> None:
    shown, half_read, own = *hall.open_cases(wrong(), wrong()), hall.open_cases(wrong(), commune="Xã A")[0]
    raised = [{"kind": "rapid", "value": 0.4, "threshold": 0.1, "rate": 0.012}]
    hall.do(lambda session: session.execute(update(Case).values(is_near_cut=False, flags=json.dumps(raised))))
    hall.draw(False)
    told = Wish("deny", "below", "Lời cho bác", '=HYPERLINK("http://x")')
    hall.do(
        lambda session: service.decide(
            session, hall.place.engine, shown, hall.seen(session, shown), told, hall.lan, NOW
        )
    )
    hall.decide(own, "deny", hall.mai)
    hall.draw(True, only=half_read)
    hall.decide(half_read, "deny", hall.lan)
    month = "/tham-dinh/so-quyet-dinh?thang=2026-11"
    reply = lan.get(month)
    assert reply.headers["content-disposition"] == 'attachment; filename="so-quyet-dinh-2026-11.csv"'
    rows = register_rows(reply)
    assert [row["mã hồ sơ"] for row in rows] == [as_text(shown)], (
        "not of her own place, nor what somebody is still to read"
    )
    [row] = rows
    assert (row["lúc quyết định"], row["mã lý do"], row["quyết định"]) == ("2026-11-23 09:00", "below", "Chưa xác nhận")
    assert row["lời ghi hồ sơ"] == f"'{told.authority_text}", "no formula"
    assert row["dấu hiệu khác thường"] == "Nhiều câu trả lời chớp nhoáng: 40 % số câu, mốc 10 % số câu"
    assert (row["người làm thật cũng vướng"], row["là kết quả hiện nay"]) == ("khoảng 12 trên 1.000", "có")
    for secret in (
        "Người",
        "Xã D",
        "xa d",
        "Cô Sáu",
        "Chị Lan",
        str(hall.sitting(hall.case(shown).sitting_id).learner_id),
    ):
        assert secret not in reply.text.partition("\n")[2].replace("Người đọc", ""), secret
    admin = browser(app)
    sign_in(admin, hire(hall.database, settings, Role.ADMIN))
    assert "thang" in admin.get("/tham-dinh/nguoi").text
    assert {row["mã hồ sơ"] for row in register_rows(admin.get(month))} == {as_text(shown), as_text(own)}
    assert register_rows(admin.get("/tham-dinh/so-quyet-dinh?thang=2026-10")) == []


def register_rows(reply: httpx2.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"), newline=""), delimiter=SEPARATOR))


def late_in_class(hall: Hall) -> tuple[str, int]:
    """The case of somebody right in everything, whose answer to one task came when it had been put aside; and its number."""

    def hold(session: Session) -> tuple[int, int]:
        place = hall.place
        wanted = NewSupervision(hall.sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Người muộn",), 5)
        supervision = open_supervision(session, wanted, NINE)
        row, _ = come_in(session, place.engine, supervision, learner := place.person(session), "Người muộn", NINE)
        new = NewSitting(learner, place.offer, "class", "m" * 22, supervision_id=supervision.id)
        take_seat(session, row, sitting := start_sitting(session, place.engine, new, NINE))
        task, question = place.question(session, sitting)
        pause_sitting(sitting, NINE)
        sent = Sent(task.key, fields_of(question, right=False), waited_ms=60_000)
        later = NINE + timedelta(minutes=5)
        assert keep_late(session, place.engine, sitting, sent, later) == "late"
        resume_sitting(session, place.engine, sitting, later)
        place.sit(session, sitting, right())
        return sitting.id, task.number

    sitting, number = hall.do(hold)
    hall.opener.open_due()
    return hall.case_of(sitting).token, number


def test_late_answer_counts_when_an_assessor_says_so_and_can_be_taken_back(hall: Hall, lan: TestClient) -> None:
    token, number = late_in_class(hall)
    hall.draw(False)
    url = f"/tham-dinh/ho-so/{token}"

    def rule(counts: str, reason: str = "Lớp mất điện") -> int:
        page = lan.get(url).text
        seen = re.search(r'name="da-xem" value="([^"]+)"', page)
        assert seen
        sent = {"da-xem": seen.group(1), "tinh": counts, "ly-do": reason}
        return lan.post(f"{url}/tra-loi-muon/{number}", data=sent).status_code

    before = hall.case(token).p_master
    assert f"Câu {number}: chưa làm được. Chưa được tính." in lan.get(url).text
    assert (rule("1", " "), hall.case(token).results) == (422, 1)
    make_old(hall)
    assert (rule("1", "Lớp <mất> điện"), hall.case(token).results) == (403, 1)
    assert 'value="Lớp &lt;mất&gt; điện"' in lan.get(url).text, "kept until it is recorded"
    rejuvenate(hall)
    assert (rule("1"), hall.case(token).results) == (303, 2)
    assert hall.case(token).p_master < before
    page = lan.get(url).text
    assert "Đang được tính." in page
    assert "chừng 1 phút" in page
    assert rule("0") == 303
    assert hall.case(token).results == 3
    assert hall.case(token).p_master == pytest.approx(before)
    assert lan.post(f"{url}/quyet-dinh", data=form(lan.get(url).text, "practical")).status_code == 303
    assert hall.case(token).verdict == "practical"
    assert rule_again(lan, url, number) == 409, "what is decided is opened again first"


def rule_again(lan: TestClient, url: str, number: int) -> int:
    sent = {"da-xem": "1-0-3-1-0", "tinh": "1", "ly-do": "Xin tính"}
    return lan.post(f"{url}/tra-loi-muon/{number}", data=sent).status_code


@pytest.mark.one_database
def test_how_long_tasks_take_is_never_read_while_others_wait_to_write(hall: Hall, lan: TestClient) -> None:
    """Twenty thousand answers: it takes a second, in which on SQLite no learner's answer would be kept."""
    token, number = late_in_class(hall)
    url = f"/tham-dinh/ho-so/{token}"
    seen = re.search(r'name="da-xem" value="([^"]+)"', lan.get(url).text)
    assert seen
    decided = form(lan.get(url).text, "practical")
    read: list[bool] = []

    def watch(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if "thinking_ms" in statement and "LIMIT" in statement:
            read.append(bool(connection.get_execution_options().get("writes")))

    event.listen(hall.database.engine, "before_cursor_execute", watch)
    sent = {"da-xem": seen[1], "tinh": "1", "ly-do": "Lớp mất điện"}
    assert lan.post(f"{url}/tra-loi-muon/{number}", data=sent).status_code == 303
    sitting = hall.case(token).sitting_id
    hall.do(lambda session: session.add(Appeal(sitting_id=sitting, at=NOW, text="Xem giúp")))
    sent = decided | {"da-xem": "1-1-2-1-0"}
    assert lan.post(f"{url}/quyet-dinh", data=sent).status_code == 409
    assert hall.case(token).appealed_at == NOW, "written anew"
    assert read == [False, False]


def test_decision_on_what_has_just_changed_brings_the_case_as_it_is_now(hall: Hall, lan: TestClient) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    url = f"/tham-dinh/ho-so/{token}"
    sent = form(lan.get(url).text, "practical")
    item = hall.read(lambda session: tasks_of(session, hall.case(token).sitting_id))[0].item
    hall.do(lambda session: neutralise_item(session, hall.place.standards, item, "thử", NOW))
    refused = lan.post(f"{url}/quyet-dinh", data=sent)
    assert refused.status_code == 409
    assert "Bài này vừa có thay đổi" in refused.text
    assert (hall.case(token).results, hall.decisions(token)) == (2, [])
    assert lan.post(f"{url}/quyet-dinh", data=form(refused.text, "practical")).status_code == 303
    assert hall.case(token).verdict == "practical"
