"""A power cut in long work: as before or done, and what was said to be done is there.

As with saves, the writes of a child are recorded once and replayed up to each cut.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.trust import long_work
from tests.trust.children import traced
from tests.trust.long_work import Work
from tests.trust.power_cut import laid_out
from tests.trust.proof import Proof, Result
from tests.trust.recorded_writes import OPTIONS, Event, Recording, Said, Synced
from tests.trust.replayed_disk import Disk, Loss

_CONTROLS = 10
_MAKERS: dict[str, Callable[[Path], Work]] = {
    "backup": long_work.backup,
    "import": long_work.import_plan,
    "export": partial(long_work.export, "plan", "out.xlsx"),
    "restore": long_work.restore,
    "new file": long_work.new,
    "migration": long_work.migration,
    "passphrase": partial(long_work.passphrase, None, "words"),
}


def _cut_power(rounds: int, folder: Path) -> Result:
    result, counts = Result(), Counter[str]()
    for number, (name, make) in enumerate(_MAKERS.items()):
        cuts = len(range(number, rounds, len(_MAKERS)))
        counts[name] += cuts
        found = _failures(make, cuts, folder / name)
        result.failures += [f"{name} {each}" for each in found]
    against = _failures(long_work.backup, _CONTROLS, folder / "control", is_synced=False)
    if not against:
        result.failures.append("the same cuts harm no backup that is never synced: they prove nothing")
    result.figures = {
        "cuts": rounds,
        **counts,
        "control_never_synced": {"cuts": _CONTROLS, "failures": len(against)},
    }
    return result


def _failures(make: Callable[[Path], Work], cuts: int, folder: Path, *, is_synced: bool = True) -> list[str]:
    place = folder / "place"
    place.mkdir(parents=True)
    work = make(folder)
    work.lay(place)
    disk = Disk(list(place.iterdir()))
    events = _recorded(work, place)
    chance = random.Random(77)
    # A good part of the cuts comes when the work has just been said to be done.
    moments = Counter(chance.choice((chance.randint(1, len(events)), len(events))) for _ in range(cuts))
    failures, is_done = [], False
    for number, event in enumerate(events, 1):
        if is_synced or not isinstance(event, Synced):
            disk.do(event)
        is_done = is_done or event == Said("ended 0")
        for _ in range(moments[number]):
            loss = chance.choice(list(Loss))
            found = laid_out(disk.cut(loss, chance), folder / "found")
            wrong = [*(work.unmade(found) if is_done else ()), *work.judge(found)]
            failures += [f"cut after event {number} of {len(events)}, {loss.value}: {each}" for each in wrong]
    return failures


def _recorded(work: Work, place: Path) -> list[Event]:
    trace = place.parent / "trace.txt"
    recording = Recording(place)
    child = work.begin(place)
    with traced(child, *OPTIONS, f"--output={trace}"):
        child.go()
        assert child.ended() == ["ended 0"]
    with trace.open("r", encoding="ascii") as lines:
        return list(recording.events(lines))


PROOFS = (Proof("power-cut-long-work", "What was said to be done survives a power cut.", 140, _cut_power),)
