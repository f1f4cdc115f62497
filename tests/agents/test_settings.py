import ssl

import pytest
from pydantic import ValidationError

from agents.settings import KafkaSettings, WorkerSettings
from pipeline.contracts import BadConfiguration

SCRAM = {
    "security_protocol": "sasl_ssl",
    "sasl_mechanism": "scram-sha-512",
    "sasl_username": "rasd",
    "sasl_password": "hunter2",
}


def test_a_cluster_without_security_needs_only_its_address():
    kafka = KafkaSettings(bootstrap_servers="a:1, b:2")
    assert kafka.servers == ["a:1", "b:2"]
    assert kafka.confluent() == {"bootstrap.servers": "a:1,b:2", "security.protocol": "plaintext"}
    assert kafka.credentials() is None


def test_scram_over_tls_for_both_clients():
    kafka = KafkaSettings(**SCRAM)
    assert kafka.confluent()["sasl.mechanism"] == "SCRAM-SHA-512"
    assert kafka.confluent()["sasl.password"] == "hunter2"
    credentials = kafka.credentials()
    assert (credentials.username, credentials.password) == ("rasd", "hunter2")
    assert credentials.mechanism.value == "SCRAM-SHA-512"
    assert credentials.protocol.value == "SASL_SSL"
    assert credentials.ssl_context.verify_mode is ssl.CERT_REQUIRED
    assert KafkaSettings(**SCRAM | {"security_protocol": "SASL_PLAINTEXT"}).credentials().ssl_context is None


def test_passwords_are_not_shown():
    assert "hunter2" not in repr(KafkaSettings(**SCRAM)) + KafkaSettings(**SCRAM).model_dump_json()


@pytest.mark.parametrize("without", ["sasl_mechanism", "sasl_username", "sasl_password"])
def test_half_a_login_is_refused(without):
    with pytest.raises(ValidationError, match="SASL_SSL needs"):
        KafkaSettings(**{name: value for name, value in SCRAM.items() if name != without})


def test_a_wrong_setting_does_not_show_the_others():
    with pytest.raises(ValidationError) as caught:
        KafkaSettings(**SCRAM | {"sasl_username": None})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "servers", ["broker", "broker:", "broker:0", "broker:65536", "a:1,b", "", " , ", "SSL://b:9093"]
)
def test_an_address_is_a_host_and_a_port(servers):
    with pytest.raises(ValidationError, match="must be host:port, several with commas"):
        KafkaSettings(bootstrap_servers=servers)


def test_an_address_may_be_of_any_kind():
    assert len(KafkaSettings(bootstrap_servers="a.b-c_d:1, 10.0.0.1:9092,[2001:db8::1]:9092").servers) == 3


def test_a_certificate_that_cannot_be_read_is_named(tmp_path):
    kafka = KafkaSettings(security_protocol="SSL", ssl_ca_location=tmp_path / "ca.pem")
    with pytest.raises(BadConfiguration, match=r"kafka.ssl_ca_location: cannot read .*ca.pem: No such file"):
        kafka.credentials()


def test_a_key_may_be_in_the_file_of_its_certificate(tmp_path):
    both = tmp_path / "client.pem"
    assert KafkaSettings(ssl_certificate_location=both).confluent()["ssl.key.location"] == str(both)
    with pytest.raises(ValidationError, match="ssl_key_location needs ssl_certificate_location"):
        KafkaSettings(ssl_key_location=both)


def test_a_prefix_separates_topics_and_groups():
    kafka = KafkaSettings(topic_prefix="newsroom-b.")
    assert kafka.topic("articles.raw") == "newsroom-b.articles.raw"
    assert kafka.group("quotes") == "newsroom-b.rasd-quotes"


def test_a_stage_may_have_a_budget_of_its_own(tmp_path):
    worker = WorkerSettings(data_dir=tmp_path, budgets={"quotes": 60})
    assert (worker.budget("quotes"), worker.budget("segment")) == (60, 20)
