"""What does the reference say of the API? A page written from its OpenAPI document.

Django is set up for it, with a data folder that is gone afterwards.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from as_table import as_table

INTRO = """\
# The API

What programs ask of `lineproof serve`; how, stands in [use the API](../how-to/use-the-api.md).
The server has the same as an OpenAPI document, `/api/v1/openapi.json`, and as a page, `/api/`.
Where a command prints the same with `--json`, its keys stand in [JSON](json.md).
"""
EVERY = """\
## What every operation has

Each needs a token, `Authorization: Bearer lp_…`.
Where it can't do what is asked, it answers by problem details, with one of these statuses.

"""
PROBLEMS = (
    ("400", "What was sent is no JSON."),
    ("401", "There is no token, or it is none any more."),
    ("403", "The token only reads, or its owner hasn't the right."),
    ("404", "There is no such thing, for whoever asks."),
    ("409", "It can't be done as things stand; `detail` says why."),
    ("412", "The contract changed since the ETag that If-Match names."),
    ("413", "It is too large."),
    ("422", "What was sent isn't what is needed; `findings` say all that is wrong."),
    ("428", "A decision needs If-Match."),
    ("429", "The token was used too often; Retry-After says in how many seconds to come again."),
    ("503", "It is being worked out; Retry-After says in how many seconds to come again."),
)


def api_page(made: str) -> str:
    """Return the page of the API's operations. made: what says that it isn't to be edited."""
    resources = _resources()
    parts = [INTRO, made, EVERY + as_table(("status", "when"), PROBLEMS)]
    for resource in resources:
        parts.append(f"## {resource.name.capitalize()}\n")
        parts += [part for each in resource.operations for part in _operation(each)]
    return "\n".join(parts)


def _resources() -> Any:  # noqa: ANN401 - Django must be set up before its types are there
    """Return the operations by resource."""
    with tempfile.TemporaryDirectory() as data:
        os.environ["LINEPROOF_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "lineproof.web.server.settings"
        importlib.import_module("lineproof.web.server.configuration").make_secret_key(Path(data))
        importlib.import_module("django").setup()
        reference = importlib.import_module("lineproof.web.api.reference")
        api = importlib.import_module("lineproof.web.api.application").api
        return reference.resources(api.get_openapi_schema())


def _operation(told: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    """Yield what the page says of one operation."""
    yield f"### {told.method} {told.path}\n"
    more = f"\n{told.more}" if told.more else ""
    needed = f"the right `{told.right}`" if told.right else "a token"
    writes = "" if told.method == "GET" else ", and a token that writes"
    yield f"{told.summary}{more}\nNeeds {needed}{writes}.\n"
    own = [row for row in told.parameters if row.name not in {"pk", "If-None-Match"}]
    if own:
        rows = [(f"`{r.name}`", r.where, r.form, _needed(r), r.meaning) for r in own]
        yield as_table(("parameter", "in", "form", "required", "meaning"), rows)
    if told.body:
        sent = [(f"`{r.name or 'body'}`", r.form, _needed(r), r.meaning) for r in told.body]
        how = "sent as a form" if told.is_form else "sent"
        yield as_table((how, "form", "required", "meaning"), sent)
    if told.answer:
        answered = [(f"`{r.name or 'body'}`", r.form, r.meaning) for r in told.answer]
        yield as_table(("answered", "form", "meaning"), answered)


def _needed(row: Any) -> str:  # noqa: ANN401 - the same
    """Return whether something must be sent."""
    return "yes" if row.is_needed else ""
