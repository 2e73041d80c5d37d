"""Who decides: boards, chains, passages, releases, withdrawals, notices."""
