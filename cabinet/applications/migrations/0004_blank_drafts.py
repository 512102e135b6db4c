from django.db import migrations

# Drafts that were opened and left before drafts knew that nothing is written in them.
FORWARDS = """
UPDATE cases_case SET is_blank = true
WHERE stage = 'draft' AND subject = ''
    AND NOT EXISTS (SELECT FROM cases_entry WHERE case_id = cases_case.id)
    AND NOT EXISTS (
        SELECT FROM applications_application
        WHERE case_id = cases_case.id AND (type <> '' OR max_power_kw IS NOT NULL)
    );
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_several_plots"), ("cases", "0005_drafts_save_themselves")]
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
