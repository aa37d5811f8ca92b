"""Keep what both sides said: comments, withdrawals, figures of a score; all only ever added to."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TABLES = ("web_comment", "web_withdrawal", "web_scorefigure")
_SQLITE = """
CREATE TRIGGER {table}_{action}_refused BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_{action}_refused BEFORE {action} ON {table}
FOR EACH ROW EXECUTE FUNCTION web_refuse_change()
"""


def _refuse(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database that it is, as for the trail."""
    text = _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL
    for table in _TABLES:
        for action in ("UPDATE", "DELETE"):
            editor.execute(text.format(table=table, action=action), params=None)


class Migration(migrations.Migration):
    """Tables, and the triggers behind them."""

    dependencies: ClassVar = [
        ("web", "0007_api_tokens"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("month", "month"),
                            ("line", "line"),
                            ("dispute", "dispute"),
                            ("exclusion", "claim of exclusion"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=2000)),
                ("is_internal", models.BooleanField()),
                (
                    "side",
                    models.CharField(
                        choices=[("buyer", "buyer"), ("provider", "provider")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="web.contract",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ScoreFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("card", models.CharField(max_length=200)),
                (
                    "side",
                    models.CharField(
                        choices=[("buyer", "buyer"), ("provider", "provider")], max_length=10
                    ),
                ),
                ("points", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=2000)),
                ("sheet", models.CharField(max_length=64)),
                ("is_signed", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="web.contract",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="web.comment",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["contract", "about", "subject"], name="comment_subject"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "provider"), _negated=True),
                    ("is_internal", False),
                    _connector="OR",
                ),
                name="provider_shares",
            ),
        ),
        migrations.AddIndex(
            model_name="scorefigure",
            index=models.Index(fields=["contract", "month"], name="figure_month"),
        ),
        migrations.RunPython(_refuse),
    ]
