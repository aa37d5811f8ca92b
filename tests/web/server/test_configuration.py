"""Does a server believe its file and environment, and refuse what is none?"""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from lineproof.model.errors import LineproofError
from lineproof.web.server.configuration import (
    Configuration,
    database_of,
    make_secret_key,
    oidc_apps,
    read_configuration,
    secret_key,
)


def configured(data: Path, text: str = "", **environment: str) -> Configuration:
    """Return the configuration of a data folder with a file and an environment."""
    (data / "server.toml").write_text(text)
    return read_configuration({"LINEPROOF_DATA": str(data), **environment})


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """Of two origins, the environment's; what only the file says stays."""
    text = 'origin = "https://a.example.com"\nmail_from = "x@example.com"\n'
    found = configured(tmp_path, text, LINEPROOF_ORIGIN="https://b.example.com")
    assert (found.origin, found.host, found.is_https) == (
        "https://b.example.com", "b.example.com", True,
    )  # fmt: skip
    assert found.mail_from == "x@example.com"


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    """SQLite, this machine alone, no HTTPS."""
    found = read_configuration({"LINEPROOF_DATA": str(tmp_path)})
    assert (found.database_url, found.origin, found.is_https) == ("", "", False)
    assert found.vault == tmp_path / "vault"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('orign = "https://a.example.com"', 'there is no key "orign"'),
        ('origin = "a.example.com"', "is none, such as https://"),
        ('origin = "https://a.example.com/path"', "is none, such as https://"),
        ('origin = "ftp://a.example.com"', "is none, such as https://"),
        ("origin = ", "can't be read"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str, tmp_path: Path) -> None:
    """A key that there isn't, an origin that is none, a file that is no TOML."""
    with pytest.raises(LineproofError, match=told):
        configured(tmp_path, text)


def test_a_database_url_is_taken_apart(tmp_path: Path) -> None:
    """User, password with a sign that is escaped, host, port and name; or a socket's folder."""
    found = database_of("postgresql://u:p%40w@db.example.com:5433/lines", data=tmp_path)
    assert [found[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "u", "p@w", "db.example.com", "5433", "lines",
    ]  # fmt: skip
    socket = database_of("postgresql:///lines?host=/run/db&sslmode=disable", data=tmp_path)
    assert (socket["HOST"], socket["OPTIONS"]) == ("/run/db", {"sslmode": "disable"})


@pytest.mark.parametrize("url", ["mysql://u@h/n", "postgresql://u@h", "postgresql://u@h/"])
def test_another_database_is_refused(url: str, tmp_path: Path) -> None:
    """One that we don't know, or without a name."""
    with pytest.raises(LineproofError, match="write postgresql://"):
        database_of(url, data=tmp_path)


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """0600; a second time it stays."""
    make_secret_key(tmp_path)
    key = secret_key(tmp_path, {})
    make_secret_key(tmp_path)
    assert secret_key(tmp_path, {}) == key
    assert len(key) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_is_missing_or_short_is_refused(tmp_path: Path) -> None:
    """49 characters are one too few."""
    with pytest.raises(LineproofError, match="lineproof serve makes it"):
        secret_key(tmp_path, {})
    (tmp_path / "secret-key").write_text("x" * 49)
    with pytest.raises(LineproofError, match="49 characters"):
        secret_key(tmp_path, {})
    other = tmp_path / "other"
    other.write_text("y" * 50 + "\n")
    assert secret_key(tmp_path, {"LINEPROOF_SECRET_KEY_FILE": str(other)}) == "y" * 50


def test_sign_in_elsewhere_needs_its_secret(tmp_path: Path) -> None:
    """Not named: none. Named: its secret is a file's; a missing one is told."""
    assert oidc_apps(Configuration(data=tmp_path)) == []
    file = tmp_path / "secret"
    named = Configuration(
        data=tmp_path,
        oidc_url="https://id.example.com",
        oidc_client="c",
        oidc_secret_file=str(file),
    )
    with pytest.raises(LineproofError, match="oidc_secret_file"):
        oidc_apps(named)
    file.write_text("hidden\n")
    (app,) = oidc_apps(named)
    assert (app["secret"], app["client_id"]) == ("hidden", "c")
