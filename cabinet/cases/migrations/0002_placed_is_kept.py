from django.db import migrations

from tenancy.append_only import Rule, keep

RULE = Rule("cases_keep_placed", "what is placed is never changed or deleted", when="placed_at")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [keep(RULE, {"entry_placed_is_kept": "cases_entry"})]
