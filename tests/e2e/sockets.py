"""Which addresses a process listens on, as the Linux kernel tells."""

import ipaddress
import sys
from pathlib import Path

_LISTEN = "0A"


def listening(pid):
    """Address and port of every TCP socket on which `pid` takes connections."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
        except OSError:  # closed meanwhile
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == _LISTEN and rest[5] in inodes:
                address, _, port = local.partition(":")
                found.append((_address(address), int(port, 16)))
    return found


def is_local(address):
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _address(written):
    """The kernel writes words of four bytes in the machine's own order."""
    words = [bytes.fromhex(written[start : start + 8]) for start in range(0, len(written), 8)]
    return ipaddress.ip_address(b"".join(word[::-1] if sys.byteorder == "little" else word for word in words))
