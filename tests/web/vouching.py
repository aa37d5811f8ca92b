"""How is a real OpenID Connect server started? Debian's glewlwyd, on a free port, with its people.

It is set up by its own API, from the empty database that its package brings.
"""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.web.running_server import free_port

TABLES = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
CLIENT, SECRET, PASSWORD = "lineproof", "a secret of both servers", "a password of theirs"
SCOPES = "openid profile email"
_UP_WITHIN_S = 30
_CONFIGURATION = """
port={port}
external_url="{origin}"
login_url="login.html"
api_prefix="api"
static_files_path="/usr/share/glewlwyd/webapp"
log_mode="console"
log_level="ERROR"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
use_secure_connection=false
secure_connection_key_file="none"
secure_connection_pem_file="none"
secure_connection_ca_file="none"
hash_algorithm="SHA512"
database = {{ type="sqlite3"; path="{database}"; }};
"""


@dataclass(frozen=True)
class Voucher:
    """A server that vouches for people; admin: its administrator, signed in."""

    origin: str
    admin: httpx.Client

    @property
    def issuer(self) -> str:
        """Where it says what it can do."""
        return f"{self.origin}/api/oidc"

    def trust(self, callback: str) -> None:
        """Let a server of ours ask it, which people come back to at an address."""
        client = {
            "client_id": CLIENT,
            "name": CLIENT,
            "enabled": True,
            "confidential": True,
            "client_secret": SECRET,
            "redirect_uri": [callback],
            "authorization_type": ["code"],
            "token_endpoint_auth_method": ["client_secret_post"],
            "scope": [],
        }
        self.admin.post("/api/client/", json=client).raise_for_status()

    def add(self, email: str, *, verified: str) -> None:
        """Add somebody; verified: "1" where it has seen that the address is theirs, else "0"."""
        user = {
            "username": email.partition("@")[0],
            "name": email,
            "email": email,
            "enabled": True,
            "password": PASSWORD,
            "scope": SCOPES.split(),
            "verified": verified,
        }
        self.admin.post("/api/user/", json=user).raise_for_status()

    def enter(self, browser: httpx.Client, email: str) -> None:
        """Sign somebody in there, who lets it tell us who they are."""
        given = {"username": email.partition("@")[0], "password": PASSWORD}
        browser.post(f"{self.origin}/api/auth/", json=given).raise_for_status()
        grant = f"{self.origin}/api/auth/grant/{CLIENT}"
        browser.put(grant, json={"scope": SCOPES}).raise_for_status()


@contextlib.contextmanager
def vouching(place: Path) -> Iterator[Voucher]:
    """Run glewlwyd until the block ends."""
    database, configuration = place / "glewlwyd.sqlite3", place / "glewlwyd.conf"
    with contextlib.closing(sqlite3.connect(database)) as made:
        made.executescript(TABLES.read_text("utf-8"))
        made.commit()
    port = free_port()
    origin = f"http://localhost:{port}"
    configuration.write_text(_CONFIGURATION.format(port=port, origin=origin, database=database))
    program = subprocess.Popen(["glewlwyd", "-c", str(configuration)])
    try:
        with httpx.Client(base_url=origin) as admin:
            _wait(admin)
            _set_up(admin, origin)
            yield Voucher(origin, admin)
    finally:
        program.terminate()
        program.wait(timeout=30)


def _wait(admin: httpx.Client) -> None:
    """Wait until it answers."""
    give_up = time.monotonic() + _UP_WITHIN_S
    while time.monotonic() < give_up:
        with contextlib.suppress(httpx.TransportError):
            admin.get("/api/")
            return
        time.sleep(0.1)
    message = "glewlwyd didn't come up"
    raise AssertionError(message)


def _set_up(admin: httpx.Client, origin: str) -> None:
    """Let it speak OpenID Connect, and say of each address whether it is verified."""
    admin.post("/api/auth/", json={"username": "admin", "password": "password"}).raise_for_status()
    users = admin.get("/api/mod/user/database").json()
    users["parameters"]["data-format"]["verified"] = {
        "multiple": False,
        "read": True,
        "write": True,
    }
    admin.put("/api/mod/user/database", json=users).raise_for_status()
    admin.put("/api/mod/user/database/reset").raise_for_status()
    for scope in SCOPES.split()[1:]:
        made = {"name": scope, "display_name": scope, "password_required": False}
        admin.post("/api/scope/", json=made).raise_for_status()
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    plugin = {
        "module": "oidc",
        "name": "oidc",
        "display_name": "OpenID Connect",
        "parameters": {
            "iss": f"{origin}/api/oidc",
            "jwt-type": "rsa",
            "jwt-key-size": "256",
            "key": private.decode(),
            "cert": public.decode(),
            "access-token-duration": 3600,
            "refresh-token-duration": 3600,
            "code-duration": 600,
            "auth-type-code-enabled": True,
            "pkce-allowed": True,
            "pkce-required": True,
            "subject-type": "public",
            "name-claim": "mandatory",
            "email-claim": "mandatory",
            "claims": [
                {
                    "name": "email_verified",
                    "user-property": "verified",
                    "type": "boolean",
                    "boolean-value-true": "1",
                    "boolean-value-false": "0",
                    "mandatory": True,
                }
            ],
        },
    }
    admin.post("/api/mod/plugin/", json=plugin).raise_for_status()
