"""Java programs from Maven artefacts: fetched once into the user's cache, shared by all that start them.

What runs here is what was tried: NAME.sha256 beside this file lists every jar of NAME, also those that the named ones
bring along. `sha256sum *.jar` in the folder of the cache makes the list of another version.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from pipeline.contracts.errors import Unavailable
from service.stack.folders import cache_folder
from service.stack.lock import locked

JAVA_NEEDED = 17
_FETCH_SECONDS = 600
# With a version: else Maven takes whichever it likes, and runs it.
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>rasd.local</groupId><artifactId>{name}</artifactId><version>1</version>
  <dependencies>
{dependencies}
  </dependencies>
</project>
"""
_DEPENDENCY = "    <dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


def find_java() -> str:
    """The path of a Java of version 17 or later: `$JAVA_HOME`, else the one on the PATH.

    Raises:
        Unavailable: there is none, or it is too old.
    """
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else None
    java = java or shutil.which("java")
    if java is None:
        raise Unavailable(f"no Java on the PATH; install Java {JAVA_NEEDED} or later, or use --broker memory")
    try:
        told = _run([java, "-version"], seconds=30).stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{java} -version failed: {error}") from error
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if version is None or int(version[1]) < JAVA_NEEDED:
        found = version[1] if version else "of an unknown version"
        raise Unavailable(f"{java} is Java {found}; install Java {JAVA_NEEDED} or later, or use --broker memory")
    return java


def _run(command: list[str], *, seconds: float, folder: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - programs found on the user's own PATH
        command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False
    )


def jars_folder(name: str) -> Path:
    """Where the jars called `name` are, or would be, in the cache."""
    return cache_folder() / name


def find_maven(name: str) -> str | None:
    """The path of `mvn`; None when it is not needed, as the jars called `name` are in the cache.

    Raises:
        Unavailable: it is needed and not there.
    """
    if jars_folder(name).is_dir():
        return None
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("no Maven (mvn) on the PATH; install Maven, or use --broker memory")
    return maven


def fetch(name: str, coordinates: list[str]) -> Path:
    """The folder with the jars of `coordinates` and all they depend on; downloaded when it is not there.

    Whole or not at all: jars appear under `name` only when every one of them has come. Two processes
    that fetch the same at once wait for each other.

    Args:
        name: of the folder in the cache; holds the version, so that a new version is a new folder.
        coordinates: `"group:artifact:version"`.

    Raises:
        Unavailable: Maven is missing or failed, with the first error it gave; or it brought other jars.
    """
    folder = jars_folder(name)
    if folder.is_dir():
        return folder
    busy = f"another process has been fetching {name} for {_FETCH_SECONDS} s; try again when it is done"
    with locked(folder.with_name(f"{name}.lock"), wait_s=_FETCH_SECONDS, held=busy):
        maven = find_maven(name)
        if maven is not None:
            _copy_dependencies(maven, folder, coordinates)
    return folder


def _copy_dependencies(maven: str, folder: Path, coordinates: list[str]) -> None:
    dependencies = "\n".join(_DEPENDENCY.format(*coordinate.split(":")) for coordinate in coordinates)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}-") as scratch:
        Path(scratch, "pom.xml").write_text(_POM.format(name=folder.name, dependencies=dependencies), encoding="utf-8")
        # MAVEN_OPTS and settings.xml stay in force: that is where a newsroom names its mirror or proxy.
        command = [
            maven, "-q", "-B", "--strict-checksums", "-f", "pom.xml", _COPY,
            "-DincludeScope=runtime", "-DoutputDirectory=jars",
        ]  # fmt: skip
        try:
            done = _run(command, seconds=_FETCH_SECONDS, folder=scratch)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"Maven did not fetch {folder.name} within {_FETCH_SECONDS} s") from error
        if done.returncode != 0:
            raise Unavailable(f"Maven could not fetch {folder.name}: {_first_error(done.stdout + done.stderr)}")
        check_sums(folder.name, Path(scratch, "jars"))
        Path(scratch, "jars").rename(folder)


def check_sums(name: str, folder: Path) -> None:
    """Make sure that the jars in `folder` are those of the list, no more and no less.

    Raises:
        Unavailable: naming those that are not.
    """
    lines = Path(__file__).with_name(f"{name}.sha256").read_text(encoding="ascii").splitlines()
    expected = {jar: digest for digest, jar in (line.split() for line in lines)}
    found = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.iterdir()}
    wrong = sorted({jar for jar, _ in expected.items() ^ found.items()})
    if wrong:
        told = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
        raise Unavailable(
            f"the jars that Maven brought for {name} are not those that Rasd was tried with: {told}; "
            "does its settings.xml name a repository that can be trusted?"
        )


def _first_error(output: str) -> str:
    lines = (re.sub(r"\x1b\[[0-9;]*m", "", line).strip() for line in output.splitlines())
    return next((line.removeprefix("[ERROR]").strip() for line in lines if "ERROR" in line), "it gave no reason")
