"""The program that meets the faults. It loads everything once, and then forks for each run that it is told of on stdin.

A run is a line of JSON: which scenario, in which folder, how many steps, and the fault: a kill after so many
acknowledgements and some time, or the n-th call that fails (see shim.c), or a limit on the size of files. The answer is
a line of JSON: what the run said, and how it ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from claimtracker.domain.errors import UserError
from claimtracker.operations import EditClaim
from claimtracker.storage import database, migrations, queries
from claimtracker.workspace import Workspace
from tests.faults import damage, scenarios, states

FAULTS = {"kill before": 1, "kill halfway": 2, "fail once": 3, "fail for ever": 4}
PATIENCE = 60.0


def main() -> None:
    assert migrations
    for line in sys.stdin:
        asked = json.loads(line)
        listening, saying = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(listening)
            _be_child(asked, saying)
        os.close(saying)
        sys.stdout.write(json.dumps(_watch(child, listening, asked.get("kill"))) + "\n")
        sys.stdout.flush()


def _watch(child: int, listening: int, kill: dict[str, float] | None) -> dict[str, Any]:
    """Listen to a run until it ends or is killed."""
    heard = b""
    wanted = kill["after"] if kill else float("inf")
    end = time.monotonic() + PATIENCE
    while heard.count(b"\n") < wanted:
        ready, _, _ = select.select([listening], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            break
        piece = os.read(listening, 65536)
        if not piece:
            break
        heard += piece
    late = time.monotonic() >= end
    if kill and not late:
        time.sleep(kill["delay"])
    if kill or late:
        os.kill(child, signal.SIGKILL)
    while piece := os.read(listening, 65536):
        heard += piece
    os.close(listening)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    lines = heard.decode().split("\n")[:-1]
    return {"lines": lines, "status": status, "late": late}


def _be_child(asked: dict[str, Any], saying: int) -> None:
    def say(*words: object) -> None:
        os.write(saying, (" ".join(" ".join(str(word).split("\n")) for word in words) + "\n").encode())

    code = 0
    try:
        limits = asked.get("limits", {})
        if "cpu" in limits:
            resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 1))
        if "memory" in limits and sys.platform.startswith("linux"):
            resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
        _live_in(Path(asked.get("folder") or Path(asked["path"]).parent) / "home")
        if "user" in asked:
            os.setresgid(asked["user"], asked["user"], asked["user"])
            os.setresuid(asked["user"], asked["user"], asked["user"])
        if "busy" in asked:
            database.BUSY_TIMEOUT = asked["busy"]
        ACTS[asked["act"]](asked, say)
    except BaseException:  # noqa: BLE001  whatever it is, it is a bug and is told as one
        say("BUG", traceback.format_exc().replace("\n", " | "))
        code = 4
    os._exit(code)


def _live_in(home: Path) -> None:
    """Backups are kept in the home, which is thereby met by the faults as well."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home)


def _run_scenario(asked: dict[str, Any], say: Any) -> None:
    """Say ACK after each step; TOLD and the sentence when one could not be done, and then whether work goes on."""
    scenario, folder = scenarios.SCENARIOS[asked["scenario"]], Path(asked["folder"])
    workspace = None
    told = ""
    _arm(asked, folder)
    try:
        if scenario.opens:
            workspace = Workspace.open(folder / scenarios.PROJECT, coder="Mira")
            _acknowledge(asked, say, workspace)
        for number in range(asked.get("steps", scenario.steps)):
            scenario.step(workspace, folder, number)
            _acknowledge(asked, say, workspace)
    except UserError as error:
        told = str(error)
    else:
        if workspace is not None:
            workspace.close()
    say("COUNT", _disarm(asked))
    if told:
        say("TOLD", told)
    if told and asked.get("goes_on", True):
        if workspace is None and (folder / scenarios.PROJECT).exists():
            workspace = Workspace.open(folder / scenarios.PROJECT, coder="Mira")
        if workspace is not None:
            _go_on(workspace, say)


def _acknowledge(asked: dict[str, Any], say: Any, workspace: Workspace | None) -> None:
    if asked.get("states"):
        say("STATE", json.dumps(states.of_folder(Path(asked["folder"]), workspace)))
    say("ACK")


def _go_on(workspace: Workspace, say: Any) -> None:
    """After what went wrong, the same window edits and takes back, and finds everything in order."""
    say("AFTER", json.dumps(states.of_folder(workspace.path.parent, workspace)))
    before = states.content(workspace.connection, of_chance=True)
    claim = queries.claim_ids(workspace.connection, queries.ClaimFilter())[0]
    workspace.run(EditClaim(claim, {"note": "work goes on"}))
    workspace.undo()
    assert states.content(workspace.connection, of_chance=True) == before
    found = states.problems_of(workspace)
    workspace.close()
    say("ON", json.dumps(found))


def _arm(asked: dict[str, Any], folder: Path) -> None:
    fault = asked.get("fault")
    if fault and fault["how"] == "size":
        # Beyond this size a write fails with EFBIG; by default the signal that comes with it kills instead.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if fault["kills"] else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault["at"], resource.RLIM_INFINITY))
    elif fault:
        how = FAULTS.get(fault["how"], 0)
        _shim().fault_arm(str(folder).encode(), how, fault.get("error", 0), fault.get("kinds", 1), fault["at"])


def _disarm(asked: dict[str, Any]) -> int:
    fault = asked.get("fault")
    if not fault:
        return 0
    if fault["how"] == "size":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return 0
    count = int(_shim().fault_count())
    _shim().fault_disarm()
    return count


def _shim() -> Any:
    shim = ctypes.CDLL(None)
    shim.fault_count.restype = ctypes.c_long
    shim.fault_arm.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long)
    return shim


def _look(asked: dict[str, Any], say: Any) -> None:
    say("FOUND", json.dumps(damage.look_at(Path(asked["path"]))))


ACTS = {"scenario": _run_scenario, "look": _look}


if __name__ == "__main__":
    main()
