"""Fuzzing that follows the branches of the readers, with atheris: started by `tests.trust.fuzzing`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.trust.fuzz_seeds import seeds

_SECONDS_EACH = 20


def main(folder: Path, seconds: int) -> None:
    """Fuzz from the seeds; each new kind of exception is one line of `kinds.txt`."""
    # Imported here: where it is not installed the other proofs go on.
    import atheris

    with atheris.instrument_imports(include=["desktop.exchange"]):
        from desktop.base.errors import UserError
        from desktop.exchange.reading import cards_in, read_workbook, run_here
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for name, content in seeds(folder).items():
        (corpus / name).write_bytes(content)
    path, known = folder / "input", set[str]()

    def read(data: bytes) -> None:
        path.write_bytes(data)
        try:
            if b"BEGIN:VCARD" in data[:4096]:
                cards_in(data, "input")
            else:
                read_workbook(path, runner=run_here)
        except UserError:
            return
        except BaseException as error:  # noqa: BLE001 - every kind is written down
            if (kind := type(error).__name__) not in known:
                known.add(kind)
                with (folder / "kinds.txt").open("a", encoding="utf-8") as file:
                    file.write(f"{kind}: {error!r:.200}: {data[:200]!r}\n")

    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={_SECONDS_EACH}",
        "-rss_limit_mb=2048",
        "-max_len=20000",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
