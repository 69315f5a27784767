"""The purchase room: a purchase is claimed before it is sent, sent once, waited for, and never paid for twice unasked."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ministudio_cli.errors import Blocked, OverBudget, PassingFault, ProviderRefused, UnknownOutcome, UsageFault
from ministudio_cli.purchases.budget import Budget, Item
from ministudio_cli.purchases.holdings import holdings_of
from ministudio_cli.purchases.ledger import Ledger, Taken, claim, move, open_ledger, reconciled
from ministudio_cli.purchases.request import (
    Accepted,
    Busy,
    Delivered,
    Denied,
    Failed,
    Gone,
    Missing,
    PaidRequest,
    Pending,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.runner import Runner
from ministudio_cli.purchases.states import MOVES, Purchase, State
from ministudio_cli.store.store import Store

PRICE = Decimal("0.40")


def a_room(folder: Path, *, film: str = "films/story", **told: Any) -> PurchaseRoom:
    return PurchaseRoom(Store(str(folder / "store")), Budget(**({"yes": True} | told)), film)


def a_purchase(**told: Any) -> Purchase:
    return Purchase(**({"key": "k1", "model": "m", "price": PRICE} | told))


class Service:
    """A paid service whose answers are told, one after another; it counts what reached it."""

    def __init__(self, folder: Path, *answers: Any, polls: list[Any] | None = None, cheap: bool = False) -> None:
        self.folder, self.answers, self.polls, self.cheap = folder, list(answers), polls or [], cheap
        self.sent = 0
        self.asked: list[str] = []

    def request(self, key: str = "k1", **told: Any) -> PaidRequest:
        file = self.folder / f"{key}-{threading.get_ident()}-{os.getpid()}.mp4"

        def send(dispatch: Callable[[], None]) -> Sent:
            answer = self.answers.pop(0) if self.answers else Accepted("op-1")
            if not isinstance(answer, Busy | Denied):
                dispatch()
                self.sent += 1
            if isinstance(answer, BaseException):
                raise answer
            if isinstance(answer, Delivered):
                file.write_text("film", "utf-8")
            return answer

        def fetch(operation: str) -> Any:
            self.asked.append(operation)
            answer = self.polls.pop(0) if self.polls else Delivered()
            if isinstance(answer, BaseException):
                raise answer
            if isinstance(answer, Delivered):
                file.write_text("film", "utf-8")
            return answer

        base: dict[str, Any] = {
            "key": key, "model": f"model of {self.folder}", "price": PRICE, "file": file, "send": send, "fetch": fetch,
            "announces": True, "cheap": self.cheap,
        }  # fmt: skip
        return PaidRequest(**(base | told))


def bought(room: PurchaseRoom, request: PaidRequest) -> str:
    try:
        return Runner("order", room).purchase(request).read_text("utf-8")
    finally:
        room.close()


def state_of(folder: Path, key: str = "k1") -> Purchase:
    found = open_ledger(str(folder / "store")).find(key)
    assert found is not None
    return found


def test_a_purchase_is_made_once_and_given_again(tmp_path: Path) -> None:
    service = Service(tmp_path)
    assert bought(a_room(tmp_path), service.request()) == "film"
    again = a_room(tmp_path)
    assert bought(again, service.request()) == "film"
    assert (service.sent, again.budget.spent) == (1, Decimal(0))
    assert state_of(tmp_path).state is State.DONE


def test_busy_is_waited_for_and_costs_nothing(tmp_path: Path) -> None:
    service = Service(tmp_path, Busy("full", wait=0.01), Busy("full", wait=0.01))
    room = a_room(tmp_path)
    assert bought(room, service.request()) == "film"
    assert (service.sent, room.budget.spent) == (1, PRICE)


def test_a_lost_answer_is_never_sent_again_unasked_and_running_again_is_not_advised(tmp_path: Path) -> None:
    service = Service(tmp_path, Unknown("the connection was lost"))
    for _ in range(2):
        with pytest.raises(UnknownOutcome) as raised:
            bought(a_room(tmp_path), service.request())
        assert raised.value.exit_code == 9
        assert "does not help" in raised.value.hint
    assert service.sent == 1
    assert reconciled(open_ledger(str(tmp_path / "store"))).perhaps_paid == "0.40"
    room = a_room(tmp_path, retry_unknown=True)
    assert bought(room, service.request()) == "film"
    account = reconciled(open_ledger(str(tmp_path / "store")))
    assert (account.paid, account.perhaps_paid) == ("0.40", "0.40")


def test_consent_to_what_may_be_paid_is_to_one_more_sending(tmp_path: Path) -> None:
    service = Service(tmp_path, *[Unknown("the connection was lost")] * 8)
    with pytest.raises(UnknownOutcome):
        bought(a_room(tmp_path, retry_unknown=True), service.request())
    assert service.sent == 2
    with pytest.raises(UnknownOutcome):
        bought(a_room(tmp_path, retry_unknown=True), service.request())
    assert service.sent == 3


def test_what_never_left_is_no_alarm_whatever_its_library_calls_it(tmp_path: Path) -> None:
    request = Service(tmp_path).request(send=lambda _dispatch: Unknown("a wrapped connection error"))
    with pytest.raises(PassingFault):
        bought(a_room(tmp_path), request)
    assert state_of(tmp_path).state is State.REJECTED


def test_an_operations_name_is_kept_where_its_buyer_was_taken_for_dead(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "store"))

    def send(dispatch: Callable[[], None]) -> Sent:
        dispatch()
        found = ledger.find("k1")
        assert found is not None
        move(ledger, found, State.UNKNOWN, owner="")  # another machine saw no pulse
        return Accepted("op-1")

    service = Service(tmp_path)
    assert bought(a_room(tmp_path), service.request(send=send)) == "film"
    assert (state_of(tmp_path).state, state_of(tmp_path).operation) == (State.DONE, "op-1")


def test_consent_to_one_film_is_none_to_another() -> None:
    asked: list[str] = []
    budget = Budget(ask=lambda question: not asked.append(question))  # type: ignore[func-returns-value]
    budget.afford("first", [Item(label="shot", due=PRICE)], extra=Decimal(4))
    budget.afford("second", [Item(label="shot", due=PRICE)])
    assert len(asked) == 2


def test_films_of_one_name_beside_two_stores_are_two_to_a_cap(tmp_path: Path) -> None:
    budget, service = Budget(yes=True, max_cost=Decimal("0.50")), Service(tmp_path)
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        room = PurchaseRoom(Store(str(tmp_path / place / "store")), budget, "film/story")
        room.open()
        try:
            Runner("o", room).purchase(service.request(f"{place}-key"))
        except OverBudget:
            assert place == "two"
        room.close()
    assert budget.spent == PRICE


def test_two_names_of_one_folder_have_one_ledger(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "store")
    claim(open_ledger(str(tmp_path / "store")), a_purchase(), "me")
    assert open_ledger(str(tmp_path / "link")).find("k1") is not None


def test_a_cheap_lost_answer_is_sent_again_and_stays_in_the_books(tmp_path: Path) -> None:
    service = Service(tmp_path, Unknown("gone"), Delivered(), cheap=True)
    assert bought(a_room(tmp_path), service.request(fetch=None)) == "film"
    account = reconciled(open_ledger(str(tmp_path / "store")))
    assert (account.paid, account.perhaps_paid) == ("0.40", "0.40")


def test_an_exception_after_the_first_byte_is_an_unknown_outcome_and_before_it_none(tmp_path: Path) -> None:
    service = Service(tmp_path, ValueError("a library broke"))
    with pytest.raises(UnknownOutcome, match="a library broke"):
        bought(a_room(tmp_path), service.request())
    assert state_of(tmp_path).state is State.UNKNOWN

    def broken(_dispatch: Callable[[], None]) -> Sent:
        raise ValueError("before anything was sent")

    room = a_room(tmp_path)
    with pytest.raises(ValueError, match="before anything"):
        bought(room, service.request("k2", send=broken))
    assert (state_of(tmp_path, "k2").state, room.budget.spent) == (State.REJECTED, Decimal(0))


def test_what_a_filter_refused_is_not_sent_again_in_the_same_words(tmp_path: Path) -> None:
    service = Service(tmp_path, Refused("violence", content=True))
    room = a_room(tmp_path)
    with pytest.raises(Blocked):
        bought(room, service.request())
    with pytest.raises(Blocked, match="violence"):
        bought(a_room(tmp_path), service.request())
    assert (service.sent, room.budget.spent) == (1, Decimal(0))


def test_a_refused_form_does_not_bind_a_mended_one(tmp_path: Path) -> None:
    service = Service(tmp_path, Refused("enhancement cannot be disabled"))
    with pytest.raises(ProviderRefused) as raised:
        bought(a_room(tmp_path), service.request(wire="veo-1"))
    assert not isinstance(raised.value, Blocked)
    with pytest.raises(ProviderRefused):
        bought(a_room(tmp_path), service.request(wire="veo-1"))
    assert service.sent == 1
    assert bought(a_room(tmp_path), service.request(wire="veo-2")) == "film"


@pytest.mark.parametrize(
    ("poll", "error"),
    [
        (Denied("the key expired"), ProviderRefused),
        (Missing("not found"), PassingFault),
        (Unreachable("the connection was lost"), PassingFault),
    ],
)
def test_a_poll_that_is_refused_never_writes_off_what_is_paid(
    poll: Any, error: type[Exception], tmp_path: Path
) -> None:
    service = Service(tmp_path, polls=[poll] * 60)
    with pytest.raises(error):
        bought(a_room(tmp_path), service.request(deadline=1.5))
    assert state_of(tmp_path).state is State.SUBMITTED
    service.polls = []
    room = a_room(tmp_path)
    assert bought(room, service.request()) == "film"
    assert (service.sent, room.budget.spent, set(service.asked)) == (1, Decimal(0), {"op-1"})


def test_only_what_the_service_says_is_gone_or_is_missing_beyond_its_keeping_is_expired(tmp_path: Path) -> None:
    service = Service(tmp_path, polls=[Gone("it has expired")])
    with pytest.raises(UnknownOutcome, match="cannot be fetched"):
        bought(a_room(tmp_path), service.request())
    assert state_of(tmp_path).state is State.EXPIRED
    with pytest.raises(UnknownOutcome):
        bought(a_room(tmp_path), service.request())
    assert service.sent == 1
    assert bought(a_room(tmp_path, retry_unknown=True), service.request()) == "film"
    old = Service(tmp_path, polls=[Missing("not found")] * 6)
    with pytest.raises(UnknownOutcome):
        bought(a_room(tmp_path), old.request("k2", keeps=0))
    assert state_of(tmp_path, "k2").state is State.EXPIRED


def test_what_ended_with_nothing_is_sent_again_and_refunded(tmp_path: Path) -> None:
    service = Service(tmp_path, polls=[Failed("empty"), Delivered()])
    room = a_room(tmp_path, max_cost=PRICE)
    room.open()
    assert bought(room, service.request()) == "film"
    assert (service.sent, room.budget.spent) == (2, PRICE)


def test_nothing_is_bought_without_consent_whatever_asks_for_it(tmp_path: Path) -> None:
    service = Service(tmp_path)
    with pytest.raises(OverBudget, match=r"0\.40") as raised:
        bought(a_room(tmp_path, yes=False), service.request())
    assert "--yes" in raised.value.hint
    assert service.sent == 0
    assert not holdings_of(str(tmp_path / "store")).keys


def test_consent_is_asked_for_once_and_holds_for_what_was_asked(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return True

    room = a_room(tmp_path, yes=False, ask=ask)
    room.budget.afford(room.account, [Item(label="shot", due=PRICE)])
    service = Service(tmp_path)
    assert Runner("o", room).purchase(service.request()).read_text() == "film"
    with pytest.raises(OverBudget):
        Runner("o", room).purchase(service.request("k2"))
    assert len(asked) == 1
    assert "$0.40" in asked[0]
    room.close()


def test_a_cap_counts_what_the_film_has_cost_in_all_its_runs(tmp_path: Path) -> None:
    service = Service(tmp_path)
    bought(a_room(tmp_path), service.request("k1"))
    capped = a_room(tmp_path, max_cost=Decimal("0.79"))
    capped.open()
    with pytest.raises(OverBudget):
        capped.budget.afford(capped.account, [Item(label="shot", due=PRICE)])
    with pytest.raises(OverBudget, match="--max-cost"):
        bought(capped, service.request("k2"))
    assert service.sent == 1
    assert state_of(tmp_path, "k2").state is State.REJECTED
    enough = a_room(tmp_path, max_cost=Decimal("0.80"))
    enough.open()
    assert bought(enough, service.request("k2")) == "film"


def test_a_cap_holds_for_a_whole_batch_and_beside_it_for_each_film(tmp_path: Path) -> None:
    budget = Budget(yes=True, max_cost=Decimal("1.10"), max_cost_per_film=Decimal("0.50"))
    service, made = Service(tmp_path), 0
    for film in ("a/one", "a/two", "a/three"):
        folder = tmp_path / film
        folder.mkdir(parents=True)
        room = PurchaseRoom(Store(str(folder / "store")), budget, film)
        room.open()
        for key in ("k1", "k2"):
            try:
                Runner("o", room).purchase(dataclasses.replace(service.request(f"{film[-3:]}{key}")))
                made += 1
            except OverBudget:
                pass
        room.close()
    assert (made, budget.spent) == (2, Decimal("0.80"))


def test_a_provider_cannot_buy_for_more_than_its_order_was_priced_at(tmp_path: Path) -> None:
    service, room = Service(tmp_path), a_room(tmp_path)
    with pytest.raises(ProviderRefused, match=r"the plan priced this at \$0\.30"):
        Runner("o", room, Decimal("0.30")).purchase(service.request())
    assert service.sent == 0


def test_threads_that_want_one_purchase_get_one_file(tmp_path: Path) -> None:
    service = Service(tmp_path, polls=[Pending()] * 3)
    room = a_room(tmp_path)
    files: list[str] = []
    threads = [
        threading.Thread(target=lambda: files.append(Runner("o", room).purchase(service.request()).read_text()))
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.close()
    assert (service.sent, files, room.budget.spent) == (1, ["film"] * 10, PRICE)


def _buy_many(folder: str, number: int, count: int, barrier: Any, sent: Any) -> None:
    """A process that buys keys 0 to count−1 at the same moments as its twin."""
    from ministudio_cli.purchases import runner

    place = Path(folder) / f"buyer-{number}"
    place.mkdir(exist_ok=True)
    runner._LOOK = 0.01
    room = a_room(Path(folder))
    for index in range(count):
        file = place / f"{index}.bin"

        def send(dispatch: Callable[[], None], index: int = index, file: Path = file) -> Sent:
            dispatch()
            with sent.get_lock():
                sent[index] += 1
            file.write_text("film", "utf-8")
            return Delivered()

        barrier.wait()
        Runner("o", room).purchase(
            PaidRequest(key=f"key-{index}", model="m", price=PRICE, file=file, send=send, announces=True)
        )
    room.close()


def test_a_hundred_pairs_of_processes_that_buy_at_the_same_moment_send_each_purchase_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier, sent = context.Barrier(2), context.Array("i", 100)
    pair = [context.Process(target=_buy_many, args=(str(tmp_path), number, 100, barrier, sent)) for number in range(2)]
    for process in pair:
        process.start()
    for process in pair:
        process.join(120)
        assert process.exitcode == 0
    assert list(sent) == [1] * 100


def test_a_dead_buyers_claim_is_taken_over_without_alarm_and_its_sent_request_is_not(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "store"))
    dead = "0123456789ab-1-0.00-dead"
    claim(ledger, a_purchase(key="claimed"), dead)
    sending = claim(ledger, a_purchase(key="sending"), dead)
    move(ledger, sending, State.SENDING, owner=dead)
    ledger.close()
    service = Service(tmp_path)
    room = a_room(tmp_path)
    room.watcher.patience = 0.2
    assert Runner("o", room).purchase(service.request("claimed")).read_text() == "film"
    with pytest.raises(UnknownOutcome):
        Runner("o", room).purchase(service.request("sending"))
    room.close()
    assert service.sent == 1


def test_a_living_buyer_on_another_machine_is_waited_for(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "store"))
    other = "ffffffffffff-1-0.00-elsewhere"
    entry = move(ledger, claim(ledger, a_purchase(), other), State.SENDING, owner=other)
    room = a_room(tmp_path)
    room.watcher.patience = 0.5

    def elsewhere() -> None:
        for count in range(6):
            ledger.beat(other, count)
            time.sleep(0.2)
        file = tmp_path / "film.mp4"
        file.write_text("film", "utf-8")
        # Under the name that the one who waits asks for.
        Store(str(tmp_path / "store")).publish("k1", "bought", {name: file}, {})
        move(ledger, entry, State.DONE, owner="")

    service = Service(tmp_path)
    request = service.request()
    name = request.file.name
    thread = threading.Thread(target=elsewhere)
    thread.start()
    assert Runner("o", room).purchase(request).read_text() == "film"
    thread.join()
    room.close()
    assert service.sent == 0


def test_every_legal_move_can_be_made_and_no_other(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "store"))
    for number, before in enumerate(State):
        for after in State:
            entry = a_purchase(key=f"{number}-{after}", version=3, state=before)
            ledger.append(dataclasses.replace(entry, version=1))
            entry = dataclasses.replace(entry, version=1)
            if after in MOVES[before]:
                assert move(ledger, entry, after, owner="me").state is after
            else:
                with pytest.raises(Exception, match="cannot move"):
                    move(ledger, entry, after, owner="me")


def test_of_two_buyers_that_saw_the_same_one_moves_it(tmp_path: Path) -> None:
    ledger = open_ledger(str(tmp_path / "store"))
    entry = claim(ledger, a_purchase(), "one")
    move(ledger, entry, State.SENDING, owner="one")
    with pytest.raises(Taken):
        move(ledger, entry, State.SENDING, owner="other")
    with pytest.raises(Taken):
        ledger.append(dataclasses.replace(entry, owner="other"))


def test_an_older_ledger_is_taken_over_a_torn_line_and_the_one_glued_to_it_too(tmp_path: Path) -> None:
    def line(key: str, event: str, **told: Any) -> str:
        base = {"key": key, "event": event, "order": "o", "model": "m", "price": "0.40", "operation": "", "process": 1}
        return json.dumps(base | told)

    lines = [
        line("done", "done", operation="op-1"),
        line("lost", "intent"),
        '{"key": "torn", "event": "submi' + line("glued", "submitted", operation="op-7"),
        line("wrongly", "expired", operation="op-8"),
        "{half a li",
    ]
    (tmp_path / "store.ledger.jsonl").write_text("\n".join(lines), "utf-8")
    ledger = open_ledger(str(tmp_path / "store"))
    states = {purchase.key: (str(purchase.state), purchase.operation) for purchase in ledger.purchases()}
    assert states == {
        "done": ("done", "op-1"),
        "lost": ("unknown", ""),
        "glued": ("submitted", "op-7"),
        "wrongly": ("submitted", "op-8"),
    }
    service = Service(tmp_path)
    assert bought(a_room(tmp_path), service.request("glued")) == "film"
    assert (service.sent, service.asked) == (0, ["op-7"])


def test_looking_makes_no_ledger(tmp_path: Path) -> None:
    assert not holdings_of(str(tmp_path / "store")).keys
    assert open_ledger(str(tmp_path / "store")).purchases() == []
    assert list(tmp_path.iterdir()) == []


def test_the_ledger_is_for_its_owner_only(tmp_path: Path) -> None:
    bought(a_room(tmp_path), Service(tmp_path).request())
    if os.name == "posix":
        for file in tmp_path.glob("store.ledger.sqlite*"):
            assert file.stat().st_mode & 0o077 == 0


def test_a_damaged_ledger_buys_nothing_and_says_so(tmp_path: Path) -> None:
    bought(a_room(tmp_path), Service(tmp_path).request())
    for file in tmp_path.glob("store.ledger.sqlite-*"):
        file.unlink()
    (tmp_path / "store.ledger.sqlite").write_bytes(b"no database at all" * 400)
    service = Service(tmp_path)
    with pytest.raises(UsageFault, match="cannot be used") as raised:
        bought(a_room(tmp_path), service.request("k2"))
    assert "nothing is bought" in raised.value.hint
    assert service.sent == 0


@pytest.mark.parametrize("url", ["ftp://host/store", "http://host/store", "memory://store", "zip://store.zip"])
def test_a_store_that_cannot_promise_one_winner_is_refused_for_paid_work(url: str) -> None:
    with pytest.raises(ProviderRefused, match="one buyer only"):
        open_ledger(url)


def test_a_mounted_folder_is_claimed_by_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ministudio_cli.purchases import objects
    from ministudio_cli.purchases.objects import ObjectLedger

    monkeypatch.setattr(objects, "exclusive_files", lambda _root: True)
    ledger = open_ledger(str(tmp_path / "store"))
    assert isinstance(ledger, ObjectLedger)
    winners: list[int] = []

    def race(number: int, own: Ledger) -> None:
        for key in range(40):
            try:
                claim(own, a_purchase(key=f"k{key}"), f"owner-{number}")
                winners.append(key)
            except Taken:
                assert own.find(f"k{key}") is not None

    threads = [
        threading.Thread(target=race, args=(number, ObjectLedger(str(tmp_path / "store")))) for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(winners) == list(range(40))
    assert all(purchase.version == 1 for purchase in ObjectLedger(str(tmp_path / "store")).purchases())
