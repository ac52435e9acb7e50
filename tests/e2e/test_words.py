"""Text that looks like markup is shown letter by letter, and read aloud as it is written."""

from __future__ import annotations

import json
import random
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import ROOT

SCRIPT = """
import json
from pathlib import Path
import streamlit as st
from licmodel.dashboard.marks import label_words, plain_words
texts = json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))
for number, text in enumerate(texts):
    with st.container(key=f"text{number}"):
        st.markdown(plain_words(text))
    with st.container(key=f"within{number}"):
        st.markdown(f"**x** {plain_words(text)} y")
    with st.container(key=f"name{number}"):
        st.text_input(label_words(text), key=f"field{number}")
"""
SHOWN = """count => [...Array(count).keys()].map(at => {
  const name = document.querySelector(`.st-key-name${at}`);
  return [
    document.querySelector(`.st-key-text${at}`).textContent,
    document.querySelector(`.st-key-within${at}`).textContent,
    name.querySelector("[data-testid=stMarkdownContainer]").textContent,
    name.querySelector("input").getAttribute("aria-label"),
  ];
})"""
PARTS = [
    *"\\*_{}[]()#+-!|<>~$:.&;=/@ ",
    *("a", "B", "1", "12", "E3", "office_staff", "\n", "$5", "£5", "    "),
    *("->", "<-", "--", ">=", "<=", "~=", "<->", "**", "__", "~~", "$$", "- ", "1. ", "2) ", "> "),
    *(":heart:", ":+1:", ":material/home:", ":streamlit:", ":red[x]", ":help", "[x](y)", "![a](b)"),
    *("<b>", "&amp;", "https://a.b/c_d-e", "www.a.org", "a@b.org", "---", "===", "|---|", "[^1]"),
]


def texts() -> list[str]:
    """Return texts put together from what means something to markdown, the same every time."""
    draw = random.Random(20271)  # noqa: S311  no secret
    made = ("".join(draw.choices(PARTS, k=draw.randint(1, 8))).strip() for _ in range(150))
    said = ["Microsoft 365 E3: discount", "E3 -> F3", "users >= 300", "1. January", "R&D &copy;"]
    return [*said, *filter(None, made)]


def letters(text: str) -> str:
    """Return what can be seen of a text."""
    return re.sub("[\\s\u2060\ufeff]+", "", text)


def test_text_is_shown_letter_by_letter(tmp_path: Path, browser: BrowserContext) -> None:
    every = texts()
    (tmp_path / "texts.json").write_text(json.dumps(every), "utf-8")
    (tmp_path / "words.py").write_text(SCRIPT, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(tmp_path / "words.py")),
            *("--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"),
            *("--browser.gatherUsageStats=false", "--server.fileWatcherType=none"),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        page = browser.new_page()
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.05)
        page.goto(f"http://127.0.0.1:{port}")
        expect(page.locator(f".st-key-name{len(every) - 1} input")).to_be_visible(timeout=60_000)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
        shown = page.evaluate(SHOWN, len(every))
        page.close()
    finally:
        server.terminate()
        server.wait(10)
    for text, (alone, within, label, name) in zip(every, shown, strict=True):
        said = letters(text)
        assert letters(alone) == said
        assert letters(within) == f"x{said}y"
        assert letters(label) == said
        assert letters(name) == said
