from django.db import migrations

# A consent is evidence, and so is the text it was given to. See audit.0002 for why nothing is named by its schema.
FORWARDS = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'consents and their texts are append-only';
END
$$;
CREATE TRIGGER accounts_consenttext_is_append_only BEFORE UPDATE OR DELETE ON accounts_consenttext
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER accounts_consent_is_append_only BEFORE UPDATE OR DELETE ON accounts_consent
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER accounts_consent_is_append_only ON accounts_consent;
DROP TRIGGER accounts_consenttext_is_append_only ON accounts_consenttext;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
