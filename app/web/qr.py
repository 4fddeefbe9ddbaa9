"""A QR code as an inline drawing of a page (qr.html): nothing is fetched, and it prints."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class QrCode:
    """`size` modules each way, the quiet zone among them; `path` draws the dark ones (SVG)."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Dark modules as squares of one path. Error correction M: a card in a pocket is scratched, a screen on a wall glares."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return QrCode(len(rows), "".join(dark))
