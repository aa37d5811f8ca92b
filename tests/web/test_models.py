"""Is the database what the models say? And can every one of them be migrated to from nothing?"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command

from lineproof.web import models


def test_no_migration_is_missing(db: None) -> None:  # noqa: ARG001 - it was migrated from nothing
    """A change of a model without its migration fails."""
    call_command("makemigrations", "web", check=True, dry_run=True, verbosity=0)


def test_every_model_is_listed() -> None:
    """Django finds what stands in `models`, and that is all there is."""
    found = {model.__name__ for model in apps.get_app_config("web").get_models()}
    assert found == set(models.__all__)


@pytest.mark.parametrize("name", models.__all__)
def test_every_row_has_a_name(name: str) -> None:
    """What a person reads of it in a log isn't "object (1)"."""
    assert getattr(models, name).__str__ is not object.__str__
