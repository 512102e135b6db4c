"""Money that comes in: statements of the bank, payments, what became of each, online orders. See docs/money.md."""
