"""A lesson whose sentences settle its questions, with what an answer has to earn as canaries."""

from pathlib import Path

from tests.sample_content import BANK, BANK_PATH, LESSON, write_every_kind
from tests.simulations.simulation_content import SIMULATION

SLUG = "goi-dien-la"
PATH = f"courses/khoa-thu/04-{SLUG}.md"
RULE = "Công an không bao giờ xin mã OTP qua điện thoại, nên ai xin mã thì bác cúp máy."
FAR = "Số tổng đài in ở mặt sau thẻ ngân hàng."
TEXT = f"""\
::: buoc xin-ma
## Người lạ xin mã

{RULE}

Bác uống trà, ngồi nghỉ một lúc cho tỉnh.
:::

::: cau-hoi ai-xin-ma
Có người xưng công an gọi cho bác. Bác làm gì?

- [ ] Đọc tên cho họ nghe
  > CANARY-GIAI-1 Tên cũng đừng vội đọc.
- [x] Cúp máy, vì công an không xin mã OTP qua điện thoại
  > CANARY-GIAI-2 Ai xin mã OTP thì bác cúp máy.
- [ ] Đọc mã OTP qua điện thoại
  > CANARY-GIAI-3 Công an không bao giờ xin mã OTP, bác cúp máy nhé.
- [ ] Hẹn chiều gọi lại
  > CANARY-GIAI-4 Chiều họ lại gọi tiếp.
:::

::: buoc hoi-ngan-hang
## Hỏi lại ngân hàng

{FAR} Bác tự bấm số ấy mà hỏi.

::: khong-bao-gio
Không gọi lại số người lạ cho.
:::
:::

::: cau-hoi goi-so-nao dua-vao=hoi-ngan-hang
Bác muốn hỏi ngân hàng. Bác tìm số ở đâu?

- [ ] Trong tin nhắn vừa tới
  > CANARY-SO-1 Tin nhắn giả được.
- [x] Ở mặt sau thẻ
  > CANARY-SO-2 Số tổng đài in ở mặt sau thẻ ngân hàng.
- [ ] Hỏi người vừa gọi
  > CANARY-SO-3 Họ sẽ cho số của họ.
- [ ] Tìm đại trên mạng
  > CANARY-SO-4 Trên mạng có số giả.
:::

::: cau-hoi troi-nang dua-vao=xin-ma
Hôm nay trời nắng, bác phơi gì?

- [x] Thóc
  > CANARY-PHOI-1 Thóc khô mau.
- [ ] Sách
  > CANARY-PHOI-2 Giấy giòn mất.
- [ ] Rau
  > CANARY-PHOI-3 Rau héo ngay.
- [ ] Sữa
  > CANARY-PHOI-4 Sữa chua mất.
:::

"""
FRONT = LESSON[: LESSON.index("::: buoc mo-dau")].replace("Giữ mật khẩu cho kín", "Nghe gọi điện lạ")
EXPLAINED = FRONT + TEXT + SIMULATION + LESSON[LESSON.index("::: ket-thuc") :]


def write_explained(root: Path) -> Path:
    write_every_kind(root)
    for path, text in ((PATH, EXPLAINED), (BANK_PATH, BANK)):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def question_url(question: str, lesson: str = SLUG) -> str:
    return f"/bai-hoc/{lesson}/cau-hoi/{question}"


def why_url(exercise: str, lesson: str = SLUG) -> str:
    return f"/tro-ly/vi-sao/{lesson}/{exercise}"


def hint_url(question: str, lesson: str = SLUG) -> str:
    return f"/tro-ly/goi-y/{lesson}/{question}"
