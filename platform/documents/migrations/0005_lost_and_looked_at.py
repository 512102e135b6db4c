from dataclasses import replace

from django.db import migrations, models

from tenancy.append_only import Rule, change

# When a worker has looked at a placed file may be written too.
PLACED = Rule("documents_keep_placed", "what is placed is never changed or deleted", when="placed_at")
BEFORE = replace(PLACED, except_=("scan", "scanned_at", "pictures"))
AFTER = replace(PLACED, except_=("scan", "scanned_at", "pictures", "looked_at"))


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
        change(BEFORE, AFTER),
    ]
