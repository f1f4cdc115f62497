"""What Java is given to run: the jars that were tried, and none else."""

import hashlib
import re

import pytest

from pipeline.contracts.errors import Unavailable
from service.stack import jars, kafka, opensearch


@pytest.fixture
def tried(tmp_path, monkeypatch):
    """A folder of two jars, and the list of them."""
    folder = tmp_path / "jars"
    folder.mkdir()
    listed = []
    for name in ("a-1.jar", "b-2.jar"):
        (folder / name).write_bytes(name.encode())
        listed.append(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n")
    (tmp_path / "tried-1.sha256").write_text("".join(listed))
    monkeypatch.setattr(jars, "__file__", str(tmp_path / "jars.py"))
    return folder


def test_the_jars_that_were_tried_are_taken(tried):
    jars.check_sums("tried-1", tried)


def test_a_jar_that_was_changed_is_refused(tried):
    (tried / "b-2.jar").write_bytes(b"something else")
    with pytest.raises(Unavailable, match=r"not those that Rasd was tried with: b-2\.jar; "):
        jars.check_sums("tried-1", tried)


def test_a_jar_more_and_a_jar_less_are_refused(tried):
    (tried / "c-3.jar").write_bytes(b"")
    (tried / "a-1.jar").unlink()
    with pytest.raises(Unavailable, match=r"tried with: a-1\.jar, c-3\.jar; "):
        jars.check_sums("tried-1", tried)


@pytest.mark.parametrize("server", [kafka, opensearch])
def test_every_jar_that_is_named_is_listed_with_its_version(server):
    listed = jars.Path(jars.__file__).with_name(f"{server._JARS}.sha256").read_text(encoding="ascii").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  [\w.-]+\.jar", line) for line in listed)
    named = {"{1}-{2}.jar".format(*coordinate.split(":")) for coordinate in server._COORDINATES}
    assert named <= {line.split()[1] for line in listed}


@pytest.mark.parametrize("server", [kafka, opensearch])
def test_the_jars_in_the_cache_are_those_of_the_list(server):
    folder = jars.jars_folder(server._JARS)
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; the first start fetches it")
    jars.check_sums(server._JARS, folder)
