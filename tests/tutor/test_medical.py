"""Who tells of somebody in danger of life is sent to the telephone; who asks about illness, papers or rumours is not."""

import pytest

from app.tutor.domain.cards import doubtful, urgent
from app.tutor.domain.gate.intent import Intent
from app.tutor.domain.gate.medical import in_danger, pays_for_danger, tells_of_loss

pytestmark = pytest.mark.pure

IN_DANGER = """\
mẹ tôi khó thở
me toi kho tho qua
đột quỵ
dot quy
ngất xỉu
ngat xiu
uống nhầm thuốc
con uong nham thuoc cua ong
bố tôi tự nhiên méo miệng, nói không ra tiếng
ông nhà tôi ngã bất tỉnh ngoài sân
cháu tôi nuốt nhầm viên pin
bà bị đau thắt ngực, vã mồ hôi
vợ tôi chảy máu nhiều lắm
chồng tui ko thở được
thằng cháu hóc xương cá, tím mặt
chị tôi đang co giật
ba tôi tai biến rồi làm sao bây giờ
BÁC HÀNG XÓM BỊ ĐIỆN GIẬT
Mẹ em ngộ độc nấm
gọi mãi không tỉnh
bà ngất lịm, trên mạng nói phải chích tay, làm sao bây giờ
năm ngoái ông đã đột quỵ, giờ lại méo miệng
ran can vao chan roi
ông tôi nôn ra máu
cụ nhà tôi bị ngất trong nhà tắm
mẹ tôi khó thở, quên thẻ bảo hiểm ở nhà
tôi sợ mẹ bị đột quỵ
vừa bị lừa chuyển 20 triệu, vợ tôi ngất xỉu
gọi video thấy mẹ ngất xỉu
chong bi dot quy roi
chong kho tho qua
mẹ tắm trong phòng ngất xỉu rồi
mẹ không khó thở nhưng ngất xỉu
mẹ tôi đột quỵ, không co giật
chồng tôi ngất rồi, nếu gọi 115 thì nói gì
mẹ tôi lay không tỉnh
chồng tôi đánh tôi giờ tôi phải làm gì
chong danh toi chay mau
có trộm đang vào nhà tôi
hàng xóm dọa giết tôi
ba toi uong thuoc tru sau roi""".splitlines()
NOT_IN_DANGER = """\
khách đánh tôi một sao thì trả lời sao
mã định danh tôi ghi sai một chữ
no mao danh toi vay tien
nhắn tin dọa giết mà không lộ số
khách đánh tôi có 1 sao
năm ngoái chồng đánh tôi, giờ làm đơn ở đâu
nó dọa giết, bắt tôi chuyển tiền
làm sao chặn người lạ đang gọi vào máy nhà
trộm vào nhà lấy mất điện thoại, khóa sim sao
khám bệnh bằng căn cước thì làm sao
sổ sức khỏe điện tử xem ở đâu
thẻ bảo hiểm y tế bị mất
đặt lịch khám bệnh cho mẹ
thuốc chống đột quỵ bán trên mạng có thật không
dấu hiệu đột quỵ là gì
mẹ tôi không bị khó thở nữa
hết khó thở rồi, giờ học tiếp
chưa ngất xỉu bao giờ
năm ngoái bố tôi đột quỵ, giờ làm giấy trợ cấp ở đâu
bố tôi bị tai biến, làm thẻ bảo hiểm y tế ở đâu
lãi cao quá khó thở luôn
cười muốn ngất xỉu
wifi bị ngắt
mang bi ngat hoai
may co giat do khong
đọc khổ thơ cho cháu
bat tinh nang tim may
có người gọi báo con tôi bất tỉnh, bắt chuyển tiền gấp
nó báo cháu tai nạn nguy kịch, đòi đóng viện phí
cô giáo giả báo cháu ngất xỉu, tôi chuyển 20 triệu rồi
điện thoại của tôi bị đột quỵ
nếu ông khó thở thì gọi số nào
video người đột quỵ trên mạng là thật hay giả
làm sao để không bị ngộ độc
uống thuốc theo đơn thuốc xem ở đâu
gửi nhầm thuốc cho khách thì sao
bấm nhầm số 115 thì sao
chồng tôi bị tai biến nằm một chỗ, làm căn cước sao được
tôi bị tai biến, tay run, bấm chữ hay sai""".splitlines()

# Lived with, and something else is asked: they read the card, and then their answer.
IN_DOUBT = """\
mẹ tôi liệt nửa người, xin xe lăn của xã thì hỏi ai
chồng tôi bị tai biến nằm một chỗ, làm căn cước sao được
bo toi bi dot quy, muon doi sim chinh chu thi can gi
mẹ em bị nhồi máu cơ tim, nghe nói uống tỏi khỏi có thật không""".splitlines()
# What one clause says of a rumour, or of last year, is not said of the others.
BESIDE_TALK = """\
mẹ tôi ngất xỉu rồi, trên mạng bảo chích tay
bà khó thở lắm, tôi xem video bảo xoa dầu
năm ngoái ông mổ mắt, giờ ông lay không tỉnh""".splitlines()
ASKED = """\
vừa sạc vừa dùng bị điện giật không
tay uot rut sac co bi dien giat khong
bà tôi hay khó thở, đặt lịch khám ở đâu
học cứu người đuối nước ở đâu""".splitlines()
PAID_FOR = """\
bệnh viện gọi báo con tôi phải mổ gấp, bắt chuyển 20 triệu
bac si dien bao chau toi cap cuu, keu dong vien phi ngay
có người gọi báo con tôi bất tỉnh, bắt chuyển tiền gấp""".splitlines()


@pytest.mark.parametrize("message", IN_DANGER)
def test_who_is_in_danger_is_known(message: str) -> None:
    assert in_danger(message) == "sure"


@pytest.mark.parametrize("message", NOT_IN_DANGER)
def test_illness_papers_rumours_and_cheats_are_no_emergency(message: str) -> None:
    assert in_danger(message) != "sure"


def test_only_who_lost_something_as_well_is_told_of_banks() -> None:
    assert tells_of_loss("vừa bị lừa chuyển 20 triệu, vợ tôi ngất xỉu")
    assert tells_of_loss("me toi ngat xiu vi bi cuop mat tui")
    assert not tells_of_loss("chong toi bi dot quy roi")
    assert not tells_of_loss("vừa sạc vừa dùng bị điện giật")


@pytest.mark.parametrize(
    ("messages", "read"), [(IN_DOUBT, "doubtful"), (BESIDE_TALK, "sure"), (ASKED, "talk"), (PAID_FOR, "talk")]
)
def test_what_is_told_of_is_read_clause_by_clause(messages: list[str], read: str) -> None:
    assert [message for message in messages if in_danger(message) != read] == []


def test_hospital_that_wants_money_is_a_cheat_until_shown_otherwise() -> None:
    nothing = Intent("answer", "")
    for message in PAID_FOR:
        assert pays_for_danger(message)
        assert doubtful(nothing, message) == ("khan-cap",)
    assert doubtful(nothing, "bệnh viện nào gần đây, tôi mổ mắt") == ()
    assert doubtful(Intent("danger", ""), PAID_FOR[0]) == ("khan-cap",)


def test_life_comes_before_money() -> None:
    assert urgent(Intent("victim", ""), "vừa bị lừa chuyển 20 triệu, vợ tôi ngất xỉu") == ("cap-cuu", "khan-cap")
    assert urgent(Intent("victim", ""), "chong toi bi dot quy roi") == ("cap-cuu",)
    assert urgent(Intent("victim", ""), "mất hết tiền, tôi không muốn sống nữa") == ("tuyet-vong", "khan-cap")
    assert urgent(Intent("danger", ""), "ông cụ lả đi, tay xụi lơ") == ("cap-cuu",)
    assert urgent(Intent("despair", ""), "bà uống nhầm thuốc trừ sâu") == ("cap-cuu", "tuyet-vong")
    assert urgent(Intent("despair", ""), "chỉ muốn uống thuốc trừ sâu") == ("tuyet-vong",)
    assert urgent(Intent("danger", ""), IN_DOUBT[0]) == ()
    assert urgent(Intent("danger", ""), "vừa sạc vừa dùng bị điện giật không") == ()
