"""The guide to the kinds of question names every kind and every limit. (That its examples compile and its codes are
ours, test_authoring_guide.py says of every guide.)"""

import re

from app.quiz.domain.kinds import KINDS
from app.quiz.domain.options import LONGEST_FEEDBACK, LONGEST_OPTION, LONGEST_STEM
from tests.docs.test_authoring_guide import PROJECT

GUIDE = (PROJECT / "docs/vi/kieu-cau-hoi.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```markdown\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def test_every_kind_of_question_has_an_example() -> None:
    shown = [example.split()[1] for example in EXAMPLES]
    assert sorted(shown) == sorted(["cau-hoi", "nhieu-dap-an", "sap-xep", "ghep-cap", "dien-chu"])
    assert set(shown) <= KINDS.keys()


def test_limits_are_those_of_the_check() -> None:
    limits = f"nhiều nhất {LONGEST_STEM} ký tự, mỗi dòng nhiều nhất {LONGEST_OPTION}, mỗi phản hồi nhiều nhất {LONGEST_FEEDBACK}"
    assert limits in " ".join(GUIDE.split())
