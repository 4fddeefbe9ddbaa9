"""`/xac-minh` and what is public, as strangers meet it: without a script, by code, by file; and no more than the holder
allows."""

import json
import re
import secrets
import unicodedata
from base64 import urlsafe_b64encode
from datetime import date
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from joserfc.jwk import ECKey
from openbadgeslib.ob3 import OB3Verifier
from pypdf import PdfReader
from starlette.testclient import TestClient

from app.certification.domain.attachment import FORMAT
from app.certification.domain.confirmation import CODE_ALPHABET, new_code
from app.certification.domain.merkle_tree import is_consistent, is_included
from app.certification.domain.tokens import read
from app.certification.queries import find_certificate
from app.certification.routes.checking import MOST_UNKNOWN
from app.certification.service import Certificates
from app.certification.signing_keys import verifying_keys
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.learners.domain.device import Device, encode
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.certification.certified import CONFIRMATION
from tests.certification.office import Office, open_office
from tests.one_service import app, database, fastapi_app, settings

__all__ = ["app", "database", "fastapi_app", "settings"]

NAME = CONFIRMATION.holder
DEVICE = "__Host-may"


@pytest.fixture(scope="module")
def office(fastapi_app: FastAPI) -> Office:
    """The one of the running service."""
    state = fastapi_app.state
    opened = open_office(state.database, state.certificates.keys)
    return Office(state.database, state.certificates, opened.learner)


@pytest.fixture
def client(app: PrebuiltPages, database: Database) -> TestClient:
    """A stranger, whom nobody has counted yet."""
    with database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM attempt")
    return browser(app)


@pytest.fixture
def holder(app: PrebuiltPages, office: Office, settings: Settings) -> TestClient:
    return phone_of(app, settings, office.learner)


def phone_of(app: PrebuiltPages, settings: Settings, learner: int) -> TestClient:
    phone = browser(app)
    phone.cookies.set(DEVICE, encode(Device((learner,), learner), settings.secret), domain="testserver.local")
    return phone


def issue(office: Office, **changes: object) -> str:
    return office.issue(secrets.token_hex(8), at=Clock().now(), **changes).code


def upload(client: TestClient, file: bytes, name: str = "giay.pdf") -> "tuple[int, str]":
    reply = client.post("/xac-minh", files={"tep": (name, file)})
    return reply.status_code, reply.text


# By code


def test_code_is_taken_however_it_is_typed(client: TestClient, office: Office) -> None:
    code = issue(office)
    for typed in (code, f" {code[:4]}-{code[4:8]}-{code[8:]} ", code.lower()):
        reply = client.get("/xac-minh", params={"ma": typed})
        assert (reply.status_code, reply.headers["location"]) == (303, f"/xac-minh/{code}")
    refused = client.get("/xac-minh", params={"ma": "234"})
    assert refused.status_code == 422
    assert 'value="234"' in refused.text


def test_page_tells_valid_expired_revoked_and_unknown_in_words_and_sign(client: TestClient, office: Office) -> None:
    valid, expired, revoked = issue(office), issue(office, valid_until=date(2020, 1, 1)), issue(office)
    office.revoke(revoked, "bai-khong-that", Clock().now())
    pages = {code: client.get(f"/xac-minh/{code}") for code in (valid, expired, revoked, "234679ACDEFG")}
    assert [page.status_code for page in pages.values()] == [200, 200, 200, 404]
    words = ("Giấy thật, còn giá trị", "Giấy thật, đã hết hạn", "Giấy đã bị thu hồi", "Không có giấy nào mang mã này")
    signs = [re.search(r'<h1><svg.*?<path d="([^"]+)"', page.text) for page in pages.values()]
    assert len({sign[1] for sign in signs if sign}) == 4
    for page, said in zip(pages.values(), words, strict=True):
        assert [other for other in words if other in page.text] == [said]
    assert "Bài làm không phải do người đứng tên tự làm" in pages[revoked].text


def test_page_says_what_was_seen_and_that_it_is_not_the_state(client: TestClient, office: Office) -> None:
    page = client.get(f"/xac-minh/{issue(office)}").text
    for said in (
        "Trả tiền bằng mã QR", "3 việc, có việc tự bấm, xếp hay gõ", "Xem sổ sức khỏe", "Đã được giám sát lúc làm bài", "Cô Hạnh", "Xã Bình Minh",
        "đến hết ngày 22/11/2028", "không phải xác nhận của Nhà nước", "có người giám sát",
    ):  # fmt: skip
        assert said in page
    alone = client.get(f"/xac-minh/{issue(office, assurance='tu-luyen', place='', supervisor='')}").text
    assert "không có người giám sát" in alone
    assert "Đã tự luyện" in alone


def test_both_pages_say_who_pressed_and_on_whose_phone(client: TestClient, holder: TestClient, office: Office) -> None:
    code = issue(office, assisted=True, device="borrowed")
    for page in (client.get(f"/xac-minh/{code}").text, holder.get(f"/chung-nhan/giay/{code}").text):
        assert "Có người giúp bấm." in page
        assert "Làm trên máy mượn." in page
    own = client.get(f"/xac-minh/{issue(office, assisted=False, device='own')}").text
    assert "Không thấy có người giúp bấm." in own
    assert "Làm trên máy của người có giấy." in own


def test_name_is_shown_only_when_its_holder_allows(client: TestClient, office: Office) -> None:
    hidden, shown = issue(office), issue(office, show_name=True)
    for path in (
        f"/xac-minh/{hidden}",
        "/so-cai",
        "/xac-minh/ngoai-mang",
        "/xac-minh/thu-hoi/1",
        "/api/v1/log/entry?index=1",
    ):
        reply = client.get(path)
        assert NAME not in reply.text, path
        assert str(office.learner) not in reply.text, path
        assert CONFIRMATION.salt not in reply.text
    assert f"<bdi><strong>{NAME}</strong></bdi>" in client.get(f"/xac-minh/{shown}").text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (NAME, "Đúng là tên"), ("nguyễn thị đào", "Đúng là tên"), ("  NGUYỄN THỊ  ĐÀO ", "Đúng là tên"), (unicodedata.normalize("NFD", NAME), "Đúng là tên"),
        ("Nguyễn Thị Hoa", "Không khớp"), ("Nguyen Thi Dao", "Không khớp"), ("", "Bác gõ họ tên"), ("\u202e", "Bác gõ họ tên"),
    ],
)  # fmt: skip
def test_name_can_be_compared(client: TestClient, office: Office, typed: str, answer: str) -> None:
    reply = client.post(f"/xac-minh/{issue(office)}", data={"ten": typed})
    assert answer in reply.text
    assert reply.status_code == (422 if answer.startswith("Bác") else 200)


def test_names_cannot_be_tried_for_long(client: TestClient, office: Office) -> None:
    code = issue(office)
    spelt = (code, code.lower(), f"{code[:4]}-{code[4:]}")  # one counter for all spellings
    statuses = [client.post(f"/xac-minh/{spelt[n % 3]}", data={"ten": f"Tên {n}"}).status_code for n in range(8)]
    assert statuses == [200] * 5 + [429] * 3
    assert client.post(f"/xac-minh/{code}", data={"ten": NAME}).status_code == 429
    assert client.get(f"/xac-minh/{code}").status_code == 200  # looking is not trying


def test_random_codes_find_nothing_and_are_stopped(client: TestClient, office: Office) -> None:
    code = issue(office)
    statuses = [client.get(f"/xac-minh/{new_code(secrets.choice)}").status_code for _ in range(MOST_UNKNOWN + 20)]
    assert statuses == [404] * MOST_UNKNOWN + [429] * 20
    assert client.get(f"/xac-minh/{code}").status_code == 429  # nor does a right guess tell anything now


def test_names_are_no_other_way_to_try_codes(client: TestClient, office: Office, database: Database) -> None:
    code = issue(office)
    paths = [f"/xac-minh/{new_code(secrets.choice)}" for _ in range(MOST_UNKNOWN + 5)]
    statuses = [client.post(path, data={"ten": NAME}).status_code for path in paths]
    assert statuses == [404] * MOST_UNKNOWN + [429] * 5
    assert client.post(f"/xac-minh/{code}", data={"ten": NAME}).status_code == 429
    with database.reading.connect() as connection:  # and leave one row behind, not one each
        assert connection.exec_driver_sql("SELECT count(*) FROM attempt").scalar_one() == 1


def test_whoever_checks_real_papers_is_never_stopped(client: TestClient, office: Office) -> None:
    code = issue(office)
    assert {client.get(f"/xac-minh/{code}").status_code for _ in range(MOST_UNKNOWN + 5)} == {200}


def test_ten_thousand_random_codes_are_none_of_ours(office: Office) -> None:
    with office.database.session(writes=False) as session:
        issue(office)
        assert not any(find_certificate(session, new_code(secrets.choice)) for _ in range(10_000))
    assert len(CODE_ALPHABET) ** 12 > 1e17


@pytest.mark.parametrize("code", ["x", "%00", "234679ACDEF0", "a" * 500, "ĐĐĐĐĐĐĐĐĐĐĐĐ", "thu-hoi"])
def test_what_can_be_no_code_is_answered_kindly(client: TestClient, code: str) -> None:
    reply = client.get(f"/xac-minh/{code}")
    assert reply.status_code == 404
    assert "Mã có 12 chữ và số" in reply.text


# By file


def test_paper_file_and_token_are_judged(client: TestClient, office: Office, holder: TestClient) -> None:
    code = issue(office)
    paper = holder.get(f"/chung-nhan/giay/{code}/pdf").content
    file = holder.get(f"/chung-nhan/giay/{code}/tep").content
    for sent in (paper, file, office.row(code).token.encode()):
        status, page = upload(client, sent)
        assert status == 200
        assert "Giấy thật, còn giá trị" in page
        assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page
    office.revoke(code, at=Clock().now())
    assert "Giấy đã bị thu hồi" in upload(client, paper)[1]


def test_file_that_was_changed_is_not_confirmed(client: TestClient, office: Office, holder: TestClient) -> None:
    file = holder.get(f"/chung-nhan/giay/{issue(office)}/tep").content
    token = json.loads(file)["credential"].encode()
    assert "tệp đã bị sửa" in upload(client, token[:-9] + b"AAAAAAAAA")[1]
    status, page = upload(client, b"\xff\xd8 a photo")
    assert status == 422
    assert "không có giấy xác nhận nào" in page
    assert "chưa nên tin" not in page
    assert upload(client, b"")[0] == 422
    assert client.post("/xac-minh", data={"tep": "chữ"}).status_code == 422
    assert upload(client, b"0" * 1_100_000)[0] == 413


# For the holder


def test_holder_sees_the_certificate_and_takes_it_home(holder: TestClient, office: Office) -> None:
    code = issue(office)
    page = holder.get(f"/chung-nhan/giay/{code}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert NAME in page.text
    assert f"https://testserver/xac-minh/{code}" in page.text
    paper = holder.get(f"/chung-nhan/giay/{code}/pdf")
    assert paper.headers["content-disposition"] == f'attachment; filename="giay-xac-nhan-{code}.pdf"'
    found = PdfReader(BytesIO(paper.content))
    assert NAME in " ".join(found.pages[0].extract_text().split())
    [attached] = found.attachments["giay-xac-nhan.json"]
    assert json.loads(attached)["credential"] == office.row(code).token


def test_holder_decides_whether_the_name_is_shown(client: TestClient, holder: TestClient, office: Office) -> None:
    code = issue(office)
    for wish, is_shown in (("co", True), ("bậy", True), ("khong", False)):
        assert holder.post(f"/chung-nhan/giay/{code}/ten", data={"hien": wish}).status_code == 303
        assert (NAME in client.get(f"/xac-minh/{code}").text) == is_shown


def test_holder_of_a_revoked_certificate_is_told_and_has_nothing_to_send_or_print(
    holder: TestClient, office: Office
) -> None:
    code = issue(office)
    office.revoke(code, at=Clock().now())
    page = holder.get(f"/chung-nhan/giay/{code}").text
    assert "Giấy này không còn dùng được" in page
    assert "sms:" not in page
    for path in ("/pdf", "/tep"):
        assert path not in page
        reply = holder.get(f"/chung-nhan/giay/{code}{path}")
        assert reply.headers["location"] == f"/chung-nhan/giay/{code}", path


@pytest.mark.parametrize("path", ["", "/pdf", "/tep"])
def test_to_everybody_else_it_is_not_there(
    app: PrebuiltPages, client: TestClient, office: Office, settings: Settings, path: str
) -> None:
    code = issue(office)
    stranger = open_office(office.database, office.certificates.keys).learner
    for other in (client, phone_of(app, settings, stranger)):
        reply = other.get(f"/chung-nhan/giay/{code}{path}")
        assert reply.status_code == 404
        assert NAME not in reply.text
        assert other.post(f"/chung-nhan/giay/{code}/ten", data={"hien": "co"}).status_code == 404
    assert not office.row(code).show_name


# What is public


def test_stranger_checks_a_file_with_what_is_published_alone(
    client: TestClient, holder: TestClient, office: Office
) -> None:
    """Keys, proof, head, status list, consistency: nothing of it needs our word."""
    code = issue(office)
    file = json.loads(holder.get(f"/chung-nhan/giay/{code}/tep").content)
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    [key] = [one for one in keys if one["nbf"]]
    pem = ECKey.import_key(key).public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    stranger = OB3Verifier(pem)
    credential = stranger.verify(file["credential"])
    stranger.check_status(
        credential, verify_list=True, download=lambda url: client.get(url.removeprefix("https://testserver")).content
    )
    with office.database.reading.connect() as connection:
        head = read(file["head"], "log-head+jwt", verifying_keys(connection))
    entry = client.get(f"/api/v1/log/entry?index={file['index']}").json()
    assert entry["entry"] == file["entry"]
    proof = [bytes.fromhex(one) for one in file["proof"]]
    assert is_included(bytes.fromhex(entry["leaf"]), file["index"], file["size"], proof, bytes.fromhex(head["root"]))
    issue(office)
    later = client.get(f"/api/v1/log/consistency?first={file['size']}&second={file['size'] + 1}").json()
    assert is_consistent(
        later["first"], later["second"], [bytes.fromhex(one) for one in later["hashes"]], bytes.fromhex(head["root"]),
        bytes.fromhex(later["second_root"]),
    )  # fmt: skip
    office.revoke(code, at=Clock().now())
    with pytest.raises(Exception, match="revocation"):
        stranger.check_status(
            credential, download=lambda url: client.get(url.removeprefix("https://testserver")).content
        )


def test_private_key_is_published_nowhere(client: TestClient, office: Office) -> None:
    issue(office)
    [file] = office.certificates.keys.iterdir()
    private = json.loads(file.read_text("utf-8"))["d"]
    for path in ("/.well-known/jwks.json", "/so-cai", "/xac-minh/ngoai-mang", "/api/v1/log/head"):
        assert private not in client.get(path).text


def test_log_answers_with_proofs_or_says_that_there_is_none(client: TestClient, office: Office) -> None:
    issue(office)
    with office.database.session(writes=True) as session:
        kept = office.certificates.keep_head(session, Clock().now())
        session.commit()
    assert kept is not None
    head = client.get("/api/v1/log/head").json()
    assert (head["size"], head["token"]) == (kept.size, kept.token)
    proof = client.get(f"/api/v1/log/proof?index=1&size={kept.size}").json()
    entry = client.get("/api/v1/log/entry?index=1").json()
    hashes = [bytes.fromhex(one) for one in proof["hashes"]]
    assert is_included(bytes.fromhex(entry["leaf"]), 1, kept.size, hashes, bytes.fromhex(head["root"]))
    for missing in (
        "entry?index=999999",
        "proof?index=5&size=3",
        "proof?index=0&size=999999",
        "consistency?first=0&second=1",
    ):
        assert client.get(f"/api/v1/log/{missing}").status_code == 404, missing
    for nonsense in (
        "entry",
        "entry?index=-1",
        "entry?index=1_0",
        "proof?index=1",
        f"entry?index={'9' * 40}",
        "entry?index=%EF%BC%91",
    ):
        reply = client.get(f"/api/v1/log/{nonsense}")
        assert (reply.status_code, list(reply.json())) == (422, ["error"]), nonsense


def test_log_page_shows_heads_and_keys(client: TestClient, office: Office) -> None:
    issue(office)
    with office.database.session(writes=True) as session:
        kept = office.certificates.keep_head(session, Clock().now())
        session.commit()
    assert kept is not None
    page = client.get("/so-cai").text
    assert kept.token in page
    assert f"{kept.size} dòng" in page


def test_whoever_kept_a_head_is_told_whether_the_log_still_begins_with_it(
    client: TestClient, holder: TestClient, office: Office
) -> None:
    file = holder.get(f"/chung-nhan/giay/{issue(office)}/tep").content
    head = json.loads(file)["head"]
    issue(office)
    for sent in ({"data": {"dau": head}}, {"files": {"tep": ("giay.json", file)}}):
        reply = client.post("/so-cai", **sent)
        assert (reply.status_code, 'role="status" class="saved">Khớp:' in reply.text) == (200, True)
    reply = client.post("/so-cai", data={"dau": office.head_of_another_history(Clock().now())})
    assert 'role="alert" class="error">KHÔNG KHỚP: sổ cái hôm nay không bắt đầu' in reply.text
    assert "KHÔNG KHỚP: chữ ký" in client.post("/so-cai", data={"dau": f"{head[:-9]}AAAAAAAAA"}).text
    for nothing in ({"dau": ""}, {"dau": "chữ"}, {"khac": head}):
        refused = client.post("/so-cai", data=nothing)
        assert (refused.status_code, "KHÔNG KHỚP" in refused.text) == (422, False)
    assert client.post("/so-cai", files={"tep": ("x", b"0" * 1_100_000)}).status_code == 413


@pytest.mark.parametrize("named", ['"jwk":"\\ud800","typ":"JWT"', '"kid":"\\udfff","typ":"vc+jwt"'])
def test_token_of_no_real_program_is_none_of_ours(client: TestClient, named: str) -> None:
    """Half a character, which JSON can name and UTF-8 cannot write; and a head that lost a letter on its way."""
    header = urlsafe_b64encode(f'{{"alg":"ES256",{named}}}'.encode()).decode().rstrip("=")
    token = f"{header}.{'e30' * 9}.{'A' * 86}"
    assert upload(client, token.encode())[0] < 500
    assert upload(client, json.dumps({"format": FORMAT, "credential": token}).encode())[0] == 200
    lost = "A" * ((1 - len(header)) % 4)
    assert client.post("/so-cai", data={"dau": f"{header}{lost}{token[len(header) :]}"}).status_code == 422


def test_file_check_says_whether_the_log_begins_as_the_file_tells(
    client: TestClient, holder: TestClient, office: Office
) -> None:
    code = issue(office)
    written = json.loads(holder.get(f"/chung-nhan/giay/{code}/tep").content)
    assert "Đầu sổ kèm trong tệp. Khớp:" in upload(client, json.dumps(written).encode())[1]
    loud = upload(client, json.dumps({**written, "head": office.head_of_another_history(Clock().now())}).encode())[1]
    assert 'role="alert" class="error">Đầu sổ kèm trong tệp. KHÔNG KHỚP' in loud
    assert "Đầu sổ kèm" not in upload(client, office.row(code).token.encode())[1]


@pytest.mark.parametrize("number", ["0", "2", "01", "x", "1.0", "9" * 30])
def test_there_is_no_list_of_what_was_never_issued(client: TestClient, number: str) -> None:
    assert client.get(f"/xac-minh/thu-hoi/{number}").status_code == 404


def test_framework_that_was_certified_has_a_page(client: TestClient, office: Office) -> None:
    page = client.get("/khung/nguoi-dan/1")
    assert page.status_code == 200
    assert 'id="vneid-dang-nhap"' in page.text
    assert client.get("/khung/nguoi-dan/1999").status_code == 404
    assert client.get(f"/khung/{'a' * 300}/{'b' * 300}").status_code == 404


def test_saved_page_carries_its_own_policy_and_asks_nobody(client: TestClient) -> None:
    reply = client.get("/xac-minh/ngoai-mang")
    assert reply.headers["content-disposition"] == 'attachment; filename="kiem-tra-giay-xac-nhan.html"'
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "unsafe" not in policy
    inside = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', reply.text)
    assert inside
    assert policy.startswith(inside[1])
    assert not re.search(r"(?:src|href)=", reply.text)


def test_clock_of_the_day_signs_one_head(fastapi_app: FastAPI, office: Office) -> None:
    issue(office)
    certificates: Certificates = fastapi_app.state.certificates
    before = _heads(office)
    certificates.close_day(office.database, Clock().now())
    certificates.close_day(office.database, Clock().now())
    assert _heads(office) <= before + 1
    assert _heads(office) >= 1


def _heads(office: Office) -> int:
    with office.database.reading.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM log_head").scalar_one())
