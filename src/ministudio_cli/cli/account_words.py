"""The ledger in words, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministudio_cli.console import table

if TYPE_CHECKING:
    from ministudio_cli.purchases.ledger import Account


def ledger_words(account: Account) -> list[Any]:
    """Every purchase and the sums."""
    if not account.entries:
        return [f"nothing was ever bought ({account.ledger} is empty)"]
    columns = (
        ("at", "left"),
        ("film", "left"),
        ("model", "left"),
        ("state", "left"),
        ("price", "right"),
        ("why", "left"),
    )
    rows = [
        [
            entry.at[5:16].replace("T", " "),
            entry.film,
            entry.model,
            entry.state,
            f"${float(entry.price):.4f}",
            entry.note,
        ]
        for entry in account.entries
    ]
    unsure = float(account.perhaps_paid)
    words = f"paid: ${float(account.paid):.2f}"
    words += f"; perhaps paid, as no answer came: ${unsure:.2f}; compare it with your bill" if unsure else ""
    return [table(columns, rows), words]
