"""Which state of things does an answer show? Its ETag says, without working the answer out.

Every change goes into the trail: a contract's last entry there, with its version, records and
seals, names its state. All that is read of a contract bears the same ETag, so that a decision can
name the state that was looked at.
"""

from __future__ import annotations

import dataclasses
from http import HTTPStatus

from django.db.models import Max
from django.utils import timezone
from django.utils.http import parse_etags

import lineproof
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.web.api.door import Call, ContractCall
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.known.case import at
from lineproof.web.server.problems import ProblemError

_LENGTH = 32


def mark(call: Call) -> str:
    """Return the ETag of what a call is of: its contract, or everything that its user sees."""
    if isinstance(call, ContractCall):
        return contract_mark(call.contract)
    held = call.user.memberships.order_by("pk").values_list("pk", "role", "contract_id")
    last = Entry.objects.aggregate(last=Max("pk"))["last"]
    return etag(call.user.pk, last, *map(list, held))


def contract_mark(contract: Contract) -> str:
    """Return the ETag of a contract as it is now."""
    last = Entry.objects.filter(contract=contract).aggregate(last=Max("pk"))["last"]
    return etag(dataclasses.asdict(at(contract)), last)


def hourly(call: Call) -> str:
    """Return the ETag of what also depends on the day that it is: good for an hour at most."""
    return etag(mark(call), timezone.now().strftime("%Y-%m-%dT%H"))


def etag(*parts: object) -> str:
    """Return the ETag of what determines an answer, beside this version of lineproof."""
    return f'"{sha256_hex(canonical_json([lineproof.__version__, *parts]))[:_LENGTH]}"'


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether a caller holds what an ETag stands for already."""
    held = parse_etags(if_none_match or "")
    return "*" in held or tag in {each.removeprefix("W/") for each in held}


def refuse_changed(tag: str, if_match: str | None) -> None:
    """Raise ProblemError where a decision doesn't name the state that it is about, as it is now."""
    if not if_match:
        said = "If-Match is needed: the ETag of what you read before you decided"
        raise ProblemError(HTTPStatus.PRECONDITION_REQUIRED, said)
    if tag not in parse_etags(if_match):
        said = "the contract has changed since you read it: read it again, then decide"
        raise ProblemError(HTTPStatus.PRECONDITION_FAILED, said)
