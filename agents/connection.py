"""The first word with a cluster, before any client is made: when it fails, one line says why.

The question is put with aiokafka, as the workers put theirs: its errors have classes. librdkafka, which the commands
use, says of a wrong password, of an expired certificate and of TLS at a port without it that the transport failed, when
its time is up, and has the reason only as prose (docs/decisions/secure-connections.md).
"""

import asyncio
import contextlib
import logging
import ssl
import struct
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.conn import AIOKafkaConnection  # type: ignore[import-untyped]  # aiokafka ships no types
from aiokafka.errors import IllegalSaslStateError, KafkaError, for_code  # type: ignore[import-untyped]  # likewise
from aiokafka.protocol.admin import SaslHandShakeRequest  # type: ignore[import-untyped]  # likewise
from aiokafka.protocol.metadata import MetadataRequest  # type: ignore[import-untyped]  # likewise

from agents.connection_errors import explained, is_alert
from agents.settings import KafkaSettings
from pipeline.contracts.errors import BadConfiguration, RasdError, Unavailable

# What it would print where nobody has set up a log, as in a command, is raised here.
logging.getLogger("aiokafka").addHandler(logging.NullHandler())

_SECONDS = 10.0
_SECONDS_OF_OTHERS = 3.0  # one broker of several may be away
_NO_ANSWER = (OSError, EOFError, KafkaError, AssertionError, ValueError, struct.error)
"""What aiokafka raises when it gets no answer, or one that is not Kafka's."""
_HUNG_UP = (KafkaError, EOFError, ConnectionResetError, ConnectionAbortedError, BrokenPipeError, ssl.SSLError)


def reach(kafka: KafkaSettings, *, seconds: float = _SECONDS) -> None:
    """Make sure that the cluster lets us in, at an address of `kafka` and at those where it says that its brokers are.

    Args:
        kafka: how to reach it.
        seconds: how long an address may take for one answer.

    Raises:
        BadConfiguration: a setting stands in the way: no waiting will help.
        Unavailable: it does not answer, or its certificate has expired.
    """
    _run(_reach(kafka, kafka.tls(), seconds))


def no_answer(kafka: KafkaSettings, reason: str) -> str:
    """The line for a cluster that is away."""
    return (
        f"no broker answers at {kafka.bootstrap_servers} ({reason}); "
        "start one with `rasd up`, or set kafka.bootstrap_servers"
    )


def _run(question: Coroutine[Any, Any, None]) -> None:
    """`asyncio.run` would leave this thread without the event loop that Faust asks for later."""
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        # What asyncio has to say of a handshake that failed is raised anyway.
        loop.set_exception_handler(lambda _loop, _context: None)
        loop.run_until_complete(question)


async def _reach(kafka: KafkaSettings, tls: ssl.SSLContext | None, seconds: float) -> None:
    failed: list[RasdError] = []
    for server in kafka.servers:
        try:
            brokers = await _brokers(kafka, tls, server, seconds)
        except RasdError as error:
            failed.append(error)
            continue
        return await _reach_others(kafka, tls, server, brokers)
    raise next((error for error in failed if isinstance(error, BadConfiguration)), failed[0])


async def _reach_others(kafka: KafkaSettings, tls: ssl.SSLContext | None, server: str, brokers: Sequence[str]) -> None:
    """A client goes on to the addresses that the cluster gives; of those it is enough that one answers."""
    others = [broker for broker in brokers if broker != server]
    asked = [_brokers(kafka, tls, other, _SECONDS_OF_OTHERS) for other in others]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    failed = [answer for answer in answers if isinstance(answer, BaseException)]
    wrong = next((error for error in failed if not isinstance(error, Unavailable)), None)
    if wrong is not None:
        raise wrong
    if failed and len(failed) == len(brokers):
        raise Unavailable(
            f"{server} answers, but names as its brokers {', '.join(others)}, which do not; "
            "their advertised.listeners have to be addresses that can be reached from here"
        )


async def _brokers(kafka: KafkaSettings, tls: ssl.SSLContext | None, server: str, seconds: float) -> list[str]:
    """The addresses of the cluster's brokers, as `server` gives them.

    Raises:
        BadConfiguration: a setting stands in the way.
        Unavailable: there is no answer.
    """
    try:
        async with _connection(server, kafka.security_protocol, tls, seconds, kafka) as connection:
            answer = await connection.send(MetadataRequest([]))
    except _NO_ANSWER as error:
        meaning = explained(error, server, kafka) or await _another_protocol(error, server, kafka)
        raise meaning or Unavailable(no_answer(kafka, _reason(error, seconds))) from error
    return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for _, host, port, *_ in answer.brokers]


async def _another_protocol(error: Exception, server: str, kafka: KafkaSettings) -> RasdError | None:
    """A server that lets us come and then hangs up may be waiting for TLS, or for a login, or for neither."""
    found = await _protocol(server) if isinstance(error, _HUNG_UP) else None
    if found in (None, kafka.security_protocol):
        return None
    return BadConfiguration(
        f"{server} speaks {found}, not {kafka.security_protocol}; name the cluster's port for "
        f"{kafka.security_protocol} in kafka.bootstrap_servers, or set kafka.security_protocol to {found}"
    )


async def _protocol(server: str) -> str | None:
    """The security protocol of `server`, found out without showing it anything; None when it does not speak Kafka."""
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    for plain, tls in (("SSL", anybody), ("PLAINTEXT", None)):
        try:
            async with _connection(server, plain, tls, _SECONDS_OF_OTHERS) as connection:
                answer = await connection.send(SaslHandShakeRequest("which?"))
        except _NO_ANSWER as error:
            if is_alert(error):  # it wants a certificate before it says anything
                return plain
            continue
        return plain if for_code(answer.error_code) is IllegalSaslStateError else f"SASL_{plain}"
    return None


@asynccontextmanager
async def _connection(
    server: str, protocol: str, tls: ssl.SSLContext | None, seconds: float, login: KafkaSettings | None = None
) -> AsyncIterator[AIOKafkaConnection]:
    host, _, port = server.rpartition(":")
    connection = AIOKafkaConnection(
        host.strip("[]"),
        int(port),
        client_id="rasd",
        request_timeout_ms=int(seconds * 1000),
        security_protocol=protocol,
        ssl_context=tls,
        sasl_mechanism=login and login.sasl_mechanism,
        sasl_plain_username=login and login.sasl_username,
        sasl_plain_password=login and login.sasl_password and login.sasl_password.get_secret_value(),
    )
    opened = True
    try:
        await connection.connect()
        yield connection
    except (OSError, ValueError) as error:
        opened = isinstance(error, TimeoutError)  # for the others there is nothing to close
        raise
    finally:
        closed = connection.close()
        if opened:
            await asyncio.wait([closed], timeout=1)


def _reason(error: Exception, seconds: float) -> str:
    match error:
        case UnicodeError():
            return "no host can have this name"
        case TimeoutError():
            return f"nothing within {seconds:g} s"
        case ConnectionRefusedError():
            return "connection refused"
        case OSError() if error.strerror:
            return error.strerror
        case ConnectionError() | EOFError() | KafkaError():
            return "it closes the connection"
    return f"no Kafka: {type(error).__name__}"
