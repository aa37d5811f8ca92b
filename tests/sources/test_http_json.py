"""Is a server asked patiently, to an end, and without giving a secret away?"""

import datetime as dt
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.sources.fake_server import Said, in_turn, said, serving

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.sources.http_json import Answer, Patience, Server, ask, client_for, server_at

HASTY = Patience(attempts=3, pause_s=0.01, timeout_s=0.3, bytes_max=1000)


def asked(url: str, *, token: str = "") -> Answer:
    """Return what a server answers to a question."""
    server = Server("Prometheus", url, token, HASTY)
    with client_for(server) as client:
        return ask(client, server, client.build_request("GET", f"{url}/api"))


def refused(url: str) -> Finding:
    """Return why a server can't be asked."""
    with pytest.raises(InputRefusedError) as refusal:
        asked(url)
    (finding,) = refusal.value.findings
    assert finding.fix
    return finding


def test_an_answer_is_returned_with_its_status() -> None:
    """200 and 422 both hold JSON: what they mean is the caller's business."""
    with serving(in_turn(said({"a": 1}), said({"error": "no"}, status=422))) as fake:
        assert asked(fake.url) == Answer(200, {"a": 1})
        assert asked(fake.url) == Answer(422, {"error": "no"})
        assert len(fake.asked) == 2


@pytest.mark.parametrize(
    "first",
    [
        Said(503, b"Service Unavailable"),
        said({"status": "error"}, status=503),
        Said(429, b""),
        Said(200, b'{"status": "success", "data": []}', sends=12),
        Said(200, b'{"status": "succ'),
        Said(200, b"{}", takes_s=0.5),
    ],
    ids=["503", "503 with JSON", "429", "broken off", "half, and said to be whole", "slow"],
)
def test_what_passes_is_asked_again(first: Said) -> None:
    """The second of three attempts succeeds."""
    with serving(in_turn(first, said([7]))) as fake:
        assert asked(fake.url) == Answer(200, [7])
        assert len(fake.asked) == 2


def test_a_server_that_stays_busy_is_given_up() -> None:
    """Three attempts, then what it said last."""
    with serving(in_turn(Said(503, b"starting  up"))) as fake:
        found = refused(fake.url)
        assert len(fake.asked) == 3
    assert (found.code, found.where) == ("E-SERVER-SILENT", fake.url)
    assert "503, 'starting up'" in found.message


def test_a_busy_answer_may_be_an_answer_all_the_same() -> None:
    """A query that timed out is told with 503; asking again would only time out again."""
    with serving(in_turn(said({"error": "timed out"}, status=503))) as fake:
        server = Server("Prometheus", fake.url, patience=HASTY)
        with client_for(server) as client:
            request = client.build_request("GET", fake.url)
            answer = ask(client, server, request, settles=lambda content: "error" in content)
    assert (answer.status, len(fake.asked)) == (503, 1)


def test_a_port_on_which_nothing_listens_is_told() -> None:
    """Port 9 on the loopback refuses the connection."""
    found = refused("http://127.0.0.1:9")
    assert found.code == "E-SERVER-SILENT"
    assert "refused" in found.message


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Said(401, b"who?"), "E-SERVER-ACCESS"),
        (said({"error": "forbidden"}, status=403), "E-SERVER-ACCESS"),
        (Said(404, b"404 page not found"), "E-SERVER-OTHER"),
        (Said(200, b"<html>welcome</html>"), "E-SERVER-OTHER"),
        (Said(302, headers=(("Location", "http://192.0.2.9/"),)), "E-SERVER-OTHER"),
        (Said(200, b"[" * 999), "E-SERVER-OTHER"),
    ],
    ids=["401", "403", "404", "no JSON", "redirected", "deep"],
)
def test_what_won_t_pass_is_asked_once(answer: Said, code: str) -> None:
    """Asking again would change nothing; a redirection isn't followed, nor the token sent there."""
    with serving(in_turn(answer)) as fake:
        assert refused(fake.url).code == code
        assert len(fake.asked) == 1


def test_an_answer_longer_than_allowed_is_cut_off() -> None:
    """1,001 bytes where 1,000 are read."""
    with serving(in_turn(Said(200, b" " * 1001))) as fake:
        assert asked(fake.url) == Answer(200, None, is_cut=True)


def test_the_token_goes_into_the_header_and_nowhere_else(tmp_path: Path) -> None:
    """Read from a file with a line feed behind it; no text of ours shows it."""
    (tmp_path / "token").write_text("s3cret\n")
    server = server_at("http://192.0.2.1", name="Prometheus", token_file=tmp_path / "token")
    assert server.token == "s3cret"  # noqa: S105 - a test's
    assert "s3cret" not in repr(server)
    with serving(in_turn(said({}))) as fake:
        asked(fake.url, token=server.token)
        asked(fake.url)
    assert [each.get("Authorization") for each in fake.headers] == ["Bearer s3cret", None]


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "No such file"), (b"", "no token"), (b"a b", "no token"), ("ü".encode(), "ASCII")],
)
def test_a_token_file_that_holds_none_is_refused(
    content: bytes | None, told: str, tmp_path: Path
) -> None:
    """Missing, empty, two words, another alphabet."""
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputRefusedError, match=told) as refusal:
        server_at("http://192.0.2.1", name="Prometheus", token_file=file)
    assert refusal.value.findings[0].code == "E-TOKEN-FILE"


@pytest.mark.parametrize(
    "url",
    [
        "192.0.2.1:9090",
        "ftp://192.0.2.1",
        "http://",
        "http://:9090",
        "http://192.0.2.1:99999",
        "http://192.0.2.1:x",
        "http://[::1",
        "http://192.0.2.1/?a=1",
        "http://192.0.2.1/#a",
        "http://reader:s3cret@192.0.2.1",
    ],
)
def test_an_address_that_can_t_be_asked_is_refused(url: str) -> None:
    """No scheme, no host, no port, or more than an address; a password isn't repeated."""
    with pytest.raises(InputRefusedError) as refusal:
        server_at(url, name="Prometheus")
    assert refusal.value.findings[0].code == "E-SERVER-URL"
    assert "s3cret" not in str(refusal.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    """Signed by itself: one attempt, and where to name an authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        found = refused(f"https://127.0.0.1:{server.server_address[1]}")
    finally:
        thread.join()
        server.server_close()
    assert found.code == "E-SERVER-SILENT"
    assert "SSL_CERT_FILE" in found.fix


def self_signed(folder: Path) -> Path:
    """Return a file with a key and its certificate, vouched for by itself."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2124, 1, 1, tzinfo=dt.UTC))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, None)
    )
    form = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(form + certificate.public_bytes(Encoding.PEM))
    return file
