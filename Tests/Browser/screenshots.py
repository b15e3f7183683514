"""Takes the pictures in docs/screenshots from a demonstration with invented persons; no test. scripts/screenshots runs it."""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from staff import Staff, add_record, refer, take_up
from story import INDICATOR, Story, this_year
from support import CHROMIUM, PROGRAMME, ROOT, Server, imported, populated

# Who looks, and at what; nobody where it is a page for strangers.
PICTURES = {
    "home": (None, "/"),
    "plan": (None, f"/plans/{PROGRAMME}"),
    "measure": (None, f"/plans/{PROGRAMME}/measures/II.1.2"),
    "budget": (None, f"/plans/{PROGRAMME}/budget"),
    "today": ("hotline-operator", "/today"),
    "signal": ("hotline-operator", "/signals/new"),
    "person": ("case-worker", "{record}"),
    "looks": ("supervisor", "{record}/supervise"),
    "ledger": ("auditor", "/ledger?acts=records"),
    "staff": ("administrator", "/staff"),
}
# Pictures of the story of one person, at a moment of it: after which step, whose window, where.
MOMENTS = {
    "case": ("the_shelter_takes_her_in", "case-worker", "{case}"),
    "referral": ("a_shelter_is_asked", "shelter-manager", "{shelter}"),
    "indicator": ("the_plan_counts_itself", "coordinator", INDICATOR),
}
# Pictures of the year that the demonstration plays.
YEAR = {
    "figures": ("coordinator", f"/plans/{PROGRAMME}/figures"),
    "map": ("coordinator", "/activities/map?from=1.1.2024&to=31.12.2024"),
}
LIMIT = 100_000


def send(page, form):
    with page.expect_navigation():
        page.locator(f"form[action$='{form}'] button.btn").last.click()


def called(staff):
    """Signals of an invented evening."""
    line = staff("hotline-operator")
    for danger, told, form, district, persons in [
        ("now", "emergency", "sexual", "BG-03", "women"), ("no", None, "labour", "BG-16", "men"), ("unknown", None, "begging", "BG-22", "girls"),
    ]:
        line.goto("/signals/new")
        for name, value in [("kind", "signal"), ("danger", danger), ("told", told), ("form", form)]:
            if value:
                line.check(f"input[name={name}][value={value}]")
        line.select_option("#district", district)
        line.fill("#count-" + persons, "1")
        send(line, "/signals/new")


def told(staff):
    """A day's work on an invented record, so that there is something to see; the record's address."""
    worker, head, shelter = (staff(role) for role in ("case-worker", "supervisor", "shelter-manager"))
    add_record(worker, given_name="Здравец", family_name="Измислен")
    record = add_record(
        worker, given_name="Незабравка", family_name="Примерова", birth="3.11.1998", phone="0888 000 000",
        safe_contact="Само следобед; да не се споменава приют.",
    )
    worker.goto(record + "/change")
    worker.fill("#citizenship", "България")
    worker.fill("#address", "с. Измислено, ул. „Никоя“ 7")
    send(worker, "/change")
    take_up(shelter, refer(worker, record, "Приют „Образец“ (измислен)"))
    shelter.goto(record)
    head.goto(record)
    head.locator("details:has(form[action$='/assign']) summary").last.click()
    head.locator("#user").select_option(label="Злата Небивала")
    send(head, "/assign")
    return record


def photographed(open_window, wanted, folder):
    """Plays the story and takes the pictures that are wanted on the way."""
    story = Story(open_window)
    for step in Story.STEPS:
        step(story)
        for name, (after, role, path) in MOMENTS.items():
            if name in wanted and after == step.__name__:
                story[role].goto(path.format(**story.places))
                taken(story[role], folder / f"{name}.png")
    story.close()


def played(browser, wanted, folder):
    """Has the demonstration play its year, and takes the pictures that are wanted of it."""
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        imported(f"sqlite:{place / 'zakrila.sqlite'}")
        with Server(populated(place), development=False, folder=place) as server:
            staff = Staff(lambda **options: window(browser, server, **options))
            for name in wanted:
                role, path = YEAR[name]
                page = staff(role)
                page.goto(path)
                taken(page, folder / f"{name}.png")
                page.context.close()


def window(browser, server, **options):
    context = browser.new_context(
        base_url=server.origin, locale="bg-BG", viewport={"width": 1440, "height": 1000}, color_scheme="light", **options)
    return context.new_page()


def taken(page, picture):
    """The window as a file of few colours."""
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=picture)
    subprocess.run(["pngquant", "--force", "--strip", "--speed", "1", "--output", picture, "128", picture], check=True)
    size = picture.stat().st_size
    print(f"{picture.relative_to(ROOT)}  {size // 1000} kB" + ("  (too large)" if size > LIMIT else ""))


def main(names):
    known = [*PICTURES, *MOMENTS, *YEAR]
    if unknown := set(names) - set(known):
        raise SystemExit(f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    folder = ROOT / "docs/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        place = Path(place)
        database = populated(place)
        with Server(database, development=False, folder=place) as server:
            # The browser's own words, as in fields for dates, follow its locale and not the page's.
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=bg-BG"], env={"LANGUAGE": "bg"})

            def opened(**options):
                return window(browser, server, **options)

            staff = Staff(opened)
            wanted = {name: PICTURES[name] for name in names or PICTURES if name in PICTURES}
            record = ""
            if any(role for role, _ in wanted.values()):
                record = told(staff)
                called(staff)
            for name, (role, path) in wanted.items():
                page = staff(role) if role else opened()
                if name == "ledger":
                    staff("analyst").goto(record)
                page.goto(path.format(record=record))
                if name == "person":
                    send(page, "/unmask")
                if name == "signal":
                    for one in ("[name=kind][value=signal]", "[name=danger][value=no]", "[name=form][value=labour]"):
                        page.check("input" + one)
                    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
                taken(page, folder / f"{name}.png")
                page.context.close()
            if moments := [name for name in names or MOMENTS if name in MOMENTS]:
                this_year(place, database)
                photographed(opened, moments, folder)
            if years := [name for name in names or YEAR if name in YEAR]:
                played(browser, years, folder)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
