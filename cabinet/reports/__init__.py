"""«Отчёты»: what the company reads of its applications over a period: counts and power, terms kept, load, time."""
