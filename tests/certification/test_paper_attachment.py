"""The paper carries the file that proves it, and can still be read by a screen reader and by other programs."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter

from app.certification.domain.attachment import NAME, tokens_in
from app.certification.paper import print_certificate
from tests.certification.certified import CONFIRMATION, ISSUER
from tests.certification.test_attachment import FILE, TOKEN

PDF = print_certificate(CONFIRMATION, ISSUER, FILE)


def test_file_is_found_in_the_paper_also_when_another_program_saved_it() -> None:
    writer = PdfWriter(clone_from=BytesIO(PDF))
    for page in writer.pages:
        page.compress_content_streams()
    written = BytesIO()
    writer.write(written)
    assert tokens_in(PDF) == tokens_in(written.getvalue()) == [TOKEN]


def test_paper_with_the_file_inside_is_still_made_for_screen_readers() -> None:
    found = PdfReader(BytesIO(PDF))
    root: Any = found.trailer["/Root"]
    assert found.attachments[NAME] == [FILE]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    attached = root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    assert attached["/Desc"] == "Bản ký số của giấy này, với bằng chứng trong sổ cái"
    assert len(found.pages) == 1
