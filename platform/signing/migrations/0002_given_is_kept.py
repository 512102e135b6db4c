from django.db import migrations

# What was given is kept as it came; what a later check finds may be written beside it. Functions name no schema and no
# table, see documents.0002.
FORWARDS = """
CREATE FUNCTION signing_keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_later CONSTANT text[] := ARRAY[
        'status', 'code', 'report', 'trust_version', 'checked_at', 'next_check_at', 'checks_left', 'stamped', 'signed_at'
    ];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - found_later <> to_jsonb(NEW) - found_later THEN
        RAISE EXCEPTION 'a signature is never changed or deleted';
    END IF;
    IF OLD.stamped IS NOT NULL AND OLD.stamped IS DISTINCT FROM NEW.stamped THEN
        RAISE EXCEPTION 'a time stamp is never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER signature_is_kept BEFORE UPDATE OR DELETE ON signing_signature
    FOR EACH ROW EXECUTE FUNCTION signing_keep_signature();
CREATE FUNCTION signing_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'checks and protocols are only added';
END
$$;
CREATE TRIGGER check_is_kept BEFORE UPDATE OR DELETE ON signing_signaturecheck
    FOR EACH ROW EXECUTE FUNCTION signing_only_added();
CREATE TRIGGER protocol_is_kept BEFORE UPDATE OR DELETE ON signing_protocol
    FOR EACH ROW EXECUTE FUNCTION signing_only_added();
"""
BACKWARDS = """
DROP TRIGGER protocol_is_kept ON signing_protocol;
DROP TRIGGER check_is_kept ON signing_signaturecheck;
DROP FUNCTION signing_only_added();
DROP TRIGGER signature_is_kept ON signing_signature;
DROP FUNCTION signing_keep_signature();
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
