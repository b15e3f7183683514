"""Takes the pictures in docs/screenshots from the plans of the demonstration; no test.

Tests/Browser/run makes the environment; then: .build/browser-venv/bin/python Tests/Browser/screenshots.py
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from support import CHROMIUM, PROGRAMME, ROOT, Server, imported

PICTURES = {
    "home": "/",
    "plan": f"/plans/{PROGRAMME}",
    "measure": f"/plans/{PROGRAMME}/measures/II.1.2",
    "budget": f"/plans/{PROGRAMME}/budget",
}
LIMIT = 200_000


def main():
    folder = ROOT / "docs/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        database = f"sqlite:{Path(place) / 'zakrila.sqlite'}"
        imported(database)
        with Server(database, development=False) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1440, "height": 1000}, device_scale_factor=1, color_scheme="light", locale="bg-BG")
            for name, path in PICTURES.items():
                page.goto(server.origin + path)
                page.evaluate("document.fonts.ready")
                picture = folder / f"{name}.png"
                page.screenshot(path=picture)
                size = picture.stat().st_size
                print(f"{picture.relative_to(ROOT)}  {size // 1000} kB" + ("  (too large)" if size > LIMIT else ""))
            browser.close()


if __name__ == "__main__":
    main()
