"""Whoever wanted to be told of everything there was is told of what the other side says, too."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BEFORE = {"deadline", "breach", "question", "decision", "dispute"}
_SAID = "said"


def add(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Add the kind where no other was left out."""
    for each in apps.get_model("web", "Subscription").objects.all():
        if set(each.kinds) >= _BEFORE:
            each.kinds = [*each.kinds, _SAID]
            each.save(update_fields=["kinds"])


def remove(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the kind out again, which an older server doesn't know."""
    for each in apps.get_model("web", "Subscription").objects.all():
        each.kinds = [kind for kind in each.kinds if kind != _SAID]
        each.save(update_fields=["kinds"])


class Migration(migrations.Migration):
    """A kind of notice."""

    dependencies = (("web", "0011_subscriptions"),)
    operations = (migrations.RunPython(add, remove),)
