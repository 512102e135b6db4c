"""What only SMS know moves from the message into a row beside it.

Processes of the former version work on until the last schema is migrated, so the old columns stay for now, with
defaults, and two triggers keep both places the same: what the former version writes reaches the new row, what this one
writes reaches the old columns. The next version drops the six columns, the triggers and their functions.

No schema is named: the functions take that of the table they stand at, and stay right when a spare is renamed.
"""

import django.db.models.deletion
from django.db import migrations, models

MOVED = ("asked_at", "fate", "gateway", "gateway_id", "received_at", "undelivered_by")

KEEP_BOTH = """
ALTER TABLE notifications_outboxmessage
    ALTER COLUMN gateway SET DEFAULT '', ALTER COLUMN gateway_id SET DEFAULT '',
    ALTER COLUMN undelivered_by SET DEFAULT '', ALTER COLUMN fate SET DEFAULT '';

CREATE FUNCTION notifications_sms_follows_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        EXECUTE format(
            'INSERT INTO %I.notifications_smsdelivery'
            ' (message_id, gateway, gateway_ids, asked_at, undelivered_by, received_at, delivery_status)'
            ' VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (message_id) DO UPDATE SET gateway = excluded.gateway,'
            ' gateway_ids = excluded.gateway_ids, asked_at = excluded.asked_at,'
            ' undelivered_by = excluded.undelivered_by, received_at = excluded.received_at,'
            ' delivery_status = excluded.delivery_status', TG_TABLE_SCHEMA)
        USING NEW.id, NEW.gateway, NEW.gateway_id, NEW.asked_at, NEW.undelivered_by, NEW.received_at, NEW.fate;
        NEW.is_ended := NEW.fate NOT IN ('', 'received');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER notifications_sms_follows_message
    BEFORE UPDATE OF gateway, gateway_id, asked_at, undelivered_by, received_at, fate ON notifications_outboxmessage
    FOR EACH ROW WHEN (NEW.channel = 'sms') EXECUTE FUNCTION notifications_sms_follows_message();

CREATE FUNCTION notifications_message_follows_sms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        EXECUTE format(
            'UPDATE %I.notifications_outboxmessage SET gateway = $2, gateway_id = $3, asked_at = $4,'
            ' undelivered_by = $5, received_at = $6, fate = $7 WHERE id = $1', TG_TABLE_SCHEMA)
        USING NEW.message_id, NEW.gateway, NEW.gateway_ids, NEW.asked_at, NEW.undelivered_by, NEW.received_at,
            NEW.delivery_status;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER notifications_message_follows_sms AFTER UPDATE ON notifications_smsdelivery
    FOR EACH ROW EXECUTE FUNCTION notifications_message_follows_sms();
"""
BACKWARDS = """
DROP TRIGGER notifications_message_follows_sms ON notifications_smsdelivery;
DROP FUNCTION notifications_message_follows_sms();
DROP TRIGGER notifications_sms_follows_message ON notifications_outboxmessage;
DROP FUNCTION notifications_sms_follows_message();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_sms_gateways")]

    operations = [
        migrations.CreateModel(
            name="SmsDelivery",
            fields=[
                ("message", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="sms", serialize=False, to="notifications.outboxmessage", verbose_name="сообщение")),
                ("gateway", models.CharField(blank=True, max_length=30, verbose_name="шлюз")),
                ("gateway_ids", models.TextField(blank=True, verbose_name="номера у шлюза")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="шлюз спрошен и не ответил")),
                ("undelivered_by", models.CharField(blank=True, max_length=200, verbose_name="шлюзы, которые не доставили")),
                ("received_at", models.DateTimeField(null=True, verbose_name="получено телефоном")),
                ("delivery_status", models.CharField(blank=True, choices=[("received", "Доставлено"), ("undelivered", "Не доставлено"), ("expired", "Не отправлено в срок"), ("refused", "Неверный номер")], max_length=12, verbose_name="исход")),
            ],
            options={"verbose_name": "доставка СМС", "verbose_name_plural": "доставка СМС"},
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="is_ended",
            field=models.BooleanField(db_default=False, default=False, verbose_name="больше не отправлять"),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="channel",
            field=models.CharField(max_length=10, verbose_name="канал"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="outboxmessage", name=name) for name in MOVED]
        ),
        migrations.RunSQL(KEEP_BOTH, BACKWARDS),
    ]
