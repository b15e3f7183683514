import Admission
import Core
import Database
import Ledger
import Policy
import Web

/// Pages on which a consent is written down, looked at, and withdrawn.
struct ConsentPages: Sendable {
    let referrals: ReferralsFeature

    private var pages: Pages { referrals.pages }
    private var records: ReferralSources.Records { referrals.sources.records }

    /// What the pages need of others, read at one moment.
    private struct Around: Sendable {
        let organisations: [(id: OrganisationID, name: String)]
        /// Those of them to which a referral could rest on it.
        let receivers: [(id: OrganisationID, name: String)]
        let colleagues: [ReferralSources.Staff.Colleague]
    }

    private func around(_ request: WebRequest) async throws -> Around {
        let (staff, own) = (referrals.sources.staff, try request.signedIn().actor.organisation)
        return try await referrals.database.read { connection in
            Around(
                organisations: try staff.organisations(connection, request.language),
                receivers: try staff.receivers(from: own, at: request.now, request.language, connection),
                colleagues: try staff.colleagues(connection, own, request.now, request.language))
        }
    }

    // MARK: Writing one down

    /// The form of a consent.
    struct FormPage: Encodable {
        let title: String
        let reference: String
        let back: String
        let action: String
        let blank: String
        let id: String
        let summary: FormErrors
        let purposes: FormQuestion
        let recipients: FormQuestion
        let facts: FormQuestion
        let groups: FormQuestion
        let forms: FormQuestion
        let witness: FormField
        let languages: FormQuestion
        let interpreters: FormQuestion
        let interpreterName: FormField
        let explained: FormQuestion
        let given: FormField
        let expires: FormField
    }

    func ask(_ request: WebRequest) async throws -> WebResponse {
        try await admitted { try await form(request, try await referrals.record(.consentGive, request), [], try await around(request)) }
    }

    func give(_ request: WebRequest) async throws -> WebResponse {
        try await admitted {
            let passage = try await referrals.record(.consentGive, request)
            let around = try await around(request)
            let draft = ConsentDraft(
                request.form, known: around.receivers.map(\.id), factCodes: records.factCodes, isAdult: passage.object.isAdult,
                today: request.today)
            let colleagues = Set(around.colleagues.map(\.actor.user))
            guard let id = request.form["id"].flatMap(ConsentID.init) else { throw WebError.badRequest }
            guard draft.wrong.isEmpty, let purpose = draft.purpose, let way = draft.form else {
                return try await form(request, passage, draft.wrong, around)
            }
            let consent = Consent(
                id: id, person: passage.object.id, organisation: passage.actor.organisation, purpose: purpose, recipients: draft.recipients,
                shared: draft.shared, language: draft.language, interpreter: draft.interpreter, form: way,
                explainedBy: draft.explainedBy.flatMap { colleagues.contains($0) ? $0 : nil } ?? passage.actor.user,
                givenOn: draft.givenOn, expiresOn: draft.expiresOn, madeAt: request.now, withdrawal: nil)
            do {
                try await referrals.consents.give(consent, names: draft.names, passage)
            } catch ConsentActs.Problem.changed {
                return try await form(request, passage, [("main", "consent_sent_already")], around, isAnew: true)
            }
            return .redirect(to: request.link("/persons/\(passage.object.id.text)/consents/\(id.text)") + "?done=given")
        }
    }

    private func form(
        _ request: WebRequest, _ passage: RecordPassage, _ wrong: [(field: String, word: String)], _ around: Around,
        isAnew: Bool = false
    ) async throws -> WebResponse {
        let (words, form) = (pages.words(request.language), request.form)
        func said(_ field: String) -> String { wrong.first { $0.field == field }.map { words($0.word) } ?? "" }
        func field(_ name: String, value: String = "") -> FormField {
            FormField(
                name, label: words("referral_ask." + name), hint: words.find("referral_hint." + name) ?? "", value: form[name] ?? value,
                wrong: said(name))
        }
        let shared = FormQuestion.shared(form, wrong: said("group"), records, words)
        let chosen = Set(form.all("recipient"))
        let explained = form["explained"] ?? passage.actor.user.text
        let base = request.link("/persons/\(passage.object.id.text)")
        var seen: Set<UserID> = []
        let model = FormPage(
            title: words("consent_new_title"), reference: passage.object.reference, back: base + "/referrals",
            action: base + "/consents/new", blank: request.link("/consents/blank"),
            id: isAnew ? ConsentID.new().text : form["id"] ?? ConsentID.new().text,
            summary: FormErrors(wrong.map { ($0.field, words($0.word)) }),
            purposes: .cases(
                ReferralPurpose.self, "purpose", beginning: "referral_purpose.", chosen: form["purpose"], wrong: said("purpose"), words),
            recipients: FormQuestion(
                "recipient", label: words("referral_ask.recipient"), hint: words("referral_hint.recipient"), wrong: said("recipient"),
                isMultiple: true,
                choices: around.receivers.map { FormChoice($0.id.text, $0.name, isChosen: chosen.contains($0.id.text)) }),
            facts: shared.facts, groups: shared.groups,
            forms: .cases(
                Consent.Form.self, "form", beginning: "consent_form.", chosen: form["form"], wrong: said("form"),
                among: Consent.Form.allCases.filter { $0 != .guardian || !passage.object.isAdult }, words),
            witness: field("witness"),
            languages: .cases(
                Consent.Language.self, "language", beginning: "consent_language.", chosen: form["language"] ?? "bg", words),
            interpreters: .cases(
                Consent.Interpreter.self, "interpreter", beginning: "consent_interpreter.", chosen: form["interpreter"] ?? "none", words),
            interpreterName: field("interpreter-name"),
            explained: FormQuestion(
                "explained", label: words("referral_ask.explained"),
                choices: around.colleagues.filter { seen.insert($0.actor.user).inserted }.map {
                    FormChoice($0.actor.user.text, $0.name, isChosen: $0.actor.user.text == explained)
                }), given: field("given", value: request.today.typed), expires: field("expires"))
        return try pages.page(
            "referrals-consent-new", model, title: model.title, for: request, section: "persons", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    // MARK: Looking at one

    /// A consent with what rests on it.
    struct ConsentPage: Encodable {
        let title: String
        let reference: String
        let back: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let state: String
        let badge: String
        let facts: [Disclosure.Line]
        let resting: [Link]
        let hasResting: Bool
        let mayWithdraw: Bool
        let withdrawAction: String
        let ways: FormQuestion
        let day: FormField
        let consequence: String
        let printAction: String
        let needsCode: Bool
        let printCode: FormField

        struct Link: Encodable {
            let href: String
            let reference: String
            let text: String
        }
    }

    func consent(_ request: WebRequest) async throws -> WebResponse {
        try await admitted { try await page(request, try await looking(request)) }
    }

    /// What of consents is looked at is remembered before it leaves.
    private func looking(_ request: WebRequest) async throws -> ConsentPassage {
        let passage = try await referrals.consent(.consentOpen, request)
        try await Ledger.write(referrals.database) { _ in ((), [passage.entry(.consentOpen)]) }
        return passage
    }

    func withdraw(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.consentWithdraw, request) { passage in
            var wrong: [(field: String, text: String)] = []
            let way = request.form["way"].flatMap(Consent.Withdrawal.Way.init)
            if way == nil { wrong.append(("way", words("consent_way_missing"))) }
            let day = request.form.line("day").map(Day.init(typed:)) ?? request.today
            if day.map({ $0 > request.today }) ?? true { wrong.append(("day", words("consent_day_bad"))) }
            if let day, day < passage.object.givenOn { wrong.append(("day", words("consent_day_before"))) }
            guard wrong.isEmpty, let way, let day else { return try await page(request, try await looking(request), wrong, passage.token) }
            do {
                _ = try await referrals.consents.withdraw(way, on: day, passage)
            } catch ConsentActs.Problem.alreadyWithdrawn {
                return try await page(request, try await looking(request), [("main", words("consent_withdrawn_already"))], passage.token)
            }
            let address = "/persons/\(passage.object.person.text)/consents/\(passage.object.id.text)"
            return .redirect(to: request.link(address) + "?done=withdrawn").carrying(passage.token)
        }
    }

    func print(_ request: WebRequest) async throws -> WebResponse {
        try await acting(.consentPrint, request) { passage in
            let words = pages.words(request.language)
            let names = try await referrals.consents.names(passage, words)
            let around = try await around(request)
            let explained = try await referrals.database.read {
                try referrals.sources.staff.names([passage.object.explainedBy], $0)[passage.object.explainedBy]
            }
            let sheet = ConsentSheet(
                passage.object, own: names.own, other: names.other, explainedBy: explained ?? "",
                ReferralLines(words, around.organisations), records)
            return try pages.page("referrals-sheet", sheet, title: sheet.title, for: request, section: "persons", hasForm: true)
                .carrying(passage.token)
        }
    }

    func blank(_ request: WebRequest) async throws -> WebResponse {
        let sheet = ConsentSheet(blank: pages.words(request.language), records)
        return try pages.page("referrals-sheet", sheet, title: sheet.title, for: request, section: "persons")
    }

    private func admitted(_ body: () async throws -> WebResponse) async throws -> WebResponse {
        do {
            return try await body()
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func acting(
        _ act: Act, _ request: WebRequest, _ body: (ConsentPassage) async throws -> WebResponse
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        do {
            return try await body(try await referrals.consent(act, request, code: request.form["code"]))
        } catch PassageProblem.code(let wrong) {
            let text = wrong.isEmpty ? words("code_needed") : wrong
            return try await admitted { try await page(request, try await looking(request), [(CodeField.id(act), text)]) }
        } catch PassageProblem.refused {
            throw WebError.forbidden
        }
    }

    private func page(
        _ request: WebRequest, _ passage: ConsentPassage, _ wrong: [(field: String, text: String)] = [], _ token: String? = nil
    ) async throws -> WebResponse {
        let (consent, words, format) = (passage.object, pages.words(request.language), Format(request.language))
        let lines = ReferralLines(words, try await around(request).organisations)
        let (resting, names, person) = try await referrals.database.read { connection in
            (
                try ReferralStore.restingOn(consent.id, connection),
                try referrals.sources.staff.names(
                    Set([consent.explainedBy] + (consent.withdrawal.map { [$0.notedBy] } ?? [])), connection),
                try records.find(consent.person, connection)
            )
        }
        func said(_ field: String) -> String { wrong.first { $0.field == field }?.text ?? "" }
        let state = lines.state(consent, at: request.now)
        let base = request.link("/persons/\(consent.person.text)")
        let own = base + "/consents/" + consent.id.text
        let open = resting.filter(\.state.isLive).count
        let over = Set(resting.filter { !$0.state.isLive }.map(\.receiver)).count
        let done = request.query["done"].flatMap { words.find("consent_done." + $0) } ?? ""
        let model = ConsentPage(
            title: words("consent_title"), reference: person?.reference ?? "", back: base + "/referrals", notice: done,
            hasNotice: !done.isEmpty, summary: FormErrors(wrong), state: state.text, badge: state.badge,
            facts: [
                ("referral_ask.purpose", words("referral_purpose." + consent.purpose.rawValue)),
                ("referral_ask.recipient", consent.recipients.map(lines.name).sorted().joined(separator: "; ")),
                ("consent_shared", lines.shared(consent.shared, records)), ("consent_when", lines.holds(consent)),
                ("referral_ask.form", words("consent_form." + consent.form.rawValue)),
                (
                    "consent_spoken",
                    words("consent_language." + consent.language.rawValue) + ", "
                        + words("consent_interpreter." + consent.interpreter.rawValue)
                ), ("referral_ask.explained", names[consent.explainedBy] ?? ""),
                (
                    "consent_withdrawn_label",
                    consent.withdrawal.map {
                        [format.day($0.on), words("consent_way." + $0.way.rawValue), names[$0.notedBy] ?? ""].filter { !$0.isEmpty }.joined(
                            separator: ", ")
                    } ?? ""
                ),
            ].filter { !$0.1.isEmpty }.map { Disclosure.Line(label: words($0.0), value: $0.1) },
            resting: resting.map {
                ConsentPage.Link(
                    href: request.link("/referrals/" + $0.id.text), reference: $0.reference,
                    text: lines.name($0.receiver) + " · " + lines.state($0.state))
            }, hasResting: !resting.isEmpty,
            mayWithdraw: consent.withdrawal == nil && passage.atBest(.consentWithdraw).isAllowed, withdrawAction: own + "/withdraw",
            ways: .cases(
                Consent.Withdrawal.Way.self, "way", beginning: "consent_way.", chosen: request.form["way"], wrong: said("way"), words),
            day: FormField(
                "day", label: words("consent_withdrawn_on"), value: request.form["day"] ?? request.today.typed, wrong: said("day")),
            consequence: [
                open == 0 ? words("consent_withdraw_none") : words.count("consent_withdraw_ends", open),
                over == 0 ? nil : words.count("consent_withdraw_told", over),
            ].compactMap(\.self).joined(separator: " "),
            printAction: own + "/print", needsCode: token == nil && !passage.visitor.hasFreshFactor(at: request.now),
            printCode: CodeField.field(words, id: CodeField.id(.consentPrint), wrong: said(CodeField.id(.consentPrint))))
        return try pages.page(
            "referrals-consent", model, title: model.title, for: request, section: "persons", hasForm: true,
            status: wrong.isEmpty ? 200 : 422
        ).carrying(token)
    }
}

extension WebResponse {
    /// The same with a session's new token, where a code was given.
    func carrying(_ token: String?) -> WebResponse {
        var answer = self
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }
}
