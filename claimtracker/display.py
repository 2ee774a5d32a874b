"""Whether there is a screen to open a window on: looked at before Qt is, which would abort the program."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path


def display_problem() -> str | None:
    """Why no window can be opened here, in one sentence; None when one can be."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform in {"win32", "darwin"} or platform.startswith(("offscreen", "minimal", "vnc")):
        return None
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if wayland and _wayland_answers(wayland):
        return None
    if x11:
        return None if _x11_answers() else f"The display {x11} does not answer."
    if wayland:
        return f"The display {wayland} does not answer."
    return "There is no display here."


def _wayland_answers(name: str) -> bool:
    import socket  # noqa: PLC0415  only where it is asked

    path = Path(name) if name.startswith("/") else Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / name
    try:
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as made:
            made.settimeout(2)
            made.connect(str(path))
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    import ctypes.util  # noqa: PLC0415  only where it is asked

    library = ctypes.util.find_library("xcb") or "libxcb.so.1"
    try:
        xcb = ctypes.CDLL(library)
    except OSError:
        return True  # Qt brings its own and will tell.
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
