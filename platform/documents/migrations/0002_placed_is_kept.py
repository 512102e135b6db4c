from django.db import migrations

# The function names no schema and no table: it is made in whichever schema is migrated, and stays right when a spare
# schema is renamed or a table is a shard.
FORWARDS = """
CREATE FUNCTION documents_keep_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.placed_at IS NOT NULL THEN
        RAISE EXCEPTION 'what is placed is never changed or deleted';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER document_placed_is_kept BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_keep_placed();
"""
BACKWARDS = """
DROP TRIGGER document_placed_is_kept ON documents_document;
DROP FUNCTION documents_keep_placed();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
