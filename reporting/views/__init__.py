"""Pages of the core: of the chairs (tasks, answer, filling, files, receipts) and of the staff."""
