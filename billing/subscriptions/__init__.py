"""What a company pays for its cabinet: plans, the roll-up of usage, invoices, payments, debts. Shared tables only."""
