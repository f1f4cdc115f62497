"""Workers on a cluster with TLS: logging in with SCRAM, and with a certificate of their own."""

import shutil
import subprocess
from types import SimpleNamespace

import pytest
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from agents.settings import KafkaSettings
from pipeline.contracts.errors import Unavailable
from service.stack import kafka
from service.stack.ports import free_port
from tests.e2e.cluster import Cluster, article
from tests.e2e.conftest import need

PASSWORD = "hunter2 with spaces"


def openssl_is_here():
    if not shutil.which("openssl"):
        raise Unavailable("openssl is not installed")


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make_certificates(folder):
    """An authority, a server of its own at 127.0.0.1 and a client with a password on its key."""
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", "/CN=ca", "-keyout", ca_key, "-out", ca
    )
    (folder / "san").write_text("subjectAltName=IP:127.0.0.1")
    for name, lock in (("server", ["-nodes"]), ("client", ["-passout", f"pass:{PASSWORD}"])):
        key, request, certificate = (folder / f"{name}.{kind}" for kind in ("key", "csr", "pem"))
        openssl("req", "-newkey", "rsa:2048", *lock, "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", 2,
                "-extfile", folder / "san", "-out", certificate)  # fmt: skip
    (folder / "keystore.pem").write_text((folder / "server.key").read_text() + (folder / "server.pem").read_text())


class SecureKafka(kafka.LocalKafka):
    """`LocalKafka` with two listeners more: SASL_SSL, and SSL that asks for the client's certificate."""

    def _configure(self, java, port, controller):
        super()._configure(java, port, controller)
        self.sasl, self.tls = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
        outside = f"PLAINTEXT://{self.address},SASL_SSL://{self.sasl},SSL://{self.tls}"
        with (self.folder / "server.properties").open("a") as properties:
            properties.write(
                f"listeners={outside},CONTROLLER://127.0.0.1:{controller}\n"
                f"advertised.listeners={outside}\n"
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL\n"
                "sasl.enabled.mechanisms=SCRAM-SHA-512\n"
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config="
                "org.apache.kafka.common.security.scram.ScramLoginModule required;\n"
                "listener.name.ssl.ssl.client.auth=required\n"
                f"ssl.keystore.type=PEM\nssl.keystore.location={self.folder / 'keystore.pem'}\n"
                f"ssl.truststore.type=PEM\nssl.truststore.location={self.folder / 'ca.pem'}\n"
            )


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    need(kafka.check)
    need(openssl_is_here)
    folder = tmp_path_factory.mktemp("secure")
    make_certificates(folder)
    with SecureKafka(folder, port=free_port(), max_memory="256m") as running:
        admin = AdminClient({"bootstrap.servers": running.address})
        login = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        user = UserScramCredentialUpsertion("rasd", login, PASSWORD.encode())
        admin.alter_user_scram_credentials([user])["rasd"].result(20)
        yield running


def by_password(secure):
    return {
        "bootstrap_servers": secure.sasl,
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_username": "rasd",
        "sasl_password": PASSWORD,
        "ssl_ca_location": secure.folder / "ca.pem",
    }


def by_certificate(secure):
    return {
        "bootstrap_servers": secure.tls,
        "security_protocol": "SSL",
        "ssl_ca_location": secure.folder / "ca.pem",
        "ssl_certificate_location": secure.folder / "client.pem",
        "ssl_key_location": secure.folder / "client.key",
        "ssl_key_password": PASSWORD,
    }


@pytest.mark.parametrize("login", [by_password, by_certificate])
def test_a_worker_on_a_secure_cluster(secure, prefix, tmp_path, login):
    cluster = Cluster(SimpleNamespace(address=""), prefix, tmp_path, create=False)
    given = login(secure)
    cluster.login(KafkaSettings(topic_prefix=prefix, **given))
    try:
        cluster.publish([article(number) for number in range(20)])
        worker = cluster.start()
        assert len(cluster.wait_for("articles.segmented", 20, alive=[worker])) == 20
        assert cluster.stop(worker) == 0
        assert PASSWORD not in cluster.log(worker)
    finally:
        cluster.close()
