from django.db import migrations

# See `audit.horizon`. A trigger of the statement runs before the defaults of the row, so before a number is given.
# One lock a transaction is enough: its first one has the lowest number. What it remembers ends with the transaction, or
# with the savepoint that also gives the lock back.
HOLD = """
CREATE FUNCTION audit_hold_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given bigint;
BEGIN
    IF current_setting('kabinet.audit_held', true) IS DISTINCT FROM TG_RELID::text THEN
        EXECUTE format(
            'SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM %I.audit_record_id_seq',
            TG_TABLE_SCHEMA
        ) INTO given;
        PERFORM pg_advisory_xact_lock_shared(TG_RELID::int, (given & 2147483647)::int);
        PERFORM set_config('kabinet.audit_held', TG_RELID::text, true);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_record_holds_place BEFORE INSERT ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_hold_place();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_suppliers")]
    operations = [
        migrations.RunSQL(
            HOLD, "DROP TRIGGER audit_record_holds_place ON audit_record;\nDROP FUNCTION audit_hold_place();"
        )
    ]
