"""A real Kafka with a listener for each way of security, and the certificates for it, good ones and bad ones."""

import shutil
import subprocess

from confluent_kafka.admin import AdminClient, ScramCredentialInfo, ScramMechanism, UserScramCredentialUpsertion

from pipeline.contracts.errors import Unavailable
from service.stack import kafka
from service.stack.ports import free_port

PASSWORD = "hunter2 with spaces"

# name -> security protocol, the server's certificate, and the address it gives to clients if not its own
LISTENERS = {
    "LOGIN": ("SASL_SSL", "server", None),
    "CLEAR": ("SASL_PLAINTEXT", "server", None),
    "CERTIFICATE": ("SSL", "server", None),  # asks for the client's
    "EXPIRED": ("SSL", "expired", None),
    "NAMED": ("SSL", "server", "localhost:{port}"),  # a name that the certificate is not for
    "LOST": ("PLAINTEXT", "server", "127.0.0.1:1"),
}
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


def openssl_is_here():
    if not shutil.which("openssl"):
        raise Unavailable("openssl is not installed")


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Certificates:
    """A folder of NAME.pem and NAME.key, all made on the spot."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "san").write_text("subjectAltName=IP:127.0.0.1")
        for authority in ("ca", "another-ca"):
            self._request(authority, "-x509", "-days", 2, "-nodes", "-out", folder / f"{authority}.pem")
        self.issue("server")
        self.issue("expired", days=-1)
        self.issue("client", lock=PASSWORD)
        self.issue("client-expired", days=-1)
        self.issue("stranger", authority="another-ca")
        for name in ("server", "expired", "client-expired"):
            both = (folder / f"{name}.key").read_text() + (folder / f"{name}.pem").read_text()
            (folder / f"{name}-both.pem").write_text(both)

    def issue(self, name, authority="ca", days=2, lock=None):
        request = self.folder / f"{name}.csr"
        self._request(name, *(["-passout", f"pass:{lock}"] if lock else ["-nodes"]), "-out", request)
        ca = self.folder / authority
        openssl("x509", "-req", "-in", request, "-CA", f"{ca}.pem", "-CAkey", f"{ca}.key", "-CAcreateserial",
                "-days", days, "-extfile", self.folder / "san", "-out", self.folder / f"{name}.pem")  # fmt: skip

    def _request(self, name, *more):
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", f"/CN={name}",
                "-keyout", self.folder / f"{name}.key", *more)  # fmt: skip


class SecureKafka(kafka.LocalKafka):
    """`LocalKafka` with LISTENERS beside its own; `.at[name]` is where. Knows the user `rasd`."""

    def __init__(self, folder):
        super().__init__(folder, port=free_port(), max_memory="256m")
        self.certificates = Certificates(folder)
        self.at = {}

    def start(self):
        super().start()
        self.login("rasd", PASSWORD)

    def login(self, user, password):
        """Make `user`, or give him another password."""
        login = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        admin = AdminClient({"bootstrap.servers": self.address, "log_level": 0})
        change = UserScramCredentialUpsertion(user, login, password.encode())
        admin.alter_user_scram_credentials([change])[user].result(60)

    def _configure(self, java, port, controller):
        super()._configure(java, port, controller)
        self.at = {name: f"127.0.0.1:{free_port()}" for name in LISTENERS}
        lines = ["sasl.enabled.mechanisms=SCRAM-SHA-512", "listener.name.certificate.ssl.client.auth=required"]
        lines += [f"ssl.truststore.type=PEM\nssl.truststore.location={self.folder / 'ca.pem'}"]
        listeners, advertised, protocols = [], [], ["CONTROLLER:PLAINTEXT", "PLAINTEXT:PLAINTEXT"]
        for name, (protocol, certificate, given) in LISTENERS.items():
            address = self.at[name]
            listeners.append(f"{name}://{address}")
            advertised.append(f"{name}://{(given or address).format(port=address.rpartition(':')[2])}")
            protocols.append(f"{name}:{protocol}")
            prefix = f"listener.name.{name.lower()}"
            lines += [f"{prefix}.ssl.keystore.type=PEM",
                      f"{prefix}.ssl.keystore.location={self.folder / certificate}-both.pem",
                      f"{prefix}.scram-sha-512.sasl.jaas.config={_SCRAM}"]  # fmt: skip
        own = f"PLAINTEXT://{self.address}"
        lines.append("listeners=" + ",".join([own, *listeners, f"CONTROLLER://127.0.0.1:{controller}"]))
        lines.append("advertised.listeners=" + ",".join([own, *advertised]))
        lines.append("listener.security.protocol.map=" + ",".join(protocols))
        with (self.folder / "server.properties").open("a") as properties:
            properties.write("\n".join(lines) + "\n")

    # What a client has to be told.

    def by_password(self, **other):
        return {
            "bootstrap_servers": self.at["LOGIN"],
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_username": "rasd",
            "sasl_password": PASSWORD,
            "ssl_ca_location": self.folder / "ca.pem",
        } | other

    def by_certificate(self, **other):
        return {
            "bootstrap_servers": self.at["CERTIFICATE"],
            "security_protocol": "SSL",
            "ssl_ca_location": self.folder / "ca.pem",
            "ssl_certificate_location": self.folder / "client.pem",
            "ssl_key_location": self.folder / "client.key",
            "ssl_key_password": PASSWORD,
        } | other

    def openly(self, **other):
        return {"bootstrap_servers": self.address, "security_protocol": "PLAINTEXT"} | other
