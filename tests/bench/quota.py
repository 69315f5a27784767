"""A film of 24 generated shots through the emulator: wall time against the ideal for its quota, and what polling adds;
and what the ledger takes: look-ups and claims at two sizes, whose ratio shows how it grows.

Run by `make bench-google`. The ideal is what no scheduler can beat: shots ÷ quota, rounded up, times the latency.
"""

from __future__ import annotations

import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.providers.google.emulator.flaws import Flaws  # noqa: E402
from ministudio_cli.providers.google.emulator.knobs import Knobs  # noqa: E402
from ministudio_cli.providers.google.emulator.server import Emulator  # noqa: E402
from ministudio_cli.purchases.ledger import claim, open_ledger  # noqa: E402
from ministudio_cli.purchases.states import Purchase  # noqa: E402
from tests.builders import a_screenplay, a_shot, write  # noqa: E402
from tests.conftest import ministudio  # noqa: E402

SHOTS, LATENCY, QUOTA = 24, 6.0, 8


def ledger() -> None:
    """What a ledger of a local store takes for a look-up and a claim, with 1,000 and with 10,000 purchases in it."""
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        books = open_ledger(f"{folder}/store")
        done = 0
        for size in (1_000, 10_000):
            begun = time.perf_counter()
            for number in range(done, size):
                claim(books, Purchase(key=f"k{number}", model="m", price=Decimal("0.40")), "bench")
            claimed = (time.perf_counter() - begun) / (size - done)
            begun = time.perf_counter()
            for number in range(1_000):
                assert books.find(f"k{number * size // 1_000}")
            times[size] = claimed, time.perf_counter() - begun
            done = size
    for size, (claimed, found) in times.items():
        print(
            f"| a claim, and 1,000 look-ups, of {size:,} purchases | {claimed * 1000:.2f} ms, {found:.3f} s | < 5 ms, < 0.3 s |"
        )
    print(
        f"| 10 times the purchases: a look-up takes | {times[10_000][1] / times[1_000][1]:.2f} times as long | ≤ 10 |"
    )


def main() -> None:
    ledger()
    shots = [a_shot(f"s{number}", action=f"Thing {number}", size="wide", duration=2) for number in range(SHOTS)]
    told = a_screenplay(*shots, captions="none", steady="off", render={"shots": "omni", "voice": "hum"})
    with (
        tempfile.TemporaryDirectory() as folder,
        Emulator(Knobs(latency=LATENCY, quota=QUOTA, voice="hum", flaws=Flaws(plain=True))) as google,
    ):
        path = write(Path(folder), told)
        held = {"MINISTUDIO_GOOGLE_URL": google.url, "GOOGLE_API_KEY": "bench-key-0001"}
        done = ministudio("lock", path, "-q", "--yes", **held)
        assert done.returncode == 0, done.stderr
        begun = time.monotonic()
        done = ministudio("render", path, "-q", "--yes", **held)
        whole = time.monotonic() - begun
        assert done.returncode == 0, done.stderr
        sent = {one["id"]: one["at"] for one in google.log if one["what"] == "clip"}
        got = {one["id"]: one["at"] for one in google.log if one["what"] == "download"}
    ideal = -(-SHOTS // QUOTA) * LATENCY
    span = max(got.values()) - min(sent.values())
    late = max(got[name] - sent[name] for name in sent) / LATENCY - 1
    mean = sum(got[name] - sent[name] for name in sent) / len(sent) / LATENCY - 1
    print(f"| first request to last clip ÷ ideal ({ideal:.0f} s) | {span / ideal:.3f} | ≤ 1.05 |")
    print(f"| what polling adds to a shot's latency: mean, most | {mean:.1%}, {late:.1%} | ≤ 5 % |")
    print(f"| the whole command, start to finished film ÷ ideal | {whole / ideal:.3f} | |")


if __name__ == "__main__":
    main()
