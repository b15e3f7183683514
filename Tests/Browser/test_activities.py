"""Activities: a training written down on a phone, and every page of the room in both languages, on a desk and on phones, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect

from support import in_language
from visits import WINDOWS, look_everywhere

pytestmark = pytest.mark.xdist_group("activities")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_trainer_writes_down_two_days_with_31_people_on_a_phone(staff, script):
    page = staff("case-worker", java_script_enabled=script, width=390, height=844)
    page.goto("/activities")
    page.get_by_role("link", name="Нова дейност").click()
    page.locator("main a[href='/activities/new/training']").click()
    page.wait_for_url("**/activities/new/training")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("#title", "Разпознаване на жертви" if script else "Разпознаване на жертви, втора група")
    page.fill("#starts", "12.3.2026" if script else "12.5.2026")
    page.fill("#ends", "13.3.2026" if script else "13.5.2026")
    page.select_option("#district", "BG-03")
    page.locator("main form button").last.click()
    # The form of the training was forgotten: said at the top, and nothing is lost.
    expect(page.locator(".errors")).to_be_visible()
    assert page.input_value("#starts").startswith("12.")
    page.select_option("[name=f-training-form]", "seminar")
    for line, (profession, women, men) in enumerate([("teacher", 14, 3), ("social-worker", 9, 1), ("police", 1, 3)], 1):
        page.select_option(f"[name=head-profession-{line}]", profession)
        page.fill(f"[name=head-women-{line}]", str(women))
        page.fill(f"[name=head-men-{line}]", str(men))
    page.fill("#evidence", "Присъствен списък № 7")
    page.locator("main form button").last.click()
    page.wait_for_url("**?done=added")
    expect(page.locator("main")).to_contain_text(re.compile("31\\s+участници"))
    expect(page.locator("h1")).to_contain_text("Разпознаване на жертви")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


POSTS = [
    ("Берлин", "Германия"), ("Мюнхен", "Германия"), ("Франкфурт", "Германия"), ("Париж", "Франция"), ("Лондон", "Великобритания"),
    ("Мадрид", "Испания"), ("Валенсия", "Испания"), ("Рим", "Италия"), ("Милано", "Италия"), ("Хага", "Нидерландия"),
    ("Виена", "Австрия"), ("Атина", "Гърция"),
]


def test_a_consulate_pastes_what_twelve_posts_gave_out(staff, complete_sheet):
    page = staff("reporter")
    page.goto("/activities")
    page.get_by_role("link", name="Внасяне от Excel").first.click()
    page.select_option("#kind", "distribution")
    # As a spreadsheet program gives it to the clipboard, with one day that is none.
    page.fill("#text", complete_sheet(POSTS, wrong=7))
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/activities/import/[0-9a-f-]+$"))
    # Columns are recognised by their headings; what is in none is asked for once.
    assert page.locator("main table select").evaluate_all("all => all.map(one => one.value)") == [
        "title", "starts", "town", "country", "f-copies", "f-language"]
    page.locator("main form button").last.click()
    expect(page.locator(".errors")).to_be_visible()
    page.select_option("[name='c-f-distribution']", "consular-box")
    page.locator("main form button").last.click()
    page.wait_for_url("**/check")
    expect(page.locator("main")).to_contain_text("11 реда са верни")
    problem = page.locator("#problems-t").locator("xpath=..")
    expect(problem).to_contain_text("Ред 8")
    expect(problem).to_contain_text("31.2.2026")
    # Nothing is stored yet: the row is mended in the spreadsheet, and pasted again.
    page.goto("/activities/import")
    page.select_option("#kind", "distribution")
    page.fill("#text", complete_sheet(POSTS))
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/activities/import/[0-9a-f-]+$"))
    page.select_option("[name='c-f-distribution']", "consular-box")
    page.locator("main form button").last.click()
    page.wait_for_url("**/check")
    expect(page.locator("main")).to_contain_text("12 реда са верни")
    page.locator("main form button").last.click()
    page.wait_for_url("**done=imported")
    for town, _ in POSTS:
        expect(page.locator("main table")).to_contain_text(town)
    # And back again: nobody has changed anything since.
    page.locator("main a[href^='/activities/import/']").first.click()
    page.locator("#undo summary").click()
    page.locator("#undo button").click()
    expect(page.locator("main [role=status]")).to_contain_text("12")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


GIVEN = ["Мария", "Елена", "Ивана", "Петя", "Радка", "Стефка", "Димитра", "Йорданка"]
PEOPLE = [f"{given} {father} Примерова" for father in ["Иванова", "Петрова", "Димова", "Стоева"] for given in GIVEN][:31]
DAYS = {"part-title-1": "Разпознаване", "part-title-2": "Насочване"}


def held_training(page, title, starts, ends):
    """A training that is over, written down without heads; its address."""
    page.goto("/activities/new/training")
    page.fill("#title", title)
    page.fill("#starts", starts)
    page.fill("#ends", ends)
    page.select_option("[name=f-training-form]", "seminar")
    page.locator("main form button").last.click()
    page.wait_for_url("**?done=added")
    return page.url.split("?")[0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_who_was_there_is_pasted_on_a_phone_and_only_numbers_stay(staff, script):
    page = staff("case-worker", java_script_enabled=script, width=390, height=844)
    address = held_training(page, "С подписи", *(("12.1.2026", "13.1.2026") if script else ("12.2.2026", "13.2.2026")))
    page.get_by_role("link", name="Присъствие").click()
    page.wait_for_url("**/attendance")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for field, title in DAYS.items():
        page.fill(f"#{field}", title)
    lines = [f"{name}\tучител\tж\t\t{'1' if number < 3 else 'всички'}" for number, name in enumerate(PEOPLE)]
    page.locator("#list").focus()
    page.keyboard.insert_text("\n".join(lines).replace("учител", "учутел", 1))
    page.locator("main form button").last.click()
    # One word was mistyped: said with its line, and the list is still there.
    expect(page.locator("#list-wrong")).to_contain_text("Ред 1: „учутел“ не е професия")
    assert page.input_value("#list").count("\n") == 30 and page.input_value("#part-title-2") == "Насочване"
    page.fill("#list", "\n".join(lines))
    page.locator("main form.act-form button").last.click()
    page.wait_for_url("**?done=attended")
    assert page.url.startswith(address)
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    assert "28 участници" in text and "В списъка са 31 души" in text and "Примерова" not in text
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


# The smallest picture that a browser shows: one grey point.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c636800000082008177cd72b60000000049454e44ae426082")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_photo_proves_a_training_on_a_phone_is_opened_and_taken_away(staff, script):
    page = staff("case-worker", java_script_enabled=script, width=390, height=844)
    address = held_training(page, "Със снимка", *(("12.10.2025", "13.10.2025") if script else ("12.11.2025", "13.11.2025")))
    page.get_by_role("link", name="Добавете доказателство").click()
    form = page.locator("form[action$='/files']")
    # A page saved from the web is none: said at the top, and what was chosen stays.
    form.locator("[name=kind]").select_option("photo")
    form.locator("#file").set_input_files({"name": "snimka.jpg", "mimeType": "image/jpeg", "buffer": b"<html></html>"})
    form.locator("button").click()
    expect(page.locator(".errors")).to_contain_text("Файлът не е PDF")
    assert form.locator("[name=kind]").input_value() == "photo"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.locator("#file").set_input_files([
        {"name": "Мария Примерова.png", "mimeType": "image/png", "buffer": PICTURE},
        {"name": "programa.txt", "mimeType": "text/plain", "buffer": "Програма на обучението".encode()},
    ])
    form.locator("button").click()
    page.wait_for_url("**?done=file")
    proofs = page.locator(".proofs")
    expect(proofs.locator("a")).to_have_count(2)
    expect(proofs).to_contain_text("PNG")
    assert "Мария" not in page.locator("main").inner_text() and "Няма доказателство" not in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as opened:
        proofs.locator("a").first.click()
    assert opened.value.suggested_filename == "zakrila-photo.png"
    assert opened.value.path().read_bytes() == PICTURE
    # Taking away asks once more; by keyboard, too.
    page.goto(address)
    summary = page.locator(".proofs summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**?done=file-withdrawn")
    expect(proofs).to_contain_text("Оттеглен от")
    expect(proofs.locator("a")).to_have_count(1)
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


@pytest.fixture
def complete_sheet():
    """The rows of some posts with a heading; one of them may have a day that is in no calendar."""

    def made(posts, wrong=None):
        rows = [["Наименование", "Дата", "Пост", "Държава", "Бройки", "Език"]]
        for number, (town, country) in enumerate(posts, 1):
            day = "31.2.2026" if number == wrong else f"{number}.4.2026"
            rows.append(["Брошура за трудова експлоатация", day, town, country, str(number * 100), "Български; английски"])
        return "".join("\t".join(row) + "\r\n" for row in rows)

    return made


class Hand:
    """What somebody does with her hands, counted: each field filled in, each choice and each click."""

    def __init__(self, page):
        self.page, self.moves = page, 0

    def fill(self, field, text):
        self.moves += 1
        self.page.fill(field, text)

    def choose(self, field, value):
        if not self.page.is_visible(field):
            self.click(f"details:has({field}) > summary")
        self.moves += 1
        self.page.select_option(field, value)

    def click(self, field):
        self.moves += 1
        self.page.locator(field).last.click()

    def send(self):
        with self.page.expect_navigation():
            self.click("main form.act-form button.btn")
        assert self.page.locator(".errors").count() == 0, self.page.locator(".errors").inner_text()
        assert self.page.url.endswith("?done=added"), self.page.url


def test_a_local_secretary_writes_down_her_month(staff):
    page = staff("local-secretary")
    hand = Hand(page)

    def begin(kind, like=None):
        page.goto("/activities/new")
        hand.moves += 1
        if like:
            with page.expect_navigation():
                hand.click(f"main a:has-text('{like}')")
        else:
            with page.expect_navigation():
                hand.click(f"main a[href='/activities/new/{kind}']")

    # A school in the first week; the others are copies of it.
    begin("session")
    hand.fill("#title", "Беседа в училище")
    hand.fill("#starts", "2.11.2026")
    hand.choose("#district", "BG-02")
    hand.choose("[name=f-place-kind]", "school")
    hand.fill("[name=heads-women]", "14")
    hand.fill("[name=heads-men]", "11")
    hand.choose("[name=f-method]", "list")
    hand.fill("#evidence", "Писмо 17 на училището")
    hand.send()
    for day, heads in [("9.11.2026", "22"), ("10.11.2026", "19"), ("16.11.2026", "25")]:
        begin("session", like="Беседа в училище")
        hand.fill("#starts", day)
        hand.fill("[name=heads-women]", heads)
        hand.fill("#evidence", "Писмо на училището")
        hand.send()
    begin("meeting")
    hand.fill("#title", "Заседание на местната комисия")
    hand.fill("#starts", "12.11.2026")
    hand.choose("[name=f-meeting]", "session")
    hand.fill("#evidence", "Протокол 11")
    hand.send()
    begin("distribution")
    hand.fill("#title", "Листовки на гарата")
    hand.fill("#starts", "18.11.2026")
    hand.choose("#district", "BG-02")
    hand.fill("[name=f-copies]", "300")
    hand.choose("[name=f-distribution]", "event")
    hand.fill("#evidence", "Разписка 4")
    hand.send()
    begin("media")
    hand.fill("#title", "Интервю по местното радио")
    hand.fill("#starts", "18.11.2026")
    hand.choose("[name=f-media]", "interview")
    hand.fill("#evidence", "https://example.org/interview")
    hand.send()
    # What is missing from the month stands at the top of the list, and leads to what it is missing from.
    page.goto("/activities?from=2026-11-01&to=2026-11-30")
    expect(page.locator("main .shown")).to_contain_text("7")
    expect(page.locator("main table")).to_contain_text("Беседа в училище")
    # Ten minutes are some two hundred moves of three seconds.
    assert hand.moves < 100, hand.moves
    assert page.complaints == []
    page.context.close()


@pytest.mark.parametrize("days", [1, 5])
def test_sheet_to_sign_is_a4_and_nothing_is_cut_off(staff, days):
    page = staff("case-worker")
    address = held_training(page, "С лист за подписи" + " и много части" * (days > 1), f"2.{days}.2026", f"{1 + days}.{days}.2026")
    page.goto(address + "/attendance/sheet")
    for pages, rows in enumerate(page.locator(".chips a").evaluate_all("all => all.map((one) => one.href)"), 1):
        page.goto(rows)
        document = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", document)) == pages
    sizes = {tuple(round(float(side)) for side in box.split()[2:]) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", document)}
    assert sizes == {(595, 842) if days == 1 else (842, 595)}, "with many parts it lies on its side"
    page.set_viewport_size({"width": 688 if days == 1 else 1016, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.evaluate("innerWidth")
    assert page.locator(".attend .qr svg").is_visible() and not page.locator(".crumbs").is_visible()
    page.context.close()


@pytest.fixture(scope="module")
def desk(staff):
    page = staff("reporter")
    page.goto("/activities/new/participation")
    page.fill("#title", "Годишна среща на мрежата")
    page.fill("#starts", "3.3.2026")
    page.select_option("[name=f-format]", "emn")
    page.locator("main form button").last.click()
    page.wait_for_url("**?done=added")
    address = page.url.split("?")[0]
    listed = held_training(page, "Годишна среща за обучение", "4.2.2026", "5.2.2026")
    page.goto(listed + "/attendance")
    page.fill("#list", "Мария Иванова Примерова; учител; ж; МОН; 1, 2\nИван Петров Примеров; съдия; м; ; 1")
    page.locator("main form.act-form button").last.click()
    page.wait_for_url("**?done=attended")
    yield page, *("/activities/" + one.split("/activities/")[1] for one in (address, listed))
    page.context.close()


def press_store(page, _):
    page.fill("#list", "Мария; учител; да\nИван Петров; магьосник")
    page.locator("main form.act-form button").last.click()


SIGHTS = {
    "list": ("/activities", None, 200),
    "list-empty": ("/activities?kind=visits", None, 200),
    "list-wrong": ("/activities?from=вчера", None, 422),
    "kinds": ("/activities/new", None, 200),
    "training": ("/activities/new/training", None, 200),
    "training-wrong": ("/activities/new/training", lambda page, _: page.locator("main form button").last.click(), 422),
    "advert": ("/activities/new/advert", None, 200),
    "activity": ("{address}", None, 200),
    "change": ("{address}/change", None, 200),
    "copy": ("/activities/new/participation?copy={id}", None, 200),
    "listed": ("{listed}", None, 200),
    "listed-change": ("{listed}/change", None, 200),
    "attendance": ("{listed}/attendance", None, 200),
    "attendance-wrong": ("{listed}/attendance", press_store, 422),
    "sheet": ("{listed}/attendance/sheet", None, 200),
    "import": ("/activities/import", None, 200),
    "imports": ("/activities/imports", None, 200),
    "calendar": ("/activities/calendar", None, 200),
    "map": ("/activities/map", None, 200),
    "materials": ("/activities/materials", None, 200),
    "events": ("/events", None, 200),
    "events-map": ("/events/map", None, 200),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_of_acts_is_whole_and_has_no_barriers(desk, name, language):
    page, address, listed = desk
    path, act, status = SIGHTS[name]
    page.complaints.clear()
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    answer = page.goto(in_language(path.format(address=address, id=address.rsplit("/", 1)[1], listed=listed), language))
    if act:
        with page.expect_response(lambda one: one.request.method == "POST") as sent:
            act(page, language)
        answer = sent.value
    assert answer.status == status
    page.wait_for_load_state()
    look_everywhere(page, language, "Годишна среща")
