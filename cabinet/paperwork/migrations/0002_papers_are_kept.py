from django.db import migrations

from tenancy.append_only import Rule, keep

PAPERS = Rule(
    "paperwork_keep_papers",
    "what a paper says is never changed",
    except_=("entry_id", "template_id"),
    once={"entry_id": "a paper is filed once"},
)
TEMPLATES = Rule(
    "paperwork_keep_templates",
    "a version of a template is never changed",
    except_=("retired_at",),
    once={"retired_at": "a template is retired once"},
)


class Migration(migrations.Migration):
    dependencies = [("paperwork", "0001_initial")]
    operations = [
        keep(PAPERS, {"paper_is_kept": "paperwork_paper"}),
        keep(TEMPLATES, {"template_is_kept": "paperwork_wordtemplate"}),
    ]
