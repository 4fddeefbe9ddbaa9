"""What is asked of the language model.

A lesson is data to the model: it travels as JSON in the user's turn, never inside the instructions.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from app.authoring.domain.suggesting.places import Place
from app.quiz.domain.options import CHOICE
from app.tutor.domain.model_text import ONLY_WHAT_IS_THERE, PLAIN

Wish = Literal["easier", "question", "feedback"]
Message: TypeAlias = Mapping[str, str]

CHOICES = 4
COMMON = f"""Bạn giúp giáo viên soạn bài dạy người Việt lớn tuổi dùng điện thoại. Người học được gọi là "bác".
{PLAIN}
{ONLY_WHAT_IS_THERE}"""
TASKS: dict[Wish, str] = {
    "easier": """Viết lại khối "bai" cho dễ đọc hơn. Giữ đúng mọi dòng bắt đầu bằng ::: và mọi dòng tiêu đề #.
Giữ nguyên từng chữ mọi chỗ [[…]], **…**, `…` và mọi con số. Giữ thứ tự các bước, không bỏ lời cảnh báo nào.
Chỉ trả lời bằng khối đã viết lại, đặt giữa ``` và ```.""",
    "question": f"""Soạn một câu hỏi về khối "bai": một tình huống thật, {CHOICES} cách làm, một cách đúng. Cách sai là lỗi người ta hay mắc.
Các cách dài gần bằng nhau. Mỗi cách có lời nhắn hai câu: vì sao người ta nghĩ vậy, rồi nên làm gì.
Chỉ trả lời bằng JSON: {{"hoi": "…", "cach": [{{"chu": "…", "dung": false, "nhan": "…"}}, …]}}""",
    "feedback": """Trong khối "bai" có các cách trả lời. Soạn lời nhắn mới cho từng cách sai: hai câu, vì sao người ta nghĩ vậy, rồi nên làm gì.
Chỉ trả lời bằng JSON, theo thứ tự các cách sai: {"nhan": ["…", "…"]}""",
}


def can_ask(wish: Wish, place: Place) -> bool:
    """Easier words and new questions are for steps; new feedback is for questions with wrong choices."""
    if wish == "feedback":
        return place.name in ("cau-hoi", "nhieu-dap-an") and bool(wrong_choices(place.text.split("\n")))
    return place.name == "buoc" and bool(place.args)  # without a name of its own it is not finished


def messages(wish: Wish, place: Place) -> list[Message]:
    content = json.dumps({"bai": place.text}, ensure_ascii=False)
    return [{"role": "system", "content": f"{COMMON}\n{TASKS[wish]}"}, {"role": "user", "content": content}]


def wrong_choices(lines: Sequence[str]) -> list[int]:
    """Indices of the lines."""
    return [number for number, line in enumerate(lines) if (choice := CHOICE.match(line)) and choice[1] not in "xX"]
