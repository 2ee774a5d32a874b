"""How much a process may use while it reads one file, where the system can hold it to that."""

from __future__ import annotations

import sys
from pathlib import Path

MEMORY = 1_000_000_000
"""Bytes that reading may take beyond what the process takes when it starts."""
CPU_SECONDS = 60
"""Seconds of computing that one file may take; a thousand pages of PDF take half of it."""


def limit_memory() -> None:
    """Hold this process to `MEMORY`. Only Linux has such a limit."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    taken = _taken()
    if taken:
        _lower(resource.RLIMIT_AS, taken + MEMORY)


def limit_cpu(seconds: int) -> None:
    """End this process when what it does from now on takes more than so many seconds of computing."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


def _lower(which: int, most: int) -> None:
    import resource  # noqa: PLC0415  not on Windows

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(which, (most, hard))


def _taken() -> int:
    """Bytes of address space that this process has; 0 where the system does not tell, and holds nobody to a limit."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    import resource  # noqa: PLC0415  not on Windows

    return pages * resource.getpagesize()
