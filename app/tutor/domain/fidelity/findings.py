"""What the check says: a verdict, and each finding with the two passages side by side."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    HARD = "hard"
    REVIEW = "review"


class Verdict(StrEnum):
    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True)
class Finding:
    """`rule`: a key of `wording.EXPLAINED`. `source`, `rewrite`: the passages; empty where one side has none."""

    rule: str
    severity: Severity
    source: str
    rewrite: str


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    findings: tuple[Finding, ...]


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Reject if one finding is hard, review if there is any, else accept."""
    if any(finding.severity is Severity.HARD for finding in findings):
        return Verdict.REJECT
    return Verdict.REVIEW if findings else Verdict.ACCEPT
