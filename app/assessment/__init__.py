"""The assessor's desk at `/tham-dinh`: a case (hồ sơ) is what became of a sitting; a decision (quyết định) ends it, with its
reason code, and can be taken back."""
