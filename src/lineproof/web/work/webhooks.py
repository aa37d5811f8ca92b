"""Where may a webhook be? At the hosts that the operator lists, and nowhere else.

Who may write an address must not make the server speak to whatever it reaches itself.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.web.server.configuration import Configuration

_PORTS = {"https": 443, "http": 80}


def refuse_elsewhere(configuration: Configuration, address: str) -> None:
    """Raise LineproofError for an address that isn't at a listed host, or that hides where it goes.

    A host is listed as hooks.example.com, which means HTTPS, or with scheme and port.
    """
    hosts = configuration.webhook_hosts.replace(",", " ").split()
    if _place(address) not in {_place(host) for host in hosts} - {None}:
        raise LineproofError(
            _("Webhooks may be at %(hosts)s alone; the operator of the server lists them.")
            % {"hosts": ", ".join(hosts) or _("no host")}
        )


def _place(address: str) -> tuple[str, str, int] | None:
    """Return the scheme, host and port of an address; None for one that has none, or a login."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port
