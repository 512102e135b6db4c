"""The person who works on a case is its assignee in the code, as elsewhere in the trade.

The column is renamed at once and not in two releases (add and copy, then drop): no installation holds data yet, and a
rename of a column neither copies rows nor rebuilds an index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_rules_of_the_day'),
    ]

    operations = [
        migrations.RenameField(
            model_name='case',
            old_name='executor',
            new_name='assignee',
        ),
        # PostgreSQL keeps the index with the renamed column; only Django's own record of it has to be told.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex(
                    model_name='case',
                    name='case_stage',
                ),
                migrations.AddIndex(
                    model_name='case',
                    index=models.Index(models.F('stage'), models.OrderBy(models.F('changed_at'), descending=True), include=('assignee',), name='case_stage'),
                ),
            ],
        ),
    ]
