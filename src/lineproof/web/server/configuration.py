"""Where does this server live, and what is it called? Its data folder's file, and the environment.

`server.toml` in the data folder says it for good; `LINEPROOF_NAME` in the environment goes before.
A secret is never in either: it is a file of its own, or its path is named.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from lineproof.model.errors import LineproofError

FILE = "server.toml"
SECRET_KEY_FILE = "secret-key"  # noqa: S105 - the name of a file
DATABASE_FILE = "lineproof.sqlite3"
DATA_DEFAULT = "lineproof-data"
_PREFIX = "LINEPROOF_"
_SECRET_BYTES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What one server is told from outside; the field's name is its key in `server.toml`.

    data: the folder of database and vault. origin: what people type into the browser, without a
    path; with https, cookies and redirections are made for it; empty: this machine alone.
    database_url: empty: SQLite in the data folder. mail_url: smtp://USER:PASSWORD@HOST:PORT,
    smtps://… or empty: mail is logged.
    webhook_hosts: where people may be told by a webhook, such as "hooks.example.com", with a comma
    between several; empty: nowhere.
    oidc_name, oidc_url, oidc_client, oidc_secret_file: sign-in by another server, where given.
    """

    data: Path
    origin: str = ""
    database_url: str = ""
    mail_url: str = ""
    mail_from: str = "lineproof@localhost"
    webhook_hosts: str = ""
    oidc_name: str = ""
    oidc_url: str = ""
    oidc_client: str = ""
    oidc_secret_file: str = ""

    @property
    def is_https(self) -> bool:
        """Whether people reach it by HTTPS."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """The host that people reach it by."""
        return urlsplit(self.origin).hostname or ""

    @property
    def vault(self) -> Path:
        """Where files are kept by what they hold."""
        return self.data / "vault"

    @property
    def contracts(self) -> Path:
        """Where samples, bills, disputes and ledgers are kept, a folder a contract."""
        return self.data / "contracts"

    @property
    def worked_out(self) -> Path:
        """Where it lies what can be worked out again."""
        return self.data / "worked-out"

    @property
    def exports(self) -> Path:
        """Where archives lie for some days that somebody asked for."""
        return self.data / "exports"


def read_configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """Return the configuration of the data folder that the environment names.

    Raises LineproofError for a file that can't be read, a key that there isn't and a value that is
    none.
    """
    data = Path(environment.get(f"{_PREFIX}DATA", DATA_DEFAULT)).resolve()
    given: dict[str, object] = {**_from_file(data / FILE)}
    known = {field.name for field in fields(Configuration)} - {"data"}
    unknown = sorted(set(given) - known)
    if unknown:
        message = f'{data / FILE}: there is no key "{unknown[0]}"; use {", ".join(sorted(known))}'
        raise LineproofError(message)
    for name in known:
        if f"{_PREFIX}{name.upper()}" in environment:
            given[name] = environment[f"{_PREFIX}{name.upper()}"]
    if "DATABASE_URL" in environment:
        given["database_url"] = environment["DATABASE_URL"]
    return _checked(data, given)


def _from_file(path: Path) -> dict[str, object]:
    """Return what the file of a data folder says; nothing where there is none."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        message = f"{path} can't be read: {problem}"
        raise LineproofError(message) from problem


def _checked(data: Path, given: Mapping[str, object]) -> Configuration:
    """Return the configuration of values that are what they should be."""
    made = Configuration(data=data, **{name: str(value) for name, value in given.items()})
    parts = urlsplit(made.origin)
    is_origin = parts.scheme in {"http", "https"} and bool(parts.hostname)
    if made.origin and (not is_origin or parts.path or parts.query):
        message = f'origin "{made.origin}" is none, such as https://lineproof.example.com'
        raise LineproofError(message)
    return made


def database_of(url: str, *, data: Path) -> dict[str, object]:
    """Return Django's settings of a database.

    url: postgresql://USER:PASSWORD@HOST:PORT/NAME, where ?host= may name a socket's folder; or
    empty: SQLite in the data folder. Raises LineproofError for any other.

    >>> database_of("postgresql://u@h/n", data=Path("d"))["NAME"]
    'n'
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / DATABASE_FILE),
            "CONN_MAX_AGE": 60,
            # One writer at a time, who waits for the lock before it reads what it will change.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        message = f'DATABASE_URL begins with "{parts.scheme}:"; write postgresql://USER@HOST/NAME'
        raise LineproofError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def oidc_apps(configuration: Configuration) -> list[dict[str, object]]:
    """Return the server that people may sign in by, as django-allauth reads it; none: empty.

    Raises LineproofError where it is named and its secret can't be read.
    """
    if not configuration.oidc_url:
        return []
    path = Path(configuration.oidc_secret_file)
    try:
        secret = path.read_text("utf-8").strip()
    except OSError as problem:
        message = f'oidc_secret_file "{path}" can\'t be read: {problem.strerror}'
        raise LineproofError(message) from problem
    return [
        {
            "provider_id": "oidc",
            "name": configuration.oidc_name or "OpenID Connect",
            "client_id": configuration.oidc_client,
            "secret": secret,
            "settings": {"server_url": configuration.oidc_url},
        }
    ]


def secret_key(data: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the key that signs sessions: the environment's, or that of the data folder's file.

    Raises LineproofError where there is neither: `make_secret_key` makes the file.
    """
    named = environment.get(f"{_PREFIX}SECRET_KEY_FILE")
    path = Path(named) if named else data / SECRET_KEY_FILE
    try:
        key = path.read_text("utf-8").strip()
    except OSError as problem:
        message = f"{path} can't be read: {problem.strerror}; lineproof serve makes it"
        raise LineproofError(message) from problem
    if len(key) < _SECRET_BYTES:
        message = f"{path} holds {len(key)} characters, fewer than {_SECRET_BYTES}: delete it"
        raise LineproofError(message)
    return key


def make_secret_key(data: Path) -> None:
    """Make the file of the secret key, for its owner alone, where there is none yet."""
    path = data / SECRET_KEY_FILE
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o750)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as problem:
        message = f"{path} can't be written: {problem.strerror}"
        raise LineproofError(message) from problem
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(_SECRET_BYTES) + "\n")
