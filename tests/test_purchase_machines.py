"""The ledger as a state machine: two machines at one shared object store, killed between any two steps.

Machines buy from a service that counts what reaches it. Between any two steps of a purchase a machine may end, an
answer may be lost, a key may expire, a write may be torn, or another machine may go on. What must hold, always: never
two submits of one purchase without consent, never a paid take forgotten, no alarm where nothing was sent.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ministudio_cli.errors import MinistudioError, PassingFault, ProviderRefused, UnknownOutcome
from ministudio_cli.purchases import outcomes
from ministudio_cli.purchases import runner as running
from ministudio_cli.purchases.budget import Budget
from ministudio_cli.purchases.ledger import Ledger, committed, open_ledger
from ministudio_cli.purchases.objects import ObjectLedger
from ministudio_cli.purchases.owners import Owner
from ministudio_cli.purchases.request import (
    Accepted,
    Delivered,
    Denied,
    Failed,
    Fetched,
    PaidRequest,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.runner import Runner
from ministudio_cli.purchases.states import Purchase, State
from ministudio_cli.store.store import Store

PRICE = Decimal("0.40")
KEYS = ("clip-a", "clip-b", "clip-c")
STEPS = int(os.environ.get("MINISTUDIO_STEPS", "3000"))
"""Steps that a run of this file makes in all; `make fuzz` makes ten thousand."""


class EndedError(BaseException):
    """The machine lost its power here."""


class Service:
    """A paid service: what reached it, what it owes an answer, and what it was paid for."""

    def __init__(self) -> None:
        self.submits: dict[str, int] = {}
        self.operations: dict[str, str] = {}
        self.unpaid: dict[str, int] = {}
        """Submits of a key that ended without a price."""


class Power:
    """Ends a machine after so many steps; a step is a write to the ledger or a byte to the service."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise EndedError


class Interrupted:
    """A ledger whose machine may end before or after any write, and whose writes may be torn where files can be."""

    def __init__(self, ledger: Ledger, power: Power) -> None:
        self.inner, self.power = ledger, power
        self.place = ledger.place

    def append(self, after: Purchase) -> None:
        self.power.step()
        self.inner.append(after)
        # That a request is being sent is written when its first byte goes: the write and the byte are one step, and
        # what is killed between them is told as perhaps paid, because nothing on this side can know.
        if after.state is not State.SENDING:
            self.power.step()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Machines(RuleBasedStateMachine):
    """Two machines, each started anew for every purchase: what one knows, the other knows only by the store."""

    store_url: ClassVar[str] = ""
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.url = f"{self.store_url}/{uuid.uuid4().hex}"
        self.service = Service()
        self.consented: dict[str, int] = {}
        self.folder = Path(os.environ["PYTEST_MACHINES"]) / uuid.uuid4().hex
        self.folder.mkdir(parents=True)
        self.valid_key = True

    def store(self) -> Store:
        return Store(self.url)

    def buy(  # noqa: C901 - one purchase with all that may befall it
        self, machine: int, key: str, power: int, answer: str, poll: str, *, consent: bool
    ) -> tuple[str, MinistudioError | None]:
        """One machine buys one key, with so much power, from a service in that mood; how it ended."""
        strength = Power(power)
        room = PurchaseRoom(self.store(), Budget(yes=True, retry_unknown=consent), "films/story")
        room.__dict__["ledger"] = Interrupted(open_ledger(self.url), strength)
        owner = Owner(room.ledger)
        # No machine lives longer than its purchase here: the next one finds its owner dead.
        owner.name = f"machine{machine}-0-0.00-{uuid.uuid4().hex[:8]}"
        room.__dict__["owner"] = owner
        room.watcher.patience = 0.0
        file = self.folder / f"{uuid.uuid4().hex}.mp4"
        begun = dict(self.service.submits)

        def send(dispatch: Callable[[], None]) -> Sent:
            if not self.valid_key or answer == "denied":
                return Denied("the key is not valid")
            dispatch()
            # The first byte and the service's knowing of it are one step: nothing can stand between them.
            self.service.submits[key] = self.service.submits.get(key, 0) + 1
            if answer in ("failed", "refused"):
                self.service.unpaid[key] = self.service.unpaid.get(key, 0) + 1
                strength.step()
                return Failed("nothing came") if answer == "failed" else Refused("violence", content=True)
            operation = f"op-{key}-{self.service.submits[key]}"
            self.service.operations[key] = operation
            strength.step()
            return Unknown("the connection was lost") if answer == "lost" else Accepted(operation)

        def fetch(operation: str) -> Fetched:
            assert operation == self.service.operations[key], "another's operation is asked after"
            strength.step()
            if not self.valid_key or poll == "denied":
                return Denied("the key expired")
            if poll == "unreachable":
                return Unreachable("the connection was lost")
            file.write_text(f"film of {operation}", "utf-8")
            strength.step()
            return Delivered()

        ended: tuple[str, MinistudioError | None]
        try:
            request = PaidRequest(
                key=key, model=f"model {self.url}", price=PRICE, file=file, send=send, fetch=fetch, announces=True,
                deadline=0.0, wire="1",
            )  # fmt: skip
            text = Runner("order", room).purchase(request).read_text("utf-8")
            assert text == f"film of {self.service.operations[key]}"
            ended = ("done", None)
        except EndedError:
            ended = ("ended", None)
        except MinistudioError as error:
            ended = (type(error).__name__, error)
        finally:
            room.stop.set()
        if isinstance(ended[1], UnknownOutcome) and not consent:
            assert self.service.submits.get(key, 0) > 0, "an alarm where nothing was sent"
        if consent and self.service.submits.get(key, 0) > begun.get(key, 0):
            self.consented[key] = self.consented.get(key, 0) + self.service.submits[key] - begun.get(key, 0)
        type(self).steps += 1
        return ended

    @rule(
        machine=st.integers(0, 1), key=st.sampled_from(KEYS), power=st.integers(0, 12),
        answer=st.sampled_from(["accepted", "accepted", "lost", "denied", "failed", "refused"]),
        poll=st.sampled_from(["ready", "ready", "unreachable", "denied"]),
    )  # fmt: skip
    def a_machine_buys_and_may_end_at_any_step(
        self, machine: int, key: str, power: int, answer: str, poll: str
    ) -> None:
        self.buy(machine, key, power, answer, poll, consent=False)

    @rule(machine=st.integers(0, 1), key=st.sampled_from(KEYS))
    def a_machine_buys_undisturbed(self, machine: int, key: str) -> None:
        before = self.service.submits.get(key, 0)
        ended, error = self.buy(machine, key, 1000, "accepted", "ready", consent=False)
        if self.valid_key and not before:
            assert ended == "done", error
        assert not isinstance(error, PassingFault), error

    @precondition(lambda self: self.valid_key)
    @rule(machine=st.integers(0, 1), key=st.sampled_from(KEYS))
    def a_person_consents(self, machine: int, key: str) -> None:
        ended, error = self.buy(machine, key, 1000, "accepted", "ready", consent=True)
        assert ended == "done" or "violence" in str(error), error

    @rule()
    def the_key_expires_or_is_renewed(self) -> None:
        self.valid_key = not self.valid_key
        type(self).steps += 1

    @invariant()
    def nothing_is_sent_twice_unasked(self) -> None:
        for key, count in self.service.submits.items():
            allowed = 1 + self.consented.get(key, 0) + self.service.unpaid.get(key, 0)
            assert count <= allowed, f"{key} was sent {count} times, {allowed} at most were asked for"

    @invariant()
    def nothing_that_is_paid_is_forgotten(self) -> None:
        ledger = ObjectLedger(self.url) if "://" in self.url else open_ledger(self.url)
        known = {purchase.key: purchase for purchase in ledger.purchases()}
        for key, operation in self.service.operations.items():
            entry = known.get(key)
            assert entry is not None, f"{key} was sent and is not in the books"
            paid = self.service.submits[key] - self.service.unpaid.get(key, 0)
            if paid:
                assert entry.committed >= PRICE * paid or entry.state in (State.BLOCKED, State.FAILED), entry
            if entry.state in (State.SUBMITTED, State.DONE):
                assert entry.operation in ("", operation)
        assert committed(known.values()) >= 0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pauses as short as they can be: what is tested is the order of things."""
    monkeypatch.setenv("PYTEST_MACHINES", str(tmp_path))
    monkeypatch.setattr(running, "_LOOK", 0.0)
    monkeypatch.setattr(outcomes, "FIRST_POLL", 0.0)
    for module in (running, outcomes):
        monkeypatch.setattr(module, "jittered", lambda _seconds: 0.0)


def machines_at(url: str, examples: int, steps: int) -> type[Machines]:
    """The machine at a store, run for so many examples of so many steps."""
    kind = type("MachinesHere", (Machines,), {"store_url": url, "steps": 0})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return kind


@pytest.mark.long
def test_thousands_of_steps_on_one_machine_break_no_promise(tmp_path: Path) -> None:
    done = machines_at(str(tmp_path / "stores"), max(2, STEPS // 50), 50)
    assert done.steps > STEPS // 4


@pytest.mark.long
def test_two_machines_at_one_object_store_break_no_promise(s3: str) -> None:
    done = machines_at(s3, max(2, STEPS // 5000), 20)
    assert done.steps > 15


def test_a_purchase_that_machine_a_submitted_is_finished_by_machine_b(s3: str) -> None:
    Machines.store_url = s3
    both = Machines()
    ended, _ = both.buy(0, "clip-a", 6, "accepted", "ready", consent=False)
    assert ended == "ended"
    assert both.service.submits == {"clip-a": 1}
    ended, error = both.buy(1, "clip-a", 1000, "accepted", "ready", consent=False)
    assert ended == "done", error
    assert both.service.submits == {"clip-a": 1}


def test_a_lost_answer_of_the_store_is_not_taken_for_another_buyer(s3: str) -> None:
    url = f"{s3}/{uuid.uuid4().hex}"
    ledger = ObjectLedger(url)
    create = ledger._fs.pipe_file
    answers: list[int] = []

    def lossy(path: str, data: bytes, **told: Any) -> None:
        create(path, data, **told)
        if told.get("mode") == "create" and "purchases" in path and not answers:
            answers.append(1)
            create(path, data, **told)  # the library sends it again, since no answer came

    ledger._fs.pipe_file = lossy
    from ministudio_cli.purchases.ledger import claim

    entry = claim(ledger, Purchase(key="k", model="m", price=PRICE), "me")
    assert answers
    assert ledger.find("k") == entry


def test_a_store_that_writes_over_what_is_there_is_refused(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ObjectLedger(f"{s3}/{uuid.uuid4().hex}")
    plain = ledger._fs.pipe_file
    monkeypatch.setattr(ledger._fs, "pipe_file", lambda path, data, **_: plain(path, data))
    with pytest.raises(ProviderRefused, match="writes over"):
        ledger.append(Purchase(key="k", model="m", price=PRICE, version=1))


@pytest.mark.long
def test_a_film_that_is_killed_on_machine_a_is_finished_on_machine_b_and_nothing_is_paid_twice(
    s3: str, tmp_path: Path
) -> None:
    import signal
    import subprocess
    import time

    from .conftest import ENTRY, ENVIRONMENT, ministudio
    from .test_google import a_silent_story, by_key, clips, google, write

    url = f"{s3}/{uuid.uuid4().hex}"
    folders = [tmp_path / name / "film" for name in ("a", "b")]
    for folder in folders:
        folder.mkdir(parents=True)
    story = a_silent_story(3, render={"shots": "omni", "voice": "hum"})
    paths = [write(folder, story) for folder in folders]
    with google(latency=4.0) as emulator:
        held = by_key(emulator) | {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        homes = [{"HOME": str(folder.parent), "XDG_CACHE_HOME": str(folder.parent / "cache")} for folder in folders]
        first = subprocess.Popen(
            [*ENTRY, "render", str(paths[0]), "--yes", "-q", "--store", url],
            env=ENVIRONMENT | held | homes[0], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        while len(clips(emulator)) < 3:
            assert first.poll() is None, first.communicate()
            time.sleep(0.02)
        time.sleep(0.5)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        done = ministudio("render", paths[1], "--yes", "--json", "-q", "--store", url, **(held | homes[1]))
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(clips(emulator)) == 3
        assert all(count == 1 for count in emulator.paid().values())
        account = json.loads(ministudio("report", "--ledger", "--json", "--store", url, **(held | homes[1])).stdout)
    assert {entry["state"] for entry in account["entries"]} == {"done"}
    with contextlib.suppress(FileNotFoundError):
        assert not list((tmp_path / "a").rglob("*.ledger*"))
