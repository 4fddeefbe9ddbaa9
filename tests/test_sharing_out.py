"""What has something in common is made once; what has not is spread over all processes."""

from pathlib import Path

from tests.sharing_out import BROWSER, ROOT, goes_whole, turn

FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))


def test_file_whose_tests_share_a_service_goes_whole() -> None:
    assert goes_whole("tests/browser/test_desk.py")
    assert not goes_whole("tests/browser/test_simulations.py")
    alone = {file for file in FILES if not goes_whole(file)}
    assert len(alone) > 5
    assert all(file.startswith(BROWSER) for file in alone)
    assert not any("module" in Path(ROOT / file).read_text("utf-8").partition("\ndef test_")[0] for file in alone)


def test_browser_comes_last_and_in_it_what_goes_alone() -> None:
    inside = [file.startswith(BROWSER) for file in sorted(FILES, key=turn)]
    whole = [goes_whole(file) for file in sorted(FILES, key=turn)]
    assert inside == sorted(inside)
    assert whole == sorted(whole, reverse=True)
    sizes = [(ROOT / file).stat().st_size for file in sorted(FILES, key=turn) if not goes_whole(file)]
    assert sizes == sorted(sizes, reverse=True)
