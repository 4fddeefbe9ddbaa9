"""The curve of the probability, drawn on the server."""

from collections.abc import Sequence

from app.assessment.pages.case import CurveView
from app.assessment.views.words import limit, percent
from app.quiz.domain.adaptive.sitting import Policy

WIDTH, HEIGHT, MARGIN = 320, 120, 6


def curve_view(points: Sequence[float], policy: Policy) -> CurveView:
    """`points`: probabilities before the first and after every scored task."""
    step = (WIDTH - 2 * MARGIN) / max(1, len(points) - 1)
    drawn = " ".join(f"{MARGIN + place * step:.1f},{_y(p):.1f}" for place, p in enumerate(points))
    return CurveView(
        drawn, WIDTH, HEIGHT, round(_y(policy.certify_at), 1), round(_y(policy.deny_at), 1),
        limit(policy.certify_at), limit(policy.deny_at), _summary(points, policy),
    )  # fmt: skip


def _y(p: float) -> float:
    return MARGIN + (1 - p) * (HEIGHT - 2 * MARGIN)


def _summary(points: Sequence[float], policy: Policy) -> str:
    told = [percent(point, at_least=policy.certify_at, at_most=policy.deny_at) for point in points]
    parts = [f"sau {place} câu: {told[place]}" for place in sorted({0, len(points) // 2, len(points) - 1})]
    return f"Xác suất đạt chuẩn qua từng câu: {'; '.join(parts)}."
