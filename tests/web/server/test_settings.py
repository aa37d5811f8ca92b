"""Is the server as safe as Django's own check wants it, once people reach it by HTTPS?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from tests.web.running_server import environment_of

from lineproof.web.server.configuration import make_secret_key

CHECK = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("check", deploy=True, fail_level="INFO")
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
assert settings.SECURE_HSTS_SECONDS and settings.SECURE_SSL_REDIRECT
"""


def test_the_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    """`check --deploy` at its strictest, with an https origin as people would have it."""
    make_secret_key(tmp_path)
    environment = {
        **environment_of(tmp_path),
        "LINEPROOF_ORIGIN": "https://lineproof.example.com",
        "DJANGO_SETTINGS_MODULE": "lineproof.web.server.settings",
    }
    command = [sys.executable, "-W", "error", "-c", CHECK]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_cookies_are_strict_and_scripts_our_own() -> None:
    """No script reads a cookie, no other site sends one; nothing inline, nothing from elsewhere."""
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["default-src"] == policy["frame-ancestors"] == ["'none'"]
    assert not settings.DEBUG
