"""Who gets to an operation? Whoever's token is good and for it, and who has the right it names.

It is asked before anything that was sent is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest
from ninja.security import HttpBearer

from lineproof.web.kept.contracts import Contract
from lineproof.web.server.problems import ProblemError
from lineproof.web.who.access import reach, require
from lineproof.web.who.people import Scope, Token, User
from lineproof.web.who.rights import Right
from lineproof.web.who.tokens import unknown_token


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody's program asks for something."""

    request: HttpRequest
    token: Token
    user: User


@dataclass(frozen=True, slots=True)
class ContractCall(Call):
    """The same, of a contract that its address names and that the caller may see."""

    contract: Contract


class Bearer(HttpBearer):
    """Lets in by a token; right: None: whoever has one. does: what the token must be for."""

    def __init__(self, right: Right | None, does: Scope) -> None:
        """Keep what is needed."""
        super().__init__()
        self.right, self.does = right, does

    def __call__(self, request: HttpRequest) -> Call:
        """Return the call; raises ProblemError, PermissionDenied and Http404."""
        token: Token | None = getattr(request, "token", None)
        if token is None:
            raise unknown_token("a token is needed: Authorization: Bearer lp_…")
        if self.does is Scope.WRITE and token.scope != Scope.WRITE:
            said = "this token only reads; make one that writes, in your profile"
            raise ProblemError(HTTPStatus.FORBIDDEN, said)
        match = request.resolver_match
        assert match is not None, "an operation has an address"
        if "pk" in match.kwargs:
            named = Contract.objects.filter(pk=match.kwargs["pk"]).select_related("organisation")
            contract = reach(named, token.user, self.right or Right.SEE)
            return ContractCall(request, token, token.user, contract)
        if self.right is not None:
            require(token.user, self.right)
        return Call(request, token, token.user)

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Never asked: the token is known by now."""
        raise NotImplementedError
