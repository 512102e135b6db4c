from django.db import migrations, models

# A heat company's applications were called as an electricity company's are. The kind of the company whose schema is
# migrated stands in the shared table; a spare schema has no row there and no application yet.
RENAME = """
UPDATE cases_case SET title = 'Заявка на подключение к системе теплоснабжения'
WHERE title = 'Заявка на технологическое присоединение' AND EXISTS (
    SELECT FROM public.tenants_gridcompany WHERE schema_name = current_schema() AND kind = 'heat'
)
"""


class Migration(migrations.Migration):
    """Heat is counted in gigacalories an hour: more decimals, in the unit of the company's rule pack."""

    dependencies = [("applications", "0001_initial"), ("cases", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="max_power_kw",
            field=models.DecimalField(
                decimal_places=6, max_digits=13, null=True, verbose_name="максимальная мощность или нагрузка"
            ),
        ),
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
    ]
