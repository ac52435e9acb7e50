"""Times the pages in Chromium, each against a page of Streamlit alone with one chart on it.

Run as ``python bench/dashboard.py``; the ratios matter, the times are those of the machine. Where
Chromium is missing it says so, and times nothing.

Both servers are started alike, in a process of their own, and asked by the same browser. A change
is timed in the page itself: from the key that moves a slider to the figure that changes.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "council_2027.yaml"
FIRST_PAGE, CHANGE, MODEL, USERS = 3.5, 0.5, 50, 10
"""Bounds: seconds to the first page, seconds to a changed figure, milliseconds, users at once."""

KEY = "renew.e3.discount"
STARTS, MOVES, ROUNDS = 3, 5, 2
MOST_TIMES_PLAIN = {"first": 2.0, "change": 3.0}

PLAIN = """
import streamlit as st
st.title("Plain")
at = st.slider("At", 0, 100, 50)
st.html(f'<p class="lm-answer">{at}</p>')
st.vega_lite_chart(
    {"mark": "bar", "data": {"values": [{"x": "a", "y": at}]},
     "encoding": {"x": {"field": "x"}, "y": {"field": "y", "type": "quantitative"}}}
)
"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
KEPT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# In the page: when a key goes down, and when the answer next says something else.
WATCH = """() => {
  const said = () => document.querySelector('.lm-answer')?.innerText;
  let before = said();
  window.took = null;
  document.addEventListener('keydown', () => { window.since = performance.now(); }, true);
  new MutationObserver(() => {
    const now = said();
    if (now && now !== before && window.since) {
      window.took = (performance.now() - window.since) / 1000;
      before = now;
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
RESTS = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """A server of its own, ready to be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *(each.replace("PORT", str(port)) for each in arguments)]
    server = subprocess.Popen(
        command, env=KEPT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310  here
                    break
            except OSError:
                time.sleep(0.02)
        yield address
    finally:
        server.kill()  # asked to stop, it would wait for windows that have gone
        server.wait()


def first_page(browser: Any, address: str) -> float:  # noqa: ANN401  playwright's
    """Seconds from asking a fresh server for its page until the answer is there."""
    page = browser.new_page()
    begun = time.perf_counter()
    page.goto(address)
    page.locator(".lm-answer").wait_for(timeout=60_000)
    took = time.perf_counter() - begun
    page.close()
    return took


def opened(browser: Any, address: str) -> Any:  # noqa: ANN401  playwright's
    """A page that is watched, with a slider in focus."""
    page = browser.new_page()
    page.goto(address)
    page.locator(".lm-answer").wait_for(timeout=60_000)
    page.locator(RESTS).wait_for(timeout=60_000)
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    return page


def move(page: Any) -> None:  # noqa: ANN401  playwright's
    """Move the first slider by a step, to where nobody was before: nothing is answered already."""
    page.evaluate("() => { window.took = null; }")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowLeft")


def changed(page: Any) -> float:  # noqa: ANN401  playwright's
    """Seconds from the key to the figure."""
    page.wait_for_function("() => window.took !== null", timeout=60_000)
    return float(page.evaluate("() => window.took"))


def changes(page: Any) -> list[float]:  # noqa: ANN401  playwright's
    """Each of several moves, one after the other."""
    times = []
    for _ in range(MOVES + 1):
        move(page)
        times.append(changed(page))
        page.locator(RESTS).wait_for()
        page.wait_for_timeout(150)
    return times[1:]  # the first loads what later ones have


def at_once(pages: list[Any]) -> list[float]:
    """All users move at the same moment; each then waits for the figure."""
    times = []
    for _ in range(ROUNDS):
        for page in pages:
            move(page)
        times += [changed(page) for page in pages]
        for page in pages:
            page.locator(RESTS).wait_for()
    return times


def model() -> float:
    """Milliseconds in which the model answers what the slider asks, at the median."""
    import licmodel  # noqa: PLC0415  where Chromium is missing nothing is timed
    from licmodel.assembly.assemble import assemble  # noqa: PLC0415

    model = assemble(licmodel.load(SCENARIO))  # once, as the pages do
    times = []
    for at in range(12):
        begun = time.perf_counter()
        licmodel.whatif(model, {KEY: {"set": f"{at + 1}%"}}, beside=[])
        times.append(time.perf_counter() - begun)
    return 1000 * median(times[2:])


def timed(player: Any, plain: str, folder: str) -> None:  # noqa: ANN401  playwright's
    """Print each figure with its bound, and its ratio to the plain page's."""
    ours = ("-m", "licmodel.cli", "app", folder, "--no-browser", "--port", "PORT")
    bare = ("-m", "streamlit", "run", plain, "--server.headless=true", "--server.port=PORT")
    bare += ("--server.address=127.0.0.1", "--browser.gatherUsageStats=false")
    bare += ("--server.fileWatcherType=none",)
    browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    firsts: dict[str, list[float]] = {"ours": [], "bare": []}
    single: dict[str, list[float]] = {}
    for at in range(STARTS):
        for name, arguments, path in (("bare", bare, ""), ("ours", ours, "/what-if")):
            with served(*arguments) as address:
                firsts[name].append(first_page(context, address))
                if at == STARTS - 1:
                    page = opened(context, address + path)
                    single[name] = changes(page)
                    page.close()
                if at == STARTS - 1 and name == "ours":
                    many = at_once(
                        [
                            opened(context, f"{address}{path}?set={KEY}={5 + at * 1.03:.2f}%25")
                            for at in range(USERS)
                        ]
                    )
    browser.close()
    first = median(firsts["ours"][1:])
    print(
        f"first page from a cold server: {first:.2f} s (bound {FIRST_PAGE} s), "
        f"{first / median(firsts['bare'][1:]):.2f} times a plain page "
        f"(budget {MOST_TIMES_PLAIN['first']:g})"
    )
    change = median(single["ours"])
    print(
        f"slider to changed figure: {change:.2f} s at the median (bound {CHANGE} s), "
        f"{change / median(single['bare']):.2f} times a plain page "
        f"(budget {MOST_TIMES_PLAIN['change']:g}); the model answers in {model():.0f} ms "
        f"(bound {MODEL})"
    )
    print(
        f"{USERS} users who move at the same moment: {median(many):.2f} s at the median "
        f"(bound {2 * CHANGE:g} s), {max(many):.2f} s at the most"
    )


def main() -> None:
    """Print the figures; they are for people to judge, since a busy machine proves nothing."""
    if shutil.which("chromium") is None:
        print("the pages are not timed: chromium is not on PATH")
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  not needed to say so

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        plain = Path(folder) / "plain.py"
        plain.write_text(PLAIN, "utf-8")
        shelf = Path(folder) / "shelf"
        shelf.mkdir()
        shutil.copy(SCENARIO, shelf)
        timed(player, str(plain), str(shelf))


if __name__ == "__main__":
    main()
