"""Sending to an address that a member has named: it reaches the receiver, and nothing that is not for members."""

import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clients.delivery import AddressRefused, Reach, check_url, post
from tests.clients.receiver import Handler, Receiver, receiving

LOOPBACK = (ip_network("127.0.0.0/8"),)
LOCAL = Reach(LOOPBACK, http=True)
NAME = "hooks.platform.example"
ODD = ("2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.0x1", "134744072")
"""Spellings of addresses that resolvers take and people do not write."""

PRIVATE = (
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
)
PUBLIC = ("8.8.8.8", "2606:4700:4700::1111")


class Resolver:
    """Says what it is told, and remembers what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0)


def send(url: str, reach: Reach = LOCAL, **options: object) -> tuple[int | None, str | None]:
    replied = post(url, {"webhook-id": "evt_1"}, b"{}", reach, **options)  # type: ignore[arg-type]
    return replied.status, replied.error


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused_as_text_and_as_what_a_name_leads_to(address: str) -> None:
    written = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused) as refused:
        check_url(f"https://{written}/", Reach())
    assert refused.value.code == "network"
    assert send(f"https://{NAME}/", Reach(), resolve=Resolver([address])) == (None, "network")
    assert send(f"https://{NAME}/", Reach(), resolve=Resolver([PUBLIC[0], address])) == (None, "network")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert Reach().allows(address)


def test_the_operator_may_allow_a_network_of_its_own() -> None:
    reach = Reach((ip_network("10.1.0.0/16"), ip_network("fd12::/16")))
    assert [reach.allows(address) for address in ("10.1.2.3", "10.2.0.1", "fd12::5", "fd13::5")] == [True, False] * 2


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/", "scheme"),
        ("ftp://hooks.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("hooks.example", "scheme"),
        ("https://", "url"),
        ("https:///path", "url"),
        ("https://user:secret@hooks.example/", "url"),
        ("https://hooks.example/#part", "url"),
        ("https://hooks.example:0/", "url"),
        ("https://hooks.example:99999/", "url"),
        ("https://hooks.example:x/", "url"),
        ("https://hooks.example/\n", "url"),
        ("https://hooks.example/" + "x" * 2000, "url"),
        *((f"https://{host}/", "url") for host in ODD),
        ("https://localhost/", "network"),
        ("https://localhost./", "network"),
        ("https://LOCALHOST:8443/", "network"),
        ("https://any.localhost/", "network"),
        ("https://127.0.0.1./", "network"),
        ("https://hooks.example:22/", "port"),
        ("https://hooks.example:1024/", "port"),
        ("https://hooks.example:443/", None),
        ("https://hooks.example:80/", None),
        ("https://hooks.example:8443/", None),
        ("https://7hooks.example/", None),
        ("https://惠信.example/", None),
    ],
)
def test_what_may_stand_in_a_url(url: str, code: str | None) -> None:
    """As far as it can be said without asking for the name: numbers and this machine need no asking."""
    if code is None:
        check_url(url, Reach())
        return
    with pytest.raises(AddressRefused) as refused:
        check_url(url, Reach())
    assert refused.value.code == code


@pytest.mark.parametrize("host", ODD)
def test_odd_spellings_of_this_machine_lead_nowhere(host: str) -> None:
    assert send(f"https://{host}/", Reach(LOOPBACK)) == (None, "url")


def test_the_operator_may_open_ports_and_this_machine() -> None:
    check_url("https://hooks.example:22/", Reach(ports=(22,)))
    check_url("https://localhost/", Reach(LOOPBACK))


def test_a_receiver_gets_what_was_sent(receiver: Receiver) -> None:
    assert send(receiver.url) == (204, None)
    [(headers, body)] = receiver.received
    assert (headers["webhook-id"], headers["host"], body) == ("evt_1", f"127.0.0.1:{receiver.port}", b"{}")


def test_the_name_is_resolved_once_and_the_address_that_was_judged_is_the_one_called(receiver: Receiver) -> None:
    """DNS rebinding: a second answer would lead elsewhere, and is never asked for."""
    resolver = Resolver(["127.0.0.1"], ["127.0.0.2"])
    assert send(f"http://{NAME}:{receiver.port}/hook?x=1", resolve=resolver) == (204, None)
    assert resolver.asked == [(NAME, receiver.port)]
    assert receiver.received[0][0]["host"] == f"{NAME}:{receiver.port}"


def test_a_name_that_is_rebound_to_this_machine_is_refused_at_the_next_delivery(receiver: Receiver) -> None:
    allowed = Reach((ip_network("127.0.0.1/32"),), http=True)
    resolver = Resolver(["127.0.0.1"], ["127.0.0.2"])
    url = f"http://{NAME}:{receiver.port}/hook"
    assert send(url, allowed, resolve=resolver) == (204, None)
    assert send(url, allowed, resolve=resolver) == (None, "network")
    assert len(receiver.received) == 1


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.answer = lambda _: 307
    assert send(receiver.url) == (307, None)
    assert len(receiver.received) == 1


def test_no_proxy_of_the_environment_comes_between(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send(receiver.url) == (204, None)


def test_a_body_is_not_read_however_long(receiver: Receiver) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            return

    receiver.answer = endless
    begun = time.monotonic()
    assert send(receiver.url) == (200, None)
    assert time.monotonic() - begun < 5


def test_patience_ends_although_something_keeps_coming(receiver: Receiver) -> None:
    def dribble(handler: Handler) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                handler.wfile.write(b"x: y\r\n")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    receiver.answer = dribble
    begun = time.monotonic()
    assert send(receiver.url, patience=0.5) == (None, "timeout")
    assert time.monotonic() - begun < 3


def test_what_is_not_http(receiver: Receiver) -> None:
    def noise(handler: Handler) -> None:
        handler.wfile.write(b"220 mail.example ESMTP\r\n")

    receiver.answer = noise
    assert send(receiver.url) == (None, "protocol")


def test_nobody_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/") == (None, "unreachable")


@pytest.mark.parametrize("answer", [[], None])
def test_a_name_that_leads_nowhere(answer: list[str] | None) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        if answer is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return answer

    assert send(f"https://{NAME}/", Reach(), resolve=resolve) == (None, "unresolved")


@pytest.mark.parametrize("name", ["x" * 64 + ".example", "a..b.example"])
def test_a_name_that_cannot_be_one(name: str) -> None:
    assert send(f"https://{name}/", Reach()) == (None, "unresolved")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for the name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_tls_keeps_the_name_while_the_address_is_called(certificate: Path) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    names: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: names.append(name)  # type: ignore[assignment,func-returns-value]
    trusting = ssl.create_default_context(cafile=str(certificate))
    with receiving(server) as receiver:
        url = f"https://{NAME}:{receiver.port}/hook"
        assert send(url, Reach(LOOPBACK), resolve=Resolver(["127.0.0.1"]), tls=trusting) == (204, None)
        assert names == [NAME]
        other = f"https://other.example:{receiver.port}/hook"
        assert send(other, Reach(LOOPBACK), resolve=Resolver(["127.0.0.1"]), tls=trusting) == (None, "tls")
        assert send(url, Reach(LOOPBACK), resolve=Resolver(["127.0.0.1"])) == (None, "tls"), "nobody vouches for it"
    assert len(receiver.received) == 1
