"""What stands around every screen, rendered once and compressed once: only the title and the screen belong to a page."""

import zlib
from functools import cached_property, lru_cache

LEVEL, WINDOW, MEMORY = 4, -13, 5  # raw deflate: as small as a window of 32 KB for a page of 10 KB, and half the time
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no name, no time, unknown system


class Shell:
    """A page is `before`, its title, `between`, its screen, `after`."""

    def __init__(self, before: str, between: str, after: str) -> None:
        self._before, self._between, self._after = before, between, after
        self._fixed = before.encode(), between.encode()
        self._title = lru_cache(maxsize=256)(_piece)

    def page(self, title: str, screen: str) -> str:
        return f"{self._before}{title}{self._between}{screen}{self._after}"

    def gzip(self, title: str, screen: str) -> bytes:
        """The page as one gzip stream. Deflate goes on from any byte boundary (RFC 1951 §3.2.4, an empty stored block),
        so the parts that never change are compressed beforehand, and the compressor that knows `between` is copied."""
        before, between, follower = self._compressed
        title_bytes, screen_bytes = title.encode(), f"{screen}{self._after}".encode()
        compressor = follower.copy()
        checksum = length = 0
        for part in (self._fixed[0], title_bytes, self._fixed[1], screen_bytes):
            checksum, length = zlib.crc32(part, checksum), length + len(part)
        return b"".join(
            (
                GZIP_HEADER,
                before,
                self._title(title_bytes),
                between,
                compressor.compress(screen_bytes),
                compressor.flush(),
                checksum.to_bytes(4, "little"),
                length.to_bytes(4, "little"),
            )
        )

    @cached_property
    def _compressed(self) -> "tuple[bytes, bytes, zlib._Compress]":
        follower = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW, MEMORY)
        between = follower.compress(self._fixed[1]) + follower.flush(zlib.Z_SYNC_FLUSH)
        return _piece(self._fixed[0]), between, follower


def _piece(text: bytes) -> bytes:
    """Compressed alone, up to a byte boundary, with the stream left open."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW, MEMORY)
    return compressor.compress(text) + compressor.flush(zlib.Z_SYNC_FLUSH)


def gzip(body: bytes) -> bytes:
    """One piece by itself, at the same cost."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, 16 - WINDOW, MEMORY)
    return compressor.compress(body) + compressor.flush()
