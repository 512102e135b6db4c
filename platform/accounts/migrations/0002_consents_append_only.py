from django.db import migrations

from tenancy.append_only import Rule, keep

# A consent is evidence, and so is the text it was given to.
RULE = Rule("accounts_refuse_change", "consents and their texts are append-only")
TRIGGERS = {
    "accounts_consenttext_is_append_only": "accounts_consenttext",
    "accounts_consent_is_append_only": "accounts_consent",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [keep(RULE, TRIGGERS)]
