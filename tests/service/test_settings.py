"""Settings: who goes before whom, what is refused, what is never shown."""

import os
import traceback
from contextlib import contextmanager

import pytest

from pipeline.contracts.errors import BadConfiguration
from service.settings import load, shown, table


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_flags_go_before_environment_before_file_before_defaults(tmp_path):
    config = write(
        tmp_path / "my.toml", "[local]\nkafka_port = 1111\nkafka_max_memory = '1g'\n[limits]\nmax_depth = 7\n"
    )
    environment = {"RASD_LOCAL__KAFKA_PORT": "2222", "RASD_LOCAL__KAFKA_MAX_MEMORY": "2g"}
    loaded = load(config, environment=environment, flags={"local.kafka_port": 3333, "worker.instance": None})
    assert loaded.settings.local.kafka_port == 3333
    assert loaded.settings.local.kafka_max_memory == "2g"
    assert loaded.settings.limits.max_depth == 7
    assert loaded.settings.limits.max_chars == 200_000
    assert loaded.origins["local.kafka_port"] == "command line"
    assert loaded.origins["local.kafka_max_memory"] == "RASD_LOCAL__KAFKA_MAX_MEMORY"
    assert loaded.origins["limits.max_depth"] == str(config)
    assert loaded.origins["limits.max_chars"] == "configs/rasd.toml"


def test_a_cluster_counts_as_configured_only_when_somebody_named_it():
    assert load(environment={}).cluster is None
    assert load(environment={"RASD_KAFKA__BOOTSTRAP_SERVERS": "b:9092"}).cluster == "b:9092"


def test_an_empty_variable_is_none(tmp_path):
    # Compose files hand on what is not set as an empty variable.
    loaded = load(environment={"RASD_KAFKA__BOOTSTRAP_SERVERS": "", "RASD_KAFKA__SASL_PASSWORD_FILE": ""})
    assert loaded.cluster is None


def test_the_folders_lie_in_the_data_folder_until_they_are_set(tmp_path):
    loaded = load(environment={"RASD_LOCAL__FOLDER": str(tmp_path)})
    assert loaded.settings.index.path == tmp_path / "index"
    assert loaded.settings.worker.data_dir == tmp_path / "workers"
    moved = load(environment={"RASD_LOCAL__FOLDER": str(tmp_path), "RASD_INDEX__PATH": "/elsewhere"})
    assert str(moved.settings.index.path) == "/elsewhere"


def test_the_home_folder_may_be_written_with_a_tilde(monkeypatch):
    monkeypatch.setenv("HOME", "/home/someone")
    assert str(load(environment={"RASD_INDEX__PATH": "~/index"}).settings.index.path) == "/home/someone/index"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[kafka]\nbotstrap_servers = 'x'\n", r"my.toml: unknown key kafka.botstrap_servers; kafka has: bootstrap_"),
        (
            "[kafak]\nbootstrap_servers = 'x'\n",
            r"my.toml: unknown key kafak.bootstrap_servers; the sections are: kafka",
        ),
        ("verbose = true\n", r"my.toml: unknown key verbose; settings stand in sections"),
        ("[limits]\nmax_chars = 'many'\n", r"my.toml: limits.max_chars: Input should be a valid integer"),
        ("[local]\nkafka_max_memory = 'lots'\n", r"my.toml: local.kafka_max_memory: String should match"),
        ("[kafka\n", r"my.toml: Expected ']'"),
    ],
)
def test_a_wrong_file_is_told_with_file_and_key(tmp_path, text, told):
    with pytest.raises(BadConfiguration, match=told) as caught:
        load(write(tmp_path / "my.toml", text), environment={})
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 78


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BadConfiguration, match=r"nowhere.toml: No such file"):
        load(tmp_path / "nowhere.toml", environment={})


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"RASD_KAFKA__BOTSTRAP": "x"}, "RASD_KAFKA__BOTSTRAP: no such setting"),
        (
            {"RASD_LIMITS__MAX_BYTES": "1 MB"},
            "RASD_LIMITS__MAX_BYTES: limits.max_bytes: Input should be a valid integer",
        ),
        ({"RASD_KAFKA__SECURITY_PROTOCOL": "sasl_ssl"}, "kafka: SASL_SSL needs sasl_mechanism"),
        ({"RASD_WORKER__BUDGETS": "quotes=3"}, "RASD_WORKER__BUDGETS: not a JSON object"),
        ({"RASD_KAFKA__SASL_PASSWORD_FILE": "/nowhere"}, "RASD_KAFKA__SASL_PASSWORD_FILE: cannot read /nowhere"),
        (
            {"RASD_KAFKA__SASL_PASSWORD_FILE": "/a", "RASD_KAFKA__SASL_PASSWORD": "b"},
            "RASD_KAFKA__SASL_PASSWORD and RASD_KAFKA__SASL_PASSWORD_FILE are both set",
        ),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(environment, told):
    with pytest.raises(BadConfiguration, match=told):
        load(environment=environment)


PASSWORD_FILE = "RASD_KAFKA__SASL_PASSWORD_FILE"


@pytest.mark.parametrize("written", ["كلمة-السر", "كلمة-السر\n", "كلمة-السر\r\n", "\ufeffكلمة-السر\n"])
def test_a_secret_comes_from_a_file_without_its_line_end_and_is_never_shown(tmp_path, written):
    secret = write(tmp_path / "password", written)
    loaded = load(environment={PASSWORD_FILE: str(secret)})
    password = loaded.settings.kafka.sasl_password
    assert password.get_secret_value() == "كلمة-السر"
    assert shown(password) == "********"
    assert loaded.origins["kafka.sasl_password"] == PASSWORD_FILE
    assert "كلمة" not in repr(loaded) + str(loaded.settings) + loaded.settings.model_dump_json()


def test_spaces_belong_to_a_secret(tmp_path):
    secret = write(tmp_path / "password", " a b \n")
    assert load(environment={PASSWORD_FILE: str(secret)}).settings.kafka.sasl_password.get_secret_value() == " a b "


@contextmanager
def as_nobody():
    """Root may read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_secret_that_may_not_be_read_is_told_with_variable_and_file(tmp_path):
    secret = write(tmp_path / "password", "geheim\n")
    secret.chmod(0)
    with as_nobody(), pytest.raises(BadConfiguration) as caught:
        load(environment={PASSWORD_FILE: str(secret)})
    assert str(caught.value) == f"{PASSWORD_FILE}: cannot read {secret}: Permission denied"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no value: it is empty"),
        (b"\n", "holds no value: it is empty"),
        (b"geheim\xff", "not UTF-8"),
        (b"geheim" * 20_000, "holds no value: it is more than 65,536 bytes"),
    ],
)
def test_a_file_that_is_no_secret_is_told_without_what_is_in_it(tmp_path, content, told):
    secret = tmp_path / "password"
    secret.write_bytes(content)
    with pytest.raises(BadConfiguration, match=told) as caught:
        load(environment={PASSWORD_FILE: str(secret)})
    assert str(caught.value).startswith(f"{PASSWORD_FILE}: ")
    assert str(secret) in str(caught.value)
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_an_endless_file_is_not_read_to_its_end():
    with pytest.raises(BadConfiguration, match="/dev/zero holds no value"):
        load(environment={PASSWORD_FILE: "/dev/zero"})


def test_an_empty_variable_beside_a_file_counts_as_not_set(tmp_path):
    secret = write(tmp_path / "password", "geheim")
    loaded = load(environment={PASSWORD_FILE: str(secret), "RASD_KAFKA__SASL_PASSWORD": ""})
    assert loaded.settings.kafka.sasl_password.get_secret_value() == "geheim"


def test_no_error_repeats_a_secret():
    given = {"RASD_KAFKA__SASL_PASSWORD": "geheim", "RASD_KAFKA__SECURITY_PROTOCOL": "SASL_SSL"}
    with pytest.raises(BadConfiguration) as caught:
        load(environment=given)
    told = "".join(traceback.format_exception(caught.value))
    assert "SASL_SSL needs sasl_mechanism and sasl_username: not set, or empty" in told
    assert "geheim" not in told


def test_a_password_inside_an_address_is_not_shown_either():
    assert shown("https://rasd:secret@search:9200") == "https://rasd:********@search:9200"
    assert shown("https://search:9200/a@b") == "https://search:9200/a@b"
    assert shown("broker:9092") == "broker:9092"
    assert shown(None) == ""


def test_every_setting_can_be_given_by_a_variable_of_its_own():
    variables = [name.variable for name in table()]
    assert len(set(variables)) == len(variables)
    assert "RASD_KAFKA__BOOTSTRAP_SERVERS" in variables
    assert "RASD_LIMITS__MAX_CHARS" in variables
