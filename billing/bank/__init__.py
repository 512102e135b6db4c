"""What comes from a bank: statements, the invoices that payments pay, bank details. See docs/money.md."""
