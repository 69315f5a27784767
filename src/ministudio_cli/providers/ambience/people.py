"""Streets, crowds, trains and machines, synthesised."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ministudio_cli.providers.ambience.tools import RATE, Filter, Mono, Page, Stereo, Wander, both, noise


def traffic(chance: np.random.Generator) -> Callable[[int], Stereo]:
    rumble, hush, page = both(lambda: noise(chance, 45, 260)), both(lambda: noise(chance, 260, 1800)), Page()
    swell = Wander(chance, 6)

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(0.22 * count / RATE))):
            long = int(chance.uniform(3, 6) * RATE)
            tyres = Filter(180, float(chance.uniform(900, 2200)))(chance.standard_normal(long)) * np.hanning(long) ** 2
            place, side = int(chance.integers(0, count)), float(chance.choice([-1, 1]))
            half = long // 2
            # It comes by from one side and leaves on the other.
            page.add(place, tyres * np.linspace(1, 0, long) * 3.4, -0.8 * side)
            page.add(place, tyres * np.linspace(0, 1, long) * 3.4, 0.8 * side)
            if chance.random() < 0.08:
                time = np.arange(int(0.4 * RATE)) / RATE
                horn = sum(np.sin(2 * np.pi * pitch * time) for pitch in (392, 494)) * np.hanning(time.size) ** 0.3
                page.add(place + half, np.asarray(horn) * 0.25, 0.5 * side)
        strength = (0.8 + 0.4 * swell.more(count))[:, None].astype(np.float32)
        return (rumble(count) + hush(count) * np.float32(0.3)) * strength + page.turned(count)

    return more


def _voices(chance: np.random.Generator, count_of: int, bright: float) -> Callable[[int], Stereo]:
    """People who talk at once: syllables of buzzing through the mouth's resonances, nothing to be understood."""
    page = Page()
    people = [([_syllable(chance, float(chance.uniform(95, 230)), bright) for _ in range(_SYLLABLES)],
               float(chance.uniform(-1, 1)), float(chance.uniform(0.4, 1))) for _ in range(count_of)]  # fmt: skip
    due = [int(chance.integers(0, 2 * RATE)) for _ in people]

    def more(count: int) -> Stereo:
        for index, (syllables, pan, near) in enumerate(people):
            while due[index] < count:
                vowel = syllables[int(chance.integers(_SYLLABLES))]
                page.add(due[index], vowel * (near * chance.uniform(0.6, 1.2)), pan)
                pause = chance.uniform(0.5, 2.5) if chance.random() < 0.14 else chance.uniform(0.0, 0.09)
                due[index] += vowel.size + int(pause * RATE)
            due[index] -= count
        return page.turned(count)

    return more


_SYLLABLES = 14
"""Of each of those who talk at once."""


def _syllable(chance: np.random.Generator, pitch: float, bright: float) -> Mono:
    long = int(chance.uniform(0.09, 0.24) * RATE)
    time = np.arange(long) / RATE
    pitch *= chance.uniform(0.85, 1.2)
    turn = np.cumsum(pitch * (1 + 0.12 * np.sin(2 * np.pi * chance.uniform(1, 3) * time))) / RATE
    buzz = 2 * (turn % 1.0) - 1 + 0.15 * chance.standard_normal(long)
    first, second = chance.uniform(300, 800), chance.uniform(900, 2300)
    vowel = Filter(first * 0.8, first * 1.25, 1)(buzz) + bright * Filter(second * 0.85, second * 1.2, 1)(buzz)
    return np.asarray(vowel * np.hanning(long), np.float64)


def crowd(chance: np.random.Generator) -> Callable[[int], Stereo]:
    talk, hush = _voices(chance, 14, 0.5), both(lambda: noise(chance, 150, 900))
    return lambda count: talk(count) + hush(count) * np.float32(0.22)


def stadium(chance: np.random.Generator) -> Callable[[int], Stereo]:
    roar, high = both(lambda: noise(chance, 250, 1300)), both(lambda: noise(chance, 1300, 4200))
    talk = _voices(chance, 8, 0.3)
    swell, cheer = Wander(chance, 3.5), Wander(chance, 9)

    def more(count: int) -> Stereo:
        loud = (0.5 + 0.5 * swell.more(count) + cheer.more(count) ** 4)[:, None].astype(np.float32)
        return (roar(count) + high(count) * np.float32(0.35)) * loud + talk(count) * np.float32(0.3)

    return more


def cafe(chance: np.random.Generator) -> Callable[[int], Stereo]:
    talk, page = _voices(chance, 8, 0.45), Page()

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(0.5 * count / RATE))):
            time = np.arange(int(0.35 * RATE)) / RATE
            base = chance.uniform(1900, 4200)
            clink = sum(np.sin(2 * np.pi * base * ratio * time) * np.exp(-time * fall)
                        for ratio, fall in ((1, 22), (2.76, 40), (5.4, 70)))  # fmt: skip
            page.add(
                int(chance.integers(0, count)),
                np.asarray(clink) * chance.uniform(0.08, 0.4),
                float(chance.uniform(-0.8, 0.8)),
            )
        return talk(count) + page.turned(count)

    return more


def train(chance: np.random.Generator) -> Callable[[int], Stereo]:
    rumble, rush, page = both(lambda: noise(chance, 40, 180)), both(lambda: noise(chance, 300, 1600)), Page()
    due = int(0.3 * RATE)

    def more(count: int) -> Stereo:
        nonlocal due
        while due < count:
            for axle in (0.0, 0.16):
                time = np.arange(int(0.12 * RATE)) / RATE
                clack = np.sin(2 * np.pi * 140 * time) * np.exp(-time * 45) + 0.5 * Filter(700, 2400)(
                    chance.standard_normal(time.size)
                ) * np.exp(-time * 70)
                page.add(due + int(axle * RATE), clack * 1.8, float(chance.uniform(-0.3, 0.3)))
            due += int(chance.uniform(0.95, 1.02) * RATE)
        due -= count
        return rumble(count) + rush(count) * np.float32(0.25) + page.turned(count)

    return more


def machines(chance: np.random.Generator) -> Callable[[int], Stereo]:
    grind, at, beat = both(lambda: noise(chance, 120, 1800)), 0, float(chance.uniform(1.4, 2.2))

    def more(count: int) -> Stereo:
        nonlocal at
        time = (at + np.arange(count)) / RATE
        at += count
        hum = sum(np.sin(2 * np.pi * 50 * part * time) / part for part in (1, 2, 3, 5))
        stroke = 0.45 + 0.55 * np.clip(np.sin(2 * np.pi * beat * time), 0, 1) ** 3
        whole = grind(count) * (0.7 * stroke)[:, None].astype(np.float32)
        return whole + (np.asarray(hum) * 0.5)[:, None].astype(np.float32)

    return more


def computers(chance: np.random.Generator) -> Callable[[int], Stereo]:
    fan, page, at = both(lambda: noise(chance, 150, 900)), Page(), 0

    def more(count: int) -> Stereo:
        nonlocal at
        time = (at + np.arange(count)) / RATE
        at += count
        hum = np.sin(2 * np.pi * 120 * time) * 0.35 + np.sin(2 * np.pi * 240 * time) * 0.15
        for _ in range(int(chance.poisson(0.12 * count / RATE))):
            span = np.arange(int(0.09 * RATE)) / RATE
            beep = np.sin(2 * np.pi * chance.uniform(900, 1900) * span) * np.hanning(span.size)
            page.add(int(chance.integers(0, count)), beep * 0.3, float(chance.uniform(-0.7, 0.7)))
        return fan(count) * np.float32(0.7) + hum[:, None].astype(np.float32) + page.turned(count)

    return more
