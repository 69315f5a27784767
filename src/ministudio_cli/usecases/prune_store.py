"""The use case `store prune`: what the present films still need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ministudio_cli.planning.task import digest
from ministudio_cli.store.places import film_name, project_folder, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.settle import lock_of_film, settle, validate


def used_orders(paths: list[Path], options: RenderOptions) -> set[str]:
    """Every order that the present screenplays and their last finished films need, and all that was paid for; what else
    is stored may be pruned. Of a film that an earlier version finished only plates, portraits and lines are let go.
    """
    needed: set[str] = set()
    store = Store(store_url(paths[0], options.store))
    used = store.used_by_films()
    for path in paths:
        settled = settle(validate(path, options), lock_of_film(path))
        needed |= set(map(digest, settled.first_orders())) | set(settled.references.values())
        if film_name(path) not in used:
            loose = ("plate", "portrait", "line", "used")
            needed |= {order.order for order in store.orders(doubtful=True) if order.kind not in loose}
    for film, orders in used.items():
        needed |= orders if options.store or _is_there(film, paths) else set()
    return needed | {order.order for order in store.orders(doubtful=True) if order.kind == "bought"}


def _is_there(film: str, paths: Sequence[Path]) -> bool:
    """Whether the screenplay of a film, by its ledger's name, stands among those named or in their folder."""
    folder = project_folder(paths[0])
    beside = [folder / f"{film.partition('/')[2]}{suffix}" for suffix in (".yaml", ".yml")]
    named = film in map(film_name, paths)
    return named or (film.partition("/")[0] == folder.name and any(place.is_file() for place in beside))
