"""A certificate from hand to hand: its holder's phone, a stranger who checks it, a place without a network."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Download, Page, expect

from app.certification.domain.confirmation import from_text, shown_code
from app.certification.domain.credential import Issuer, claims
from app.certification.domain.tokens import new_key, sign
from app.certification.service import Certificates
from app.certification.signing_keys import key_in_use
from app.core.db import Database
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector, faults_of
from tests.certification.certified import CONFIRMATION
from tests.certification.office import Office
from tests.certification.test_verification import insider, mutants, respelt, unsigned
from tests.live_service import LiveService

AT = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)  # tests.live_service.NOW and a little
NAME = CONFIRMATION.holder
FRAMEWORK = "/khung/nguoi-dan/2026.11"
UNKNOWABLE = "Trang này chưa kiểm tra được tệp ấy"


@pytest.fixture
def database(service: LiveService) -> Iterator[Database]:
    database = Database(service.settings.database_url)
    yield database
    database.close()


def join(phone: BrowserContext) -> Page:
    page = phone.new_page()
    page.goto("/tai-khoan")
    page.get_by_label("Tên hay gọi ở nhà").fill("Đào")
    page.get_by_role("button", name="Đặt tên").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào Đào!")
    return page


def office_of(service: LiveService, database: Database) -> Office:
    """Issues to whoever joined last, beside the service that shows it."""
    [(learner,)] = service.query("SELECT id FROM learner ORDER BY created_at DESC LIMIT 1")
    assert isinstance(learner, int)
    return Office(database, Certificates(Issuer(service.url, "Học Vụ Số"), service.settings.var_dir / "keys"), learner)


def issue(office: Office) -> str:
    with office.database.session(writes=False) as session:
        number = session.connection().exec_driver_sql("SELECT count(*) FROM certificate").scalar_one()
    return office.issue(f"browser-{number}", at=AT).code


def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def taken_home(page: Page, code: str, folder: Path) -> tuple[Path, Path]:
    """The paper and the file, as the holder downloads them."""
    page.goto(f"/chung-nhan/giay/{code}")
    with page.expect_download() as paper:
        page.get_by_role("link", name="Tải bản in (PDF)").tap()
    with page.expect_download() as file:
        page.get_by_role("link", name="Tải tệp ký số").tap()
    return saved(paper.value, folder), saved(file.value, folder)


def test_holder_shows_it_and_a_stranger_checks_it(
    phone: BrowserContext, open_phone: OpenPhone, service: LiveService, database: Database, tmp_path: Path
) -> None:
    page = join(phone)
    office = office_of(service, database)
    code = issue(office)
    paper, _ = taken_home(page, code, tmp_path)
    expect(page.locator("main")).to_contain_text(NAME)

    stranger = open_phone(java_script_enabled=False).new_page()
    stranger.goto("/xac-minh")
    stranger.get_by_label("Mã trên giấy").fill(shown_code(code).lower())
    stranger.get_by_role("button", name="Kiểm tra mã").tap()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Giấy thật, còn giá trị")
    expect(stranger.locator("main")).not_to_contain_text(NAME)
    stranger.get_by_label("Họ tên in trên giấy").fill(NAME.lower())
    stranger.get_by_role("button", name="So tên").tap()
    expect(stranger.locator("main")).to_contain_text("Đúng là tên của người có giấy.")

    stranger.goto("/xac-minh")
    stranger.get_by_label("Hoặc chọn tệp giấy xác nhận").set_input_files(paper)
    stranger.get_by_role("button", name="Kiểm tra tệp").tap()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Giấy thật, còn giá trị")

    page.get_by_role("button", name="Cho hiện tên khi người khác kiểm tra").tap()
    expect(page.get_by_role("button", name="Thôi hiện tên")).to_be_visible()
    stranger.goto(f"/xac-minh/{code}")
    expect(stranger.locator("main")).to_contain_text(f"Người có giấy: {NAME}")


def open_saved(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.get_by_label("Chọn tệp giấy xác nhận (PDF hoặc JSON)")).to_be_visible()
    return page


def check_offline(page: Page, file: Path, heading: str) -> None:
    page.get_by_label("Chọn tệp giấy xác nhận (PDF hoặc JSON)").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra", exact=True).tap()
    expect(page.locator("#heading")).to_have_text(heading)


def test_saved_page_checks_without_a_network(
    scripted: BrowserContext, open_phone: OpenPhone, service: LiveService, database: Database, tmp_path: Path
) -> None:
    page = join(scripted)
    office = office_of(service, database)
    code = issue(office)
    paper, file = taken_home(page, code, tmp_path)
    page.goto("/xac-minh")
    page.get_by_text("Nơi không có mạng thì kiểm tra thế nào?").tap()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu trang kiểm tra").tap()
    checker = saved(download.value, tmp_path)

    away = open_phone()
    away.set_offline(True)
    asked: list[str] = []
    away.on("request", lambda request: asked.append(request.url))
    alone = open_saved(away, checker)
    alone.get_by_role("button", name="Kiểm tra", exact=True).tap()
    expect(alone.get_by_role("alert")).to_contain_text("Mời chọn tệp giấy")
    expect(alone.locator("#result")).to_be_hidden()
    for one in (paper, file):
        check_offline(alone, one, "Giấy thật, còn giá trị")
        expect(alone.locator("#told")).to_contain_text("dòng của sổ cái đã ký ngày")
        expect(alone.locator("#told")).to_contain_text(shown_code(code))
    alone.get_by_label("Gõ họ tên để so với người có giấy").fill("Nguyễn Thị Hoa")
    alone.get_by_role("button", name="So tên").tap()
    expect(alone.locator("#same")).to_contain_text("Không khớp")
    alone.get_by_label("Gõ họ tên để so với người có giấy").fill("nguyễn thị  đào ")
    alone.get_by_role("button", name="So tên").tap()
    expect(alone.locator("#same")).to_have_text("Đúng là tên của người có giấy.")
    assert list(faults_of(alone)) == []

    written = json.loads(file.read_text("utf-8"))
    assert believed(alone, forged_files(written)) == []
    assert believed(alone, sorted(mutants(written["credential"]))[::7]) == []
    assert believed(alone, [*unsigned(office, written["credential"]), *respelt(written["credential"])]) == []
    assert believed(alone, out_of_time(office, code)) == []
    for name, text, heading in (
        ("thu.txt", "Thư mời bà con đến họp.", "Không phải giấy xác nhận của Học Vụ Số"),
        ("khac.jwt", written["head"], "Không phải giấy xác nhận của Học Vụ Số"),
        ("sua.jwt", written["credential"][:-9] + "AAAAAAAAA", "Tệp giấy đã bị sửa, hoặc chép thiếu"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        check_offline(alone, tmp_path / name, heading)
    assert [url for url in asked if not url.startswith("file:")] == []

    later = issue(office)
    office.revoke(code, at=AT)
    page.goto("/xac-minh")
    page.get_by_text("Nơi không có mạng thì kiểm tra thế nào?").tap()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu trang kiểm tra").tap()
    (tmp_path / "new").mkdir()
    newer = open_saved(away, saved(download.value, tmp_path / "new"))
    check_offline(newer, file, "Giấy đã bị thu hồi")
    check_offline(newer, taken_home(page, later, tmp_path)[0], "Giấy thật, còn giá trị")

    changed = AT + timedelta(minutes=20)
    with database.session(writes=True) as session:
        office.certificates.change_key(session, changed)
        session.commit()
    under_new_key = office.issue("browser-after", at=changed + timedelta(minutes=1)).code
    for one in (*taken_home(page, later, tmp_path), *taken_home(page, under_new_key, tmp_path)):
        check_offline(newer, one, UNKNOWABLE)
        expect(newer.locator("#because")).to_contain_text("lưu lại trang rồi kiểm lại")
    check_offline(newer, foreign_file(office, code, tmp_path, AT - timedelta(hours=1)), "Giấy ký bằng khóa khác")
    check_offline(newer, foreign_file(office, code, tmp_path, changed), UNKNOWABLE)
    page.goto("/xac-minh")
    page.get_by_text("Nơi không có mạng thì kiểm tra thế nào?").tap()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu trang kiểm tra").tap()
    (tmp_path / "newest").mkdir()
    newest = open_saved(away, saved(download.value, tmp_path / "newest"))
    for again in (later, under_new_key):
        check_offline(newest, taken_home(page, again, tmp_path)[0], "Giấy thật, còn giá trị")


def foreign_file(office: Office, code: str, folder: Path, at: datetime) -> Path:
    """Signed with a key that nobody published. Of a moment before the page was saved, that key cannot be ours."""
    confirmation, issuer = from_text(office.row(code).confirmation), office.certificates.issuer
    said = claims(replace(confirmation, issued_at=at), issuer, 0, issuer.status_url(1))
    path = folder / "la.jwt"
    path.write_text(sign(said, "vc+jwt", "", new_key()), "ascii")
    return path


def forged_files(written: dict[str, object]) -> list[str]:
    """The certificate is right, what is said of the log is not; or the file says something twice."""
    index, size, proof, entry = (written[name] for name in ("index", "size", "proof", "entry"))
    assert isinstance(index, int)
    assert isinstance(size, int)
    assert isinstance(proof, list)
    assert isinstance(entry, str)
    changes: list[dict[str, object]] = [
        {"index": index + 1}, {"size": size + 1}, {"proof": proof[:-1]}, {"proof": [*proof, "00" * 32]}, {"proof": "x"},
        {"proof": [proof[0][::-1], *proof[1:]] if proof else ["0"]}, {"entry": entry.replace("issued", "revoked")},
        {"entry": entry.replace('"token":"', '"token":"0')}, {"head": written["credential"]}, {"head": ""}, {"format": "x"},
        {"credential": written["head"]}, {"credential": 5}, {"index": -1}, {"index": 0.5}, {"size": 2**53},
    ]  # fmt: skip
    return [json.dumps({**written, **change}) for change in changes]


def out_of_time(office: Office, code: str) -> list[str]:
    """Signed with our key, but before it began to sign; by another; as something else; by another place."""
    signs, confirmation = insider(office), from_text(office.row(code).confirmation)
    issuer, url = office.certificates.issuer, office.certificates.issuer.status_url(1)
    early = [replace(confirmation, issued_at=AT - timedelta(seconds=seconds)) for seconds in range(1, 10)]
    said = claims(confirmation, issuer, 0, url)
    with office.database.transaction() as connection:
        key = key_in_use(connection, office.certificates.keys)
    return [
        *(signs(claims(one, issuer, 0, url)) for one in early),
        sign(said, "vc+jwt", key.id, new_key()),
        sign(said, "log-head+jwt", key.id, key.key),
        signs({**said, "type": ["VerifiableCredential"]}),
        signs({**said, "iss": "https://khac.vn"}),
    ]


def believed(page: Page, texts: list[str]) -> list[str]:
    found: list[str] = page.evaluate(
        """async (texts) => {
             const found = [];
             for (const text of texts) if (!["unknown", "outdated"].includes((await checkCertificate(new TextEncoder().encode(text))).status)) found.push(text);
             return found;
           }""",
        texts,
    )
    assert len(texts) > 10
    return found


def test_pages_are_for_eyes_that_see_little(
    scripted: BrowserContext, service: LiveService, database: Database, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    page = join(scripted)
    office = office_of(service, database)
    code, revoked = issue(office), issue(office)
    office.revoke(revoked, at=AT)
    with database.session(writes=True) as session:
        office.certificates.keep_head(session, AT)
        session.commit()
    inspector = Inspector(page)
    for path in (
        "/xac-minh",
        "/so-cai",
        FRAMEWORK,
        f"/chung-nhan/giay/{code}",
        f"/xac-minh/{code}",
        f"/xac-minh/{revoked}",
    ):
        inspector.open(path)
    page.goto("/xac-minh?ma=234")
    inspector.look("a code that is none")
    assert inspector.faults == []
