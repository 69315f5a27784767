"""The command `lock`."""

from __future__ import annotations

from ministudio_cli.cli.options import (
    Film,
    Json,
    JsonProgress,
    MaxCost,
    NoColor,
    Outside,
    Profile,
    ProviderOptions,
    Quiet,
    RetryUnknown,
    StoreUrl,
    Verbose,
    Workers,
    Yes,
    asker,
    command,
    dollars,
    one_film,
    pairs,
)
from ministudio_cli.console import Console
from ministudio_cli.progress import Progress
from ministudio_cli.store.places import lock_path


def lock(
    screenplay: Film = None,
    profile: Profile = "",
    options: ProviderOptions = None,
    allow_outside: Outside = False,
    store: StoreUrl = "",
    max_cost: MaxCost = "",
    yes: Yes = False,
    retry_unknown: RetryUnknown = False,
    workers: Workers = 0,
    json_progress: JsonProgress = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    no_color: NoColor = False,
) -> None:
    """Settle seeds, voices and cuts, and write them to the lockfile. Speaks the lines, renders no shot."""
    console = Console(as_json=as_json, quiet=quiet, verbose=verbose, colour=not no_color)
    with command("lock", console):
        from ministudio_cli.usecases.lock_film import lock as lock_film  # noqa: PLC0415
        from ministudio_cli.usecases.options import RenderOptions  # noqa: PLC0415

        path = one_film(screenplay)
        with Progress(console, events=json_progress) as watch:
            wishes = RenderOptions(
                store=store,
                allow_outside=allow_outside,
                max_cost=dollars(max_cost),
                yes=yes,
                ask=asker(console, watch.clear),
                workers=workers,
                profile=profile,
                options=pairs(options),
                retry_unknown=retry_unknown,
            )
            found = lock_film(path, wishes, watch)
        place = lock_path(path)
        console.result("lock", {"lock": str(place), "shots": len(found.shots)}, [str(place)])
