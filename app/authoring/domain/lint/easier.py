"""Does the easier text of a step still say what the step says? The check that stops a machine's rewriting, as advice."""

import re
from collections.abc import Iterator

from app.authoring.domain.lint.reading import Reading
from app.authoring.domain.lint.reading import Step as WrittenStep
from app.authoring.domain.lint.remark import Remark
from app.courses.domain.lessons import KEPT, Lesson, Step
from app.tutor.domain.fidelity.findings import Finding, Severity
from app.tutor.domain.fidelity.judgement import judged
from app.tutor.domain.fidelity.wording import explained
from app.tutor.domain.page_text import paragraphs

STRONG, CODE = re.compile(r"</?strong\b[^>]*>"), re.compile(r"</?code\b[^>]*>")
LONGEST_QUOTE = 80


def remarks_on_easier(lesson: Lesson, reading: Reading) -> Iterator[Remark]:
    """One for each easier text that would not be let through, at its line. `reading`: of the same source."""
    lines = {screen.line: screen.easier_line for screen in reading.screens if isinstance(screen, WrittenStep)}
    for step in lesson.screens:
        wrong = next(_rejected(step), None) if isinstance(step, Step) and step.easier else None
        if wrong is not None:
            yield Remark(lines.get(step.line) or step.line, 1, "unfaithful-easier", _message(wrong))


def _rejected(step: Step) -> Iterator[Finding]:
    retold = (part.html for part in step.parts if not part.tags and part.callout not in KEPT)
    findings = judged(_plain(" ".join(retold)), _plain(step.easier)).findings
    return (finding for finding in findings if finding.severity is Severity.HARD)


def _message(finding: Finding) -> str:
    about = finding.rewrite or finding.source
    quote = f" („{about[:LONGEST_QUOTE]}”)" if about else ""
    return f"Lời dễ hơn nói khác lời của bước{quote}: {explained(finding)}"


def _plain(html: str) -> str:
    """In one line, buttons in `**`, what is typed in backquotes: as the check reads texts."""
    marked = CODE.sub("`", STRONG.sub("**", html))
    return " ".join(paragraph.text for paragraph in paragraphs(marked))
