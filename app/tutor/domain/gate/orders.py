"""Sentences that give the machine orders: forget what you were told, be somebody else, show what is hidden."""

import re

from app.tutor.domain.gate.phrases import SOME

MACHINE = (
    r"(?:prompt|lenh|luat le|chi dan|chi thi|quy tac|kiem duyet|rang buoc|instructions?|rules?|guidelines?|system|cau lenh|loi dan|vai tro|bo loc|"
    r"(?:huong dan|quy dinh|cai dat|thiet lap|cau hinh|gioi han|chinh sach|luat|noi quy|he thong|han che|nhung gi|moi thu)(?: \w+){0,3} "
    r"(?:tren|truoc|cu|goc|ban dau|vua roi|an toan|di|cua (?:ban|mi|may|em|bot|he thong|tro ly)))"
)
YOU = r"(?:ban|may|mi|em|bot|tro ly|chatbot|ai nay)"
ORDERS = (
    r"(?:bo qua|quen|xoa)(?: \w+)? (?:cau|doan|phan|tin) (?:tren|truoc|vua roi)",
    r"(?:hay|dung|khong can|khoi|cu|tu gio)(?: \w+)? (?:quen|bo qua|bo|mac ke)(?: \w+){0,2} (?:bai hoc|bai|moi thu|het|tat ca|nhiem vu)",
    r"(?:dung|khong can|khoi|ngung|thoi)(?: lam| tra loi)? (?:theo|nghe)(?: \w+){0,2} (?:huong dan|bai hoc|bai|luat|lenh|quy dinh|chi dan|noi quy)(?! cua (?:nguoi|ke|ho|bon|cong an|ngan hang))",
    rf"tu (?:nay|gio|bay gio)(?: tro di)?[ ,]*(?:hay|moi cau|{YOU}|tra loi|phai|chi tra loi|luon)",
    r"(?:tra loi|noi|dap|viet)(?: \w+){0,3} (?:bang|kem|y chang|theo) (?:tieng (?:anh|trung|phap|nga|han|nhat)|english|json|link|xml|code|nguyen van|tho)|tra loi y (?:chang|het)|y chang ?:",
    r"(?:respond|reply|answer|speak) (?:in|with|as)|you are (?:now|a|an|no longer|not)|forget (?:everything|all|what|your)|repeat (?:the|everything|all|after|your)|verbatim|(?:your|the) (?:configuration|instructions|prompt|rules)",
    rf"(?:hay|{YOU})(?: (?:hay|phai|nen|cu|se|duoc))? (?:xac nhan|khang dinh|thua nhan|tu xung|tuyen bo|noi doi|gia vo) (?:rang|la|voi|co|minh|mot)",
    r"duoc phep (?:noi doi|bia|chui|lam moi|tra loi moi)|cu bia|bia (?:dai|ra|dai ra) (?:mot|cung|cho)|noi doi di",
    rf"(?:cau hinh|ma nguon|source|code|tham so|loi dan|nguyen tac|luat|bo nho|du lieu)(?: \w+){{0,2}} (?:ben trong|noi bo|an|goc|bi mat)?(?: ?cua)? {YOU}(?![^\W_])",
    r"cau hinh ben trong|du lieu huan luyen|training data|(?:xem|coi|in|lo)(?: \w+){0,2} (?:code|source|ma nguon)(?: \w+)?",
    r"(?:vao|bat|mo|kich hoat|chuyen sang|chuyen qua|doi sang|sang)(?: \w+){0,2} (?:che do|vai tro|quyen)(?: \w+){0,1} (?:bao tri|quan tri|admin|dan|debug|nha phat trien|lap trinh|khong gioi han|root|ky su|he thong|sieu|god)",
    rf"nhiem vu (?:moi )?(?:cua )?{YOU}|nhiem vu moi(?: la)?",
    rf"{YOU} (?:hay |phai |se |gio )?(?:tu xung|gia lam|quang cao|la (?:hacker|cong an|bac si|con nguoi|cuop bien|nguoi that|nhan vien))(?= |[.!]|$)(?! (?:ha|a|khong|ko|phai))",
    r"(?:dua|cho|xuat|gui|liet ke|in|ke ten|doc|lay)(?: \w+){0,4} (?:danh sach|so dien thoai|sdt|thong tin|ten|dia chi|mat khau|du lieu|lich su)(?: \w+){0,3} (?:hoc vien|nguoi hoc|nguoi dung|thanh vien|admin|quan tri|he thong|may chu|database|ba con trong (?:lop|xa))",
    r"(?:ai|nguoi nao) (?:da |vua |moi )?hoi (?:gi )?truoc|nguoi (?:truoc|khac) (?:da |vua )?hoi (?:gi|cau gi|nhung gi)",
    r"(?:mat ?khau|tai khoan|quyen) (?:cua )?(?:admin|quan tri|he thong|root|server|may chu)",
    r"mo khoa(?: \w+){0,2} (?:han che|gioi han|rang buoc|chuc nang an)",
    r"(?:gia su|tuong tuong|neu)(?: \w+){0,2} (?:khong co|khong con|khong bi) (?:quy dinh|luat|gioi han|kiem duyet|rang buoc)",
    r"(?:dap an|loi giai)(?: \w+){0,3} (?:in|dua|cho|gui|liet ke|noi)(?: \w+){0,2} (?:het|ra)|(?:dua|in|cho|gui|liet ke)(?: \w+){0,3} (?:het )?dap an",
    rf"(?:bo qua|quen(?! mat)|pho lo|lo di|mac ke|huy bo|xoa bo|xoa|vo hieu hoa|vo hieu|tat|go|dung tuan theo|dung nghe|khong can (?:tuan|theo|nghe)|khoi theo|bo het|thoat khoi|vuot qua|pha|lam lai){SOME} {MACHINE}",
    rf"(?:ignore|disregard|forget|override|bypass|reveal|print|show|repeat|output|leak|skip|dump|display|tell me|give me|what (?:is|are)){SOME} (?:all|previous|above|prior|your|the|any)?{SOME}(?:instructions?|prompts?|rules?|system|guidelines?|context|configuration|secrets?|keys?|passwords?|message)",
    r"system (?:override|prompt|message)|prompt (?:goc|he thong|he thong|cua (?:ban|mi|may|em|bot))|(?:loi nhac|cau nhac|cau lenh|chi dan|lenh) (?:he thong|goc|ngam|an|dau tien|ban dau)|system ?:|assistant ?:|developer mode|che do (?:nha phat trien|lap trinh|khong gioi han|quan tri|admin|debug|tu do|dev)|jailbreak|dan mode|do anything now",
    r"(?:act as|pretend|role ?play|you are now|you must|from now on|answer (?:every|only|all)|respond (?:only|with)|translate the above|as an ai)(?: [^\s]+){0,3}",
    r"(?:dong vai|nhap vai|gia vo|gia bo|hay la|tro thanh|bien thanh|hoa than|dong gia)(?: (?:lam|la|thanh|mot|ba|ong|nhan vien|cong an|hacker|chuyen gia|admin|ai))+",
    r"(?:gia su|tuong tuong|coi nhu|tu (?:gio|bay gio|nay)(?: tro di)?|ke tu (?:gio|bay gio)|bat dau tu (?:gio|bay gio))(?: thi)? (?:ban|may|mi|em|ai|bot|tro ly|chau) (?:la|dong|khong|hay|phai|chi|se|duoc|mang|ten|tra loi)",
    r"(?:ai|bot|tro ly|may) khac khong co (?:luat|gioi han|rao)",
    r"(?:ban|mi|may|bot) (?:khong|ko) (?:can|duoc|phai) (?:tu choi|tuan|gioi han|kiem duyet|theo luat)",
    rf"(?:in|liet ke|cho (?:toi |tui |em |minh |bac )?(?:coi|xem|biet)|hien|tiet lo|lo|doc|xuat|dua|gui|lap lai|chep lai|noi|tom tat|dich){SOME} (?:system prompt|prompt|loi nhac|cau lenh goc|chi dan (?:goc|cua)|khoa api|api key|ma nguon|mat khau quan tri|mat khau admin|khoa bi mat|cau hinh|bien moi truong|secret key|noi dung phia tren|(?:doan|chu|cau|noi dung)(?: \w+){{0,2}} (?:tren|truoc)|dap an (?:bai thi|ky thi|cau hoi|de thi))",
    r"(?:cau hoi|tin nhan|du lieu|thong tin|ten|ho so|so dien thoai|lich su|danh sach|noi dung)(?: \w+){0,3} (?:cua )?(?:nguoi (?:hoc|dung) khac|nhung nguoi (?:hoc|dung)|cac (?:hoc vien|nguoi hoc)|hoc vien khac|tat ca nguoi (?:hoc|dung))",
    r"(?:cau hoi|lich su hoi|cau tra loi|bai lam|diem)(?: \w+){0,2} cua (?:nguoi|ban|hoc vien|ba con) khac",
    r"dap an (?:cua )?(?:bai thi|ky thi|de thi|bai kiem tra|cau hoi thi|chung nhan)",
    r"(?:xoa|sua|doi|chinh)(?: \w+){0,3} (?:du lieu|diem|ho so|ket qua|tai khoan)(?: \w+){0,2} (?:nguoi hoc|hoc vien|nguoi dung|moi nguoi|he thong)",
    r"hay (?:noi|viet|ghi|in|tra loi)(?: \w+){0,2} (?:[\"'“]\w+|rang)|lenh moi ?:",
    r"(?:lenh|chi thi|yeu cau) (?:moi|khan|dac biet|uu tien)?(?: \w+){0,2}(?:cua|tu) (?:quan tri|admin|he thong|nha phat trien|lap trinh vien|openai|developer|giam doc)",
    r"(?:toi|tui|tao|day|em) (?:la|chinh la) (?:quan tri|admin|lap trinh vien|nha phat trien|nguoi (?:tao|lap trinh|viet)|ky su|chu he thong|developer)(?: \w+){0,6}",
    r"(?:chi (?:duoc )?(?:tra loi|noi|dap|ghi|viet)) (?:dung |moi |mot |chu |tu |la |bang )*(?:ok|co|dung|chu|tu|yes|hacked|pwned|da tat|duoc)(?: thoi)?",
    r"(?:ket thuc|het) (?:cau hoi|tin nhan|noi dung)(?: cua)? (?:nguoi (?:hoc|dung)|hoc vien)",
    r"tat (?:kiem duyet|bo loc|an toan|che do an toan)",
    r"(?:cite|trich dan) (?:lesson|bai) \d+",
    r"(?:viet|tra loi|them|chen)(?: \w+){0,4} (?:vao|o|dau|cuoi) (?:moi|tat ca) (?:cau tra loi|cau)",
    r"tra loi (?:moi|tat ca|bat ky) (?:cau|cau hoi)(?: \w+){0,2} (?:bang|la|rang)",
    r"(?:mo|doc|xem|in|cat|run|chay)(?: \w+){0,3} (?:/etc/\w+|\.env|passwd|tep cau hinh|file cau hinh)",
    r"(?:nguoi (?:vua )?(?:hoi )?truoc(?: toi)?|hom qua (?:co )?(?:ai|nguoi nao))(?: \w+){0,4} (?:da )?(?:hoi|noi)(?: \w+)? (?:gi|ban)",
    r"(?:viet|dan|noi) gi cho ban(?: \w+){0,3}|chep lai y nguyen|uu tien hon moi (?:luat|quy)|(?:bot|ai|con) khac khong co (?:filter|luat|bo loc)",
    r"(?:ban|tro ly|bot) (?:dang )?(?:dung|ket noi|chay)(?: \w+){0,3} (?:mo hinh|may chu|server|model)(?: \w+){0,2}(?: nao)?|dia chi ip(?: cua)? (?:may chu|ban|he thong|gi)|(?:co so du lieu|database) la gi|ai dang online",
    r"(?:khi|lan sau)(?: co)? (?:ai|nguoi)(?: khac)? hoi(?: \w+){0,4} (?:dua|tra loi|noi|gui)|lap lai (?:chu|tu|cau)(?: [^ ]+){1,3} (?:mai|khong dung|\d+ lan)",
    r"(?:cho|dua|gui|in|mo|ke|doc)(?: \w+){0,3} (?:xem|coi|biet|lai)?(?: \w+){0,3}? ?(?:lich su|doan|noi dung)(?: \w+)? (?:chat|tro chuyen|hoi dap|hoi|nhan tin)(?: \w+)? (?:cua )?(?:ba|ong|chi|anh|co|chu|nguoi|hoc vien|ban|may)(?! (?:toi|minh|em|con|tui)(?![^\W_]))(?: \w+)*",
    r"(?:nhung ai|ai (?:vua|da|dang|moi)|bao nhieu nguoi|nguoi nao|hoc vien)(?: [^ ,.?!]+){0,4}? (?:hoi|nhan|chat|noi|go|nhap)(?: \w+){0,3} (?:voi |cho )?(?:tro ly|bot)(?: \w+)*",
    r"(?:may |nhung )?(?:cau|dieu|gi)(?: ma)? nguoi (?:hoi|dung|hoc|khac|truoc)(?: \w+){0,3} (?:da |vua )?(?:go|hoi|nhap|nhan|noi)(?: \w+)?",
    r"(?:diem|bang diem|cau sai|ket qua)(?: \w+){0,4} (?:cua )?(?:ca lop|tung nguoi|moi nguoi|tat ca(?! bai| cac bai| cau))|hoc vien (?:ten )?\w+ (?:hoc|lam|sai|dat)(?: \w+)*",
    r"(?:nhung dong|nhung gi|loi|dieu)(?: \w+){0,3} (?:dan|bao|lenh|cam|giao cho) (?:ban|bot|tro ly|mi)(?: \w+)*|(?:ban|bot|tro ly) (?:bi cam|chua bi|khong bi)(?: \w+){0,4}",
    r"(?:ghi nho|nho|tu (?:nay|gio|giay phut nay|gio phut nay))[^.?!]{0,30} (?:ai hoi|moi|hoi)[^.?!]{0,20}(?:so|dia chi|trang|duong link)[^.?!]{0,20} (?:la|thi dua|deu la|thi noi)(?: \w+)*",
    r"loi huong dan cua (?:ban|bot|tro ly|mi)(?: \w+)*|nguoi lap trinh[ ,]+(?:cho|hay|mo)(?: \w+)*",
    r"if you had no (?:rules|limits)|no (?:rules|restrictions|filters?)|run (?:this )?command|base64|rot13|<script|drop table|select \*|sudo|rm -rf|eval\(|union select",
)  # fmt: skip
ORDER = re.compile(
    r"<\|[^|>]{0,40}\|>|<!--|\"role\" ?:|(?:^| )/(?:system|reset|admin|debug|sudo|jailbreak)|\[/?inst\]|<<sys>>|</?(?:system|user|assistant|prompt|instructions?)>|(?:^| )[a-z0-9+/]{12,}={1,2}(?: |$)|#{2,} ?(?:system|lenh|instruction|he thong|admin|new|moi)|\"\"\"|```"
     "|" + "|".join(rf"(?<![^\W_])(?:{order})(?![^\W_])" for order in ORDERS)
)  # fmt: skip


def gives_orders(said: str) -> bool:
    return ORDER.search(said) is not None
