"""A phone that scans: the PDF as it is printed, or what a page draws, read by a reader of QR codes that is not ours."""

import re

import numpy as np
import pypdfium2
import zxingcpp

PER_POINT = 2  # 144 dots an inch: a poor photograph
PER_MODULE = 4  # dots


def scanned(pdf: bytes) -> list[str]:
    """What every code on the first page says."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=PER_POINT, grayscale=True).to_numpy()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def scanned_drawings(html: str) -> list[str]:
    """What every code that the page draws says, in its order."""
    found = []
    for size, path in re.findall(r'<svg class="qr"[^>]*viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"', html):
        picture = np.full((int(size), int(size)), 255, np.uint8)
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path):
            picture[int(y), int(x)] = 0
        found += [code.text for code in zxingcpp.read_barcodes(np.kron(picture, np.ones((PER_MODULE,) * 2, np.uint8)))]
    return found
