from django.db import migrations, models

# When a worker has looked at a placed file may be written too.
CHANGE = """
CREATE OR REPLACE FUNCTION documents_keep_placed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    learned_later CONSTANT text[] := ARRAY[{columns}];
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
FORWARDS = CHANGE.format(columns="'scan', 'scanned_at', 'pictures', 'looked_at'")
BACKWARDS = CHANGE.format(columns="'scan', 'scanned_at', 'pictures'")


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_learned_later")]
    operations = [
        migrations.AddField(
            model_name="document",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="просмотрен"),
        ),
        migrations.AlterField(
            model_name="document",
            name="scan",
            field=models.CharField(
                choices=[
                    ("unchecked", "Не проверялся"),
                    ("clean", "Проверен"),
                    ("infected", "Не прошёл проверку на вирусы"),
                    ("failed", "Проверить не удалось"),
                    ("lost", "Не сохранился"),
                ],
                default="unchecked",
                max_length=10,
                verbose_name="проверка на вирусы",
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
