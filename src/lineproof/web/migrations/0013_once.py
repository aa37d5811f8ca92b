"""A key may be a form's, of a contract, as well as a token's."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Room for forms' keys."""

    dependencies = (("web", "0012_what_the_other_side_says"),)
    operations = (
        migrations.AddField(
            model_name="answered",
            name="contract",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="web.contract",
            ),
        ),
        migrations.AlterField(
            model_name="answered",
            name="token",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="web.token",
            ),
        ),
        migrations.AlterField(
            model_name="answered",
            name="request",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RemoveField(model_name="answered", name="status"),
        migrations.AddConstraint(
            model_name="answered",
            constraint=models.UniqueConstraint(
                fields=("contract", "key"), name="answered_form_once"
            ),
        ),
    )
