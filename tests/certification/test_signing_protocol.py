"""What a signer can be asked: by name, for what the database holds, in one spelling; and for nothing else."""

import json

import pytest

from app.certification.domain.signing import MOST_ASKED, Replied, Request, read_reply, read_request

pytestmark = pytest.mark.pure

ASKED = [Request("certificate", "234679ACDEFG"), Request("head", "12"), Request("statuses", "1"), Request("key", "")]


@pytest.mark.parametrize("request_", ASKED, ids=lambda one: one.act)
def test_request_is_read_as_it_was_written(request_: Request) -> None:
    assert read_request(request_.line) == request_
    assert len(request_.line) < MOST_ASKED


@pytest.mark.parametrize(
    "line",
    [
        b"", b"\n", b"[]\n", b"x\n", b'{"act":"head","of":"1"}', b'{"of":"1","act":"head"}\n', b'{"act": "head","of":"1"}\n',
        b'{"act":"head","of":1}\n', b'{"act":"head","of":"-1"}\n', b'{"act":"head","of":"1","of":"2"}\n', b'{"act":"head"}\n',
        b'{"act":"sign","of":"x"}\n', b'{"act":"certificate","of":"x"}\n', b'{"act":"head","of":"1","text":"x"}\n',
        b'{"act":"head","of":"\xd9\xa1"}\n', b'{"act":"key","of":"k"}\n', b'{"act":["head"],"of":"1"}\n', b"[" * 150 + b"\n",
        b'{"act":"certificate","of":"234679ACDEFG\\n"}\n', b"\xff\n",
    ],
)  # fmt: skip
def test_whatever_else_is_asked_is_no_request(line: bytes) -> None:
    assert read_request(line) is None


def test_reply_is_read_as_it_was_written_and_no_other() -> None:
    for reply in (Replied("t", "Lời"), Replied(refusal="not-ended"), Replied(away=True)):
        assert read_reply(reply.line) == reply
    for line in (b"", b"{}\n", b'"x"\n', json.dumps({"token": "t"}).encode()):
        with pytest.raises(ValueError):  # noqa: PT011 - it says only how long it was
            read_reply(line)
