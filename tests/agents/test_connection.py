"""The first word with what is no Kafka. What real ones refuse, tests/e2e/test_secure_connections.py tries."""

import socketserver
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from agents.connection import reach
from agents.connection_errors import explained
from agents.settings import KafkaSettings
from pipeline.contracts.errors import BadConfiguration, Unavailable


@contextmanager
def server_that(answers):
    """Where somebody listens who does `answers` with every connection."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            answers(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, block_on_close = True, False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield "{}:{}".format(*server.server_address)
        finally:
            server.shutdown()


def says(answer):
    def handle(peer):
        peer.recv(1000)
        peer.sendall(answer)

    return handle


STRANGERS = {
    "a web server": says(b"HTTP/1.1 400 Bad Request\r\n\r\nthis is no Kafka"),
    "one who hangs up": lambda peer: None,
    "one who hangs up after a question": says(b""),
    "one with another's answer": says(b"\0\0\0\x0a" + b"\xff" * 10),
    "one with half an answer": says(b"\0\0\0\x02ab"),
    "one with a length below nothing": says(b"\xff\xff\xff\xff"),
}


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SSL"])
def test_a_stranger_is_told_in_one_line(capfd, stranger, protocol):
    with server_that(STRANGERS[stranger]) as address, pytest.raises(Unavailable) as caught:
        reach(KafkaSettings(bootstrap_servers=address, security_protocol=protocol))
    assert str(caught.value).startswith(f"no broker answers at {address} (")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_one_who_is_silent_is_not_waited_for_for_ever():
    silent = server_that(lambda peer: time.sleep(5))
    with silent as address, pytest.raises(Unavailable, match=r"nothing within 0\.3 s"):
        reach(KafkaSettings(bootstrap_servers=address), seconds=0.3)


@pytest.mark.parametrize("host", ["nobody..invalid", "x" * 70 + ".invalid"])
def test_a_name_that_cannot_be_one_is_told(host):
    with pytest.raises(Unavailable, match=r"no broker answers at .* \(no host can have this name\)"):
        reach(KafkaSettings(bootstrap_servers=f"{host}:9092"))


def verification(code):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        (9, Unavailable, "the certificate of b:1 is not valid yet; is the clock of this machine right?"),
        (18, BadConfiguration, "the certificate of b:1 is from an authority that is not trusted here"),
        (64, BadConfiguration, "the certificate of b:1 is for another name"),
        (23, Unavailable, "the certificate of b:1 cannot be verified: error 23 of openssl verify"),
    ],
)
def test_what_openssl_says_of_a_certificate_goes_by_its_number(code, kind, told):
    error = explained(verification(code), "b:1", KafkaSettings())
    assert type(error) is kind
    assert str(error).startswith(told)
