"""Who does what to whom, where and in which order: one sentence each, so that nothing else can give the error away."""

import pytest

from app.tutor.domain.fidelity.findings import Verdict
from app.tutor.domain.fidelity.judgement import judged
from app.tutor.domain.fidelity.same_words import SAME as SAME_WORDS

pytestmark = pytest.mark.pure

CHANGED = """
Bác mở Zalo, chạm vào đó.|Bác mở Zalo, chạm vào đâu.
Ngân hàng gọi cho bác.|Bác gọi cho ngân hàng.
Bác đưa thẻ cho nhân viên ở quầy.|Nhân viên ở quầy đưa thẻ cho bác.
Bác gọi con theo số cũ.|Con gọi bác theo số cũ.
Gọi bằng máy khác, vì máy này có thể bị nghe.|Gọi bằng máy khác, vì máy kia có thể bị nghe.
Bác chờ người nhà đến rồi mới bấm.|Bác chờ người nhà đi rồi mới bấm.
Bác vuốt lên để xem.|Bác vuốt xuống để xem.
Bác để người nhà ngồi cạnh.|Bác để người lạ ngồi cạnh.
Tiền đã về tài khoản.|Tiền sẽ về tài khoản.
Bác kể cho con cháu.|Con cháu kể cho bác.
Họ hỏi bác mật khẩu.|Bác hỏi họ mật khẩu.
Người bán trả tiền cho khách.|Khách trả tiền cho người bán.
Công an mời bác ra trụ sở.|Bác mời công an ra trụ sở.
Bác mang giấy ra ủy ban xã.|Ủy ban xã mang giấy ra cho bác.
Bác nhờ cán bộ xem giấy.|Cán bộ nhờ bác xem giấy.
Bác tự bấm nút.|Bác nhờ bấm nút.
Khách nhắn cho bác trước.|Bác nhắn cho khách trước.
Bác cầm máy mình gọi.|Bác cầm máy họ gọi.
Ngân hàng khóa thẻ giúp bác.|Bác khóa thẻ giúp ngân hàng.
Con cháu gõ mật khẩu thì bác đừng nhìn.|Bác gõ mật khẩu thì con cháu đừng nhìn.
Mật khẩu chỉ mình bác biết.|Mật khẩu chỉ con bác biết.
Bác đọc mã cho tổng đài khi bác gọi.|Bác đọc mã cho tổng đài khi họ gọi.
Chủ nhà báo lưu trú cho khách.|Khách báo lưu trú cho chủ nhà.
Bác chụp ảnh giấy tờ của mình.|Bác chụp ảnh giấy tờ của nó.
Ai gọi đến cũng có thể là kẻ gian.|Kẻ gian gọi đến cũng có thể là ai.
Tin nhắn của ngân hàng không có đường dẫn.|Tin nhắn của ngân hàng có đường dẫn.
Ba người ký thì mới đủ.|Hai người ký thì mới đủ.
Bác bấm nút bên phải.|Bác bấm nút bên trái.
Bác ra trạm y tế xã.|Bác ra bệnh viện xã.
Bác xem trong mục tin nhắn.|Bác xem trên mục thông báo.
Bác xóa ảnh rồi gửi.|Bác gửi ảnh rồi xóa.
Bác gọi trước khi đến.|Bác đến trước khi gọi.
Sau khi trả tiền, bác chụp biên lai.|Trước khi trả tiền, bác chụp biên lai.
Bác không gửi nếu chưa rõ.|Bác gửi nếu chưa rõ.
Bác chỉ gửi cho người nhà.|Bác gửi cho người nhà.
Chuyển nhầm thật thì ngân hàng gọi.|Chuyển nhầm thì ngân hàng gọi.
Có thể bị phạt tiền.|Bị phạt tiền.
Bác được từ chối.|Bác phải từ chối.
Phải có căn cước.|Có căn cước.
Khi máy hỏi, bác chọn Từ chối.|Bác chọn Từ chối.
Bác giữ máy, đừng đưa ai.|Bác giữ máy, đưa ai cũng được.
Người lạ nhờ chuyển tiền thì bác từ chối.|Người nhà nhờ chuyển tiền thì bác từ chối.
Gửi cho con.|Gửi cho cháu.
Tiền vào tài khoản.|Tiền ra tài khoản.
Nếu có vé, bác đưa ra.|Bác đưa vé ra.
Phí nộp một lần một năm.|Phí nộp một lần một tháng.
Bác đợi máy báo rồi cất thẻ.|Bác cất thẻ rồi đợi máy báo.
Bác chọn tỉnh trước, xã sau.|Bác chọn xã trước, tỉnh sau.
Bác mang căn cước và sổ hộ khẩu.|Bác mang căn cước hoặc sổ hộ khẩu.
Bác mang căn cước, giấy khai sinh.|Bác mang căn cước hoặc giấy khai sinh.
Không bán máy cho ai.|Khoan bán máy cho ai.
Không chuyển tiền.|Không vội chuyển tiền.
Bác được từ chối.|Bác bị từ chối.
Không cho ai mượn máy.|Không mượn máy ai.
Bác cho mượn máy.|Bác mượn máy.
Bác rút thẻ nhớ.|Bác rút thẻ nhớ nếu có.
Bác giữ giấy cũ.|Bác có giấy cũ.
Kẻo mất tiền.|Không mất tiền.
Trước khi gửi, bác đọc lại.|Không gửi, bác đọc lại.
Vì vậy bác chỉ gửi ảnh.|Vì vậy bác gửi ảnh.
Đưa giấy cho cán bộ.|Bỏ giấy cho cán bộ.
Bác bấm gửi sau 5 phút.|Bác bấm gửi dưới 5 phút.
Người lạ gọi ngân hàng khi bác vắng nhà.|Ngân hàng gọi người lạ khi bác vắng nhà.
Khi vắng nhà, ngân hàng gọi.|Khi vắng nhà, gọi ngân hàng.
Bác để tiền trong ví.|Bác để ví trong tiền.
Không gửi tiền khi chưa thấy hàng.|Không thấy hàng khi chưa gửi tiền.
Máy báo khi bác bấm.|Bác bấm khi máy báo.
Không bao giờ: Không chuyển thêm tiền.|Không bao giờ: chuyển thêm tiền.
Máy không bắt bác gõ tên.|Máy bắt bác không gõ tên.
Bác chỉ cho con xem ảnh.|Bác cho con chỉ xem ảnh.
Chỉ có ba việc bác đừng vội: xóa, trả tiền, và bấm vào thứ người lạ gửi.|Chỉ có ba việc bác đừng vội: xóa. Bác trả tiền, và bấm vào thứ người lạ gửi.
Bác đừng đọc mã, chuyển tiền cho người lạ.|Bác đừng đọc mã. Bác chuyển tiền cho người lạ.
Bác đừng đọc mã, chuyển tiền cho người lạ.|Bác đừng đọc mã, bác chuyển tiền cho người lạ.
Không đọc mã, cài ứng dụng theo lời người lạ.|Không đọc mã. Bác cài ứng dụng theo lời người lạ.
Không tin người lạ rồi cài ứng dụng.|Không tin người lạ. Rồi bác cài ứng dụng.
Bác không trả lời và bấm vào đường dẫn.|Bác không trả lời. Bác bấm vào đường dẫn.
Chưa thấy hàng mà trả tiền là mất.|Chưa thấy hàng. Bác trả tiền là mất.
Bác tránh nghe máy lạ, gọi lại.|Bác tránh nghe máy lạ. Bác gọi lại.
Bác đừng bấm đường dẫn, gọi lại số ấy.|Bác đừng bấm đường dẫn. Gọi lại số ấy.
Bác đừng bấm đường dẫn. Bác gọi lại số ấy.|Bác đừng bấm đường dẫn, gọi lại số ấy.
Bác chỉ gửi ảnh cho con, gọi cho cháu.|Bác chỉ gửi ảnh cho con. Bác gọi cho cháu.
Người lạ gọi đến, xin mã, bác cúp máy.|Người lạ gọi đến. Bác xin mã. Bác cúp máy.
Người lạ gọi đến, xin mã.|Người lạ gọi đến. Xin mã.
Người lạ gọi đến xin mã.|Người lạ gọi đến. Bác xin mã.
Người lạ gọi đến, xin mã.|Người lạ gọi đến, bác xin mã.
Ngân hàng giữ tiền lại, tra tài khoản nhận.|Ngân hàng giữ tiền lại. Bác tra tài khoản nhận.
Kẻ gian giục bác chuyển tiền, gửi ảnh căn cước.|Kẻ gian giục bác chuyển tiền. Bác gửi ảnh căn cước.
Tin nhắn giục bấm vào, gửi mã.|Tin nhắn giục bấm vào. Bác gửi mã.
Họ dọa khóa tài khoản, đòi chuyển tiền.|Họ dọa khóa tài khoản. Bác đòi chuyển tiền.
Tiền về máy, rút ra tiêu.|Tiền về máy. Bác rút ra tiêu.
Nếu bác cho người lạ mượn máy, bác đổi mật khẩu.|Bác cho người lạ mượn máy. Bác đổi mật khẩu.
Khi chuyển tiền cho người lạ, bác gọi công an.|Bác chuyển tiền cho người lạ. Bác gọi công an.
Bác chỉ gõ mã lúc tự mình chuyển tiền, còn người lạ hỏi mã thì bác cúp máy.|Bác chỉ gõ mã lúc tự mình chuyển tiền. Người lạ hỏi thì bác cúp máy.
"""

SAME = """
Băn khoăn thì bác gọi lại cho con.|Còn phân vân thì anh gọi lại cho con.
Người nhận mở từ xa sẽ hỏi mật khẩu và mã của bác.|Người nhận mở từ xa thế nào cũng hỏi mật khẩu với mã của chị.
Bác tự xem được, không phải hỏi người lạ.|Chị tự coi được, khỏi phải hỏi người lạ.
Trên máy thật có thể khác một chút.|Máy thật có khi hơi khác một chút.
Bác chọn số mình vẫn gọi lâu nay.|Chọn cái số mình gọi lâu nay.
Giấy tờ không bị khóa vì bác từ chối.|Mình từ chối thì giấy tờ cũng không bị khóa.
Lịch tiêm hiện ra ngay, bác không phải tìm từ đầu.|Lịch tiêm hiện ra liền, khỏi tìm lại từ đầu.
Tập ở đây không gửi cho ai cả.|Tập ở đây thì không gửi đi cho ai hết.
Bác ghi việc ấy vào sổ vườn trong máy.|Việc đó chị ghi vô sổ vườn trong máy.
Bác thoát ra, tự gõ địa chỉ của cổng.|Thoát ra rồi tự tay gõ địa chỉ cổng.
Bàn phím hiện lên là bác gõ được.|Khi bàn phím hiện lên thì mình gõ được.
Quà trên quảng cáo thường là mồi câu.|Quà trong quảng cáo thường chỉ là mồi câu.
Đăng lên mạng thì người lạ cũng xem được.|Đã đăng lên mạng thì ai lạ cũng coi được.
Bác đeo kính, ngồi chỗ sáng cho dễ đọc.|Nhớ đeo kính, ngồi chỗ sáng mà đọc cho dễ.
Thẻ căn cước và điện thoại, bác để cạnh nhau.|Bác đặt thẻ căn cước với điện thoại cạnh nhau.
Ai hỏi mã, bác không đọc, kể cả người xưng nhân viên ngân hàng.|Ai hỏi mã cũng đừng đọc, dù người đó xưng là nhân viên ngân hàng.
Bác gọi tổng đài để hỏi, không mất tiền.|Cứ gọi tổng đài mà hỏi, không tốn tiền.
Con cháu ở xa thì bác gọi hình cho chúng xem màn hình.|Con cháu ở xa thì chị gọi video cho tụi nó coi màn hình.
Bác đừng xấu hổ, chuyện này ai cũng có lúc gặp.|Đừng mắc cỡ, chuyện này ai rồi cũng có lúc gặp.
Tiền vào rồi mới giao hàng.|Thấy tiền vô rồi hãy giao hàng.
Không chụp ảnh thẻ gửi qua Zalo.|Đừng chụp hình thẻ gởi qua Zalo.
Bác xem kỹ số tiền trước khi bấm **Xác nhận**.|Coi kỹ số tiền rồi mới bấm **Xác nhận**.
Cuối tháng bác xem lại các khoản đã tiêu.|Tới cuối tháng thì coi lại những khoản mình đã tiêu.
Bài này bác học chừng năm phút.|Bài này học chừng 5 phút thôi.
Không bao giờ: Không bấm đường dẫn trong tin nhắn.|Không bao giờ bấm đường dẫn trong tin nhắn.
Không bao giờ: Không đưa mã cho ai.|Tuyệt đối không đưa mã cho ai.
Chuyện lừa thì bao giờ cũng giục.|Đã là lừa thì lúc nào cũng hối.
Bác để điện thoại trên bàn khi sạc.|Khi sạc, cô để điện thoại trên bàn.
Bác mở máy, kéo xuống, chạm vào đó rồi gõ tên.|Bác mở máy. Bác kéo xuống. Bác chạm vào đó. Rồi bác gõ tên.
Bác chạm vào đó.|Bác chạm vào chỗ đó.
Người lạ gọi đến thì bác cúp máy, gọi cho con.|Người lạ gọi đến thì bác cúp máy. Bác gọi cho con.
Không rõ thì bác hỏi con, ghi vào sổ.|Không rõ thì bác hỏi con. Bác ghi vào sổ.
Bác đừng đọc mã, đừng gửi tiền.|Bác đừng đọc mã. Bác đừng gửi tiền.
Bác đừng đọc mã, bác cúp máy ngay.|Bác đừng đọc mã. Bác cúp máy ngay.
Bác không vội, nhưng bác làm ngay.|Bác không vội. Nhưng bác làm ngay.
Bác gọi con, còn người lạ gọi thì bác cúp máy.|Bác gọi con. Người lạ gọi thì bác cúp máy.
Khi người lạ gọi thì bác cúp máy, báo con.|Khi người lạ gọi thì bác cúp máy. Bác báo con.
Bác mở máy. Bác gõ tên.|Bác mở máy rồi gõ tên.
Bác chạm nút **Gửi**.|Bác bấm nút **Gửi**.
Bác bấm **Gửi** khi máy hỏi.|Khi máy hỏi, bác chạm vào **Gửi**.
"""


def pairs(lines: str) -> list[tuple[str, str]]:
    return [(source, rewrite) for line in lines.strip().splitlines() for source, _, rewrite in [line.partition("|")]]


@pytest.mark.parametrize(("source", "rewrite"), pairs(CHANGED))
def test_sentence_that_says_something_else_is_not_accepted(source: str, rewrite: str) -> None:
    assert judged(source, rewrite).verdict is not Verdict.ACCEPT


@pytest.mark.parametrize(("source", "rewrite"), pairs(SAME))
def test_sentence_that_says_the_same_is_accepted(source: str, rewrite: str) -> None:
    assert judged(source, rewrite).findings == ()


def test_every_phrase_is_read_as_one_word_and_no_other() -> None:
    rows = [
        (kept.strip(), [phrase.strip() for phrase in phrases.split(",")])
        for kept, phrases in map(split, SAME_WORDS.strip().splitlines())
    ]
    read = [phrase for _, phrases in rows for phrase in phrases]
    kept = [word for word, _ in rows]
    assert len(read) == len(set(read))
    assert len(kept) == len(set(kept))
    assert not set(kept) & set(read)


def split(line: str) -> tuple[str, str]:
    kept, colon, phrases = line.partition(":")
    assert colon, line
    return kept, phrases
