"""What can a program ask here? The API, operation by operation, from its OpenAPI document."""

from __future__ import annotations

import functools

from django.http import HttpResponse
from django.shortcuts import render

from lineproof.web.api.application import api
from lineproof.web.api.reference import Resource, resources
from lineproof.web.who.access import Asked, page


@functools.cache
def _resources() -> tuple[Resource, ...]:
    """Return what there is, worked out once."""
    return resources(api.get_openapi_schema())


@page(None)
def programs(request: Asked) -> HttpResponse:
    """Show every operation of the API: what it needs, what is sent, what it answers."""
    return render(request, "web/programs.html", {"resources": _resources()})
