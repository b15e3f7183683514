"""Cases: one worked on from the record to its end, and every page in both languages, on a desk and on phones, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect

from staff import add_record, answer_every_question, sign_in
from support import in_language
from visits import WINDOWS, look_everywhere

pytestmark = pytest.mark.xdist_group("cases")


def sent(page, part):
    """Sends the form of a part of a case and waits for what follows."""
    with page.expect_navigation():
        page.locator(f"form[action$='/{part}'] button.btn").last.click()


def unfold(page, words):
    summary = page.locator("summary", has_text=words).first
    if summary.locator("xpath=..").get_attribute("open") is None:
        summary.click()


def opened(page, **fields):
    """Opens a record and a case for it; the addresses of the case and of its person."""
    record = add_record(page, **fields)
    page.goto(record)
    sent(page, "case")
    page.wait_for_url("**&done=opened")
    path = "/cases/" + page.url.split("/cases/")[1].split("?")[0]
    return path, path + "/" + record.split("/persons/")[1]


def assess(page, level="high"):
    unfold(page, "Нова оценка")
    answer_every_question(page)
    page.check("input[name='risk-threat-now'][value=yes]")
    page.check("input[name='risk-debt'][value=declined]")
    page.check("input[name='risk-pregnant'][value=yes]")
    page.check("input[name='need-shelter'][value=urgent]")
    page.check("input[name=manner][value=interpreter]")
    page.check("input[name='own-view'][value=afraid]")
    page.check(f"input[name=level][value={level}]")
    sent(page, "assessment")


def plan(page, text="Настаняване в защитено жилище"):
    unfold(page, "Състави план")
    page.select_option("#goal-1-area", "shelter")
    page.fill("#goal-1-text", text)
    page.fill("#goal-1-by", "20.12.2030")
    page.select_option("#goal-2-area", "legal")
    page.fill("#goal-2-text", "Среща с адвокат от Бюрото за правна помощ")
    page.select_option("#goal-2-who", "self")
    page.fill("#safety", "Излиза само с придружител. Паролата е уговорена.")
    page.check("input[name=agreement][value=signed]")
    page.fill("#agreed-on", "1.11.2025")
    sent(page, "plan")


def note(page, text):
    page.check("input[name=kind][value=counselling]")
    page.check("input[name=audience][value=team]")
    page.fill("#text", text)
    sent(page, "notes")


def contact(page, person):
    page.goto("/persons/" + person + "/contact")
    page.check("input[name=way][value=in-person]")
    page.check("input[name=way][value=through-worker]")
    page.check("input[name=never][value=call-home]")
    page.check("input[name=hours][value=arranged]")
    sent(page, "contact")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("window", ["wide", "phone"])
def test_a_case_from_the_record_to_its_end(staff, script, window):
    page = staff("case-worker", java_script_enabled=script)
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS[window])))
    path, person = opened(page, given_name="Синчец", family_name="Плантиранова")
    expect(page.locator("h1")).to_have_text(re.compile(r"^НМН-\d{4}-\d{6}$"))
    expect(page.locator(".contact")).to_contain_text("не е уговорена")
    contact(page, person.split("/")[-1])

    page.goto(person + "/identification")
    page.check("input[name=level][value=formal]")
    page.select_option("#ground", "proceedings")
    sent(page, "identification")
    expect(page.locator(".errors")).to_contain_text("орган на досъдебното производство")
    page.select_option("#body", "ГДБОП")
    sent(page, "identification")
    expect(page.locator(".clock", has_text="размисъл")).to_contain_text("Период за възстановяване и размисъл · още 30 дни")
    # Nobody knows yet whether she is a foreigner: that, too, is answered here.
    expect(page.locator(".clock")).to_have_count(2)
    page.check("input[name=event][value=referred-outside]")
    sent(page, "event")
    expect(page.locator("main .line").last).to_contain_text("Насочване към подкрепа")
    page.goto(person + "/identification")
    expect(page.locator(".clock")).to_have_count(1)

    page.goto(person + "/trafficking")
    page.select_option("#principal", "sexual")
    page.check("input[name=act][value=recruited]")
    page.check("input[name=means][value=deception]")
    page.select_option("#country-exploited-1", "DE")
    page.fill("#began", "лято 2024")
    sent(page, "trafficking")
    expect(page.locator(".dl")).to_contain_text("лято 2024")

    page.goto(person + "/assessment")
    assess(page)
    expect(page.locator("main .badge.bad").first).to_have_text("Висок")
    assert "Бременна" not in page.locator("main .pair").inner_text()
    page.goto(person + "/plan")
    plan(page)
    assert "Настаняване в защитено" not in page.content()
    sent(page, "plan/show")
    expect(page.locator("main table")).to_contain_text("Настаняване в защитено жилище")
    page.goto(person + "/notes")
    note(page, "Синя бележка")
    assert "Синя бележка" not in page.content()
    sent(page, "notes/show")
    expect(page.locator("main .line")).to_contain_text("Синя бележка")
    page.goto(person + "/files")
    page.check("input[name=kind][value=plan]")
    page.check("input[name=audience][value=team]")
    page.set_input_files("#file", {"name": "Плантиранова.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 \xff\x00\r\n--x"})
    sent(page, "files")
    with page.expect_download() as got:
        page.locator("form[action*='/files/'] button").first.click()
    assert got.value.suggested_filename == "zakrila-plan.pdf"
    assert got.value.path().read_bytes() == b"%PDF-1.4 \xff\x00\r\n--x"

    page.goto(path)
    unfold(page, "Уговори стъпка")
    page.select_option("#step", "lawyer")
    page.fill("#due", "20.12.2030")
    sent(page, "step")
    expect(page.locator(".steps")).to_contain_text("Правна помощ")
    sent(page, "done")
    expect(page.locator("main .line").last).to_contain_text("Формална идентификация")
    expect(page.locator(".facts")).to_contain_text("Сексуална")
    assert "Синчец" not in page.content() and "Плантиранова" not in page.content()
    page.goto(path + "/close")
    page.check("input[value=plan-fulfilled]")
    page.fill("#follow-up", "20.12.2030")
    sent(page, "close")
    expect(page.locator("main")).to_contain_text("Планът е изпълнен")
    page.goto("/cases?of=mine&state=closed")
    assert page.locator(f"a[href='{path}']").count() == 1
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


def test_forty_answers_survive_a_session_that_ended(staff):
    page = staff("case-worker")
    _, person = opened(page, given_name="Синчец")
    page.goto(person + "/assessment")
    chosen = {}
    for place, question in enumerate(page.locator("form.questions fieldset").all()):
        if place % 2:
            continue
        answer = question.locator("input").nth(place % 4)
        answer.check()
        chosen[answer.get_attribute("name")] = answer.get_attribute("value")
    assert len(chosen) >= 20
    # The session is thrown away by another window; what was written is sent before the page goes.
    page.evaluate("""async () => {
        const form = document.querySelector("form.questions");
        await fetch(form.action, {method: "POST", body: new URLSearchParams([...new FormData(form), ["_draft", "keep"]])});
    }""")
    page.context.clear_cookies()
    page.goto(person + "/assessment")
    page.wait_for_url("**/sign-in?*")
    sign_in(page, "case-worker")
    page.goto(person + "/assessment")
    expect(page.locator(".kept")).to_be_visible()
    for name, value in chosen.items():
        expect(page.locator(f"input[name='{name}'][value='{value}']")).to_be_checked()
    page.context.close()


@pytest.fixture(scope="module")
def desk(staff):
    """A case with something in every part of it."""
    page = staff("case-worker")
    path, person = opened(page, given_name="Незабравка", family_name="Плантиранова")
    contact(page, person.split("/")[-1])
    page.goto(person + "/identification")
    page.check("input[name=level][value=formal]")
    page.select_option("#body", "ГДБОП")
    page.select_option("#ground", "proceedings")
    sent(page, "identification")
    page.goto(person + "/assessment")
    assess(page)
    page.goto(person + "/trafficking")
    page.select_option("#principal", "sexual")
    page.select_option("#country-exploited-1", "DE")
    sent(page, "trafficking")
    page.goto(person + "/plan")
    plan(page)
    page.goto(person + "/notes")
    note(page, "Незабравка каза нещо")
    page.goto(path)
    unfold(page, "Уговори стъпка")
    page.select_option("#step", "meet")
    page.fill("#due", "20.12.2030")
    sent(page, "step")
    yield page, path, person
    page.context.close()


def press(part):
    return lambda page: page.locator(f"form[action$='/{part}'] button.btn").last.click()


SIGHTS = {
    "list": ("/cases", None, 200),
    "list-empty": ("/cases?of=mine&state=closed", None, 200),
    "case": ("{path}", None, 200),
    "event-wrong": ("{path}", lambda page: (page.locator("details:has(form[action$='/event']) > summary").click(), press("event")(page)), 422),
    "identification": ("{person}/identification", None, 200),
    "identification-wrong": ("{person}/identification", press("identification"), 422),
    "trafficking": ("{person}/trafficking", None, 200),
    "assessment": ("{person}/assessment", None, 200),
    "assessment-shown": ("{person}/assessment", press("assessment/show"), 200),
    "plan": ("{person}/plan", None, 200),
    "plan-shown": ("{person}/plan", press("plan/show"), 200),
    "blank": ("/cases/plan/blank", None, 200),
    "notes": ("{person}/notes", None, 200),
    "notes-wrong": ("{person}/notes", press("notes"), 422),
    "files": ("{person}/files", None, 200),
    "files-wrong": ("{person}/files", press("files"), 422),
    "contact": ("/persons/{record}/contact", None, 200),
    "facts": ("/persons/{record}/facts", None, 200),
    "leave": ("{person}/leave", None, 200),
    "leave-wrong": ("{person}/leave", press("leave"), 422),
    "close": ("{path}/close", None, 200),
    "close-wrong": ("{path}/close", press("close"), 422),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_is_whole_and_has_no_barriers(staff, desk, name, language):
    page, path, person = desk
    staff.renew(page)
    address, act, status = SIGHTS[name]
    page.complaints.clear()
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    record = person.split("/")[-1]
    answer = page.goto(in_language(address.format(path=path, person=person, record=record), language))
    if act:
        with page.expect_response(lambda one: one.request.method == "POST") as got:
            act(page)
        answer = got.value
    assert answer.status == status
    page.wait_for_load_state()
    look_everywhere(page, language, "Незабравка")


def test_a_plan_prints_on_its_own_sheet(staff, desk):
    page, _, person = desk
    staff.renew(page)
    page.goto(person + "/plan")
    unfold(page, "Отпечатай плана")
    sent(page, "plan/print")
    assert "Незабравка" not in page.title() and "Незабравка" not in page.url
    page.set_viewport_size({"width": 800, "height": 1100})
    page.emulate_media(media="print")
    assert page.get_by_text("Незабравка Плантиранова").is_visible()
    assert page.get_by_text("образецът не е официален").is_visible()
    for selector in [".top", ".foot", ".crumbs", "main button"]:
        assert page.locator(selector).locator("visible=true").count() == 0, selector
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    page.emulate_media(media="null")
