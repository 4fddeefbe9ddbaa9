"""What a teacher made up must be nobody's: addresses under endings that cannot exist, numbers with digits left out."""

import re

# Top-level labels are alphabetic (RFC 1123 §2.1), so `.vi-du` can never be given out; `.example` never will (RFC 2606).
UNREAL_ENDINGS = (".vi-du", ".example")
ENDINGS = re.compile(r"vn|com|net|org|info|me|ly|gl|io|app|xyz|top|site|online|shop|link|club|cc|asia", re.IGNORECASE)
FILE_ENDINGS = {"apk", "pdf", "jpg", "png", "doc", "docx", "xls", "xlsx", "mp4"}
TOKEN = re.compile(r"[^\s`\"'“”‘’()<>\[\],;!]+")
DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
MONEY = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
DIGITS = re.compile(r"\+?\d(?:[ .-]{0,2}\d){6,}")
HOTLINE = re.compile(r"1[89]00\d{4,6}")


def real_address(text: str) -> str | None:
    """The first thing in the text that could be somebody's address on the Internet."""
    return next((token for token in TOKEN.findall(text) if _could_be_real(token)), None)


def real_number(text: str) -> str | None:
    """The first telephone, account or identity number: nine digits or more, or a 1800/1900 line; no date, no money."""
    for match in DIGITS.finditer(DATE.sub(" ", text)):
        digits = re.sub(r"\D", "", match[0])
        if not MONEY.fullmatch(match[0]) and (len(digits) >= 9 or HOTLINE.fullmatch(digits)):
            return match[0]
    return None


def _could_be_real(token: str) -> bool:
    token = token.rstrip(".:?…")
    address = re.sub(r"^\w+:[/\\]+", "", token)
    host = re.split(r"[/?#\\]", address)[0].rpartition("@")[2].partition(":")[0]
    if host.lower().endswith(UNREAL_ENDINGS):
        return False
    labels = host.split(".")
    is_name = len(labels) > 1 and all(re.fullmatch(r"[\w-]+", label) for label in labels)
    return address != token or host.lower().startswith("www.") or (is_name and _is_ending(labels[-1]))


def _is_ending(label: str) -> bool:
    """Lower-case Latin letters or a known ending; "TP.HCM" and "VNeID.apk" are no addresses."""
    if label.lower() in FILE_ENDINGS:
        return False
    return re.fullmatch(r"[a-z]{2,}|xn--[a-z0-9-]+", label) is not None or ENDINGS.fullmatch(label) is not None
