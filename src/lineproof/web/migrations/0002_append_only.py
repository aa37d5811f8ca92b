"""The database itself refuses to change or delete what is only ever added to."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TABLES = ("web_entry", "web_sealedmonth")
_SQLITE = """
CREATE TRIGGER {table}_{action}_refused BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_{action}_refused BEFORE {action} ON {table}
FOR EACH ROW EXECUTE FUNCTION web_refuse_change()
"""
_FUNCTION = """
CREATE FUNCTION web_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$
"""


def _refuse(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database that it is."""
    is_sqlite = editor.connection.vendor == "sqlite"
    if not is_sqlite:
        editor.execute(_FUNCTION, params=None)
    text = _SQLITE if is_sqlite else _POSTGRESQL
    for table in _TABLES:
        for action in ("UPDATE", "DELETE"):
            editor.execute(text.format(table=table, action=action), params=None)


class Migration(migrations.Migration):
    """Triggers behind the tables' first version."""

    dependencies = (("web", "0001_initial"),)
    operations = (migrations.RunPython(_refuse),)
