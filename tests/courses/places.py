"""Every place of a lesson where a teacher's text can stand, and how to put another text there."""

from tests.sample_content import LESSON

# name: the sample's text there, and what replaces it ({} is the text under test)
FRONT_MATTER = {
    "title": ("tieu-de: Giữ mật khẩu cho kín", "tieu-de: {}"),
    "wish": ("muon: Tôi muốn giữ mật khẩu", "muon: {}"),
    "summary": ("tom-tat: Giữ mật khẩu cho riêng mình.", "tom-tat: {}"),
}
STEP_TITLE = {"step title": ("## Giữ kín", "## {}")}
BODY = {
    "paragraph": ("Mật khẩu chỉ mình bác biết.", "{}"),
    "second line": ("Mật khẩu chỉ mình bác biết.", "Mật khẩu chỉ mình\n{}"),
    "list item": ("Mật khẩu chỉ mình bác biết.", "- Mật khẩu\n- {}"),
    "quotation": ("Mật khẩu chỉ mình bác biết.", "> {}"),
    "small title": ("Mật khẩu chỉ mình bác biết.", "### {}\n\nMật khẩu chỉ mình bác biết."),
    "bold": ("Mật khẩu chỉ mình bác biết.", "Chữ **{}** in đậm."),
    "link": ("Mật khẩu chỉ mình bác biết.", "Xem [{}](/bai-hoc/quet-ma) nhé."),
    "term": ("mã [[?otp]].", "mã [[?otp|{}]]."),
    "indented": ("Mật khẩu chỉ mình bác biết.", "Mật khẩu:\n\n      {}"),
    "variant": ("Mở **CH Play**.", "{}"),
    "callout": ("Mật khẩu chỉ mình bác biết.", "Mật khẩu.\n\n::: luu-y\n{}\n:::"),
    "stem": ("Có người gọi hỏi mã. Bác làm gì?", "{}"),
    "choice": ("- [ ] Đọc mã cho họ", "- [ ] {}"),
    "feedback": ("> CANARY-PHAN-HOI-MOT Mã là chìa khóa nhà mình.", "> {}"),
    "second feedback line": ("> CANARY-PHAN-HOI-MOT Mã là chìa khóa", "> Mã\n\n  > {}"),
    "able": ("- Bác giữ được mật khẩu.", "- {}"),
    "card": ("Không đọc mã cho ai.", "{}"),
}
# All places of the body at once, {} in each.
EVERYWHERE = """\
::: buoc mot
## {}

{}

- {}

1. **{}** và *{}*

> {}

### {}

[{}](/bai-hoc/quet-ma) [[?otp|{}]] `{}`

::: luu-y
{}
:::

::: danh-cho android nguoi-dan
{}
:::
:::

::: cau-hoi hai
{}

- [x] {}
  > {}
- [ ] Hai {}
  > Hai

  > {}
- [ ] Ba
  > Ba
- [ ] Bốn
  > Bốn
:::

::: ket-thuc
- {}

::: the-giu
{}
:::
:::
"""
PLACES = {**FRONT_MATTER, **STEP_TITLE, **BODY}


def lesson_with(place: str, text: str) -> str:
    """The sample lesson with the text at that place."""
    old, new = PLACES[place]
    assert old in LESSON, f"the sample has no {old!r} any more"
    return LESSON.replace(old, new.replace("{}", text), 1)


def position(text: str, needle: str) -> tuple[int, int]:
    """Line and column, from 1, of the first place where the needle stands."""
    before = text[: text.index(needle)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
