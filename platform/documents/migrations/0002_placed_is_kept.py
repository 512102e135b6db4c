from django.db import migrations

from tenancy.append_only import Rule, keep

RULE = Rule("documents_keep_placed", "what is placed is never changed or deleted", when="placed_at")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [keep(RULE, {"document_placed_is_kept": "documents_document"})]
