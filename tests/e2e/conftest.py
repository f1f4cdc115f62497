"""A real Kafka and a real OpenSearch for the whole run of tests, and a name of its own for every test."""

import os
import uuid

import pytest

from pipeline.contracts.errors import Unavailable
from service.stack import kafka, opensearch
from service.stack.ports import free_port


def need(check):
    """Run `check`; where something is missing, skip with the reason, but fail under CI: there it must be there."""
    try:
        check()
    except Unavailable as missing:
        if os.environ.get("CI"):
            pytest.fail(f"not to be had here, and CI is set: {missing}")
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def broker(tmp_path_factory):
    """A running `LocalKafka`: `.address`, `.process`, `.restart()`. Its data is gone after the run."""
    need(kafka.check)
    with kafka.LocalKafka(tmp_path_factory.mktemp("kafka"), port=free_port()) as running:
        yield running


@pytest.fixture(scope="session")
def cluster_node(tmp_path_factory):
    """A running `LocalOpenSearch`: `.url`, `.process`, `.restart()`. Its data is gone after the run."""
    need(opensearch.check)
    with opensearch.LocalOpenSearch(tmp_path_factory.mktemp("opensearch")) as running:
        yield running


@pytest.fixture
def prefix():
    """A prefix for the topics and groups of one test: `t-1f2e3d4c-`."""
    return f"t-{uuid.uuid4().hex[:8]}-"
