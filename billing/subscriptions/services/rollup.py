"""The roll-up: events of a company by day, from its schema into the shared table, in one statement of SQL.

It may run at any time and any number of times: the same events and the same closed months give the same rows. An event
counts in the month of its day, or, where that month was closed before the event was recorded, in the first month that
was open then; so a late correction appears in the next statement and never in an issued one.
"""

from django.db import connection, transaction

from billing.usage.dimensions import LEVELS
from tenancy.locks import one_at_a_time
from tenants.models import GridCompany

from ..models import Usage
from ..queries import closings, first_open

LOCK = "subscriptions.rollup"  # in the schema of the company; whoever closes a month takes it too

# Run inside the company: the events are in its schema, the rest is in `public`. Of a level the last word counts.
_GATHER = """
INSERT INTO subscriptions_usage (company_id, counted_in, day, dimension, quantity, events)
SELECT %(company)s, counted_in, day, dimension,
       CASE WHEN dimension = ANY(%(levels)s) THEN (array_agg(quantity ORDER BY id DESC))[1] ELSE sum(quantity) END,
       count(*)
FROM (
    SELECT id, day, dimension, quantity,
           GREATEST(
               date_trunc('month', day)::date,
               (SELECT (max(period) + interval '1 month')::date
                FROM unnest(%(periods)s::date[], %(horizons)s::timestamptz[]) AS closed (period, horizon)
                WHERE horizon <= recorded_at)
           ) AS counted_in
    FROM usage_event
    WHERE day >= %(since)s OR recorded_at >= %(horizon)s
) AS events
WHERE counted_in >= %(since)s
GROUP BY counted_in, day, dimension
"""


@transaction.atomic
def gather(company: GridCompany, *, whole: bool = False) -> None:
    """Count the open months of the company anew; with `whole` closed ones too, which gives what is there already.

    Called inside the company.
    """
    one_at_a_time(LOCK)  # two at once would both write the rows of a day
    closed = closings(company)
    opened = None if whole else first_open(company)
    rows = Usage.objects.filter(company=company)
    (rows if opened is None else rows.filter(counted_in__gte=opened)).delete()
    given = {
        "company": company.pk,
        "levels": [str(level.value) for level in LEVELS],
        "periods": list(closed),
        "horizons": list(closed.values()),
        "since": opened or "-infinity",
        "horizon": max(closed.values()) if opened else "-infinity",
    }
    with connection.cursor() as cursor:
        cursor.execute(_GATHER, given)
