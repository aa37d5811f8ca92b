"""Is the application called what the tables are named after?"""

from __future__ import annotations

from django.apps import apps

from lineproof.web.apps import Workplace


def test_the_application_is_called_web() -> None:
    """Its label is the prefix of every table, and must never change."""
    assert isinstance(apps.get_app_config("web"), Workplace)
    assert ' FROM "web_contract"' in str(apps.get_model("web", "Contract").objects.all().query)
