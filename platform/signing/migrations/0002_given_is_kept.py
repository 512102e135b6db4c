from django.db import migrations

from tenancy.append_only import Rule, keep

# What was given is kept as it came; what a later check finds may be written beside it.
SIGNATURE = Rule(
    "signing_keep_signature",
    "a signature is never changed or deleted",
    except_=(
        "status", "code", "report", "trust_version", "checked_at", "next_check_at", "checks_left", "stamped", "signed_at",
    ),
    once={"stamped": "a time stamp is never changed"},
)
ONLY_ADDED = Rule("signing_only_added", "checks and protocols are only added")


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial")]
    operations = [
        keep(SIGNATURE, {"signature_is_kept": "signing_signature"}),
        keep(ONLY_ADDED, {"check_is_kept": "signing_signaturecheck", "protocol_is_kept": "signing_protocol"}),
    ]
