import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// The four steps of a referral: to whom and what for; what is shared; on what ground, with the preview; send. Nothing is stored before the last:
/// each page carries the answers of the others.
struct NewReferralPages: Sendable {
    let referrals: ReferralsFeature

    private var pages: Pages { referrals.pages }
    private var records: ReferralSources.Records { referrals.sources.records }

    /// One step.
    struct StepPage: Encodable {
        let title: String
        let reference: String
        let back: String
        let action: String
        let summary: FormErrors
        let steps: [StepLine]
        let hidden: [Hidden]
        let isWho: Bool
        let isWhat: Bool
        let isGround: Bool
        let isSend: Bool
        let previous: String
        let hasPrevious: Bool
        let next: String
        let receivers: FormQuestion
        let purposes: FormQuestion
        let standings: FormQuestion
        let facts: FormQuestion
        let groups: FormQuestion
        let covered: String
        let letter: FormField
        let meeting: FormField
        let grounds: FormQuestion
        let dangers: FormQuestion
        let children: FormQuestion
        let asksWhy: Bool
        let consents: FormQuestion
        let hasConsents: Bool
        let newConsent: String
        let before: Disclosure
        let after: Disclosure
        let unseen: String
        let hasUnseen: Bool
        let isAtOnce: Bool
        let receiverName: String
        let hasPreview: Bool
        let mayShowValues: Bool
        let needsCode: Bool
        let code: FormField

        struct StepLine: Encodable {
            let text: String
            let isCurrent: Bool
            let isDone: Bool
        }

        struct Hidden: Encodable {
            let name: String
            let value: String
        }
    }

    /// What the pages need to know of her and of others, read at one moment.
    private struct Around: Sendable {
        /// Those where somebody could take her in.
        let receivers: [(id: OrganisationID, name: String)]
        let organisations: [(id: OrganisationID, name: String)]
        let actors: [Actor]
        let consents: [Consent]
        let facts: [SharedFact]
        let seeksProtection: Bool
    }

    /// What is shown beside the answers.
    private struct Showing {
        var wrong: [(field: String, text: String)] = []
        var values: [FieldGroup: [ReferralSources.Records.Value]]?
        var token: String?
        /// Under a new name: what was sent under the old one stays.
        var isAnew = false
    }

    func ask(_ request: WebRequest) async throws -> WebResponse {
        try await admitted {
            let passage = try await referrals.record(toDo: .referralSend, request)
            try await look(passage)
            let step = request.form["step"].flatMap(ReferralDraft.Step.init) ?? .who
            return try await page(request, passage, step, Showing(), try await around(passage, request))
        }
    }

    /// Which consents there are is seen on these pages.
    private func look(_ passage: RecordPassage) async throws {
        try await Ledger.write(referrals.database) { _ in ((), [passage.entry(.consentOpen)]) }
    }

    /// Goes to the step that was asked for, as far as those before it are right; or sends.
    func go(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await admitted {
            let passage = try await referrals.record(toDo: .referralSend, request)
            try await look(passage)
            let around = try await around(passage, request)
            let draft = draft(request.form, around)
            let isSending = request.form["step"] == "go"
            let showsValues = request.form["values"] != nil
            let named = request.form["step"].flatMap(ReferralDraft.Step.init) ?? .who
            let asked: ReferralDraft.Step = isSending ? .send : showsValues ? .ground : named
            for step in ReferralDraft.Step.allCases where step < asked {
                let wrong = try await wrong(draft, step, passage, around)
                guard wrong.isEmpty else {
                    return try await page(request, passage, step, Showing(wrong: wrong.map { ($0.field, words($0.word)) }), around)
                }
            }
            if showsValues { return try await withValues(request, passage, draft, around) }
            guard isSending else { return try await page(request, passage, asked, Showing(), around) }
            return try await send(request, sent(draft, passage), around)
        }
    }

    /// Of a child that is known to be one nobody asks why she is taken for one.
    private func sent(_ draft: ReferralDraft, _ passage: RecordPassage) -> ReferralActs.Sending? {
        draft.sending(isChild: passage.object.isChild)
    }

    private func send(_ request: WebRequest, _ sending: ReferralActs.Sending?, _ around: Around) async throws -> WebResponse {
        let words = pages.words(request.language)
        guard let id = request.form["id"].flatMap(ReferralID.init), let sending else { throw WebError.badRequest }
        do {
            let passage = try await referrals.record(.referralSend, request, code: request.form["code"])
            do {
                _ = try await referrals.acts.send(sending, as: id, passage)
            } catch ReferralActs.Problem.changed {
                let wrong = [("main", words("referral_problem.changed"))]
                return try await page(request, passage, .send, Showing(wrong: wrong, token: passage.token, isAnew: true), around)
            } catch let problem as ReferralActs.Problem {
                // What held when the page was made may have ended since: the consent, above all.
                let field = problem == .locked ? "receiver" : "ground"
                return try await page(
                    request, passage, problem == .locked ? .who : .ground,
                    Showing(wrong: [(field, words("referral_problem." + problem.rawValue))], token: passage.token), around)
            }
            return .redirect(to: request.link("/referrals/" + id.text) + "?done=sent").carrying(passage.token)
        } catch PassageProblem.code(let wrong) {
            let passage = try await referrals.record(toDo: .referralSend, request)
            return try await page(request, passage, .send, Showing(wrong: [("code", wrong.isEmpty ? words("code_needed") : wrong)]), around)
        }
    }

    /// The preview with what stands in the record: a look like any other.
    private func withValues(
        _ request: WebRequest, _ passage: RecordPassage, _ draft: ReferralDraft, _ around: Around
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        do {
            // Nothing is sent yet: it is a look at the record, and no other.
            let unmasking = try await referrals.record(.personUnmask, request, code: request.form["code"])
            let groups = draft.shared.groups.intersection(unmasking.decision.mask)
            let records = records
            let values = try await Ledger.write(referrals.database) { connection in
                let values =
                    groups.isEmpty
                    ? [:] : try records.values(unmasking.object.id, groups, unmasking.actor.organisation, words, connection)
                return (values, [unmasking.entry(.personUnmask, fields: groups.map(\.rawValue).sorted())])
            }
            return try await page(request, passage, .ground, Showing(values: values, token: unmasking.token), around)
        } catch PassageProblem.code(let wrong) {
            return try await page(
                request, passage, .ground, Showing(wrong: [("code", wrong.isEmpty ? words("code_needed") : wrong)]), around)
        }
    }

    private func admitted(_ body: () async throws -> WebResponse) async throws -> WebResponse {
        do {
            return try await body()
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func around(_ passage: RecordPassage, _ request: WebRequest) async throws -> Around {
        let (sources, person) = (referrals.sources, passage.object.id)
        return try await referrals.database.read { connection in
            let actors = try sources.staff.colleagues(connection, nil, request.now, request.language).map(\.actor)
            return Around(
                receivers: try sources.staff.receivers(from: passage.actor.organisation, at: request.now, request.language, connection),
                organisations: try sources.staff.organisations(connection, request.language), actors: actors,
                consents: try ConsentStore.of(person, connection).filter { $0.isLive(at: request.now) },
                facts: try sources.records.facts(person, connection),
                seeksProtection: try ReferralStore.seeksProtection(person, connection))
        }
    }

    private func draft(_ form: FormData, _ around: Around) -> ReferralDraft {
        ReferralDraft(form, known: around.receivers.map(\.id), factCodes: records.factCodes)
    }

    /// Where nothing was said of the ground yet, the one that the record offers: a consent to just this, or that she is a child.
    private func grounded(_ form: FormData, _ passage: RecordPassage, _ around: Around) -> FormData {
        let draft = draft(form, around)
        guard form["ground"] == nil, let receiver = draft.receiver, let purpose = draft.purpose else { return form }
        let isAdult = passage.object.isAdult
        let fitting = around.consents.first { $0.covers(purpose, receiver, draft.shared, isAdult: isAdult, at: passage.now) }
        if fitting == nil, passage.object.isChild { return FormData(form.pairs + [("ground", Referral.Ground.child.rawValue)]) }
        return FormData(
            form.pairs + [("ground", Referral.Ground.consent.rawValue)] + (fitting.map { [("consent", $0.id.text)] } ?? []))
    }

    /// What is wrong with a step, by itself and with what is known of her.
    private func wrong(
        _ draft: ReferralDraft, _ step: ReferralDraft.Step, _ passage: RecordPassage, _ around: Around
    ) async throws -> [(field: String, word: String)] {
        let wrong = draft.wrong(step)
        guard wrong.isEmpty, let receiver = draft.receiver, let purpose = draft.purpose, let standing = draft.standing else { return wrong }
        switch step {
        case .who:
            let (acts, person) = (referrals.acts, passage.object.id)
            let isLocked = try await referrals.database.read { try acts.isLocked(receiver, standing, of: person, $0) }
            return isLocked ? [("receiver", "referral_problem.locked")] : []
        case .ground:
            if draft.ground == .child, passage.object.isAdult { return [("ground", "referral_problem.adult")] }
            if draft.ground == .child, !passage.object.isChild, draft.child == nil { return [("child", "referral_child_missing")] }
            guard draft.ground == .consent else { return [] }
            let consent = around.consents.first { $0.id == draft.consent }
            let covers = consent?.covers(purpose, receiver, draft.shared, isAdult: passage.object.isAdult, at: passage.now) ?? false
            return covers ? [] : [("consent", "referral_problem.unconsented")]
        case .what, .send: return []
        }
    }

    // MARK: The page

    private func page(
        _ request: WebRequest, _ passage: RecordPassage, _ step: ReferralDraft.Step, _ showing: Showing, _ around: Around
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let model = model(request, passage, step, showing, around, words)
        return try pages.page(
            "referrals-new", model, title: model.title, for: request, section: "persons", hasForm: true,
            status: showing.wrong.isEmpty ? 200 : 422
        ).carrying(showing.token)
    }

    private func model(
        _ request: WebRequest, _ passage: RecordPassage, _ step: ReferralDraft.Step, _ showing: Showing, _ around: Around, _ words: Words
    ) -> StepPage {
        let form = step == .ground ? grounded(request.form, passage, around) : request.form
        let draft = draft(form, around)
        let lines = ReferralLines(words, around.organisations)
        func said(_ field: String) -> String { showing.wrong.first { $0.field == field }?.text ?? "" }
        func field(_ name: String) -> FormField {
            FormField(
                name, label: words("referral_ask." + name), hint: words("referral_hint." + name), value: form[name] ?? "", wrong: said(name)
            )
        }
        let steps = ReferralDraft.Step.allCases
        let index = steps.firstIndex(of: step) ?? 0
        let shared = FormQuestion.shared(form, wrong: said("group"), records, words)
        let content = content(draft, passage, around)
        let unseen = unseen(draft, content.sight, words)
        let base = request.link("/persons/\(passage.object.id.text)")
        // A code that was given now counts on the next page, too.
        let isProved = showing.token != nil || passage.visitor.hasFreshFactor(at: request.now)
        return StepPage(
            title: words("referral_new_title"), reference: passage.object.reference, back: base + "/referrals",
            action: base + "/referrals/new", summary: FormErrors(showing.wrong),
            steps: steps.enumerated().map { number, one in
                StepPage.StepLine(text: words("referral_step." + one.rawValue), isCurrent: one == step, isDone: number < index)
            }, hidden: hidden(form, but: step, isAnew: showing.isAnew), isWho: step == .who, isWhat: step == .what,
            isGround: step == .ground,
            isSend: step == .send, previous: index > 0 ? steps[index - 1].rawValue : "", hasPrevious: index > 0,
            next: index + 1 < steps.count ? steps[index + 1].rawValue : "go",
            receivers: .recipient(
                "receiver", label: words("referral_ask.receiver"), wrong: said("receiver"),
                among: around.receivers.map { FormChoice($0.id.text, $0.name, isChosen: $0.id == draft.receiver) }, words),
            purposes: .cases(
                ReferralPurpose.self, "purpose", beginning: "referral_purpose.", chosen: form["purpose"], wrong: said("purpose"), words),
            standings: .cases(
                Referral.Standing.self, "standing", beginning: "referral_standing.", chosen: form["standing"], wrong: said("standing"),
                hint: words("referral_hint.standing"), words),
            facts: shared.facts, groups: shared.groups, covered: covered(draft, around, lines, words), letter: field("letter"),
            meeting: field("meeting"),
            grounds: .cases(
                Referral.Ground.self, "ground", beginning: "referral_ground.", chosen: form["ground"], wrong: said("ground"),
                among: Referral.Ground.allCases.filter { $0 != .child || !passage.object.isAdult }, words),
            dangers: .cases(
                Referral.Danger.self, "danger", beginning: "referral_danger.", chosen: form["danger"], wrong: said("danger"), words),
            children: .cases(
                ChildReason.self, "child", beginning: "referral_child.", chosen: form["child"], wrong: said("child"), words),
            asksWhy: !passage.object.isAdult && !passage.object.isChild,
            consents: consents(draft, around, lines, isAdult: passage.object.isAdult, wrong: said("consent"), at: request.now, words),
            hasConsents: !around.consents.isEmpty,
            newConsent: base + "/consents/new", before: disclosure(content, false, showing, words),
            after: disclosure(content, true, showing, words), unseen: unseen, hasUnseen: !unseen.isEmpty,
            isAtOnce: draft.ground == .danger,
            receiverName: draft.receiver.map(lines.name) ?? "",
            hasPreview: draft.purpose != nil && draft.ground != nil && draft.receiver != nil,
            mayShowValues: step == .ground && showing.values == nil && !draft.shared.groups.isEmpty, needsCode: !isProved,
            code: CodeField.field(words, wrong: said("code")))
    }

    /// The answers of the other steps. A new referral gets its name here, so that one sent twice is there once.
    private func hidden(_ form: FormData, but step: ReferralDraft.Step, isAnew: Bool) -> [StepPage.Hidden] {
        let own = Set(step.fields)
        let kept = Set(ReferralDraft.Step.allCases.flatMap(\.fields)).subtracting(own)
        return [StepPage.Hidden(name: "id", value: isAnew ? ReferralID.new().text : form["id"] ?? ReferralID.new().text)]
            + form.pairs.filter { kept.contains($0.name) && !$0.value.isEmpty }.map { StepPage.Hidden(name: $0.name, value: $0.value) }
    }

    private func content(_ draft: ReferralDraft, _ passage: RecordPassage, _ around: Around) -> Disclosure.Content {
        Disclosure.Content(
            sender: passage.visitor.organisation, purpose: draft.purpose ?? .shelter, ground: draft.ground ?? .consent,
            danger: draft.danger, facts: around.facts.filter { draft.shared.facts.contains($0.code) }, letter: draft.letter,
            meeting: draft.meeting, until: draft.ground == .consent ? around.consents.first { $0.id == draft.consent }?.until : nil,
            isLocked: around.seeksProtection || draft.standing == .asylum, sight: sight(draft, passage, around))
    }

    private func sight(_ draft: ReferralDraft, _ passage: RecordPassage, _ around: Around) -> ReceiverSight {
        let receiver = draft.receiver ?? passage.actor.organisation
        return ReceiverSight(
            draft.shared.groups, isDanger: draft.ground == .danger, to: receiver,
            among: around.actors.filter { $0.organisation == receiver },
            at: passage.now)
    }

    private func disclosure(_ content: Disclosure.Content, _ isAccepted: Bool, _ showing: Showing, _ words: Words) -> Disclosure {
        Disclosure(content, isAccepted: isAccepted, values: showing.values, records, words)
    }

    /// What she is asked to agree to and nobody there may see.
    private func unseen(_ draft: ReferralDraft, _ sight: ReceiverSight, _ words: Words) -> String {
        let groups = SharedData.offered.filter { draft.shared.groups.contains($0) && !sight.after.contains($0) }
        return groups.isEmpty
            ? "" : words("referral_unseen", ["fields": groups.map { words("fields." + $0.rawValue) }.joined(separator: ", ")])
    }

    /// What consents for this receiver and purpose let pass, to be read beside the boxes.
    private func covered(_ draft: ReferralDraft, _ around: Around, _ lines: ReferralLines, _ words: Words) -> String {
        guard let receiver = draft.receiver, let purpose = draft.purpose else { return "" }
        let fitting = around.consents.filter { $0.recipients.contains(receiver) && $0.purpose == purpose }
        guard !fitting.isEmpty else { return words("referral_covered_none") }
        let all = fitting.reduce(into: SharedData()) { all, consent in
            all.groups.formUnion(consent.shared.groups)
            all.facts.formUnion(consent.shared.facts)
        }
        return words("referral_covered", ["fields": lines.shared(all, records)])
    }

    private func consents(
        _ draft: ReferralDraft, _ around: Around, _ lines: ReferralLines, isAdult: Bool, wrong: String, at now: Instant, _ words: Words
    ) -> FormQuestion {
        FormQuestion(
            "consent", label: words("referral_ask.consent"), wrong: wrong,
            choices: around.consents.map { consent in
                let covers =
                    draft.receiver.flatMap { receiver in
                        draft.purpose.map { consent.covers($0, receiver, draft.shared, isAdult: isAdult, at: now) }
                    } ?? false
                let text = words("referral_purpose." + consent.purpose.rawValue) + " · " + lines.holds(consent)
                let hint =
                    covers
                    ? words("referral_consent_covers")
                    : words("referral_consent_lacks") + " " + consent.recipients.map(lines.name).sorted().joined(separator: "; ") + " · "
                        + lines.shared(consent.shared, records)
                return FormChoice(consent.id.text, text, hint: hint, isChosen: consent.id == draft.consent)
            })
    }
}

extension ReferralsFeature {
    /// The way to a record for an act that needs a fresh code, to see the form for it: the code is asked for when it is done.
    func record(toDo act: Act, _ request: WebRequest) async throws -> RecordPassage {
        let passage = try await record(.consentOpen, request)
        guard passage.atBest(act).isAllowed else { throw WebError.forbidden }
        return passage
    }
}
