"""The keys of forms that were sent move to where those of tokens stand."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def take_over(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Keep the keys of forms that were sent: the same form isn't done again."""
    answered = apps.get_model("web", "Answered")
    submission: Any = apps.get_model("web", "Submission")  # type: ignore[misc]  # gone by now
    for sent in submission.objects.iterator():
        told = {"key": sent.key, "body": sent.outcome[0], "made_at": sent.at}
        answered.objects.create(contract_id=sent.contract_id, **told)


def give_back(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the keys of tokens alone; a form's is no longer known."""
    apps.get_model("web", "Answered").objects.filter(token=None).delete()


class Migration(migrations.Migration):
    """One table instead of two."""

    dependencies = (("web", "0013_once"),)
    operations = (
        migrations.RunPython(take_over, give_back),
        migrations.DeleteModel(name="Submission"),
    )
