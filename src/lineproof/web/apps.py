"""What is the web application called within Django? One application, named web."""

from __future__ import annotations

from django.apps import AppConfig


class Workplace(AppConfig):
    """The one application of the project."""

    name = "lineproof.web"
    label = "web"
    verbose_name = "lineproof"
