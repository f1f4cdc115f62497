"""The files of a TLS connection, read so that what is wrong with one of them is said with its setting and its name."""

import re
import ssl
from datetime import UTC, datetime
from pathlib import Path

from pipeline.contracts.errors import BadConfiguration

_CA, _CERTIFICATE, _KEY = "kafka.ssl_ca_location", "kafka.ssl_certificate_location", "kafka.ssl_key_location"
_PASSWORD = "kafka.ssl_key_password"  # noqa: S105 - the name of a setting

# `Validity` of X.509 in DER: a sequence of two times, each UTCTime (until 2049) or GeneralizedTime.
_TIME = rb"(?:\x17\x0d\d{12}Z|\x18\x0f\d{14}Z)"
_VALIDITY = re.compile(rb"\x30[\x1e-\x22]" + _TIME + rb"(" + _TIME + rb")")


def tls_context(
    authority: Path | None, certificate: Path | None = None, key: Path | None = None, password: str | None = None
) -> ssl.SSLContext:
    """A context that checks the server's certificate and name, and shows the client's certificate if there is one.

    Args:
        authority: PEM of the authorities to trust; None for the system's.
        certificate: PEM of the client's certificate, with the chain up to its authority.
        key: PEM of its key; None when that is in the file of the certificate.
        password: of the key.

    Raises:
        BadConfiguration: a file cannot be read, is not what it should be, or they do not belong together.
    """
    if authority is not None:
        _read(_CA, authority)
    try:
        context = ssl.create_default_context(cafile=authority)
    except ssl.SSLError as error:
        raise BadConfiguration(f"{_CA}: there is no certificate in PEM form in {authority}") from error
    if certificate is not None:
        _load_own(context, certificate, key or certificate, password)
    return context


def expired(certificate: Path) -> datetime | None:
    """When the first certificate in a PEM file ceased to be valid; None when it has not, or that cannot be told."""
    try:
        der = ssl.PEM_cert_to_DER_cert(_first(certificate.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return None
    found = _VALIDITY.search(der)
    if found is None:
        return None
    written = found[1][2:].decode()
    end = datetime.strptime(written, "%y%m%d%H%M%SZ" if len(written) == 13 else "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    return end if end < datetime.now(UTC) else None


def _load_own(context: ssl.SSLContext, certificate: Path, key: Path, password: str | None) -> None:
    _expect(_CERTIFICATE, certificate, "CERTIFICATE-----", "certificate")
    _expect(_KEY, key, "PRIVATE KEY-----", "private key")
    asked = False

    def told() -> str:  # without it OpenSSL would ask on the terminal
        nonlocal asked
        asked = True
        return password or ""

    try:
        context.load_cert_chain(certificate, key, told)
    except (OSError, ValueError) as error:  # a ValueError is for a password that is too long
        raise BadConfiguration(_complaint(error, certificate, key, asked, password)) from error


def _complaint(error: Exception, certificate: Path, key: Path, asked: bool, password: str | None) -> str:
    if asked and not password:
        return f"{_KEY}: the key in {key} is encrypted; set {_PASSWORD}"
    if asked:
        return f"{_PASSWORD}: it does not open the key in {key}"
    reason = getattr(error, "reason", None)
    if reason == "KEY_VALUES_MISMATCH":
        return f"{_KEY}: the key in {key} does not belong to the certificate in {certificate}"
    return f"{_CERTIFICATE}: {certificate} with {key} cannot be used: {reason or 'not in PEM form'}"


def _expect(setting: str, path: Path, mark: str, what: str) -> None:
    if mark not in _read(setting, path):
        raise BadConfiguration(f"{setting}: there is no {what} in PEM form in {path}")


def _read(setting: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")  # certificates may carry comments around them
    except OSError as error:
        raise BadConfiguration(f"{setting}: cannot read {path}: {error.strerror}") from error


def _first(pem: str) -> str:
    end = "-----END CERTIFICATE-----"
    return pem[pem.index("-----BEGIN CERTIFICATE-----") : pem.index(end) + len(end)]
