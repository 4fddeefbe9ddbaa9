"""The words the rules know by their part in a sentence. All in the form that `same_words` keeps."""

ADDRESSES = (
  "bác", "anh chị", "cô chú", "cô bác", "ông bà", "đồng chí", "quý vị", "bạn", "anh", "chị", "cô", "chú", "em", "dì", "bà", "ông",
  "cậu", "mợ", "thím", "dượng",
)  # fmt: skip


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Carry no claim alone: may come, go and change places.
LIGHT = _set("""
thì mà là cũng cứ nhé nha ạ à đấy ấy đó này kia nọ thế vậy cái chiếc để ra lên xuống lại với và rồi của cho đi đến tới vào về qua
sang những các một mỗi được bị có việc chuyện mình ta nó gì nào đã đang sẽ vẫn còn mới hãy xong luôn quá lắm rất ở trong trên
nữa nhưng vì_vậy sau_đó kế_đó tiếp_theo càng cùng nhớ hơi nên_làm nên thứ chữ nghĩa theo bằng phía mục hề khi nếu vì ví_dụ
đâu chứ vầy đều sau_đây như_thế nghen hen nè ha hà chớ nhỉ cơ tí xíu dữ vả_lại nói_cách_khác
""")
MAY_COME = _set("""
vài lúc người thôi lấy thật lỡ thấy chừng cố ráng ngay tính riêng muốn chính chỗ tự_dưng biết tiếng nhau đàng_hoàng hoài ngang tỏng thử kỹ
chắc chắn giới xem đủ hẳn nhằm đề_nghị lưu_ý bình_thường dần nhẹ_nhàng từng hôm đặt tay mức nghe đeo tai mắt hít nhất
thật_ra nói_chung vui_lòng làm_ơn yên_tâm khéo bỗng đằng_nào chỉ_là thế_nào_cũng rành_rành thong_thả thoải_mái lén
""")
"""Words that may be added, and yet are missed when they are lost."""

ADVERBS = _set("ngay thường lúc thỉnh_thoảng lần_lượt tự_dưng vài từng chậm kỹ lỡ bây_giờ trước_kia không_chắc có_thể")
"""Stand before or behind their verb as one likes."""

FREE_ADVERBS = _set("ngay thường lúc thỉnh_thoảng bây_giờ trước_kia tự_dưng lần_lượt")
"""Speak of the whole sentence wherever they stand in it."""

SUBORDINATORS = _set("khi nếu vì dù")
PLACES = _set("trong ở trên")
STRICT_SEQUENCE = _set("rồi xong trước sau trước_khi sau_khi sau_đó kế_đó tiếp_theo hãy đầu_tiên cuối_cùng")

MAY_GO = _set("chỉ_là lấy làm viết hình dòng cách nhất cả bước thấy hơn chữ lưu_ý tấm người")
"""Words that may be left out, and yet are noticed when they are added."""

EXCHANGES = """
ai người_ta|họ người_ta|họ người|thấy gặp|nói báo|nói bảo|nói trả_lời|bây_giờ giờ|không_phải không_cần|không_phải không_phải_là
không chưa|khuôn_mặt mặt|giọng_nói giọng|làm giống|điều câu|điều thứ|mở vào|nơi chỗ
đưa gửi|đặt để|tin tin_nhắn|tặng cho|nhắc khuyên|đến ra|hiện thấy|gồm có|lúc_đầu đầu|vài ít|xem đọc|nhìn xem|nhìn đọc
vừa mới|trước_khi hãy|muốn để|tặng cho|bật_lên hiện|thôi bỏ_qua|xong êm|không không_phải|không không_còn|vài cỡ|hết khỏi|chung cùng
có nếu_có|muốn_có cần|phải miễn|dừng thôi|nhiều lắm|như_thế làm|trước_khi mới|bao_giờ lúc|bao_giờ khi|có_thể thỉnh_thoảng|hằng_tháng tháng|hằng_ngày ngày
hằng_năm năm|hiện ra|con nó|cháu nó|về_sau sau_đó|sau_đó cuối_cùng|cúp_máy tắt_máy|điện_thoại máy|chuyển_khoản chuyển_tiền|gõ điền|điền ghi|chọn chạm|chạm chọn|ghi viết|ghi chép|chép viết|trả đóng|giữ lưu|trông nhìn|cháu trẻ|không thôi|không_còn mất
"""
"""Words that may stand for one another in the same place, though not everywhere."""

FAR_EXCHANGES = "chỉ mỗi|nhầm lỡ|dù cũng|chỉ thôi|chỉ_cần đủ|trước_khi hãy|trước_khi mới"
"""What was lost, and what says it from another place of the sentence."""

HARMLESS_OR = _set("hoặc đều giống ví_dụ")
"""Words of the source (or a no) beside which a comma may become an "or": it is a choice already."""

SEQUENCE = _set(
    "rồi xong trước sau trước_khi sau_khi sau_đó kế_đó tiếp_theo mới hãy đã đầu_tiên cuối_cùng nếu khi thì trong của"
)
"""Words around which nothing changes places."""

NEGATIONS = _set(
    "không chưa không_cần không_phải không_cho không_phải_là không_bao_giờ không_vội không_chắc không_còn không_sao không_bắt_buộc"
)
"""The meaning turns round when one of them comes or goes."""

DISTINCTIONS = _set("tự khác giả thật cũ lạ quen riêng gần đầu cuối sẵn dù hoặc máy đúng nhầm xa chung chính trái")
"""Tell one thing from another, or who does it: not dropped because they are said once more close by."""

URGING = _set("giục bảo ép bắt dọa dụ xúi đòi rủ khuyên")
SCOPING = NEGATIONS | URGING | _set("chỉ tránh ngại")
"""Speak of all that follows in their sentence, until somebody is named anew."""

CONDITIONS = _set("khi nếu")
CONTRASTS = _set("còn nhưng nên vì_vậy kẻo")
"""Begin a part of a sentence to which no word before them reaches."""

OPENERS = _set("thì là rồi xong và mà nên vì_vậy còn nhưng hoặc khi nếu vì dù sau_đó kế_đó tiếp_theo hãy lúc")
"""Behind them somebody is named who acts."""

DUTIES = _set("phải không_bắt_buộc chỉ không_bao_giờ")
MILD = _set("hạn_chế tránh cân_nhắc bớt hiếm nếu_tiện ngại")
HEDGES = MILD | _set("nên thường có_thể thỉnh_thoảng tùy")
"""A duty exchanged for one of these is a lesson made softer."""

ACTORS = frozenset(word.replace(" ", "_") for word in ADDRESSES) | _set("""
kẻ_gian người_lạ người_quen người_nhà con_cháu con cháu cha_mẹ ông_bà hàng_xóm vợ chồng họ ai người_ta khách chủ_nhà
chủ_hộ chủ_ví chủ_thẻ nhà_trọ người_nhận người_gửi người_chuyển người_bán người_mua người_gọi người_thuê người_khác người_giao_hàng
người_ký người_dân người_rành_máy người_mới_quen người_phát_trực_tiếp ngân_hàng công_an bộ_công_an bộ_y_tế bộ_quốc_phòng
ủy_ban nhà_mạng điện_lực bảo_hiểm_xã_hội cán_bộ nhân_viên luật_sư chuyên_gia bác_sĩ dược_sĩ nhân_viên_y_tế trạm_y_tế bệnh_viện
tổng_đài nhà_nước cơ_quan_nhà_nước mạng_xã_hội sàn_bán_hàng google zalo facebook chính_quyền trưởng_thôn tổ_công_nghệ thanh_niên
giáo_viên thầy_cô shipper bưu_điện bưu_tá tòa_án viện_kiểm_sát cục_thuế thuế ngành_điện công_ty cửa_hàng tiệm thương_lái
máy_mình máy_khác máy_cũ máy_mới trẻ trẻ_em người_già
""")

LOOSE_ACTORS = frozenset(word.replace(" ", "_") for word in ADDRESSES) | _set(
    "ai họ người_ta con cháu con_cháu trẻ trẻ_em khách vợ chồng ông_bà máy_cũ máy_mới thanh_niên người_mua"
)
"""Whom one may call otherwise and mean the same; whether it is so, a teacher sees."""

GRAVE = _set("khóa xóa_sạch hủy phạt xử_phạt hình_sự miễn_phí rút chặn phong_tỏa cấm vay mã_độc xóa")

CONSEQUENCES = _set("""
khóa xóa xóa_sạch hủy mất phạt xử_phạt nhắc hình_sự miễn_phí đóng mở rút chặn chuyển nhận trả gửi cài gỡ tắt bật giữ bán mua ký
nạp vay thu_hồi đổi thay phong_tỏa cấm gia_hạn hết_hạn mã_độc lừa từ_chối đồng_ý
""")

UNITS = _set("""
giây phút giờ ngày hôm tuần tháng quý năm tuổi đồng nghìn triệu tỷ người lần bước điều câu chữ số nút máy ngày_làm_việc phần_trăm
mét km lít kg viên hộp bản tờ cấp mức loại
""")
COMPARATORS = _set(
    "trên dưới trước sau hơn ít_nhất nhiều_nhất trong_vòng trở_lên trở_xuống hết quá từ trước_khi sau_khi"
)
AT_LEAST = _set("trên hơn sau từ ít_nhất trở_lên")
AT_MOST = _set("dưới trước nhiều_nhất trong_vòng trở_xuống")
QUANTITIES = _set("vài ít nhiều mọi từng cả")

LIGHT_OPPOSITES = (
    "vào ra|lên xuống|đến đi|này kia|đã sẽ|mình nó|được bị|đó chỗ|đấy chỗ|ấy chỗ|này chỗ"  # "đâu" is read as "chỗ"
)
"""Light words that are not light when one stands in the place of the other."""

OPPOSITES = """
vào ra|lên xuống|trên dưới|trước sau|trái phải|đầu cuối|trước_khi sau_khi|gửi nhận|to nhỏ|bật tắt|mở đóng|thừa thiếu|nhanh chậm
đầu_tiên cuối_cùng|nhiều ít|nhiều_nhất ít_nhất|trong ngoài|giữ xóa|thật giả|cũ mới|đúng nhầm|tăng giảm|mua bán|thêm bớt
""".replace("\n", "|")

# Read as one word each; without them their parts would be exchanged one by one.
COMPOUNDS = """
trước khi|sau khi|sau đó|kế đó|tiếp đó|tiếp theo|hôm nay|hôm sau|hôm qua|ngày sinh|ngày hẹn|ngày xưa|có thể|ít nhất|trở lên|trở xuống
ngày làm việc|phần trăm|máy mới|máy cũ|máy khác|bản mới|số mới|thẻ mới|yêu cầu mới|mật khẩu mới|hộ mới|hạn chế|cân nhắc|xử phạt|hình sự
miễn phí|phong tỏa|gia hạn|hết hạn|thu hồi|mã độc|số không|tìm kiếm|đăng nhập|đăng ký|người quen|cuối cùng|nếu có|nếu tiện|lưu ý|bác sĩ
không dấu|nên làm|cho phép|cửa hàng|tổng đài|tiền mặt|bất lịch sự|mạng xã hội|sau đây|cho mượn|cho thuê|cho vay|bỏ qua|chắc ăn
bản cập nhật|giả làm|bao giờ|tắt máy|điện thoại|hít thở|tin nhắn|quét mã|làm theo|nghe theo|tra cứu|thanh toán|xác nhận|xác thực|xác minh|bảo hiểm|y tế|giấy tờ|địa chỉ
mật khẩu|tài khoản|ứng dụng|màn hình|lừa đảo|cảnh báo|thông tin|cá nhân|hồ sơ|thủ tục|dịch vụ công|số dư|sao kê|biên lai|hóa đơn|vân tay
"""

KNOWN = frozenset(
    word
    for words in (
        LIGHT,
        MAY_COME,
        MAY_GO,
        ADVERBS,
        NEGATIONS,
        DUTIES,
        HEDGES,
        ACTORS,
        CONSEQUENCES,
        UNITS,
        COMPARATORS,
        EXCHANGES.replace("|", " ").split(),
    )
    for word in words
    if "_" in word
)
