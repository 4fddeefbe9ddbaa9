"""What a language model is asked for one step: pieces of its common prose, with tokens where nothing may change. Nothing of
any learner; the lesson travels as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.readers import AUDIENCE_TITLES
from app.tutor.domain.model_text import ONLY_WHAT_IS_THERE, PLAIN
from app.tutor.domain.passages import with_references
from app.tutor.domain.prompting import as_text
from app.tutor.domain.rewriting.buckets import Bucket
from app.tutor.domain.rewriting.locks import Locked, locked
from app.tutor.domain.rewriting.material import Material

RULES = f"""Bạn viết lại bài dạy dùng điện thoại cho dễ đọc hơn. Người đọc được gọi là "bác", không gọi cách nào khác.
{PLAIN}
{ONLY_WHAT_IS_THERE}
Viết lại từng đoạn trong "doan", mỗi đoạn riêng. Giữ đủ ý, đủ lời cảnh báo, đúng ai làm, đúng thứ tự việc. Không thêm lời khuyên, không thêm ví dụ.
Giữ nguyên các chữ không, đừng, chưa, chỉ, phải, trước, sau.
Mỗi dấu ⟦số⟧ thay cho chữ trong "dau". Chép lại từng dấu đúng một lần, trong đúng đoạn của nó, đúng thứ tự. Không viết con số nào ngoài các dấu ấy.
Chỉ viết chữ thường: không in đậm, không gạch đầu dòng, không xuống dòng, không ký hiệu.
Chỉ trả lời bằng JSON, đủ mọi đoạn theo thứ tự: {{"doan": [{{"so": 1, "chu": "…"}}, …]}}"""
SLOWLY = "Người đọc này đọc chậm: mỗi câu một ý, mỗi câu nhiều nhất 10 tiếng. Câu dài thì tách làm hai."


@dataclass(frozen=True)
class Request:
    """`locks`: by the number of the piece."""

    messages: tuple[Mapping[str, str], ...]
    locks: Mapping[int, Locked]


def request(material: Material, bucket: Bucket, catalogue: Catalogue, wrong: str = "") -> Request:
    """`wrong`: what was wrong with the reply before, in words."""
    locks: dict[int, Locked] = {}
    first = 1
    for piece in material.pieces:
        locks[piece.number] = locked(piece.text, first)
        first += len(locks[piece.number].atoms)
    document: dict[str, object] = {
        "buoc": as_text(material.title),
        "doan": [{"so": number, "chu": as_text(lock.text)} for number, lock in locks.items()],
        "dau": {
            f"⟦{lock.first + place}⟧": as_text(with_references(atom, catalogue))
            for lock in locks.values()
            for place, atom in enumerate(lock.atoms)
        },
    }
    if wrong:
        document["lan_truoc_chua_duoc"] = as_text(wrong)[:800]
    rules = "\n".join([RULES, f"Người đọc: {AUDIENCE_TITLES[bucket.audience]}.", *([SLOWLY] if bucket.is_slow else [])])
    data = json.dumps(document, ensure_ascii=False)
    return Request(({"role": "system", "content": rules}, {"role": "user", "content": data}), locks)
