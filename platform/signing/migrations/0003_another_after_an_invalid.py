import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A signature found invalid stays, and its side may give another."""

    dependencies = [("signing", "0002_given_is_kept")]

    operations = [
        migrations.AlterModelOptions(
            name="signature",
            options={"ordering": ["pk"], "verbose_name": "подпись", "verbose_name_plural": "подписи"},
        ),
        migrations.AlterField(
            model_name="signature",
            name="request",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="signing.signaturerequest", verbose_name="запрос"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(condition=models.Q(("status", "invalid"), _negated=True), fields=("request",), name="signature_given_once"),
        ),
    ]
