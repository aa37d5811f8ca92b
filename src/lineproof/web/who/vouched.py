"""Is what another server says of a person meant for this sign-in? Its answer bears our number.

And it speaks of the same person in both of its parts.
Source: OpenID Connect Core 1.0, 3.1.2.1, 3.1.3.7 and 5.3.2. All else is django-allauth's.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string

_KEPT = "oidc_nonce"
_LENGTH = 32


class Voucher(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """A server that speaks OpenID Connect."""

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Return what it is asked with: a number of its own for each sign-in."""
        asked: dict[str, str] = super().get_auth_params_from_request(request, action)
        request.session[_KEPT] = get_random_string(_LENGTH)
        return {**asked, "nonce": request.session[_KEPT]}

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> Any:  # noqa: ANN401
        """Return who comes in; raises OAuth2Error for an answer to another question."""
        told = response.get("id_token", {})
        asked = request.session.pop(_KEPT, "")
        if not asked or not constant_time_compare(str(told.get("nonce")), asked):
            message = "the answer is for another sign-in"
            raise OAuth2Error(message)
        if response.get("userinfo", told).get("sub") != told.get("sub"):
            message = "the answer is of two people"
            raise OAuth2Error(message)
        return super().sociallogin_from_response(request, response)
