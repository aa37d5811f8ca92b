"""Let a kind of record have no file, where it began on the server."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A blank hash: it came as no file."""

    dependencies: ClassVar = [("web", "0002_append_only")]
    operations: ClassVar = [
        migrations.AlterField("recordfile", "sha256", models.CharField(blank=True, max_length=64)),
    ]
