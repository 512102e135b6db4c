"""Papers of money as PDF, from plain data: they know neither Django nor a database. `invoice.pdf` draws «Счёт»."""
