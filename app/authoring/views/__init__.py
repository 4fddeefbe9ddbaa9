"""From content files, drafts and their judgement to what the desk shows: pure."""
