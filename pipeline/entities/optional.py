"""Packages that the default install has not, for those who want more."""

from collections.abc import Sequence
from importlib.util import find_spec

from pipeline.contracts.errors import BadConfiguration


def need(packages: Sequence[str], extra: str, why: str) -> None:
    """Make sure that `packages` can be imported.

    Args:
        packages: their import names.
        extra: the extra of Rasd that has them.
        why: what they are for.

    Raises:
        BadConfiguration: naming those that are missing, and how to install them.
    """
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise BadConfiguration(
            f"{why} needs {', '.join(missing)}, not installed here: pip install 'rasd[{extra}]'; "
            "docs/models/backends.md says what that costs"
        )
