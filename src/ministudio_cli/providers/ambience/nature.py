"""Rooms, weather, water, fire and what lives outside, synthesised."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ministudio_cli.providers.ambience.tools import RATE, Filter, Page, Stereo, Wander, both, noise


def room(chance: np.random.Generator) -> Callable[[int], Stereo]:
    return both(lambda: noise(chance, 40, 320))


def air(chance: np.random.Generator) -> Callable[[int], Stereo]:
    low, high = both(lambda: noise(chance, 60, 400)), both(lambda: noise(chance, 400, 2500))
    return lambda count: low(count) + high(count) * np.float32(0.25)


def rain(chance: np.random.Generator) -> Callable[[int], Stereo]:
    hiss, patter, page = both(lambda: noise(chance, 900, 9000)), both(lambda: noise(chance, 200, 900)), Page()
    swell = Wander(chance, 5)

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(110 * count / RATE))):
            long = int(chance.integers(90, 420))
            time = np.arange(long) / RATE
            tone = np.sin(2 * np.pi * chance.uniform(1500, 5200) * time) * np.exp(-time * chance.uniform(500, 1400))
            page.add(int(chance.integers(0, count)), tone * chance.exponential(1.3), float(chance.uniform(-0.9, 0.9)))
        strength = (0.8 + 0.4 * swell.more(count))[:, None].astype(np.float32)
        return (hiss(count) * np.float32(0.8) + patter(count) * np.float32(0.5)) * strength + page.turned(count)

    return more


def thunder(chance: np.random.Generator) -> Callable[[int], Stereo]:
    page, left = Page(), int(chance.integers(1, 4)) * RATE

    def more(count: int) -> Stereo:
        nonlocal left
        left -= count
        if left <= 0:
            left = int(chance.uniform(7, 18) * RATE)
            long = int(chance.uniform(4, 7) * RATE)
            time = np.arange(long) / RATE
            roll = np.interp(time, np.linspace(0, time[-1], 24), chance.random(24) ** 2)
            shape = np.clip(time / 0.04, 0, 1) * np.exp(-time * chance.uniform(0.5, 0.9)) * (0.35 + roll)
            place, edge, side = int(chance.integers(0, count)), chance.uniform(90, 220), chance.uniform(-0.4, 0.4)
            for pan in (side - 0.5, side + 0.5):
                low = Filter(None, float(edge))(chance.standard_normal(long)) * 11
                crack = Filter(500, 3000)(chance.standard_normal(long)) * np.exp(-time * 9) * 1.2
                page.add(place, (low * shape + crack) * 1.8, float(pan))
        return page.turned(count)

    return more


def wind(chance: np.random.Generator) -> Callable[[int], Stereo]:
    def band(low: float, high: float) -> Callable[[int], Stereo]:
        return both(lambda: noise(chance, low, high))

    bands = [
        (band(80, 260), Wander(chance, 4.0), 1.0),
        (band(260, 600), Wander(chance, 3.0), 0.7),
        (band(600, 1400), Wander(chance, 2.2), 0.35),
    ]

    def more(count: int) -> Stereo:
        whole = np.zeros((count, 2), np.float32)
        for blown, gust, share in bands:
            whole += blown(count) * (share * (0.15 + gust.more(count) ** 2))[:, None].astype(np.float32)
        return whole

    return more


def waves(chance: np.random.Generator) -> Callable[[int], Stereo]:
    body, foam = both(lambda: noise(chance, 80, 700)), both(lambda: noise(chance, 900, 6000))
    at, period = 0.0, float(chance.uniform(6.5, 9))
    breath = Wander(chance, 7)

    def more(count: int) -> Stereo:
        nonlocal at
        phase = ((at + np.arange(count) / RATE) / period) % 1.0
        at += count / RATE
        # It gathers slowly, breaks, and runs back.
        rise = np.where(phase < 0.45, (phase / 0.45) ** 2.5, np.exp(-(phase - 0.45) * 5.5))
        wash = np.where(phase < 0.42, 0.06, np.exp(-((phase - 0.55) ** 2) / 0.018))
        swell = 0.7 + 0.5 * breath.more(count)
        loud = ((0.25 + rise) * swell)[:, None].astype(np.float32)
        return body(count) * loud + foam(count) * (0.5 * (0.1 + wash) * swell)[:, None].astype(np.float32)

    return more


def stream(chance: np.random.Generator) -> Callable[[int], Stereo]:
    rush, low, page = both(lambda: noise(chance, 700, 4200)), both(lambda: noise(chance, 200, 700)), Page()
    pace = Wander(chance, 0.35)

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(16 * count / RATE))):
            long = int(chance.uniform(0.02, 0.07) * RATE)
            time = np.arange(long) / RATE
            start = chance.uniform(420, 1500)
            tone = np.sin(2 * np.pi * (start + chance.uniform(2, 9) * 1000 * time) * time) * np.hanning(long)
            page.add(int(chance.integers(0, count)), tone * chance.exponential(0.9), float(chance.uniform(-0.8, 0.8)))
        strength = (0.75 + 0.4 * pace.more(count))[:, None].astype(np.float32)
        return rush(count) * np.float32(0.6) * strength + low(count) * np.float32(0.55) + page.turned(count)

    return more


def birds(chance: np.random.Generator) -> Callable[[int], Stereo]:
    leaves, gust, page = both(lambda: noise(chance, 500, 5000)), Wander(chance, 4), Page()
    singers = [(float(chance.uniform(2300, 5200)), float(chance.uniform(-0.9, 0.9)), float(chance.uniform(0.3, 1)))
               for _ in range(5)]  # fmt: skip

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(0.55 * count / RATE))):
            pitch, pan, near = singers[int(chance.integers(len(singers)))]
            place, song = int(chance.integers(0, count)), int(chance.integers(1, 6))
            sweep, long = chance.uniform(-0.25, 0.3), chance.uniform(0.05, 0.16)
            for note in range(song):
                time = np.arange(int(long * RATE)) / RATE
                bent = pitch * (1 + sweep * time / long + 0.05 * np.sin(2 * np.pi * chance.uniform(18, 40) * time))
                tone = np.sin(2 * np.pi * np.cumsum(bent) / RATE) * np.hanning(time.size)
                page.add(place + int(note * (long + 0.05) * RATE), tone * near * 2.2, pan)
        return leaves(count) * (0.2 + 0.5 * gust.more(count))[:, None].astype(np.float32) + page.turned(count)

    return more


def crickets(chance: np.random.Generator) -> Callable[[int], Stereo]:
    air = both(lambda: noise(chance, 200, 1500))
    singers = [(float(chance.uniform(3900, 5100)), float(chance.uniform(17, 24)), float(chance.uniform(0.6, 1.3)),
                float(chance.uniform(-1, 1)), float(chance.uniform(0.25, 1))) for _ in range(6)]  # fmt: skip
    at = 0

    def more(count: int) -> Stereo:
        nonlocal at
        time = (at + np.arange(count)) / RATE
        at += count
        whole = air(count) * np.float32(0.25)
        for pitch, pulse, rest, pan, near in singers:
            sings = ((time / rest) % 1.0 < 0.55) * np.clip(np.sin(2 * np.pi * pulse * time), 0, 1)
            tone = np.sin(2 * np.pi * pitch * time) * sings * near * 0.5
            whole[:, 0] += (tone * np.cos((pan + 1) * np.pi / 4)).astype(np.float32)
            whole[:, 1] += (tone * np.sin((pan + 1) * np.pi / 4)).astype(np.float32)
        return whole

    return more


def fire(chance: np.random.Generator) -> Callable[[int], Stereo]:
    body, page, swell = both(lambda: noise(chance, 50, 420)), Page(), Wander(chance, 1.2)

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(13 * count / RATE))):
            long = int(chance.uniform(0.002, 0.02) * RATE)
            snap = chance.standard_normal(long) * np.exp(-np.arange(long) / (long / 5))
            page.add(int(chance.integers(0, count)), snap * chance.exponential(0.9), float(chance.uniform(-0.6, 0.6)))
        return body(count) * (0.5 + 0.7 * swell.more(count))[:, None].astype(np.float32) + page.turned(count)

    return more


def underwater(chance: np.random.Generator) -> Callable[[int], Stereo]:
    body, page, swell = both(lambda: noise(chance, 35, 260)), Page(), Wander(chance, 4)

    def more(count: int) -> Stereo:
        for _ in range(int(chance.poisson(0.5 * count / RATE))):
            place, pan = int(chance.integers(0, count)), float(chance.uniform(-0.7, 0.7))
            for bubble in range(int(chance.integers(2, 8))):
                time = np.arange(int(chance.uniform(0.05, 0.12) * RATE)) / RATE
                tone = np.sin(2 * np.pi * (chance.uniform(180, 480) + 1400 * time) * time) * np.hanning(time.size)
                page.add(place + int(bubble * 0.07 * RATE), tone * 0.8, pan)
        return body(count) * (0.7 + 0.5 * swell.more(count))[:, None].astype(np.float32) + page.turned(count)

    return more
