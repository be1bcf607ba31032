"""Timing contenders in turn, so that a slow minute of the machine hits all of them."""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any


def run_rounds(
    contenders: Mapping[str, Callable[[], Any]], rounds: int
) -> tuple[dict[str, float], dict[str, Any]]:
    """Run each contender once a round; median seconds and the last result of each."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    results: dict[str, Any] = {}
    for _ in range(rounds):
        for name, contender in contenders.items():
            started = time.perf_counter()
            results[name] = contender()
            seconds[name].append(time.perf_counter() - started)
    return {name: median(times) for name, times in seconds.items()}, results


def show(title: str, seconds: Mapping[str, float], ours: str) -> None:
    """Print each contender's median and our ratio to it (below 1: we are faster)."""
    print(f"\n{title}")
    for name, taken in seconds.items():
        print(f"  {name:<34}{taken * 1000:>10.1f} ms   {ours} / this: {seconds[ours] / taken:.2f}")
