"""docker-compose.yml: a file that compose accepts, whose commands are those the other tests run.

What its containers do when they run, tests/containers/run.sh tries.
"""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from configs import read_toml
from pipeline.contracts.version import VERSION
from service.stack.kafka import KAFKA_VERSION
from service.stack.opensearch import OPENSEARCH_VERSION

ROOT = Path(__file__).parents[2]
STAGES = ("segment", "entities", "quotes", "index")
OURS = ("topics", *STAGES)
ALL = ("kafka", "opensearch", *OURS)


@cache
def compose() -> dict[str, Any]:
    """The file with its anchors merged."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return read


def has_reason(service: str, line: str) -> bool:
    """Whether `line` of the service stands in the file with a comment that says why."""
    text = (ROOT / "docker-compose.yml").read_text()
    of_service = re.split(rf"^  {service}:$", text, flags=re.MULTILINE)[1]
    return re.match(rf"(?:\n    .*|\n)*?\n    {re.escape(line)} # \w+", of_service) is not None


def without_variable(image: str) -> str:
    """An image as it is when nobody sets the variable that may name another."""
    return re.sub(r"\$\{\w+:-(.*)\}", r"\1", image)


def has_docker_compose() -> bool:
    """Whether a compose implementation is on this machine; no daemon is needed to check a file."""
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_docker_compose(), reason="needs the docker compose plugin")
def test_docker_compose_accepts_the_file() -> None:
    command = ["docker", "compose", "-f", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("service", OURS)
def test_a_service_runs_a_command_that_rasd_has(service: str) -> None:
    command = compose()["services"][service]["command"]
    help_text = subprocess.run(
        [sys.executable, "-m", "service", *command, "--help"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert help_text.returncode == 0, help_text.stderr


@pytest.mark.parametrize("service", ALL)
def test_a_container_has_no_more_rights_than_it_needs(service: str) -> None:
    described = compose()["services"][service]
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]
    user, _, group = described["user"].partition(":")
    assert int(user) > 0 and int(group) > 0
    assert described["read_only"] is True or has_reason(service, "read_only: false")
    assert not described.get("privileged") and not described.get("cap_add")


@pytest.mark.parametrize("service", ALL)
def test_a_container_has_limits(service: str) -> None:
    described = compose()["services"][service]
    for limit in ("mem_limit", "cpus", "pids_limit"):
        assert described[limit]
    assert described["logging"]["options"].keys() == {"max-size", "max-file"}


@pytest.mark.parametrize("service", ALL)
def test_a_container_tells_whether_it_is_well(service: str) -> None:
    described = compose()["services"][service]
    if "healthcheck" in described:
        assert described["healthcheck"].keys() == {"test", "interval", "timeout", "retries", "start_period"}
        assert described["restart"] == "unless-stopped"
    else:
        assert has_reason(service, f"restart: {described['restart']}")


def test_the_image_has_a_user_without_rights_even_without_compose() -> None:
    user = re.findall(r"^USER (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert user == [compose()["x-rasd"]["user"]]


def test_every_stage_has_a_worker_that_waits_for_its_topics() -> None:
    services = compose()["services"]
    for stage in STAGES:
        assert services[stage]["command"] == ["worker", stage]
        assert services[stage]["depends_on"]["topics"]["condition"] == "service_completed_successfully"


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for service in compose()["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_images_are_pinned() -> None:
    named = {without_variable(described["image"]) for described in compose()["services"].values()}
    dockerfile = (ROOT / "Dockerfile").read_text()
    named |= set(re.findall(r"^ARG PYTHON_IMAGE=(.*)$", dockerfile, re.MULTILINE))
    assert len(named) == 4
    for image in named:
        assert re.fullmatch(r"[a-z/-]+:\d+\.\d+\.\d+[a-z-]*(@sha256:[0-9a-f]{64})?", image), image
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)) == {"${PYTHON_IMAGE}"}


def test_the_image_is_of_this_version() -> None:
    assert compose()["x-rasd"]["image"] == f"rasd:{VERSION}"


def test_the_servers_are_of_the_versions_that_the_tests_run() -> None:
    services = compose()["services"]
    assert f":{KAFKA_VERSION}@" in services["kafka"]["image"]
    assert f":{OPENSEARCH_VERSION}}}" in services["opensearch"]["image"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_has_more_time_to_end_than_it_takes_to_drain(stage: str) -> None:
    period = compose()["services"][stage]["stop_grace_period"]
    assert float(period.removesuffix("s")) > read_toml("rasd.toml")["worker"]["grace_seconds"]


def test_every_service_was_looked_at() -> None:
    assert set(compose()["services"]) == set(ALL)


def test_a_volume_that_somebody_mounts_is_named() -> None:
    mounted = {volume for service in ALL for volume in compose()["services"][service].get("volumes", [])}
    assert {volume.partition(":")[0] for volume in mounted} == set(compose()["volumes"])


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_worker_must_not_forget_is_in_a_volume_of_its_own(stage: str) -> None:
    described = compose()["services"][stage]
    assert described["volumes"] == [f"{stage}-data:/var/lib/rasd"]
    assert f"{stage}-data" in compose()["volumes"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_health_check_looks_at_the_file_that_the_worker_writes(stage: str) -> None:
    described = compose()["services"][stage]
    file = described["environment"]["RASD_WORKER__HEALTH_FILE"]
    assert described["healthcheck"]["test"] == ["CMD", "python", "-m", "agents.healthcheck", file]
    assert file.startswith("/tmp/")  # a tmpfs: no sign of life from before a restart


def examples() -> dict[str, str]:
    """What .env.example proposes, by variable."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"# ([A-Z_]+)=(.*)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def variables() -> set[str]:
    """What compose fills in from the environment; a build argument without a value too."""
    handed_on = set(compose()["services"]["topics"]["build"]["args"])
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text())) | handed_on


def test_every_variable_proposed_is_one_that_somebody_reads() -> None:
    used = variables() | {"COMPOSE_PROFILES"}
    documented = set(re.findall(r"`(RASD_\w+)`", (ROOT / "docs/configuration.md").read_text(encoding="utf-8")))
    assert examples()
    assert set(examples()) <= used | documented


def test_every_variable_of_the_file_is_proposed() -> None:
    pip = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_DEFAULT_TIMEOUT"}  # pip's own
    assert variables() - pip <= set(examples())


def test_a_variable_that_is_no_setting_does_not_look_like_one() -> None:
    # .env goes into the containers, where an unknown RASD_ variable is an error.
    for variable in examples():
        assert "__" in variable or not variable.startswith("RASD_")
