"""Questions of every kind that can be exported, written by hand or shipped, and the answers that each can be given."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, permutations, product

from app.authoring.domain.exchange.items import Item, items_of
from app.authoring.domain.exchange.spellings import typed_forms
from app.courses.domain.bank import BankFile, compile_bank_file
from app.courses.domain.catalogue import EMPTY
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.folding import fold
from app.courses.domain.markdown import Writing
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from tests.sample_content import BANK_FRONT, KINDS_TEXT

CHANCE = random.Random(7)  # noqa: S311 - which answers are tried, not a secret
ODD = """\
::: cau-hoi dau-la
Dấu `}{~=#:\\\\` & "nháy" nghĩa là gì? Đây là `[html]` và `100%`.

- [ ] `{`
  > `~%50%` không đúng: xem lại `=` và `#` nhé.
- [x] `%50%` hòa vốn \\\\ `->` hết
  > Đúng rồi bác: `}a=b{`, `//` và `####`.
- [ ] `[plain]` chữ trơn
  > Không phải `:`.

  > Hai đoạn.
- [ ] \\~ và \\=
  > Ấy là `~=`.
:::

::: nhieu-dap-an mot-sai
Chọn `ba` trong bốn.

- [x] Một
  > Một.
- [x] Hai
  > Hai.
- [x] Ba
  > Ba.
- [ ] Bốn
  > Bốn.
:::

::: nhieu-dap-an bay-mot
Chọn những ý đúng.

- [x] Một
  > Một.
- [x] Hai
  > Hai.
- [x] Ba
  > Ba.
- [ ] Bốn
  > Bốn.
- [ ] Năm thì
  > Năm.
- [ ] Sáu thì
  > Sáu.
- [ ] Bảy thì
  > Bảy.
:::

::: sap-xep dong-hang
Việc nào trước? Hai việc giữa thì việc nào trước cũng được.

1. Mở máy
   > Mở trước.
2. Đeo kính
   > Kính lúc nào cũng được.
2. Rót nước
   > Nước cũng vậy.
3. Ngồi xuống
   > Ngồi sau.
:::

::: dien-chu go-hoa
Chữ `=` đọc là gì?

- [x] hòa | Hoà nhau | khỏe * mạnh
  > Đúng rồi bác.
- [ ] a -> b | trừ
  > Chưa phải.
- [ ] (câu khác)
  > Bác xem lại nhé: `#`.
:::
"""


def bank_file(text: str) -> BankFile:
    writing = Writing({}, {}, {"tt-ma-qr"}, date(2026, 11, 22), Reporter("content/bank/thu.md"))
    file = compile_bank_file("thu", "content/bank/thu.md", BANK_FRONT + text, writing, KINDS)
    assert file, writing.reporter.found
    return file


def items_in(text: str) -> tuple[Item, ...]:
    file = bank_file(text)
    return items_of(replace(EMPTY, bank={file.slug: file}), {file.path})[0]


ITEMS = {item.id.removeprefix("thu."): item for item in items_in(KINDS_TEXT + ODD)}


def answers(question: object, most: int = 400) -> list[str]:
    """Every answer, as `judge` takes it, the right one first; of many a sample that is always the same."""
    every = list(dict.fromkeys(_answers(question)))
    return every if len(every) <= most else [every[0], *CHANCE.sample(every, most)]


def _answers(question: object) -> Iterator[str]:
    match question:
        case ChoiceQuestion(_, choices):
            yield from (choice.id for choice in choices)
        case SeveralChoices(_, choices):
            ids = sorted(choice.id for choice in choices)
            subsets = chain.from_iterable(combinations(ids, count) for count in range(1, len(ids) + 1))
            yield from (" ".join(subset) for subset in subsets)
        case Ordering(_, steps):
            ids = [step.id for step in steps]
            orders = permutations(ids) if len(ids) < 7 else (CHANCE.sample(ids, len(ids)) for _ in range(400))
            yield from (" ".join(order) for order in chain([tuple(ids)], orders))
        case Matching(_, pairs, rights):
            chosen = product(*([right.id for right in rights] for _ in pairs)) if len(pairs) < 5 else _some(question)
            right = tuple(pair.right for pair in pairs)
            for one in chain([right], chosen):
                yield " ".join(sorted(f"{pair.id}:{word}" for pair, word in zip(pairs, one, strict=True)))
        case ShortAnswer(_, foreseen, _):
            yield from (fold(form) for one in foreseen for spelling in one.spellings for form in typed_forms(spelling))
            yield from ("mot cau khac han", "khong biet", "x")


def _some(question: Matching) -> Iterator[tuple[str, ...]]:
    words = [right.id for right in question.rights]
    for _ in range(400):
        yield tuple(CHANCE.choices(words, k=len(question.pairs)))


def given_to_gift(question: object, answer: str) -> list[str]:
    """An answer as `judge` takes it in the words that GIFT has."""
    ids = answer.split(" ")
    match question:
        case ChoiceQuestion(_, choices) | SeveralChoices(_, choices):
            return [choice.text for choice in choices if choice.id in ids]
        case Matching(_, pairs, rights):
            words = {right.id: right.text for right in rights}
            chosen = dict(one.split(":") for one in ids)
            return [words[chosen[pair.id]] for pair in pairs]
    return [answer]


def given_to_qti(question: object, answer: str) -> str | list[str]:
    """An answer as `judge` takes it in the values that a player has."""
    if isinstance(question, ShortAnswer):
        return answer
    values = [" ".join(f"c-{part}" for part in one.split(":")) for one in answer.split(" ")]
    return values[0] if isinstance(question, ChoiceQuestion) else values
