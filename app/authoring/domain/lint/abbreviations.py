"""Abbreviations and what they stand for; those that everybody knows."""

from collections.abc import Mapping

ABBREVIATIONS: Mapping[str, str] = {
    "ANTT": "an ninh trật tự",
    "ATTT": "an toàn thông tin",
    "BHTN": "bảo hiểm thất nghiệp",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "CA": "công an",
    "CBCC": "cán bộ, công chức",
    "CCCD": "thẻ căn cước",
    "CMND": "chứng minh nhân dân",
    "CNTT": "máy tính và mạng",
    "CSDL": "kho giấy tờ chung",
    "CSGT": "cảnh sát giao thông",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trên mạng",
    "GPLX": "bằng lái xe",
    "GTTT": "giấy tờ tùy thân",
    "HKD": "hộ kinh doanh",
    "HTX": "hợp tác xã",
    "MST": "mã số thuế",
    "NHNN": "Ngân hàng Nhà nước",
    "NTD": "người mua hàng",
    "PCCC": "phòng cháy, chữa cháy",
    "PIN": "mã số bí mật",
    "STK": "số tài khoản",
    "TCNSCĐ": "tổ công nghệ số cộng đồng",
    "TK": "tài khoản",
    "TMĐT": "mua bán trên mạng",
    "TP": "thành phố",
    "TTHC": "việc giấy tờ",
    "TTPVHCC": "trung tâm phục vụ hành chính công",
    "UBND": "ủy ban nhân dân",
    "VKS": "viện kiểm sát",
}
EVERYBODY_KNOWS = frozenset({"SIM", "TV", "ATM", "TPHCM", "HCM", "VN"})
# Written as no Vietnamese syllable is, and yet at home in every house.
AT_HOME = frozenset({"video", "micrô", "chip", "tivi", "taxi", "rađiô", "karaoke", "wifi", "zalo", "pin", "sim", "vn"})
