from dataclasses import replace

from django.db import migrations

from tenancy.append_only import Rule, change

# What is learned of a placed file later may be written; the file itself, its name and its hashes may not.
BEFORE = Rule("documents_keep_placed", "what is placed is never changed or deleted", when="placed_at")
AFTER = replace(BEFORE, except_=("scan", "scanned_at", "pictures"))


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_uploads_hashes_scans")]
    operations = [change(BEFORE, AFTER)]
