from django.db import migrations

from tenancy.append_only import Rule, keep

RULE = Rule("audit_refuse_change", "the audit is append-only")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [keep(RULE, {"audit_record_is_append_only": "audit_record"})]
