"""Order the indexes of a million circuits as they are searched, and find a contract's last record.

What begins so is found byte by byte, whatever language the database sorts in.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from lineproof.web.kept.bytewise import Bytewise

_SEARCHED = ("line", "circuit", "site", "service")


class Migration(migrations.Migration):
    """Other indexes; no row changes."""

    dependencies: ClassVar = [("web", "0004_job")]
    operations: ClassVar = [
        *(migrations.RemoveIndex("circuit", f"circuit_{name}") for name in _SEARCHED),
        migrations.AlterField(
            "circuit",
            "schedule",
            models.ForeignKey(
                "web.schedule", models.CASCADE, related_name="circuits", db_index=False
            ),
        ),
        migrations.AlterField(
            "record",
            "contract",
            models.ForeignKey(
                "web.contract", models.CASCADE, related_name="records", db_index=False
            ),
        ),
        migrations.AddIndex(
            "circuit", models.Index(fields=("schedule", "id"), name="circuit_in_order")
        ),
        *(
            migrations.AddIndex(
                "circuit",
                models.Index("schedule", Bytewise(name), "id", name=f"circuit_{name}_bytes"),
            )
            for name in _SEARCHED
        ),
        migrations.AddIndex("record", models.Index(fields=("contract", "id"), name="record_last")),
    ]
