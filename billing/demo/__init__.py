"""Invented requisites, tariffs, invoices and payments for the demonstration. Installed in the embedded mode only."""
