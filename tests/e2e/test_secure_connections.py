"""What a person sees when a cluster does not let him in: from every command one line, whatever stands in the way."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agents.connection import reach
from agents.settings import KafkaSettings
from agents.topics import create_topics
from pipeline.contracts.errors import BadConfiguration
from service.stack import kafka
from tests.e2e.cluster import Cluster, article
from tests.e2e.commands import Commands
from tests.e2e.conftest import need
from tests.e2e.secure_kafka import PASSWORD, SecureKafka, openssl_is_here

WRONG = "swordfish-of-the-cat"
BAD_CONFIGURATION, FAILED = 78, 1
COMMANDS = (
    ["worker", "segment"], ["worker", "index"], ["worker"], ["publish", "ARTICLE"], ["topics", "check"],
    ["tail", "quotes"], ["doctor"], ["dead", "list"], ["reindex"],
)  # fmt: skip


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    need(kafka.check)
    need(openssl_is_here)
    with SecureKafka(tmp_path_factory.mktemp("secure")) as running:
        create_topics(KafkaSettings(bootstrap_servers=running.address))
        yield running


@pytest.fixture(scope="module")
def commands():
    with Commands() as running:
        yield running


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


def environment(given, data):
    variables = {f"RASD_KAFKA__{key.upper()}": str(value) for key, value in given.items() if value is not None}
    return variables | {"RASD_LOCAL__FOLDER": str(data)}


def with_article(asked, folder):
    paper = folder / "article.json"
    paper.write_text('{"text": "نص"}', encoding="utf-8")
    return [[str(paper) if word == "ARTICLE" else word for word in command] for command in asked]


def without(given, *keys):
    return {key: value for key, value in given.items() if key not in keys}


def elsewhere(address):
    return address.replace("127.0.0.1", "localhost")


REFUSED = "does not accept the login of {} by SCRAM-SHA-512: the password is wrong, or there is no such user; set "
CASES = {
    # what is wrong: settings, exit code, what is said
    "a wrong password": (
        lambda it: it.by_password(sasl_password=WRONG), BAD_CONFIGURATION,
        ["{LOGIN} " + REFUSED.format("rasd") + "kafka.sasl_username and kafka.sasl_password"],
    ),
    "an unknown user": (
        lambda it: it.by_password(sasl_username="nobody"), BAD_CONFIGURATION,
        ["{LOGIN} " + REFUSED.format("nobody")],
    ),
    "a mechanism that the cluster does not take": (
        lambda it: it.by_password(sasl_mechanism="PLAIN"), BAD_CONFIGURATION,
        ["{LOGIN} takes no login by PLAIN; set kafka.sasl_mechanism to one"],
    ),
    "an expired certificate of the server": (
        lambda it: it.by_certificate(bootstrap_servers=it.at["EXPIRED"]), FAILED,
        ["the certificate of {EXPIRED}, or of its authority, has expired; the cluster's certificate has to be renewed"],
    ),
    "an authority nobody knows": (
        lambda it: it.by_password(ssl_ca_location=it.folder / "another-ca.pem"), BAD_CONFIGURATION,
        ["the certificate of {LOGIN} is from an authority that is not trusted here; set kafka.ssl_ca_location"],
    ),
    "an authority that the system does not know": (
        lambda it: without(it.by_password(), "ssl_ca_location"), BAD_CONFIGURATION,
        ["the certificate of {LOGIN} is from an authority that is not trusted here; set kafka.ssl_ca_location"],
    ),
    "a name that the certificate is not for": (
        lambda it: it.by_password(bootstrap_servers=elsewhere(it.at["LOGIN"])), BAD_CONFIGURATION,
        ["the certificate of localhost:", "is for another name; set kafka.bootstrap_servers to a name that it is for"],
    ),
    "brokers named otherwise than in their certificate": (
        lambda it: it.by_certificate(bootstrap_servers=it.at["NAMED"]), BAD_CONFIGURATION,
        ["the certificate of localhost:", "is for another name"],
    ),
    "brokers that nobody can reach": (
        lambda it: it.openly(bootstrap_servers=it.at["LOST"]), FAILED,
        ["{LOST} answers, but names as its brokers 127.0.0.1:1, which do not; their advertised.listeners"],
    ),
    "no certificate of the client": (
        lambda it: without(it.by_certificate(), "ssl_certificate_location", "ssl_key_location", "ssl_key_password"),
        BAD_CONFIGURATION,
        ["{CERTIFICATE} asks for a certificate; set kafka.ssl_certificate_location and kafka.ssl_key_location"],
    ),
    "an expired certificate of the client": (
        lambda it: without(
            it.by_certificate(ssl_certificate_location=it.folder / "client-expired-both.pem"),
            "ssl_key_location", "ssl_key_password",
        ),
        BAD_CONFIGURATION,
        ["{CERTIFICATE} does not accept the certificate in", "client-expired-both.pem: it expired on 20", "; renew it"],
    ),
    "a certificate from an authority that the cluster does not know": (
        lambda it: it.by_certificate(
            ssl_certificate_location=it.folder / "stranger.pem", ssl_key_location=it.folder / "stranger.key"
        ),
        BAD_CONFIGURATION,
        ["{CERTIFICATE} does not accept the certificate in", "stranger.pem; set kafka.ssl_certificate_location to one"],
    ),
    "no TLS where there should be": (
        lambda it: it.by_password(security_protocol="SASL_PLAINTEXT"), BAD_CONFIGURATION,
        ["{LOGIN} speaks SASL_SSL, not SASL_PLAINTEXT; name the cluster's port for SASL_PLAINTEXT in "
         "kafka.bootstrap_servers, or set kafka.security_protocol to SASL_SSL"],
    ),
    "no TLS where a certificate is asked for": (
        lambda it: it.openly(bootstrap_servers=it.at["CERTIFICATE"]), BAD_CONFIGURATION,
        ["{CERTIFICATE} speaks SSL, not PLAINTEXT"],
    ),
    "TLS where there is none": (
        lambda it: it.by_certificate(bootstrap_servers=it.address), BAD_CONFIGURATION,
        ["{OWN} speaks PLAINTEXT, not SSL"],
    ),
    "no login where there should be": (
        lambda it: without(it.by_certificate(bootstrap_servers=it.at["LOGIN"])), BAD_CONFIGURATION,
        ["{LOGIN} speaks SASL_SSL, not SSL"],
    ),
    "no login in the clear either": (
        lambda it: it.openly(bootstrap_servers=it.at["CLEAR"]), BAD_CONFIGURATION,
        ["{CLEAR} speaks SASL_PLAINTEXT, not PLAINTEXT"],
    ),
    "a login where there is none": (
        lambda it: it.by_password(bootstrap_servers=it.address, security_protocol="SASL_PLAINTEXT"), BAD_CONFIGURATION,
        ["{OWN} speaks PLAINTEXT, not SASL_PLAINTEXT"],
    ),
    "a file of authorities that is not there": (
        lambda it: it.by_password(ssl_ca_location=it.folder / "gone.pem"), BAD_CONFIGURATION,
        ["kafka.ssl_ca_location: cannot read", "gone.pem: No such file or directory"],
    ),
    "a file of authorities that cannot be read": (
        lambda it: it.by_password(ssl_ca_location=it.folder), BAD_CONFIGURATION,
        ["kafka.ssl_ca_location: cannot read", "Is a directory"],
    ),
    "a file of authorities without one": (
        lambda it: it.by_password(ssl_ca_location=it.folder / "ca.key"), BAD_CONFIGURATION,
        ["kafka.ssl_ca_location: there is no certificate in PEM form in", "ca.key"],
    ),
    "the key of another certificate": (
        lambda it: it.by_certificate(ssl_key_location=it.folder / "server.key"), BAD_CONFIGURATION,
        ["kafka.ssl_key_location: the key in", "server.key does not belong to the certificate in", "client.pem"],
    ),
    "a wrong password of the key": (
        lambda it: it.by_certificate(ssl_key_password=WRONG), BAD_CONFIGURATION,
        ["kafka.ssl_key_password: it does not open the key in", "client.key"],
    ),
    "no password of the key": (
        lambda it: without(it.by_certificate(), "ssl_key_password"), BAD_CONFIGURATION,
        ["kafka.ssl_key_location: the key in", "client.key is encrypted; set kafka.ssl_key_password"],
    ),
    "a name that does not exist": (
        lambda it: it.by_password(bootstrap_servers="broker.invalid:9093"), FAILED,
        ["no broker answers at broker.invalid:9093 ("],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_command_says_in_one_line_what_is_wrong(secure, commands, data, tmp_path, case):
    settings, code, told = CASES[case]
    told = [fragment.format(OWN=secure.address, **secure.at) for fragment in told]
    # A worker waits for what may come back; that is another test.
    asked = [command for command in COMMANDS if code == BAD_CONFIGURATION or command[0] != "worker"]
    ends = commands.run(environment(settings(secure), data), *with_article(asked, tmp_path))
    for command, (ended, out, err) in zip(asked, ends, strict=True):
        assert ended == code, (command, out, err)
        assert len(err.splitlines()) == 1, (command, err)
        one_stage = command[0] == "worker" and len(command) == 2  # its log is JSON
        line = json.loads(err)["error"] if one_stage else err
        for fragment in told:
            assert fragment in line, (command, line)
        assert "Traceback" not in out + err
        assert PASSWORD not in out + err
        assert WRONG not in out + err


def test_with_the_right_settings_every_command_works(secure, commands, data, tmp_path):
    asked = [
        ["publish", "ARTICLE"],
        ["topics", "check"],
        ["dead", "list"],
        ["doctor"],
        ["doctor", "--json"],
        ["reindex"],
    ]
    for given in (secure.by_password(), secure.by_certificate()):
        ends = commands.run(environment(given, data), *with_article(asked, tmp_path))
        for command, (ended, out, err) in zip(asked, ends, strict=True):
            assert ended == 0, (command, out, err)
            assert PASSWORD not in out + err


def test_one_of_several_addresses_is_enough(secure):
    both = f"127.0.0.1:1, {secure.at['LOGIN']}"
    reach(KafkaSettings(**secure.by_password(bootstrap_servers=both)))
    with pytest.raises(BadConfiguration, match="does not accept the login of rasd"):
        reach(KafkaSettings(**secure.by_password(bootstrap_servers=both, sasl_password=WRONG)))


def rasd(given, data, *arguments, log):
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "service", *arguments], env=dict(os.environ) | environment(given, data),
            cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip


def wait_for(log, text, process, seconds=120):
    until = time.monotonic() + seconds
    while text not in (written := log.read_text() if log.exists() else ""):
        assert process.poll() is None, written
        assert time.monotonic() < until, written
        time.sleep(0.1)


def test_a_worker_waits_for_a_certificate_to_be_renewed_and_says_so(secure, data, tmp_path):
    log = tmp_path / "log"
    worker = rasd(secure.by_certificate(bootstrap_servers=secure.at["EXPIRED"]), data, "worker", "segment", log=log)
    try:
        wait_for(log, "waiting to start", worker)
        assert "has expired; the cluster's certificate has to be renewed" in log.read_text()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.parametrize("login", ["by_password", "by_certificate"])
def test_a_worker_on_a_secure_cluster(secure, prefix, tmp_path, login):
    cluster = Cluster(secure, prefix, tmp_path, create=False)
    cluster.login(KafkaSettings(topic_prefix=prefix, **getattr(secure, login)()))
    try:
        cluster.publish([article(number) for number in range(20)])
        worker = cluster.start()
        assert len(cluster.wait_for("articles.segmented", 20, alive=[worker])) == 20
        assert cluster.stop(worker) == 0
        assert PASSWORD not in cluster.log(worker)
    finally:
        cluster.close()


def test_what_runs_outlives_a_password_that_changes_and_says_what_is_wrong(secure, prefix, tmp_path):
    secure.login("rotated", PASSWORD)
    open_cluster = Cluster(secure, prefix, tmp_path)
    cluster = Cluster(secure, prefix, tmp_path, create=False)
    cluster.login(KafkaSettings(topic_prefix=prefix, **secure.by_password(sasl_username="rotated")))
    tail = None
    try:
        open_cluster.publish([article(1)])
        worker = cluster.start(health_file=str(tmp_path / "health"))
        open_cluster.wait_for("articles.segmented", 1, alive=[worker])
        given = secure.by_password(sasl_username="rotated", topic_prefix=prefix)
        tail = rasd(
            given, tmp_path / "data", "tail", "articles.segmented", "--from", "beginning", log=tmp_path / "tail"
        )
        wait_for(tmp_path / "tail", "a-1", tail)
        secure.login("rotated", WRONG)
        secure.process.kill()  # connections that are open stay so
        secure.restart()
        refused = "does not accept the login of rotated"
        cluster.wait(lambda: refused in cluster.log(worker), within=120, alive=[worker])
        line = next(line for line in cluster.log(worker).splitlines() if refused in line)
        assert json.loads(line)["meaning"].endswith("set kafka.sasl_username and kafka.sasl_password")
        wait_for(tmp_path / "tail", refused, tail)
        wait_for(tmp_path / "health", f"ready: waiting for Kafka: {secure.at['LOGIN']} {refused}", worker)
        open_cluster.publish([article(2)])
        secure.login("rotated", PASSWORD)
        assert len(open_cluster.wait_for("articles.segmented", 2, alive=[worker])) == 2
        wait_for(tmp_path / "tail", "a-2", tail)
        assert cluster.stop(worker) == 0
        written = cluster.log(worker) + (tmp_path / "tail").read_text()
        assert "Traceback" not in (tmp_path / "tail").read_text()
        assert not any(secret in written for secret in (PASSWORD, WRONG))
    finally:
        if tail is not None:
            tail.kill()
            tail.wait()
        cluster.close()


def test_workers_write_no_secret_into_any_file(secure, tmp_path):
    data, log = tmp_path / "data", tmp_path / "log"
    workers = rasd(secure.by_password(), data, "worker", "segment", "index", log=log)
    try:
        for stage in ("segment", "index"):
            wait_for(data / "logs" / f"{stage}.log", "Worker ready", workers)
        workers.send_signal(signal.SIGTERM)
        assert workers.wait(60) == 0
    finally:
        workers.kill()
        workers.wait()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"segment.log", "index.log", "log"} <= {path.name for path in files}
    assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]
