"""What is done about plans, usage, invoices, payments and debts. All rows are shared ones."""
