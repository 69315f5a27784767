"""What an emulator is told to do, and what goes wrong in it on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

from ministudio_cli.providers.google.emulator.flaws import Flaws


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """How it behaves: seconds of `latency` a clip, `quota` of clips at once, a `storm` (share of requests that fail).

    `refuse`, `hang`, `lose`, `expire`, `forget` and `empty` name words: a clip whose prompt has them is refused by
    safety, never ends, is taken without an answer, is said to have expired once it is done, is not known when it is
    asked after, or ends with nothing. `wrong`, `stray`, `small`, `upright` and `brief` clips show in their first take
    other clothes, another place with nobody in it, too few pixels, another shape, or one second only. `footage` is a
    folder of clips, NAME.mp4, that are given for prompts with that name instead of what is drawn.
    """

    latency: float = 1.0
    quota: int = 8
    storm: float = 0.0
    seed: int = 1
    refuse: str = ""
    hang: str = ""
    lose: str = ""
    expire: str = ""
    forget: str = ""
    empty: str = ""
    wrong: str = ""
    stray: str = ""
    small: str = ""
    upright: str = ""
    brief: str = ""
    footage: str = ""
    children: bool = False
    """Whether the project is one that may show children."""
    slow: float = 0.0
    """Seconds between a request that was understood and its answer."""
    speech: float = 1.0
    """How long speech lasts, against the voice's own length."""
    voice: str = "offline"
    flaws: Flaws = field(default_factory=Flaws)
