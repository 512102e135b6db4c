"""Sums that are kept beside what they sum up, counted by the database from the settlements themselves."""

from collections.abc import Collection

from django.db import connection

_INVOICES = """
UPDATE invoices_invoice SET
    paid_kopecks = told.paid,
    paid_on = CASE WHEN told.paid >= invoices_invoice.kopecks THEN told.last END
FROM (
    SELECT applied.invoice_id,
           COALESCE(sum(applied.kopecks) FILTER (WHERE released.id IS NULL), 0) AS paid,
           max(payment.received_on) FILTER (WHERE released.id IS NULL) AS last
    FROM payments_settlement AS applied
    JOIN payments_payment AS payment ON payment.id = applied.payment_id
    LEFT JOIN payments_settlement AS released ON released.about_id = applied.id AND released.kind = 'released'
    WHERE applied.kind = 'applied' AND applied.invoice_id = ANY(%s)
    GROUP BY applied.invoice_id
) AS told
WHERE told.invoice_id = invoices_invoice.id
"""
_RETURNS = """
UPDATE invoices_invoice SET returned_kopecks = (
    SELECT COALESCE(sum(kopecks), 0) FROM payments_settlement
    WHERE kind = 'return_done' AND invoice_id = invoices_invoice.id
)
WHERE id = ANY(%s)
"""
_PAYMENTS = """
UPDATE payments_payment SET applied_kopecks = told.applied, aside_kopecks = told.aside
FROM (
    SELECT payment_id,
           COALESCE(sum(CASE kind WHEN 'applied' THEN kopecks WHEN 'released' THEN -kopecks END), 0) AS applied,
           COALESCE(sum(CASE kind WHEN 'set_aside' THEN kopecks WHEN 'return_asked' THEN kopecks
                                  WHEN 'taken_back' THEN -kopecks WHEN 'return_refused' THEN -kopecks END), 0) AS aside
    FROM payments_settlement
    WHERE payment_id = ANY(%s)
    GROUP BY payment_id
) AS told
WHERE told.payment_id = payments_payment.id
"""


def count_invoices(pks: Collection[int]) -> None:
    """Write what standing applications have paid of each invoice, and the bank's day of the part that completed it."""
    _count(_INVOICES, pks)


def count_returns(pks: Collection[int]) -> None:
    """Write how much of what was on each invoice the bank has sent back."""
    _count(_RETURNS, pks)


def count_payments(pks: Collection[int]) -> None:
    """Write how much of each payment is applied, and how much of it is put aside."""
    _count(_PAYMENTS, pks)


def _count(sql: str, pks: Collection[int]) -> None:
    if pks:
        with connection.cursor() as cursor:
            cursor.execute(sql, [sorted(pks)])
