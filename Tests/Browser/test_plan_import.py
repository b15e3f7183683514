"""A plan and its amendment brought in on the pages: a coordinator sends, looks through, decides and puts in force, or throws away."""

import re

import pytest
from playwright.sync_api import expect

from support import DEMO, PROGRAMME, in_language
from visits import look_everywhere

PLAN = f"/plans/{PROGRAMME}"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)

pytestmark = pytest.mark.xdist_group("plan-import")


def amended(mark):
    """The programme with two titles reworded, a measure added, one dropped, one moved and a target changed; a mark makes it one of its own."""
    rows = [line.split("\t") for line in DEMO[0].read_text(encoding="utf-8").split("\n")]
    titles = {row[3]: row for row in rows if len(row) > 8}
    titles["Помощ при раздаване на материали в общи кампании и прояви"][3] = "Раздаване на информационни материали в общи кампании " + mark
    titles["Обща среща на институциите по борбата с трафика и подкрепата на жертвите"][3] = (
        "Годишна обща работна среща на институциите срещу трафика и за подкрепа на жертвите " + mark)
    target = titles["Раздаване на материали за формите на трафик в поделенията на АСП"]
    target[8] = target[8].replace("5000", "7000")
    known = titles["Регистър на пострадалите от трафик деца"]
    added = ["1.9", *known[1:3], "Доклад за хода на делата пред съдилищата " + mark, *known[4:]]
    rows.insert(rows.index(known) + 1, added)
    rows.remove(titles["Сесии за превенция сред настанените бежанци"])
    moved = titles["България, Гърция и ДАЗД заедно срещу принудителната просия на деца"]
    rows.remove(moved)
    rows.insert(rows.index(titles["Решаване с органите в ЕС на спорове за права на командировани работници"]), moved)
    return "\n".join("\t".join(row) for row in rows)


def send(page, content, name="план.txt"):
    page.goto("/plans/import")
    content = content.encode() if isinstance(content, str) else content
    page.set_input_files("#file", {"name": name, "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Прочети документа").click()


def section(page, name):
    """The list under a heading of the difference."""
    return page.locator("h3", has_text=name).locator("xpath=following-sibling::ul[1]/li")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_an_amendment_is_looked_through_decided_and_accepted(own_staff, script):
    mark = "с отчет" if script else "без отчет"
    page = own_staff("coordinator", java_script_enabled=script, width=1440 if script else 390)
    page.goto(PLAN)
    before = int(re.search(r"редакция (\d+)", page.locator(".head .sub").inner_text())[1])
    page.get_by_role("link", name="Внеси изменение").click()
    send(page, amended(mark))
    page.wait_for_url(re.compile(r"/plans/import/[0-9a-f-]{36}$"))
    draft = page.url
    expect(page.locator(".head .badge")).to_have_text("Изменение")
    assert fits(page)

    # What the check finds leads to the findings of this edition, and they lead back.
    page.get_by_role("link", name="Виж находките").click()
    page.wait_for_url(f"**{PLAN}/findings?version={before + 1}")
    expect(page.locator(".head")).to_contain_text("Чернова, не е публична")
    page.get_by_role("link", name="Към черновата").click()
    page.wait_for_url(draft)

    # What changes, with the proposals taken as they are. Where the other of these tests was here before, only the titles differ from its edition.
    reworded = page.locator("#which ~ .changes > li", has=page.locator("b:text-is('II.1.3')"))
    expect(reworded).to_contain_text("Преди: II.1.3")
    if before == 1:
        expect(section(page, "Добавени")).to_have_count(1)
        expect(section(page, "Добавени")).to_contain_text("V.1.9")
        expect(section(page, "Отпаднали")).to_have_count(1)
        expect(section(page, "Отпаднали")).to_contain_text("II.7.4")
        expect(section(page, "Преместени")).to_contain_text("VI.3.1")
        expect(section(page, "Преместени")).to_contain_text("вече първа в раздела")
        target = section(page, "Променени").filter(has_text="II.4.1")
        expect(target.locator("del")).to_contain_text("5000")
        expect(target.locator("ins")).to_contain_text("7000")

    # Seen otherwise: the reworded measure is a new one, and what it was is dropped. Nothing is stored.
    dropped = section(page, "Отпаднали").count()
    reworded.locator("select").select_option(label="нова мярка")
    page.get_by_role("button", name="Покажи разликата така").click()
    expect(page.get_by_role("status").filter(has_text="Още нищо не е прието")).to_be_visible()
    assert page.url == draft + "#changes"
    expect(section(page, "Отпаднали")).to_have_count(dropped + 1)
    reworded = page.locator("#which ~ .changes > li", has=page.locator("b:text-is('II.1.3')"))
    expect(reworded.locator("option:checked")).to_have_text("нова мярка")
    reworded.locator("select").select_option(index=1)
    page.goto(draft)
    expect(section(page, "Отпаднали")).to_have_count(dropped)

    page.get_by_role("button", name=f"Приеми като редакция {before + 1}").click()
    page.wait_for_url(f"**{PLAN}/history")
    assert page.locator("section.part h2").all_inner_texts() == [f"Редакция {n}" for n in range(before + 1, 0, -1)]
    expect(page.locator("section.part .badge.ok")).to_have_count(1)
    assert fits(page)
    page.goto(PLAN)
    expect(page.locator(".head .sub")).to_contain_text(f"редакция {before + 1}")
    expect(page.locator("main")).to_contain_text("Доклад за хода на делата пред съдилищата " + mark)
    assert page.goto(draft).status == 404, "it is no draft any more"
    assert [one for one in page.complaints if "status of 404" not in one] == []
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_two_measures_cannot_go_on_from_one(own_staff, script):
    page = own_staff("coordinator", java_script_enabled=script)
    send(page, amended("за двете" if script else "за едната"))
    boxes = page.locator("#which ~ .changes select")
    boxes.nth(0).select_option(index=1)
    boxes.nth(1).select_option(index=1)
    for button in ["Покажи разликата така", "Приеми като"]:
        page.get_by_role("button", name=re.compile(button)).click()
        expect(page.locator(".errors")).to_contain_text("Две мерки не могат да продължават една и съща")
        expect(page.get_by_role("status")).to_have_count(0)
    page.locator("header").get_by_role("link", name="English").click()
    expect(page.locator("h2#changes")).to_have_text("What changes")
    page.get_by_text("Throwing the draft away").click()
    page.get_by_role("button", name="Throw the draft away").click()
    page.wait_for_url("**/en/plans/import")
    assert [one for one in page.complaints if "status of 409" not in one] == []
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_document_with_another_title_is_given_to_its_plan_and_back(own_staff, script):
    page = own_staff("coordinator", java_script_enabled=script, width=1440 if script else 390)
    send(page, amended("по друг начин").replace("Национална програма", "Изменена национална програма", 1))
    page.wait_for_url(re.compile(r"/plans/import/[0-9a-f-]{36}$"))
    expect(page.locator(".head .badge")).to_have_text("Нов план")
    # It is much like a published one of the same year, so the choice lies open and that plan is the first in it.
    choice = page.get_by_label("План, който документът изменя")
    expect(choice).to_be_visible()
    expect(choice.locator("option:checked")).to_have_text("Никой: това е нов план")
    expect(page.locator("details", has=choice)).to_contain_text("Прилича обаче на „Национална програма срещу трафика")
    assert fits(page)
    choice.select_option(index=1)
    page.get_by_role("button", name="Запази избора").click()
    expect(page.locator(".head .badge")).to_have_text("Изменение")
    expect(page.get_by_role("status").filter(has_text="изменение на избрания план")).to_be_visible()
    expect(page.locator("#changes ~ *").filter(has=page.locator("ins", has_text="Изменена")).first).to_be_visible()
    assert fits(page)

    page.get_by_text("Кой план изменя").click()
    choice.select_option(index=0)
    page.get_by_role("button", name="Запази избора").click()
    expect(page.locator(".head .badge")).to_have_text("Нов план")
    page.get_by_text("Изхвърляне на черновата").click()
    page.get_by_role("button", name="Изхвърли черновата").click()
    page.wait_for_url("**/plans/import")
    assert page.complaints == []
    page.context.close()


def test_a_new_plan_is_thrown_away_and_published_with_the_keyboard(own_staff):
    page = own_staff("coordinator", width=390)
    text = DEMO[0].read_text(encoding="utf-8").replace("2024", "2031")
    for publishes in [False, True]:
        page.goto("/plans/import")
        page.set_input_files("#file", {"name": "план.txt", "mimeType": "text/plain", "buffer": text.encode()})
        page.locator("#file").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/plans/import/[0-9a-f-]{36}$"))
        draft = page.url
        expect(page.locator(".head .badge")).to_have_text("Нов план")
        assert fits(page)
        page.goto("/plans/import")
        expect(page.locator("tbody tr").filter(has_text="2031")).to_have_count(1)
        assert fits(page)
        page.goto(draft)
        if publishes:
            page.get_by_role("link", name="Към потвърждението").focus()
            page.keyboard.press("Enter")
            button = page.get_by_role("button", name="Публикувай плана")
            for _ in range(3):
                page.keyboard.press("Tab")
                if button.evaluate("one => one === document.activeElement"):
                    break
            expect(button).to_be_focused()
        else:
            page.get_by_text("Изхвърляне на черновата").focus()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            expect(page.get_by_role("button", name="Изхвърли черновата")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/plans/*-2031" if publishes else "**/plans/import")
        if not publishes:
            expect(page.locator("main")).not_to_contain_text("2031")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("2031")
    assert page.complaints == []
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("content, sentence", [
    (PICTURE, "Файлът е картина, а от картини таблици не се четат; поискайте документа на Word (.docx)."),
    (b"", "Файлът е празен; запазете документа наново."),
    (None, "Изберете файл с плана."),
], ids=["picture", "empty", "none"])
def test_a_wrong_file_gets_one_sentence_and_nothing_is_stored(own_staff, content, sentence, script):
    page = own_staff("coordinator", java_script_enabled=script, width=390)
    page.goto("/plans/import")
    drafts = page.locator("#drafts ~ *").all_inner_texts()
    if content is None:
        page.get_by_role("button", name="Прочети документа").click()
    else:
        send(page, content, "план.docx")
    expect(page.locator(".errors")).to_contain_text(sentence)
    expect(page.locator("#file-wrong")).to_contain_text(sentence)
    page.locator(".errors a").click()
    expect(page.locator("#file")).to_be_focused()
    assert fits(page)
    assert page.locator("#drafts ~ *").all_inner_texts() == drafts
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


def test_others_bring_in_nothing(own_staff):
    editor = own_staff("coordinator")
    send(editor, amended("за други"))
    editor.wait_for_url(re.compile(r"/plans/import/[0-9a-f-]{36}$"))
    findings = editor.get_by_role("link", name="Виж находките").get_attribute("href")
    analyst, visitor = own_staff("analyst"), own_staff.open_window()
    for window in [analyst, visitor]:
        for path in ["/", PLAN, PLAN + "/history"]:
            window.goto(path)
            assert window.locator("main a[href*='/plans/import']").count() == 0
    for address in ["/plans/import", editor.url]:
        assert analyst.goto(address).status == 403
        visitor.goto(address)
        assert "/sign-in?next=" in visitor.url
    # Those who work on plans see what is wrong with the draft, and nothing of how to put it in force.
    assert analyst.goto(findings).status == 200
    assert analyst.locator("main a[href*='/plans/import'], main a[href$='/history']").count() == 0
    assert visitor.goto(findings).status == 404
    editor.get_by_text("Изхвърляне на черновата").click()
    editor.get_by_role("button", name="Изхвърли черновата").click()
    editor.wait_for_url("**/plans/import")
    for window in [editor, analyst, visitor]:
        window.context.close()


@pytest.mark.parametrize("language", ["bg", "en"])
def test_the_pages_have_no_barriers(own_staff, language):
    page = own_staff("coordinator")
    send(page, amended("без прегради"))
    page.wait_for_url(re.compile(r"/plans/import/[0-9a-f-]{36}$"))
    draft = "/plans/import/" + page.url.split("/")[-1]
    findings = page.get_by_role("link", name="Виж находките").get_attribute("href")
    for path in ["/plans/import", draft, findings, PLAN + "/history"]:
        page.goto(in_language(path, language))
        look_everywhere(page, language)
    assert page.complaints == []
    page.context.close()
