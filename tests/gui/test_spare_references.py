"""Signals may be sent without end."""

import subprocess
import sys

CODE = """
import desktop.shell
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    told = Signal()

sender = Sender()
for _ in range(20_000):
    sender.told.emit()
print("alive")
"""


def test_a_program_that_sends_many_signals_lives_on():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n")
