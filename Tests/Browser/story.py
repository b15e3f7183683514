"""One woman is helped from a call to the end of her case, by six users of five organisations: a journey for the test and for the pictures."""

import datetime
import re
import subprocess

from staff import answer_every_question, sign_in
from support import BINARY, DEMO, environment

ROLES = ["hotline-operator", "case-worker", "supervisor", "identifying-officer", "shelter-manager", "coordinator"]
COMMISSION = "Местна комисия Примерово (измислена)"
POLICE = "ГДБОП"
SHELTER = "Приют „Образец“ (измислен)"
# What must never stand where it is not sealed.
NAME, FAMILY, PHONE, STREET = "Незабравка", "Плантиранова", "0888 123 456", "улица Никаква 12"
YEAR = datetime.date.today().year
PLAN = f"/plans/programa-sreshtu-trafika-{YEAR}"
MEASURE = PLAN + "/measures/IV.5.1"
INDICATOR = MEASURE + "/indicators/1"


def this_year(folder, database):
    """The programme of the demonstration, as if it were of this year, in a database; what is counted now is counted in its year."""
    plan = folder / f"programa-{YEAR}.tsv"
    plan.write_text(DEMO[0].read_text().replace("2024", str(YEAR)))
    done = subprocess.run([BINARY, "import", plan, "--database", database], env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def path(page):
    return re.sub(r"^https?://[^/]+", "", page.url.split("?")[0])


class Story:
    """Each step is a moment; what there is to see of it is in `places`."""

    def __init__(self, open_window, **options):
        self.windows = {}
        for role in ROLES:
            self.windows[role] = open_window(**options)
            sign_in(self.windows[role], role)
        self.places = {}

    def __getitem__(self, role):
        return self.windows[role]

    def close(self):
        for page in self.windows.values():
            page.context.close()

    def sent(self, page, part, button=None):
        """Sends the form of an address that ends so, and waits for what follows."""
        forms = page.locator(f"form[action$='{part}']")
        with page.expect_navigation():
            (forms.get_by_role("button", name=button).first if button else forms.last.locator("button.btn").last).click()
        assert page.locator(".errors").count() == 0, page.locator(".errors").inner_text()

    def unfold(self, page, words):
        summary = page.locator("summary", has_text=words).first
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()

    # The steps, in their order.

    def a_call_is_taken(self):
        line = self["hotline-operator"]
        line.goto("/signals/new")
        for name, value in [("kind", "signal"), ("danger", "no"), ("child", "no"), ("form", "sexual")]:
            line.check(f"input[name={name}][value={value}]")
        line.select_option("#district", "BG-11")
        line.fill("#count-women", "1")
        line.fill("#note", "Върнала се е сама; ще звънне отново")
        self.sent(line, "/signals/new")
        self.places["signal"] = path(line)

    def the_call_is_passed_on(self):
        line = self["hotline-operator"]
        self.unfold(line, "Предай")
        line.select_option("#organisation", label=COMMISSION)
        self.sent(line, "/pass")

    def a_case_is_opened(self):
        worker = self["case-worker"]
        worker.goto(self.places["signal"])
        with worker.expect_navigation():
            worker.locator("a[href*='/persons/search?signal=']").click()
        worker.fill("#name", f"{NAME} {FAMILY}")
        with worker.expect_navigation():
            worker.locator("main form button").first.click()
        worker.check("input[name=age-group][value=adult]")
        worker.check("input[name=sex][value=female]")
        worker.fill("#given-name", NAME)
        worker.fill("#family-name", FAMILY)
        worker.fill("#phone", PHONE)
        self.sent(worker, "/persons/new")
        self.places["person"] = path(worker)
        # What came of a signal is worked on from the first moment.
        self.places["case"] = worker.locator("main a[href*='/cases/']").first.get_attribute("href").split("?")[0]
        self.part = self.places["case"] + "/" + self.places["person"].split("/")[-1]
        worker.goto(self.places["person"] + "/contact")
        worker.check("input[name=way][value=in-person]")
        worker.check("input[name=never][value=call-home]")
        worker.check("input[name=hours][value=arranged]")
        self.sent(worker, "/contact")

    def she_is_identified_informally(self):
        worker = self["case-worker"]
        worker.goto(self.part + "/identification")
        worker.check("input[name=level][value=informal]")
        worker.select_option("#ground", index=1)
        self.sent(worker, "/identification")

    def agree(self, receiver, purpose):
        worker = self["case-worker"]
        worker.goto(self.places["person"] + "/consents/new")
        worker.check(f"input[name=purpose][value={purpose}]")
        worker.get_by_label(receiver).check()
        worker.check("input[name=fact][value=age-group]")
        for group in ("identity", "contact"):
            worker.check(f"input[name=group][value={group}]")
        worker.check("input[name=form][value=signed]")
        self.sent(worker, "/consents/new")
        return path(worker)

    def refer(self, receiver, purpose):
        worker = self["case-worker"]

        def on():
            with worker.expect_navigation():
                worker.locator("main form.sheet button.btn").first.click()

        worker.goto(self.places["person"] + "/referrals/new")
        worker.select_option("#receiver", label=receiver)
        worker.check(f"input[name=purpose][value={purpose}]")
        worker.check("input[name=standing][value=citizen]")
        on()
        worker.check("input[name=fact][value=age-group]")
        for group in ("identity", "contact"):
            worker.check(f"input[name=group][value={group}]")
        worker.fill("#letter", "Има нужда от Вашата помощ")
        worker.fill("#meeting", "Ще я доведе Ива до входа")
        on()
        self.preview = [one.inner_text() for one in worker.locator(".disclosure").all()]
        on()
        on()
        return path(worker)

    def accept(self, role, referral):
        page = self[role]
        page.goto("/today")
        with page.expect_navigation():
            page.locator(f"a[href^='{referral}']").first.click()
        before, after = self.preview
        assert [one.inner_text() for one in page.locator(".disclosure").all()] == [before]
        self.sent(page, "/answer", "Приеми")
        assert [one.inner_text() for one in page.locator(".disclosure").all()] == [after]

    def the_police_are_asked(self):
        self.police_consent = self.agree(POLICE, "identification")
        self.places["police"] = self.refer(POLICE, "identification")

    def the_police_identify_her_formally(self):
        self.accept("identifying-officer", self.places["police"])
        officer = self["identifying-officer"]
        officer.goto(self.part + "/identification")
        officer.check("input[name=level][value=formal]")
        officer.select_option("#body", "ГДБОП")
        officer.select_option("#ground", "proceedings")
        self.sent(officer, "/identification")

    def risk_needs_and_a_plan(self):
        worker = self["case-worker"]
        worker.goto(self.part + "/assessment")
        self.unfold(worker, "Нова оценка")
        answer_every_question(worker)
        worker.check("input[name='need-shelter'][value=urgent]")
        worker.check("input[name=manner][value=interpreter]")
        worker.check("input[name='own-view'][value=afraid]")
        worker.check("input[name=level][value=high]")
        self.sent(worker, "/assessment")
        worker.goto(self.part + "/plan")
        self.unfold(worker, "Състави план")
        worker.select_option("#goal-1-area", "shelter")
        worker.fill("#goal-1-text", "Легло на сигурно място")
        worker.fill("#goal-1-by", f"20.12.{YEAR + 1}")
        worker.fill("#safety", "Излиза само с придружител")
        worker.check("input[name=agreement][value=signed]")
        worker.fill("#agreed-on", f"1.1.{YEAR}")
        self.sent(worker, "/plan")

    def a_shelter_is_asked(self):
        self.shelter_consent = self.agree(SHELTER, "shelter")
        self.places["shelter"] = self.refer(SHELTER, "shelter")

    def the_shelter_takes_her_in(self):
        self.accept("shelter-manager", self.places["shelter"])
        shelter = self["shelter-manager"]
        shelter.goto(self.places["shelter"])
        self.sent(shelter, "/report", "Лицето пристигна")
        self.unfold(shelter, "Запиши настаняване")
        shelter.select_option("#district", "BG-13")
        shelter.fill("#address", STREET)
        self.sent(shelter, "/accommodation")
        self.unfold(shelter, "Дай обратна връзка")
        shelter.check("input[name=feedback][value=started]")
        shelter.locator("form:has(input[name=feedback]) textarea").fill("Спокойна е")
        self.sent(shelter, "/report", re.compile("Изпрати|Запиши"))

    def one_consent_is_withdrawn(self):
        worker = self["case-worker"]
        worker.goto(self.police_consent)
        worker.check("input[name=way][value=told]")
        self.sent(worker, "/withdraw")

    def the_police_confirm_that_nothing_is_kept(self):
        officer = self["identifying-officer"]
        officer.goto("/today")
        with officer.expect_navigation():
            officer.get_by_role("link", name=re.compile("^Потвърди")).first.click()
        officer.check("input[name=answer][value=deleted]")
        self.sent(officer, "/answer")

    def the_case_is_closed(self):
        worker = self["case-worker"]
        worker.goto(self.places["case"] + "/close")
        worker.check("input[value=plan-fulfilled]")
        worker.fill("#follow-up", f"20.12.{YEAR + 1}")
        self.sent(worker, "/close")

    def the_plan_counts_itself(self):
        keeper = self["coordinator"]
        for place, metric, unit in [(1, "signals.received", None), (2, "signals.processed", None), (4, "referrals.made", "person")]:
            keeper.goto(INDICATOR[:-1] + str(place))
            keeper.select_option("#metric", metric)
            with keeper.expect_navigation():
                keeper.locator("#bind form").first.locator("button").click()
            if unit:
                keeper.select_option("#unit", unit)
            self.sent(keeper, "/bind", "Брой по това")
        keeper.goto(MEASURE)
        self.places["measure"] = MEASURE

    STEPS = [
        a_call_is_taken, the_call_is_passed_on, a_case_is_opened, she_is_identified_informally, the_police_are_asked,
        the_police_identify_her_formally, risk_needs_and_a_plan, a_shelter_is_asked, the_shelter_takes_her_in, one_consent_is_withdrawn,
        the_police_confirm_that_nothing_is_kept, the_case_is_closed, the_plan_counts_itself,
    ]
