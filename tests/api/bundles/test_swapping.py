"""Bundles are put in place under running checks and killed programs: no wrong and no failed answer."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from huixin.local import LocalChecker
from huixin.local.folder import Folder
from huixin.local.spool import Spool
from tests.api.bundles.conftest import Office
from tests.api.conftest import BLACK, CLEAN
from tests.conftest import FULL


def test_checks_go_on_while_bundles_are_put_in_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    # the service would be busy with the decisions, and not with bundles
    monkeypatch.setattr(Spool, "upload", lambda *_: 0)
    office.world.enter({})
    office.make()
    rounds = 20 if FULL else 3
    with office.checker() as local:
        stop, wrong, asked = Event(), list[str](), list[int]()

        def ask() -> None:
            count = 0
            while not stop.is_set():
                outcomes = local.check(BLACK, scene="promotion").outcome, local.verdict(CLEAN, scene="promotion")
                if outcomes != ("refuse", "clear"):
                    wrong.append(str(outcomes))
                count += 1
                time.sleep(0.05)
            asked.append(count)

        with ThreadPoolExecutor(3) as pool:
            running = [pool.submit(ask) for _ in range(3)]
            for number in range(rounds):
                office.world.enter({"TYSHXYDM": BLACK, "文书号": f"更{number}号"})
                office.make()
                local.follow()
            stop.set()
            for one in running:
                one.result()
    assert wrong == []
    assert min(asked) > rounds


_KILLED = """
import os, sys
from pathlib import Path
from huixin.local.folder import Folder
from huixin.local.spool import Spool
folder = Folder(Path(sys.argv[1]))
state = folder.state()
left = int(sys.argv[2])
replace = Path.replace
def counted(self, target):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    return replace(self, target)
Path.replace = counted
unlink = Path.unlink
def unlinked(self, missing_ok=False):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    return unlink(self, missing_ok)
Path.unlink = unlinked
import shutil
from dataclasses import replace as changed
new = folder.new_file()
shutil.copyfile(folder.path / state.base.name, new)
folder.keep(changed(state, base=folder.stamp(new)))
"""


def test_killed_in_the_middle_it_leaves_what_works(office: Office) -> None:
    """Between any two steps by which a bundle is put in place."""
    office.world.enter({})
    office.make()
    office.checker().close()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    died = 0
    for steps in range(4):
        command = [sys.executable, "-c", _KILLED, str(office.folder), str(steps)]
        done = subprocess.run(command, env=environment, check=False)
        died += done.returncode == -signal.SIGKILL
        with LocalChecker.open(office.folder, now=office.world.context.now) as local:
            assert local.check(BLACK, scene="promotion").outcome == "refuse"
    assert died >= 2
    assert Folder(Path(office.folder)).state() is not None
