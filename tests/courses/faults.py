"""Planted faults: one change of the sample content each, and the one diagnostic that it must give."""

from dataclasses import dataclass, field

from tests.sample_content import FACT, LESSON, LESSON_PATH

FACTS = "facts/thu.yaml"
TERMS = "glossary/thu.yaml"
SKILLS = "frameworks/nguoi-dan.yaml"
COURSE_PATH = "courses/khoa-thu/course.yaml"
PLAIN = "Mật khẩu chỉ mình bác biết."
STEP = f"::: buoc giu-kin\n## Giữ kín\n\n{PLAIN}\n:::\n"
QUESTION = LESSON[LESSON.index("::: cau-hoi ai-hoi-ma") : LESSON.index("::: buoc giu-kin")]
SECOND_QUESTION = LESSON[LESSON.index("::: cau-hoi ai-biet") : LESSON.index("::: ket-thuc")]
ENDING = LESSON[LESSON.index("::: ket-thuc") :]
FRONT = LESSON[: LESSON.index("::: buoc mo-dau")]
CARD = "::: the-giu\nKhông đọc mã cho ai.\n:::\n"
BODY_LINE = FRONT.count("\n")
ANOTHER_FACT = FACT.replace("han-muc-thu", "han-muc-khac")


@dataclass(frozen=True)
class Fault:
    """`old` in `file` becomes `new`; without `old` the file becomes `new`. The diagnostic stands on the first line of
    the changed file that holds `at` (or on that line number), in `column` where it can be told exactly."""

    name: str
    code: str
    at: str | int
    old: str = ""
    new: str | bytes = ""
    column: int | None = None
    file: str = LESSON_PATH
    severity: str = "error"
    told_in: str = ""  # the file of the diagnostic, when it is another one
    also: dict[str, str | bytes | None] = field(default_factory=dict)


FILES_AND_LETTERS = [
    Fault("lesson outside a course", "misplaced-file", 1, new=LESSON, file="courses/03-bai.md"),
    Fault("lesson in a deeper folder", "misplaced-file", 1, new=LESSON, file="courses/khoa-thu/a/03-bai.md"),
    Fault("lesson without a number", "misplaced-file", 1, new=LESSON, file="courses/khoa-thu/bai-ba.md"),
    Fault("lesson with one digit", "misplaced-file", 1, new=LESSON, file="courses/khoa-thu/3-bai.md"),
    Fault("lesson name with marks", "misplaced-file", 1, new=LESSON, file="courses/khoa-thu/03-bài.md"),
    Fault("lesson name with capitals", "misplaced-file", 1, new=LESSON, file="courses/khoa-thu/03-Bai.md"),
    Fault("lesson name with a blank", "misplaced-file", 1, new=LESSON, file="courses/khoa-thu/03-bai hai.md"),
    Fault("facts with the other suffix", "misplaced-file", 1, new=ANOTHER_FACT, file="facts/khac.yml"),
    Fault("facts in a deeper folder", "misplaced-file", 1, new=ANOTHER_FACT, file="facts/a/khac.yaml"),
    Fault("file of an unknown folder", "misplaced-file", 1, new="", file="bai/01-bai.md"),
    Fault("file of the root", "misplaced-file", 1, new="", file="README.md"),
    Fault("lesson name too long", "bad-slug", 1, new=LESSON, file=f"courses/khoa-thu/03-{'a' * 61}.md"),
    Fault("path too long", "bad-slug", 1, new=ANOTHER_FACT, file=f"facts/{'a' * 190}.yaml"),
    Fault("course folder with an underscore", "bad-slug", 1, new="ten: A\nmuc-tieu: B\nthu-tu: 2\n",
          file="courses/khoa_hai/course.yaml"),
    Fault("folder without course.yaml", "unknown-course", 1, new=LESSON, file="courses/khoa-hai/01-bai.md"),
    Fault("lesson name of another course", "duplicate-id", 1, new=LESSON, file="courses/khoa-vua/01-giu-mat-khau.md",
          also={"courses/khoa-vua/course.yaml": "ten: A\nmuc-tieu: B\nthu-tu: 2\n"}),
    Fault("latin-1 bytes", "bad-encoding", "Con c", PLAIN, "Con ch\udce1u kh\udce1c."),
    Fault("UTF-16 file", "bad-encoding", 1, new=LESSON.encode("utf-16")),
    Fault("cut in the middle of a letter", "bad-encoding", LESSON.count("\n") + 1, new=LESSON.encode() + "ế".encode()[:2]),
    Fault("decomposed line", "bad-encoding", "Mật kh", PLAIN, "Mật khâ\u0309u.", 7),
    Fault("decomposed front matter", "bad-encoding", "muon:", "muon: Tôi", "muon: Tô\u0301i", 8),
    Fault("zero-width space", "bad-encoding", "Mật\u200b", PLAIN, "Mật\u200bkhẩu.", 4),
    Fault("zero-width joiner", "bad-encoding", "Mật\u200d", PLAIN, "Mật\u200dkhẩu.", 4),
    Fault("soft hyphen", "bad-encoding", "Mật\u00ad", PLAIN, "Mật\u00adkhẩu.", 4),
    Fault("byte order mark inside", "bad-encoding", "Mật\ufeff", PLAIN, "Mật\ufeffkhẩu.", 4),
    Fault("bidi override", "bad-encoding", "Mật \u202e", PLAIN, "Mật \u202ekhẩu\u202c.", 5),
    Fault("bidi isolate", "bad-encoding", "Mật \u2066", PLAIN, "Mật \u2066khẩu\u2069.", 5),
    Fault("NUL", "bad-encoding", "Mật\0", PLAIN, "Mật\0khẩu.", 4),
    Fault("escape character", "bad-encoding", "Mật\x1b", PLAIN, "Mật\x1b[31mkhẩu.", 4),
    Fault("line separator", "bad-encoding", "Mật\u2028", PLAIN, "Mật\u2028khẩu.", 4),
    Fault("private use letter", "bad-encoding", "Mật\ue000", PLAIN, "Mật\ue000khẩu.", 4),
    Fault("hidden character in the facts", "bad-encoding", "ten: Ngu\u200b", "ten: Nguồn", "ten: Ngu\u200bồn", 19, FACTS,
          also={LESSON_PATH: None, "courses/khoa-thu/02-quet-ma.md": None}),
    Fault("latin-1 bytes in the question bank", "bad-encoding", 2, new=b"m\xc3\xa1\nm\xe1\n", file="bank/thi/cau.md"),
    Fault("oversized lesson", "too-large", 1, new=LESSON + "\n" * 30_000),
    Fault("oversized facts", "too-large", 1, new="#\n" * 40_001, file="facts/khac.yaml"),
    Fault("line without end", "long-line", "dài dài", PLAIN, "dài " * 251, 1),
]  # fmt: skip

FRONT_MATTER = [
    Fault("no front matter", "no-front-matter", 1, FRONT),
    Fault("blank line before the front matter", "no-front-matter", 1, FRONT, f"\n{FRONT}"),
    Fault("front matter never ends", "no-front-matter", 1, "2099-01-01\n---\n", "2099-01-01\n"),
    Fault("empty file", "no-front-matter", 1),
    Fault("colon inside a value", "broken-yaml", "tieu-de", "Giữ mật khẩu cho kín", "Giữ: mật khẩu", 13),
    Fault("no blank after the colon", "broken-yaml", "bai-truoc", "phut: 3", "phut:3"),
    Fault("unclosed bracket", "broken-yaml", "doi-tuong", "ky-nang: [vneid-dang-nhap]", "ky-nang: [vneid-dang-nhap"),
    Fault("unclosed quote", "broken-yaml", "vi-du.gov.vn", "tom-tat: Giữ", 'tom-tat: "Giữ'),
    Fault("tab as indent", "broken-yaml", "\t- {ten", "  - {ten", "\t- {ten"),
    Fault("alias", "broken-yaml", "tom-tat: *a", "muon: Tôi muốn giữ mật khẩu\ntom-tat: Giữ mật khẩu cho riêng mình.",
          "muon: &a Tôi muốn\ntom-tat: *a", 10),
    Fault("alias bomb", "broken-yaml", "b: [*a", "phut: 3", "phut: 3\na: &a [x, x]\nb: [*a, *a]", 5),
    Fault("deep nesting", "broken-yaml", "nhan", "nhan: [an-toan]", f"nhan: {'[' * 400}{']' * 400}"),
    Fault("deep nesting without end", "broken-yaml", "nhan", "nhan: [an-toan]", f"nhan: {'[' * 900}"),
    Fault("tag of a type", "broken-yaml", "phut", "phut: 3", "phut: !!int ''", 7),
    Fault("tag of an object", "broken-yaml", "phut", "phut: 3", "phut: !!python/object/apply:os.getcwd []", 7),
    Fault("key written twice", "duplicate-key", "tieu-de: Tên khác", "muon: ", "tieu-de: Tên khác\nmuon: "),
    Fault("front matter is a list", "bad-field", 2, FRONT, "---\n- a\n---\n"),
    Fault("empty front matter", "bad-field", 1, FRONT, "---\n---\n"),
    Fault("unknown key", "bad-field", "tac-gia", "phut: 3", "phut: 3\ntac-gia: Lan"),
    Fault("key in English", "bad-field", "minutes", "phut: 3", "phut: 3\nminutes: 3"),
    Fault("title is a number", "bad-field", "tieu-de", "tieu-de: Giữ mật khẩu cho kín", "tieu-de: 12"),
    Fault("title is empty", "bad-field", "tieu-de", "tieu-de: Giữ mật khẩu cho kín", 'tieu-de: "  "'),
    Fault("title is nothing", "bad-field", "tieu-de", "tieu-de: Giữ mật khẩu cho kín", "tieu-de:"),
    Fault("title too long", "bad-field", "tieu-de", "Giữ mật khẩu cho kín", "Giữ kín " * 12),
    Fault("skills are one word", "bad-field", "ky-nang", "ky-nang: [vneid-dang-nhap]", "ky-nang: vneid-dang-nhap"),
    Fault("no skill in the list", "bad-field", "ky-nang", "ky-nang: [vneid-dang-nhap]", "ky-nang: []"),
    Fault("skill with capitals", "bad-field", "ky-nang", "ky-nang: [vneid-dang-nhap]", "ky-nang: [VNeID]"),
    Fault("unknown audience", "bad-field", "doi-tuong", "doi-tuong: [nguoi-dan]", "doi-tuong: [nong-dan]"),
    Fault("unknown label", "bad-field", "nhan:", "nhan: [an-toan]", "nhan: [vui]"),
    Fault("six minutes", "bad-field", "phut", "phut: 3", "phut: 6"),
    Fault("no minute", "bad-field", "phut", "phut: 3", "phut: 0"),
    Fault("minutes in words", "bad-field", "phut", "phut: 3", "phut: ba"),
    Fault("no source", "bad-field", "nguon", LESSON[LESSON.index("nguon:") : LESSON.index("ra-soat:")], "nguon: []\n"),
    Fault("source without address", "missing-field", "{ten: Nguồn thử,", 'url: "https://vi-du.gov.vn/bai", ', ""),
    Fault("source with a bad address", "bad-field", "{ten: Nguồn thử,", "https://vi-du.gov.vn/bai", "vi-du.gov.vn"),
    Fault("no such day", "bad-field", "ra-soat: 2026-02-30", "ra-soat: 2026-11-01", "ra-soat: 2026-02-30"),
    Fault("day the other way round", "bad-field", "ra-soat: 01", "ra-soat: 2026-11-01", "ra-soat: 01/11/2026"),
    Fault("reviewed after the review is due", "bad-field", "ra-soat-truoc", "ra-soat: 2026-11-01\nra-soat-truoc: 2099",
          "ra-soat: 2027-11-01\nra-soat-truoc: 2027"),
    Fault("lesson past its review date", "expired-lesson", "ra-soat-truoc", "ra-soat-truoc: 2099-01-01",
          "ra-soat-truoc: 2026-11-20", severity="warning"),
    *(
        Fault(f"front matter without {key}", "missing-field", 2, line, "")
        for key, line in [
            ("title", "tieu-de: Giữ mật khẩu cho kín\n"),
            ("wish", "muon: Tôi muốn giữ mật khẩu\n"),
            ("summary", "tom-tat: Giữ mật khẩu cho riêng mình.\n"),
            ("skills", "ky-nang: [vneid-dang-nhap]\n"),
            ("audiences", "doi-tuong: [nguoi-dan]\n"),
            ("minutes", "phut: 3\n"),
            ("sources", LESSON[LESSON.index("nguon:") : LESSON.index("ra-soat:")]),
            ("review", "ra-soat: 2026-11-01\n"),
            ("review date", "ra-soat-truoc: 2099-01-01\n"),
        ]
    ),
    Fault("unknown skill", "unknown-skill", "ky-nang", "ky-nang: [vneid-dang-nhap]", "ky-nang: [bay-luon]"),
    Fault("lesson needs an unknown lesson", "dead-link", "bai-truoc", "bai-truoc: []", "bai-truoc: [khong-co]"),
    Fault("lesson needs itself", "dead-link", "bai-truoc", "bai-truoc: []", "bai-truoc: [giu-mat-khau]"),
]  # fmt: skip

BLOCKS = [
    Fault("text before the first block", "outside-block", "Chào bác.", "::: buoc mo-dau", "Chào bác.\n\n::: buoc mo-dau"),
    Fault("text between blocks", "outside-block", "Chào bác.", "::: buoc giu-kin", "Chào bác.\n\n::: buoc giu-kin"),
    Fault("text after the end", "outside-block", "Chào bác.", ENDING, f"{ENDING}\nChào bác.\n"),
    Fault("text behind a callout's name", "outside-block", "::: luu-y Bác", PLAIN, "Mật khẩu.\n\n::: luu-y Bác nhớ\nGiữ.\n:::"),
    Fault("text behind the card's name", "outside-block", "::: the-giu K", "::: the-giu\n", "::: the-giu Kín\n"),
    Fault("text behind the end's name", "outside-block", "::: ket-thuc B", "::: ket-thuc\n", "::: ket-thuc Bác\n"),
    Fault("step left open", "unclosed-block", "::: buoc giu-kin", f"{PLAIN}\n:::", PLAIN),
    Fault("callout left open", "unclosed-block", "::: buoc giu-kin", PLAIN, f"{PLAIN}\n\n::: luu-y\nGiữ."),
    Fault("question left open", "unclosed-block", "::: cau-hoi ai-biet", "không cần biết.\n:::", "không cần biết."),
    Fault("end left open", "unclosed-block", "::: ket-thuc", ENDING, ENDING.removesuffix(":::\n")),
    Fault("close without a block", "stray-close", 29, ":::\n\n::: cau-hoi ai-hoi-ma", ":::\n:::\n\n::: cau-hoi ai-hoi-ma"),
    Fault("close at the end", "stray-close", LESSON.count("\n") + 1, ENDING, f"{ENDING}:::\n"),
    Fault("five blocks deep", "too-deep", "::: nen-lam", PLAIN,
          "Mật khẩu.\n::: luu-y\na\n::: luu-y\nb\n::: luu-y\nc\n::: nen-lam\nd\n:::\n:::\n:::\n:::"),
    Fault("code fence left open", "unclosed-fence", "```", PLAIN, f"{PLAIN}\n\n```"),
    Fault("callout open when the next screen comes", "unclosed-block", "::: luu-y", f"{PLAIN}\n:::", f"{PLAIN}\n\n::: luu-y\nGiữ."),
    Fault("two colons", "bad-mark", ":: luu-y", PLAIN, f"{PLAIN}\n\n:: luu-y\nGiữ.\n:::"),
    Fault("colons with blanks", "bad-mark", ": : : luu-y", PLAIN, f"{PLAIN}\n\n: : : luu-y\nGiữ.\n:::"),
    Fault("colons of another keyboard", "bad-mark", "：：： buoc", "::: buoc giu-kin", "：：： buoc giu-kin"),
    Fault("two colons to close", "bad-mark", 47, f"{PLAIN}\n:::", f"{PLAIN}\n::"),
    Fault("code fence", "no-fence", "```", PLAIN, f"{PLAIN}\n\n```\na\n```"),
    Fault("wavy fence", "no-fence", "~~~", PLAIN, f"{PLAIN}\n\n~~~\na\n~~~"),
    Fault("title of the first rank", "bad-heading", "# To", PLAIN, f"{PLAIN}\n\n# To"),
    Fault("title of the second rank", "bad-heading", "## To", PLAIN, f"{PLAIN}\n\n## To"),
    Fault("title of the fourth rank", "bad-heading", "#### To", PLAIN, f"{PLAIN}\n\n#### To"),
    Fault("line under a line", "bad-heading", PLAIN, PLAIN, f"{PLAIN}\n---"),
    Fault("table", "no-table", "| a |", PLAIN, f"{PLAIN}\n\n| a | b |\n|---|---|\n| c | d |"),
    Fault("step for some readers only", "empty-step", "::: buoc giu-kin", PLAIN, "::: danh-cho hoc-sinh-sinh-vien\na\n:::"),
    Fault("unknown block", "unknown-block", "::: vui", PLAIN, f"{PLAIN}\n\n::: vui\na\n:::"),
    Fault("near name of a callout", "unknown-block", "::: khong-bao-go", PLAIN, f"{PLAIN}\n\n::: khong-bao-go\na\n:::"),
    Fault("near name of a question", "unknown-block", "::: cau-hoii", "::: cau-hoi ai-biet", "::: cau-hoii ai-biet"),
    Fault("near name of a card", "unknown-block", "::: the-giuu", CARD, f"::: the-giuu\na\n:::\n\n{CARD}"),
    Fault("question inside a step", "unclosed-block", "::: buoc giu-kin", PLAIN, f"{PLAIN}\n\n::: cau-hoi trong\na\n:::"),
    Fault("variant inside a callout", "unknown-block", "::: danh-cho nguoi-dan",
          PLAIN, f"{PLAIN}\n\n::: luu-y\na\n::: danh-cho nguoi-dan\nb\n:::\n:::\n"),
    Fault("variant inside a variant", "unknown-block", "::: danh-cho nguoi-dan",
          "Mở **CH Play**.", "Mở **CH Play**.\n::: danh-cho nguoi-dan\nb\n:::"),
    Fault("callout inside a question", "unknown-block", "::: luu-y",
          "Ai được biết mật khẩu?", "Ai được biết mật khẩu?\n\n::: luu-y\na\n:::"),
    Fault("callout inside the card", "unknown-block", "::: luu-y", "Không đọc mã cho ai.", "Không đọc.\n\n::: luu-y\na\n:::"),
    Fault("callout inside the end", "unknown-block", "::: luu-y", "::: the-giu", "::: luu-y\na\n:::\n\n::: the-giu"),
    Fault("callout at the top", "unknown-block", "::: luu-y", ENDING, f"::: luu-y\na\n:::\n\n{ENDING}"),
    Fault("step without a title", "no-title", "::: buoc giu-kin", "## Giữ kín\n\n", ""),
    Fault("title without a blank", "no-title", "::: buoc giu-kin", "## Giữ kín", "##Giữ kín"),
    Fault("title without words", "no-title", "::: buoc giu-kin", "## Giữ kín", "##  "),
    Fault("title below the text", "no-title", "::: buoc giu-kin", f"## Giữ kín\n\n{PLAIN}", f"{PLAIN}\n\n## Giữ kín"),
    Fault("step without content", "empty-step", "::: buoc giu-kin", PLAIN, ""),
    Fault("step without a name", "bad-slug", "::: buoc\n", "::: buoc giu-kin", "::: buoc"),
    Fault("step with two names", "bad-slug", "::: buoc giu kin", "::: buoc giu-kin", "::: buoc giu kin"),
    Fault("step name with marks", "bad-slug", "::: buoc giữ-kín", "::: buoc giu-kin", "::: buoc giữ-kín"),
    Fault("step name with an underscore", "bad-slug", "::: buoc giu_kin", "::: buoc giu-kin", "::: buoc giu_kin"),
    Fault("question without a name", "bad-slug", "::: cau-hoi\n", "::: cau-hoi ai-biet", "::: cau-hoi"),
    Fault("unknown option", "bad-slug", "ai-biet kynang=", "cau-hoi ai-biet", "cau-hoi ai-biet kynang=tt-ma-qr"),
    Fault("step name twice", "duplicate-id", 43, "::: buoc giu-kin", "::: buoc mo-dau"),
    Fault("question name twice", "duplicate-id", 49, "::: cau-hoi ai-biet", "::: cau-hoi ai-hoi-ma"),
    Fault("question named like a step", "duplicate-id", "::: cau-hoi giu-kin", "::: cau-hoi ai-biet", "::: cau-hoi giu-kin"),
    Fault("unknown variant", "unknown-variant", "danh-cho nokia", "danh-cho iphone", "danh-cho nokia"),
    Fault("variant for nobody", "unknown-variant", "::: danh-cho\n", "::: danh-cho iphone", "::: danh-cho"),
    Fault("no question", "no-question", BODY_LINE, f"{QUESTION}{STEP}\n{SECOND_QUESTION}", STEP),
    Fault("question first", "bad-shape", "::: cau-hoi dau", "::: buoc mo-dau",
          f"{QUESTION.replace('ai-hoi-ma', 'dau')}::: buoc mo-dau"),
    Fault("nine steps", "bad-shape", BODY_LINE, STEP, "\n".join(STEP.replace("giu-kin", f"b-{n}") for n in range(8))),
    Fault("step after the end", "bad-shape", "::: buoc giu-kin", f"{STEP}\n{SECOND_QUESTION}{ENDING}",
          f"{SECOND_QUESTION}{ENDING}\n{STEP}"),
    Fault("no end", "no-ending", BODY_LINE, ENDING),
    Fault("two ends", "no-ending", BODY_LINE, ENDING, f"{ENDING}\n{ENDING}"),
    Fault("no card", "no-card", "::: ket-thuc", CARD),
    Fault("two cards", "no-card", "::: ket-thuc", CARD, f"{CARD}\n{CARD}"),
    Fault("empty card", "no-card", "::: ket-thuc", "Không đọc mã cho ai.\n", ""),
    Fault("nothing learned", "nothing-able", "::: ket-thuc", "- Bác giữ được mật khẩu.", ""),
]  # fmt: skip

QUESTIONS = [
    Fault("no stem", "no-stem", "::: cau-hoi ai-biet", "Ai được biết mật khẩu?", ""),
    Fault("three choices", "few-choices", "::: cau-hoi ai-biet",
          "- [ ] Người bán điện thoại\n  > CANARY-PHAN-HOI-TAM Người bán không cần biết.\n", ""),
    Fault("choice without a blank before", "bad-choice", "-[ ] Người", "- [ ] Người bán", "-[ ] Người bán"),
    Fault("choice without a blank behind", "bad-choice", "- [ ]Người", "- [ ] Người bán", "- [ ]Người bán"),
    Fault("choice in round brackets", "bad-choice", "- ( ) Người", "- [ ] Người bán", "- ( ) Người bán"),
    Fault("choice without a dash", "bad-choice", "[ ] Người b", "- [ ] Người bán", "[ ] Người bán"),
    Fault("choice with a long dash", "bad-choice", "– [ ] Người", "- [ ] Người bán", "– [ ] Người bán"),
    Fault("right choice typed wrong", "bad-choice", "- (x) Chỉ", "- [x] Chỉ", "- (x) Chỉ"),
    Fault("list between the choices", "bad-choice", "- Người bán", "- [ ] Người bán", "- Người bán"),
    Fault("choice typed wrong", "bad-choice", "- [] Người bán", "- [ ] Người bán", "- [] Người bán"),
    Fault("no right answer", "no-right-answer", "::: cau-hoi ai-biet", "- [x] Chỉ mình bác", "- [ ] Chỉ mình bác"),
    Fault("two right answers", "many-right-answers", "- [x] Con cháu", "- [ ] Con cháu", "- [x] Con cháu"),
    Fault("empty choice", "empty-choice", "- [ ] \n", "- [ ] Con cháu trong nhà", "- [ ] "),
    Fault("same choice twice", "duplicate-choice", "- [ ] Chỉ mình bác", "- [ ] Con cháu trong nhà", "- [ ] Chỉ mình bác"),
    Fault("same choice in capitals", "duplicate-choice", "- [ ] CHỈ", "- [ ] Con cháu trong nhà", "- [ ] CHỈ mình bác"),
    Fault("no feedback", "missing-feedback", "- [ ] Con cháu", "  > CANARY-PHAN-HOI-SAU Người nhà cũng có thể lỡ lời.\n", ""),
    Fault("empty feedback", "missing-feedback", "- [ ] Con cháu", "> CANARY-PHAN-HOI-SAU Người nhà cũng có thể lỡ lời.", "> "),
    Fault("feedback not indented", "missing-feedback", "- [ ] Con cháu", "  > CANARY-PHAN-HOI-SAU", "> CANARY-PHAN-HOI-SAU"),
    Fault("no feedback for the right answer", "missing-feedback", "- [x] Chỉ", "  > CANARY-PHAN-HOI-NAM Đúng vậy.\n", ""),
    Fault("unknown skill of a question", "unknown-skill", "::: cau-hoi ai-biet", "cau-hoi ai-biet", "cau-hoi ai-biet ky-nang=bay"),
    Fault("empty skill of a question", "unknown-skill", "::: cau-hoi ai-biet", "cau-hoi ai-biet", "cau-hoi ai-biet ky-nang="),
]  # fmt: skip

REFERENCES = [
    Fault("unknown fact", "unknown-fact", "Hỏi [[la", PLAIN, "Hỏi [[la-gi]] nhé.", 5),
    Fault("unknown fact on a later line", "unknown-fact", "[[la", PLAIN, "Một.\nHai.\n\n- Ba\n- Bốn [[la-gi]]", 7),
    Fault("unknown fact on the second line of a paragraph", "unknown-fact", "Hai [[la", PLAIN, "Một `ví dụ`,\nHai [[la-gi]]", 5),
    Fault("reference too long", "broken-reference", "Hơn [[a", PLAIN, f"Hơn [[{'a' * 200}]] nhé."),
    Fault("unknown form of a fact", "unknown-fact", "[[han-muc-thu:so]]", PLAIN, "Trên [[han-muc-thu:so]] nhé.", 6),
    Fault("unknown fact in a choice", "unknown-fact", "- [ ] Con [[la", "- [ ] Con cháu", "- [ ] Con [[la-gi]] cháu"),
    Fault("unknown fact in a feedback", "unknown-fact", "Người [[la", "Người nhà cũng", "Người [[la-gi]] cũng"),
    Fault("unknown fact in the card", "unknown-fact", "Không [[la", "Không đọc mã", "Không [[la-gi]] mã"),
    Fault("unknown term", "unknown-term", "Hỏi [[?la", PLAIN, "Hỏi [[?la-gi]] nhé.", 5),
    Fault("unknown term with other words", "unknown-term", "[[?la-gi|gì]]", PLAIN, "Hỏi [[?la-gi|gì]] nhé.", 5),
    Fault("reference cut short", "broken-reference", "Hơn [[han", PLAIN, "Hơn [[han-muc-thu] nhé.", 5),
    Fault("reference over two lines", "broken-reference", "Mở [[han", PLAIN, "Mở [[han\n-muc-thu nhé.", 4),
    Fault("reference with the wrong brackets", "broken-reference", "mã ]]", PLAIN, "Hỏi mã ]] nhé.", 8),
    Fault("fact in a title", "broken-reference", "## Giữ [[", "## Giữ kín", "## Giữ [[han-muc-thu"),
    Fault("whole reference in a title", "broken-reference", "## Giữ [[", "## Giữ kín", "## Giữ [[han-muc-thu]]"),
    Fault("whole reference over two lines", "broken-reference", "Mở [[han", PLAIN, "Mở [[han\n-muc-thu]] nhé."),
    Fault("fact in the wish", "broken-reference", "muon", "muon: Tôi muốn", "muon: Tôi [[muốn"),
    Fault("fact past its review date", "expired-fact", "Trên [[han", "ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-20",
          6, FACTS, "warning", LESSON_PATH, also={"courses/khoa-thu/02-quet-ma.md": None}),
    Fault("link to an unknown lesson", "dead-link", "(/bai-hoc/la)", PLAIN, "Xem [bài](/bai-hoc/la) nhé."),
    Fault("link to its own lesson", "dead-link", "(/bai-hoc/giu", PLAIN, "Xem [bài](/bai-hoc/giu-mat-khau) nhé."),
    Fault("link below the lessons", "dead-link", "(/bai-hoc/..", PLAIN, "Xem [bài](/bai-hoc/../etc/passwd) nhé."),
    Fault("link up the folders", "path-escape", "](../", PLAIN, "Xem [bài](../../etc/passwd) nhé.", 9),
    Fault("link to a file of the machine", "path-escape", "](/etc", PLAIN, "Xem [bài](/etc/passwd) nhé.", 9),
    Fault("link to another host", "path-escape", "](//", PLAIN, "Xem [bài](//ac.example/a) nhé.", 9),
    Fault("link with a backslash", "url-in-prose", "Xem [bài](", PLAIN, "Xem [bài](\\\\ac\\a) nhé."),
    Fault("link to a desk", "path-escape", "](/soan-bai", PLAIN, "Xem [bài](/soan-bai) nhé.", 9),
    Fault("link out", "url-in-prose", "](https:", PLAIN, "Xem [bài](https://vi-du.gov.vn) nhé.", 9),
    Fault("link by e-mail", "url-in-prose", "](mailto:", PLAIN, "Xem [bài](mailto:a@b.example) nhé.", 9),
    Fault("link by reference", "url-in-prose", "Xem [bài][a]", PLAIN, "Xem [bài][a] nhé.\n\n[a]: https://vi-du.gov.vn"),
    Fault("relative link", "url-in-prose", "](bai-khac)", PLAIN, "Xem [bài](bai-khac) nhé.", 9),
    Fault("picture", "image", "![", PLAIN, "Xem ![hình](hinh.png) nhé.", 5),
    Fault("picture from another host", "image", "![", PLAIN, "Xem ![hình](https://ac.example/a.png) nhé.", 5),
    Fault("picture up the folders", "path-escape", "![", PLAIN, "Xem ![hình](../../a.png) nhé.", 5),
    Fault("open tag", "raw-html", "<br>", PLAIN, "Mật khẩu<br>kín.", 9),
    Fault("tag with a handler", "raw-html", "<img", PLAIN, "Mật khẩu <img src=x onerror=alert(1)> kín.", 10),
    Fault("closing tag", "raw-html", "</div>", PLAIN, "Mật khẩu </div> kín.", 10),
    Fault("block of HTML", "raw-html", "<script>", PLAIN, "<script>alert(1)", 1),
    Fault("tag over two lines", "raw-html", "<a", PLAIN, "Mật khẩu <a\nhref=x> kín."),
    Fault("comment", "raw-html", "<!--", PLAIN, "Mật khẩu <!-- ghi chú kín.", 10),
    Fault("processing instruction", "raw-html", "<?php", PLAIN, "Mật khẩu <?php kín.", 10),
    Fault("character data", "raw-html", "<![CDATA[", PLAIN, "Mật khẩu <![CDATA[ kín.", 10),
    Fault("tag written as entities", "raw-html", "&lt;b&gt;", PLAIN, "Mật khẩu &lt;b&gt; kín."),
    Fault("address between angles", "raw-html", "<https:", PLAIN, "Mật khẩu <https://vi-du.gov.vn> kín.", 10),
    Fault("tag in a choice", "raw-html", "<i>", "- [ ] Con cháu", "- [ ] Con <i> cháu"),
    Fault("tag in a title", "raw-html", "<i>", "## Giữ kín", "## Giữ <i> kín"),
]  # fmt: skip

DATA_FILES = [
    Fault("facts are no list", "bad-field", 1, new="ma: a\n", file="facts/khac.yaml"),
    Fault("facts are empty", "bad-field", 1, new="# chưa có\n", file="facts/khac.yaml"),
    Fault("facts are broken", "broken-yaml", 2, new="- ma: a\n  cau: a: b\n", column=9, file="facts/khac.yaml"),
    Fault("facts with an alias", "broken-yaml", 2, new="- &a {ma: a}\n- *a\n", column=3, file="facts/khac.yaml"),
    Fault("nothing but brackets", "broken-yaml", 1, new="[" * 999, file="facts/khac.yaml"),
    Fault("nothing but dashes", "broken-yaml", 1, new="- " * 499, file="facts/khac.yaml"),
    Fault("fact is a word", "bad-field", 1, new="- a\n", file="facts/khac.yaml"),
    Fault("fact with an unknown key", "bad-field", "ghi-chu", new=f"{ANOTHER_FACT}  ghi-chu: a\n", file="facts/khac.yaml"),
    *(
        Fault(f"fact without {key}", "missing-field", 1, new=ANOTHER_FACT.replace(line, ""), file="facts/khac.yaml")
        for key, line in [
            ("kind", "  loai: han-muc\n"),
            ("value", '  gia-tri: "10"\n'),
            ("sentence", "  cau: Chuyển trên 10 triệu đồng thì máy hỏi thêm.\n"),
            ("source", ANOTHER_FACT[ANOTHER_FACT.index("  nguon") : ANOTHER_FACT.index("  xem-ngay")]),
            ("day", "  xem-ngay: 2026-11-01\n"),
            ("review date", "  ra-soat-truoc: 2099-01-01\n"),
            ("confidence", "  do-tin: S\n"),
        ]
    ),
    *(
        Fault(f"fact with {name}", "bad-field", new.partition(":")[0], new=ANOTHER_FACT.replace(old, new), file="facts/khac.yaml")
        for name, old, new in [
            ("an unknown kind", "loai: han-muc", "loai: so-lieu"),
            ("a bare number", 'gia-tri: "10"', "gia-tri: 10"),
            ("an address without https", 'gia-tri: "10"', 'gia-tri: "http://vi-du.vn"'),
            ("a script as address", 'gia-tri: "10"', 'gia-tri: "javascript://a"'),
            ("an unknown confidence", "do-tin: S", "do-tin: A"),
            ("no such day", "xem-ngay: 2026-11-01", "xem-ngay: 2026-06-31"),
            ("a source that is no address", 'nguon: {ten: Nguồn thử, url: "https:', 'nguon: {ten: Nguồn thử, url: "ftp:'),
            ("another value in its sentence", "cau: Chuyển trên 10", "cau: Chuyển trên 20"),
            ("a review before it was seen", "ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-10-01"),
            ("an id with capitals", "ma: han-muc-khac", "ma: Han-muc"),
        ]
    ),
    Fault("fact id twice", "duplicate-id", 10, new=ANOTHER_FACT + ANOTHER_FACT, file="facts/khac.yaml"),
    Fault("fact id of another file", "duplicate-id", 1, new=FACT, file="facts/vua.yaml"),
    Fault("fact key twice", "duplicate-key", "do-tin: M", new=f"{ANOTHER_FACT}  do-tin: M\n", file="facts/khac.yaml"),
    Fault("term id of another file", "duplicate-id", 1, new="- {ma: otp, tu: a, nghia: b}\n", file="glossary/vua.yaml"),
    Fault("menu path with another arrow", "bad-field", "gia-tri",
          new=ANOTHER_FACT.replace("loai: han-muc", "loai: duong-bam").replace('"10"', '"A > B"'), file="facts/khac.yaml"),
    Fault("address without a scheme", "bad-field", "gia-tri",
          new=ANOTHER_FACT.replace("loai: han-muc", "loai: dia-chi").replace('"10"', '"a.vn"'), file="facts/khac.yaml"),
    Fault("number in the meaning of a term", "number-in-prose", 1, new="- {ma: nfc, tu: a, nghia: Chờ 5 phút.}\n", file="glossary/vua.yaml"),
    Fault("number in what a course promises", "number-in-prose", 2, new="ten: A\nmuc-tieu: Học 12 bài.\nthu-tu: 2\n",
          file="courses/khoa-hai/course.yaml"),
    Fault("number in what a skill promises", "number-in-prose", "{ma: tt-", "Bác quét được mã.", "Bác quét được 12 mã.", file=SKILLS,
          also={LESSON_PATH: None, "courses/khoa-thu/02-quet-ma.md": None}),
    Fault("term without meaning", "missing-field", 1, new="- {ma: nfc, tu: a}\n", file="glossary/vua.yaml"),
    Fault("course without aim", "missing-field", 1, new="ten: A\nthu-tu: 2\n", file="courses/khoa-hai/course.yaml"),
    Fault("course with a hundredth place", "bad-field", 3, new="ten: A\nmuc-tieu: B\nthu-tu: 100\n",
          file="courses/khoa-hai/course.yaml"),
    Fault("skill without what one can do", "missing-field", "{ma: tt-", ", lam-duoc: Bác quét được mã.", "", file=SKILLS,
          also={LESSON_PATH: None, "courses/khoa-thu/02-quet-ma.md": None}),
    Fault("skill id twice", "duplicate-id", 11, "- {ma: tt-ma-qr", "- {ma: vneid-dang-nhap", file=SKILLS,
          also={LESSON_PATH: None, "courses/khoa-thu/02-quet-ma.md": None}),
    Fault("skill that needs an unknown one", "unknown-skill", "bay-luon", "lam-duoc: Bác quét được mã.",
          "lam-duoc: Bác quét được mã., can-truoc: [bay-luon]", file=SKILLS,
          also={LESSON_PATH: None, "courses/khoa-thu/02-quet-ma.md": None}),
    Fault("framework of an unknown audience", "bad-field", "doi-tuong", "doi-tuong: nguoi-dan", "doi-tuong: moi-nguoi",
          file=SKILLS, also={LESSON_PATH: None, "courses/khoa-thu/02-quet-ma.md": None}),
    *(
        Fault(f"taught fact of confidence {mark}", "unsure-fact", "[[han-muc-thu]]", "do-tin: S", f"do-tin: {mark}",
              6, FACTS, told_in=LESSON_PATH, also={"courses/khoa-thu/02-quet-ma.md": None})
        for mark in ("S2", "I", "M")
    ),
]  # fmt: skip

FAULTS = [*FILES_AND_LETTERS, *FRONT_MATTER, *BLOCKS, *QUESTIONS, *REFERENCES, *DATA_FILES]
