"""Set up Claim Tracker and start it: `python3 run.py` opens the samples, `python3 run.py test` runs the tests.

Only the standard library is needed. Everything is installed into `.venv` beside this file, from a lock with hashes.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

HELP = """python3 run.py             set up, then open the sample project (without a display: write it to demo/)
python3 run.py PROJECT     set up, then open that project
python3 run.py test [...]  set up, then run the tests; the rest goes to pytest
python3 run.py test --faults  the long fault tests: kills, full disks, damaged files (about five minutes)
python3 run.py bench [--size N] [--stories a,b] [--quick]
                           how quick it is, beside references in the same run (a quarter of an hour; .benchmarks/report)
python3 run.py check       ruff, mypy and the import contracts
  --no-system              do not install system packages
  --without-qt             with test: the tests of everything but the window, without PySide6"""

# What Qt loads at run time, and the package of Debian and Ubuntu that has it.
CORE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1"}


def main() -> int:
    arguments = sys.argv[1:]
    if sys.version_info < (3, 11):
        return fail(f"Claim Tracker needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if arguments and arguments[0] in {"-h", "--help"}:
        print(HELP)
        return 0
    system = "--no-system" not in arguments
    without_qt = "--without-qt" in arguments
    arguments = [word for word in arguments if word not in {"--no-system", "--without-qt"}]
    command = arguments[0] if arguments and arguments[0] in {"test", "check", "bench"} else "open"
    if system and not without_qt:
        install_system_packages(screen=command == "open" and has_display())
    python = environment(testing=command != "open", without_qt=without_qt, system=system)
    if python is None:
        return 1
    started = time.monotonic()
    rest = arguments if command == "open" else arguments[1:]
    code = {"test": test, "check": check, "bench": bench, "open": open_window}[command](python, rest, without_qt)
    if command != "open":
        print(f"{command}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    return code


def open_window(python: Path, rest: list[str], _without_qt: bool) -> int:
    if rest or has_display():
        return run([python, "-m", "claimtracker", *rest])
    print("There is no display here, so the sample project is written to files instead.", flush=True)
    return run([python, "-m", "claimtracker", "demo", str(HERE / "demo")], QT_QPA_PLATFORM="offscreen")


def test(python: Path, rest: list[str], without_qt: bool) -> int:
    options = [] if any(word.startswith("-n") for word in rest) else ["-n", str(min(4, os.cpu_count() or 1))]
    if "--faults" in rest:
        rest = [word for word in rest if word != "--faults"]
        options += ["tests/faults", "-m", "long or not long"]
    if without_qt:
        options += ["--ignore=tests/gui", "-p", "no:pytest-qt"]
    return run([python, "-m", "pytest", *options, *rest], QT_QPA_PLATFORM="offscreen")


def bench(python: Path, rest: list[str], _without_qt: bool) -> int:
    report = HERE / ".benchmarks" / "report"
    report.mkdir(parents=True, exist_ok=True)
    # The normal run leaves these out; they are told one at a time, since each would disturb the others.
    options = [
        "-o",
        "norecursedirs=.*",
        "-o",
        "faulthandler_timeout=0",
        "-p",
        "no:randomly",
        "-n",
        "0",
        "--benchmark-enable",
        "--benchmark-quiet",
    ]
    options += [f"--benchmark-json={report / 'measured.json'}"]
    return run([python, "-m", "pytest", "-q", "tests/benchmarks/tell.py", *options, *rest], QT_QPA_PLATFORM="offscreen")


def check(python: Path, _rest: list[str], _without_qt: bool) -> int:
    programs = python.parent
    for words in (
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [programs / "lint-imports"],
    ):
        print("$", " ".join(Path(word).name for word in words), flush=True)
        code = run(words)
        if code:
            return code
    return 0


def run(words: list[str | Path], **extra: str) -> int:
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")]))
    settings = {**os.environ, "PYTHONPATH": path, **extra}
    try:
        return subprocess.run([str(word) for word in words], cwd=HERE, env=settings, check=False).returncode
    except KeyboardInterrupt:
        return 130


def has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install_system_packages(*, screen: bool) -> None:
    """On Debian and Ubuntu, say and install what Qt needs and is missing; elsewhere name it."""
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(CORE)
    if screen:
        wanted |= SCREEN
        if os.environ.get("WAYLAND_DISPLAY"):
            wanted |= WAYLAND
    missing = [package for library, package in wanted.items() if not loads(library)]
    if not missing:
        return
    apt_install(missing, "Qt needs")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str], why: str) -> bool:
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        print(f"{why} these libraries, by their Debian names: {names}. Please install them.", file=sys.stderr)
        return False
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not root and not shutil.which("sudo"):
        print(f"{why} {names}. Please have them installed: apt-get install {names}", file=sys.stderr)
        return False
    prefix = [] if root else ["sudo"]
    print(
        f"{why} {names}; installing them with apt-get{'' if root else ' (sudo may ask for your password)'}.", flush=True
    )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    # A machine that was never updated has no list of packages yet.
    subprocess.run([*prefix, "apt-get", "update", "-qq"], env=quiet, check=False)
    done = subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL).returncode == 0
    if not done:
        print(f"apt-get could not install them; please run: apt-get install {names}", file=sys.stderr)
    return done


def environment(*, testing: bool, without_qt: bool, system: bool) -> Path | None:
    """The interpreter of a virtual environment that holds what the lock names; None when it cannot be made."""
    folder = HERE / (".venv-core" if without_qt else ".venv")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    lock = HERE / "requirements-test.lock"
    runtime = HERE / "requirements.lock"
    chosen = lock if testing else runtime
    stamp = folder / "set-up"
    state = hashlib.sha256(chosen.read_bytes() + sys.version.encode()).hexdigest()
    if python.exists() and stamp.exists() and state in stamp.read_text().split():
        return python
    print(f"Setting up {folder.name} (once; about a minute) …", flush=True)
    if not (python.exists() and stamp.exists()):
        shutil.rmtree(folder, ignore_errors=True)
        if not make_venv(folder, system=system):
            return None
    stamp.unlink(missing_ok=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    if without_qt:
        chosen = without_pyside(chosen, folder)
    if run([*install, chosen]):
        fail("The packages could not be installed; is there a network? Run the same command again to go on.")
        return None
    # The test lock holds all of the runtime lock, so one that is set up for tests opens the window as well.
    states = {state}
    if testing and not without_qt:
        states.add(hashlib.sha256(runtime.read_bytes() + sys.version.encode()).hexdigest())
    stamp.write_text("\n".join(states))
    return python


def make_venv(folder: Path, *, system: bool) -> bool:
    has_venv = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    if has_venv.returncode:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not system or not apt_install([package], "Python needs"):
            fail(f"Python's venv module is missing; install {package} and run the same command again.")
            return False
    if subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False).returncode:
        shutil.rmtree(folder, ignore_errors=True)
        fail(f"The virtual environment {folder} could not be made.")
        return False
    return True


def without_pyside(lock: Path, folder: Path) -> Path:
    """The lock without what only the window needs, to show that the rest does without."""
    blocks = lock.read_text().replace("\\\n", "\\\0").splitlines()
    kept = [block for block in blocks if not block.lower().startswith(("pyside6", "shiboken6", "pytest-qt"))]
    reduced = folder / "requirements-core.lock"
    reduced.write_text("\n".join(kept).replace("\0", "\n") + "\n")
    return reduced


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
