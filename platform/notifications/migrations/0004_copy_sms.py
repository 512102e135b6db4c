"""The rows that stand before their triggers: copied in batches, each a short transaction, while messages go on leaving.

The rows of a batch are locked while they are read, so nothing older is written over what has changed meanwhile; a row
that has been copied already, by a trigger or an earlier run, stays as it is.
"""

from django.db import migrations, transaction

BATCH = 1000

COPY = """
WITH batch AS (
    SELECT id, gateway, gateway_id, asked_at, undelivered_by, received_at, fate FROM notifications_outboxmessage
    WHERE channel = 'sms' AND id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE
), copied AS (
    INSERT INTO notifications_smsdelivery
        (message_id, gateway, gateway_ids, asked_at, undelivered_by, received_at, delivery_status)
    SELECT id, gateway, gateway_id, asked_at, undelivered_by, received_at, fate FROM batch
    ON CONFLICT (message_id) DO NOTHING
), ended AS (
    UPDATE notifications_outboxmessage AS message SET is_ended = true FROM batch
    WHERE message.id = batch.id AND batch.fate NOT IN ('', 'received') AND NOT message.is_ended
)
SELECT max(id) FROM batch
"""


def copy(apps, schema_editor, batch=BATCH):
    last = 0
    while last is not None:
        with transaction.atomic(), schema_editor.connection.cursor() as cursor:
            cursor.execute(COPY, [last, batch])
            (last,) = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0003_sms_beside_messages")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
