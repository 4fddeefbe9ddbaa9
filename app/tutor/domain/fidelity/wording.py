"""Findings in the words of a teacher who has two texts side by side."""

from app.tutor.domain.fidelity.findings import Finding

EXPLAINED = {
    "number": "Con số không giống bài gốc.",
    "unit": "Đơn vị hoặc khoảng thời gian đã đổi (như giờ thành ngày).",
    "comparator": "Mốc so sánh đã đổi (như dưới, trên, trước, sau, từ, tối đa).",
    "atom": "Ngày, địa chỉ, số điện thoại, chữ phải gõ hoặc tên riêng không giống bài gốc.",
    "label": "Tên nút hoặc thứ tự các nút không giống bài gốc.",
    "negation": "Có chữ không, đừng hoặc chưa bị mất hay thêm vào, nên câu nói ngược lại.",
    "duty": "Điều phải làm, không được làm hoặc chỉ được làm đã thành lời khuyên nhẹ hơn.",
    "actor": "Đổi người hoặc nơi làm việc này: ai làm, hỏi ai, gọi cho ai.",
    "consequence": "Đổi việc xảy ra hoặc việc phải làm (như khóa thành xóa).",
    "opposite": "Một chữ đã đổi thành chữ ngược nghĩa (như trên thành dưới, trước thành sau).",
    "sentence-lost": "Câu này của bài gốc không còn trong bài viết lại.",
    "sentence-invented": "Câu này không có trong bài gốc.",
    "steps": "Số bước không giống bài gốc.",
    "step-order": "Thứ tự các bước không giống bài gốc.",
    "analogy": "Lời ví von có con số, tên, nút bấm hoặc bảo bác làm gì đó. Ví von chỉ để dễ hình dung.",
    "actor-unclear": "Thầy cô xem giúp: người hoặc nơi trong câu có còn đúng vai không?",
    "negation-unclear": "Thầy cô xem giúp: ý không, đừng, chưa trong câu có còn như bài gốc không?",
    "order-unclear": "Thầy cô xem giúp: các phần của câu đổi chỗ, việc nào trước việc nào sau có còn đúng không?",
    "scope-unclear": "Thầy cô xem giúp: câu tách ra hoặc nhập lại, chữ không, chỉ hay nếu có còn nói tới đủ các việc như bài gốc không?",
    "subject-unclear": "Thầy cô xem giúp: câu tách ra rồi, việc này có còn đúng người làm như bài gốc không?",
    "words-exchanged": "Thầy cô xem giúp: chữ mới có cùng nghĩa với chữ trong bài gốc không?",
    "words-lost": "Thầy cô xem giúp: vài chữ của bài gốc không còn, câu có mất ý không?",
    "words-new": "Thầy cô xem giúp: có chữ mới, câu có thêm ý nào không?",
    "sentence-unmatched": "Thầy cô xem giúp: câu này của bài gốc nay nằm ở đâu?",
    "advice": "Thầy cô xem giúp: có thêm chữ nên. Điều này là phải làm, hay chỉ nên làm?",
    "too-long": "Bước này dài quá, máy không so từng chữ được. Thầy cô đọc cả hai giúp.",
}


def explained(finding: Finding) -> str:
    """One or two sentences for the teacher's page."""
    return EXPLAINED[finding.rule]
