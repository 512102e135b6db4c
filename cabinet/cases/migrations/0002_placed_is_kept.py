from django.db import migrations

# The function names no schema and no table: it is made in whichever schema is migrated, and stays right when a spare
# schema is renamed or a table is a shard.
FORWARDS = """
CREATE FUNCTION cases_keep_placed() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER entry_placed_is_kept BEFORE UPDATE OR DELETE ON cases_entry
    FOR EACH ROW EXECUTE FUNCTION cases_keep_placed();
"""
BACKWARDS = """
DROP TRIGGER entry_placed_is_kept ON cases_entry;
DROP FUNCTION cases_keep_placed();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
