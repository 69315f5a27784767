"""The use case `report --account`: what was bought, and what it cost."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.purchases.ledger import Account, open_ledger, reconciled
from ministudio_cli.store.places import store_url
from ministudio_cli.usecases.options import RenderOptions


def account(path: Path | None, options: RenderOptions) -> Account:
    """The ledger beside a store, reconciled: what was asked for, what came of it, what it cost."""
    ledger = open_ledger(store_url(path or Path("story.yaml"), options.store))
    try:
        return reconciled(ledger)
    finally:
        ledger.close()
