"""Private text: what people type that must never be kept: codes, passwords, numbers of cards, papers, phones, accounts,
addresses. Found by how Vietnamese people write it; what replaces it is up to who asks."""
