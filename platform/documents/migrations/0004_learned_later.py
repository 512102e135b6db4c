from django.db import migrations

# What is learned of a placed file later may be written; the file itself, its name and its hashes may not.
FORWARDS = """
CREATE OR REPLACE FUNCTION documents_keep_placed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    learned_later CONSTANT text[] := ARRAY['scan', 'scanned_at', 'pictures'];
BEGIN
    IF OLD.placed_at IS NOT NULL
       AND (TG_OP = 'DELETE' OR to_jsonb(OLD) - learned_later <> to_jsonb(NEW) - learned_later) THEN
        RAISE EXCEPTION 'what is placed is never changed or deleted';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
"""
BACKWARDS = """
CREATE OR REPLACE FUNCTION documents_keep_placed() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_uploads_hashes_scans")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
