"""What facts said from which day on, as the service finds it when it loads its content."""

from datetime import date

from sqlalchemy import select

from app.courses.fact_history import read_history
from app.courses.models import FactText
from tests.upkeep.conftest import School
from tests.upkeep.upkeep_content import HOTLINE_PATH, hotline


def told(school: School) -> list[tuple[str, str]]:
    """Of the hotline, out of the database."""
    with school.database.reading.connect() as connection:
        return [(f"{said.since}", said.value) for said in read_history(connection).get("so-goi", ())]


def test_fact_is_first_known_from_the_day_on_which_it_was_read(school: School) -> None:
    school.library.load()
    assert told(school) == [("2026-11-01", "1800 0001")]


def test_change_counts_from_the_day_on_which_it_is_found(school: School) -> None:
    school.library.load()
    school.pass_days(3)
    school.write(HOTLINE_PATH, hotline(gia_tri="1800 0002", cau="Gọi 1800 0002 để hỏi."))
    assert told(school) == [("2026-11-01", "1800 0001"), ("2026-11-24", "1800 0002")]
    assert school.library.fact_history["so-goi"][-1].value == "1800 0002"


def test_of_several_changes_on_one_day_the_last_one_counts(school: School) -> None:
    school.library.load()
    for number in ("1800 0002", "1800 0003"):
        school.write(HOTLINE_PATH, hotline(gia_tri=number, cau=f"Gọi {number} để hỏi."))
    assert told(school) == [("2026-11-01", "1800 0001"), ("2026-11-21", "1800 0003")]


def test_loading_again_writes_nothing(school: School) -> None:
    school.library.load()
    with school.database.session(writes=False) as session:
        before = session.execute(select(FactText.__table__)).all()
    school.pass_days(5)
    school.write(HOTLINE_PATH, hotline(xem_ngay="2026-11-20", ra_soat_truoc="2098-01-01"))
    with school.database.session(writes=False) as session:
        assert session.execute(select(FactText.__table__)).all() == before


def test_broken_file_of_facts_changes_no_history(school: School) -> None:
    school.library.load()
    before = told(school)
    school.write(HOTLINE_PATH, "- ma: [")
    assert told(school) == before
    assert school.library.fact_history["so-goi"][0].since == date(2026, 11, 1)
