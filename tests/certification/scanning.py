"""A phone that scans the paper: the PDF as it is printed, read by a reader of QR codes that is not ours."""

import pypdfium2
import zxingcpp

PER_POINT = 2  # 144 dots an inch: a poor photograph


def scanned(pdf: bytes) -> list[str]:
    """What every code on the first page says."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=PER_POINT, grayscale=True).to_numpy()
    return [code.text for code in zxingcpp.read_barcodes(picture)]
