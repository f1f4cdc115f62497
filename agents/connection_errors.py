"""What an error of a connection to Kafka means: one line that says what is wrong, where, and what to do.

By the classes of aiokafka's and Python's errors, and by the numbers and names that OpenSSL gives them; never by their
prose. What cannot heal by itself is a `BadConfiguration`; what the cluster may mend, so that workers wait for it, is
`Unavailable`.
"""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import aiokafka.errors as kafka_errors  # type: ignore[import-untyped]  # aiokafka ships no types

from agents.certificates import expired
from agents.settings import KafkaSettings
from pipeline.contracts.errors import BadConfiguration, RasdError, Unavailable


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error means. In `line` stand {server}, and in braces settings of `kafka`."""

    kind: type[RasdError]
    line: str

    def error(self, server: str, kafka: KafkaSettings) -> RasdError:
        """The error to raise."""
        return self.kind(self.line.format(server=server, **dict(kafka)))


_LOGIN = Meaning(
    BadConfiguration,
    "{server} does not accept the login of {sasl_username} by {sasl_mechanism}: the password is wrong, or there is "
    "no such user; set kafka.sasl_username and kafka.sasl_password",
)
_UNKNOWN_AUTHORITY = Meaning(
    BadConfiguration,
    "the certificate of {server} is from an authority that is not trusted here; set kafka.ssl_ca_location to the "
    "PEM file of that authority",
)
_OTHER_NAME = Meaning(
    BadConfiguration,
    "the certificate of {server} is for another name; set kafka.bootstrap_servers to a name that it is for, or have "
    "the cluster's certificate issued for this one too",
)

_LOGINS = {
    kafka_errors.SaslAuthenticationFailed: _LOGIN,
    kafka_errors.AuthenticationFailedError: _LOGIN,
    kafka_errors.UnsupportedSaslMechanismError: Meaning(
        BadConfiguration,
        "{server} takes no login by {sasl_mechanism}; set kafka.sasl_mechanism to one that the cluster has enabled",
    ),
}
# X509_V_ERR_… of OpenSSL.
_SERVER_CERTIFICATE = {
    9: Meaning(
        Unavailable,
        "the certificate of {server} is not valid yet; is the clock of this machine right? "
        "Else the cluster's certificate has to be renewed",
    ),
    10: Meaning(
        Unavailable,
        "the certificate of {server}, or of its authority, has expired; the cluster's certificate has to be renewed",
    ),
    **dict.fromkeys((2, 7, 18, 19, 20, 21), _UNKNOWN_AUTHORITY),
    **dict.fromkeys((62, 64), _OTHER_NAME),
}
# The alerts that a server sends about the client's certificate, in the names of OpenSSL.
_CLIENT_CERTIFICATE = {
    "SSLV3_ALERT_BAD_CERTIFICATE", "SSLV3_ALERT_NO_CERTIFICATE", "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
    "SSLV3_ALERT_CERTIFICATE_REVOKED", "SSLV3_ALERT_CERTIFICATE_EXPIRED", "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
    "TLSV1_ALERT_UNKNOWN_CA", "TLSV1_ALERT_ACCESS_DENIED", "TLSV13_ALERT_CERTIFICATE_REQUIRED",
}  # fmt: skip


def explained(error: BaseException, server: str, kafka: KafkaSettings) -> RasdError | None:
    """What `error` of a connection to `server` means; None when it says no more than that there is no connection."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _server_certificate(cause).error(server, kafka)
        if isinstance(cause, ssl.SSLError) and cause.reason in _CLIENT_CERTIFICATE:
            return BadConfiguration(_client_certificate(server, kafka))
        for kind, meaning in _LOGINS.items():
            if isinstance(cause, kind):
                return meaning.error(server, kafka)
    return None


def is_alert(error: BaseException) -> bool:
    """Whether it is a word of the other side's TLS, which so far spoke it well."""
    return any(isinstance(cause, ssl.SSLError) and "_ALERT_" in (cause.reason or "") for cause in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _server_certificate(error: ssl.SSLCertVerificationError) -> Meaning:
    code = error.verify_code
    other = Meaning(Unavailable, f"the certificate of {{server}} cannot be verified: error {code} of openssl verify")
    return _SERVER_CERTIFICATE.get(code, other)


def _client_certificate(server: str, kafka: KafkaSettings) -> str:
    certificate = kafka.ssl_certificate_location
    if certificate is None:
        return f"{server} asks for a certificate; set kafka.ssl_certificate_location and kafka.ssl_key_location"
    end = expired(certificate)
    if end is not None:
        return f"{server} does not accept the certificate in {certificate}: it expired on {end:%Y-%m-%d}; renew it"
    return (
        f"{server} does not accept the certificate in {certificate}; set kafka.ssl_certificate_location to one from "
        "an authority that the cluster trusts"
    )
