import Admission
import Core
import Database
import Policy
import Web

/// What the page of a record shows to one visitor: what she may see, and the forms for what she may do.
struct PersonView {
    private let cases: CasesFeature
    private let passage: PersonPassage
    private let request: WebRequest
    private let words: Words

    init(cases: CasesFeature, _ passage: PersonPassage, _ request: WebRequest) {
        self.cases = cases
        self.passage = passage
        self.request = request
        words = cases.pages.words(request.language)
    }

    /// The page of a record.
    struct Model: Encodable {
        let persons: String
        let address: String
        let reference: String
        let facts: String
        let lead: String
        let opened: String
        let why: String
        let purpose: String
        let isEmergency: Bool
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let supervise: String
        let maySupervise: Bool
        let unmask: ActForm
        let shown: [ShownGroup]
        let isShown: Bool
        let isNothingShown: Bool
        let shownText: String
        let groups: FormQuestion
        let purposes: FormQuestion
        let hasPurposes: Bool
        let change: ActForm
        let export: ActForm
        let revoke: ActForm
        let assign: ActForm
        let bar: ActForm
        let organisations: [HolderLine]
        let sharing: [String]
        let hasSharing: Bool
        let sharingPath: String
        let maySeeSharing: Bool
        let cameWith: String
        let cameWithPath: String
        let hasCome: Bool
        let ending: FormQuestion
        let mayEnd: Bool
        let team: [HolderLine]
        let hasTeam: Bool
        let colleagues: FormQuestion
        let barrable: FormQuestion
        let barred: [HolderLine]
        let hasBarred: Bool
        let contact: ContactLine
        let isWhole: Bool
        let files: [CaseLine]
        let hasFiles: Bool
        let correct: String
        let former: [CaseLine]
        let hasFormer: Bool
        let open: OpenForm

        /// A case she is in.
        struct CaseLine: Encodable {
            let href: String
            let reference: String
            let text: String
        }

        /// The form that opens a case for her.
        struct OpenForm: Encodable {
            let isThere: Bool
            let action: String
            let id: String
            let roles: FormQuestion
            let others: FormQuestion
            let hasOthers: Bool
        }

        struct ShownGroup: Encodable {
            let title: String
            let lines: [Line]

            struct Line: Encodable {
                let label: String
                let value: String
            }
        }

        struct HolderLine: Encodable {
            let id: String
            let name: String
            let text: String
            let since: String
            let mayEnd: Bool
        }
    }

    /// A form for an act: whether she may do it, where it goes, and whether it needs a code.
    struct ActForm: Encodable {
        let isThere: Bool
        let action: String
        let needsCode: Bool
        let code: FormField
        let isOpen: Bool
    }

    /// Everything that the page needs of others, read at one moment.
    private struct Around: Sendable {
        let relations: [StoredRelation]
        let everybody: [CasesSources.Colleague]
        let organisations: [(id: OrganisationID, name: String)]
        let rule: ContactRule?
        let files: [Case]
        let former: [Case]
        let others: [Case]
        let sharing: CasesSources.Sharing
    }

    func model(_ showing: PersonPages.Showing) async throws -> Model {
        let around = try await read()
        let person = passage.person
        let done = request.query["done"].flatMap { PersonView.notices.contains($0) ? words("record_done." + $0) : nil } ?? ""
        let mask = mask(.personUnmask)
        let own = Policy.purposes(of: passage.actor)
        let purpose = request.form["purpose"].flatMap(Purpose.init) ?? passage.purpose
        let live = around.relations
        let team = users(.worker, live, around)
        let chosen = wrong("group", showing).isEmpty ? request.form.all("group") : ["none"]
        return Model(
            persons: request.link("/persons"), address: link(""), reference: person.reference, facts: PersonWords.facts(person, words),
            lead: name(live.first { $0.held.relation == .lead }?.held.holder ?? "", around),
            opened: Format(request.language).day(person.madeAt.dayInSofia), why: words("rule." + passage.decision.rule.rawValue),
            purpose: passage.purpose.map { words("purpose." + $0.rawValue) } ?? "", isEmergency: passage.decision.rule == .emergency,
            notice: showing.notice.isEmpty ? done : showing.notice, hasNotice: !showing.notice.isEmpty || !done.isEmpty,
            summary: FormErrors(showing.wrong), supervise: link("/supervise"), maySupervise: passage.atBest(.personLooks).isAllowed,
            unmask: form(.personUnmask, "/unmask", showing), shown: groups(showing.values ?? [:]), isShown: showing.values != nil,
            isNothingShown: showing.values?.values.allSatisfy(\.isEmpty) ?? false,
            shownText: words("shown_text", ["purpose": passage.purpose.map { words("purpose." + $0.rawValue) } ?? ""]),
            groups: FormQuestion(
                "group", label: words("unmask_groups"), wrong: wrong("group", showing), isMultiple: true,
                choices: FieldGroup.allCases.filter { mask.contains($0) && !PersonField.of([$0]).isEmpty }.map {
                    FormChoice($0.rawValue, words("fields." + $0.rawValue), isChosen: chosen.isEmpty || chosen.contains($0.rawValue))
                }),
            purposes: FormQuestion(
                "purpose", label: words("unmask_purpose"), hint: words("unmask_purpose_hint"),
                choices: own.map { FormChoice($0.rawValue, words("purpose." + $0.rawValue), isChosen: $0 == purpose) }),
            hasPurposes: own.count > 1, change: form(.personChange, "/change", showing),
            export: form(.personExport, "/export", showing),
            revoke: form(.personRevoke, "/revoke", showing), assign: form(.personAssign, "/assign", showing),
            bar: form(.personBar, "/bar", showing), organisations: organisations(live, around),
            sharing: around.sharing.lines, hasSharing: !around.sharing.isEmpty, sharingPath: request.link(around.sharing.path ?? ""),
            maySeeSharing: around.sharing.path != nil, cameWith: around.sharing.received?.reference ?? "",
            cameWithPath: request.link(around.sharing.received?.path ?? ""), hasCome: around.sharing.received != nil,
            ending: select("ending-organisation", "organisation", ending(live, around), showing),
            // Where somebody else was quicker, there is nothing left to end but the mistake to be read.
            mayEnd: passage.atBest(.personRevoke).isAllowed
                && !(ending(live, around).isEmpty && wrong("ending-organisation", showing).isEmpty),
            team: team,
            hasTeam: !team.isEmpty,
            colleagues: select("user", "user", colleagues(around, isAssigning: true), showing),
            barrable: select("barred", "user", colleagues(around, isAssigning: false), showing), barred: users(.barred, live, around),
            hasBarred: live.contains { $0.held.relation == .barred }, contact: ContactLine(around.rule, passage, request, words),
            isWhole: passage.decision.reach == .record, files: around.files.map(line), hasFiles: !around.files.isEmpty,
            correct: link("/facts"),
            former: around.former.map(line), hasFormer: !around.former.isEmpty,
            open: openForm(around))
    }

    private func line(_ file: Case) -> Model.CaseLine {
        let day = Format(request.language).day((file.closing?.at ?? file.openedAt).dayInSofia)
        return Model.CaseLine(
            href: request.link("/cases/" + file.id.text) + "?person=" + passage.person.id.text, reference: file.reference,
            text: words(file.isOpen ? "case_opened_on" : "case_closed_on", ["day": day]))
    }

    private func openForm(_ around: Around) -> Model.OpenForm {
        let roles = CaseMember.Role.allCases.map {
            FormChoice($0.rawValue, words("case_role." + $0.rawValue), isChosen: $0 == .victim)
        }
        let others = around.others.map { FormChoice($0.id.text, $0.reference) }
        return Model.OpenForm(
            isThere: passage.atBest(.personChange).isAllowed, action: link("/case"), id: SentForm.number(FormData()),
            roles: FormQuestion("role", label: words("case_ask.role"), choices: roles),
            others: FormQuestion("case", label: words("case_ask.case"), choices: [FormChoice("", words("case_new"))] + others),
            hasOthers: !others.isEmpty)
    }

    private static let notices: Set<String> = [
        "contact", "facts", "signal", "added", "changed", "revoked", "assigned", "barred", "emergency",
    ]

    private func read() async throws -> Around {
        let id = passage.person.id
        let isWhole = passage.decision.reach == .record
        let context = Context(now: passage.now, purpose: passage.purpose)
        return try await cases.database.read { connection in
            let files = isWhole ? try CaseStore.cases(of: id, connection) : []
            let own = isWhole ? try CaseStore.list(passage.actor, context, .open, mine: true, before: nil, limit: 50, connection) : []
            return Around(
                relations: try RelationStore.live(of: passage.person.id.text, at: passage.now, connection),
                everybody: try cases.sources.colleagues(connection, nil, passage.now, request.language),
                organisations: try cases.sources.organisations(connection, request.language),
                rule: isWhole ? try ContactRuleStore.rules(of: [id], connection)[id] : nil, files: files,
                former: isWhole ? try CaseStore.cases(of: id, former: true, connection) : [],
                others: own.filter { other in !files.contains { $0.id == other.id } },
                sharing: try cases.sources.sharing(passage.person.id, passage.actor, passage.now, words, connection))
        }
    }

    private func link(_ part: String) -> String { request.link("/persons/" + passage.person.id.text) + part }

    private func mask(_ act: Act) -> Set<FieldGroup> { passage.atBest(act).mask }

    private func wrong(_ field: String, _ showing: PersonPages.Showing) -> String {
        showing.wrong.first { $0.field == field }?.text ?? ""
    }

    private func form(_ act: Act, _ part: String, _ showing: PersonPages.Showing) -> ActForm {
        let id = CodeField.id(act)
        let wrong = wrong(id, showing)
        // A code given with this very request counts already.
        let isProved = showing.token != nil || passage.visitor.hasFreshFactor(at: passage.now)
        let plain = Context(now: passage.now, hasFreshFactor: isProved, purpose: passage.purpose)
        let ownFields: [Act: [String]] = [
            .personChange: PersonField.allCases.map(\.rawValue), .personRevoke: ["ending-organisation"],
            .personAssign: ["user"], .personBar: ["barred"],
        ]
        let isWrong = showing.wrong.contains { $0.field == id || ownFields[act, default: []].contains($0.field) }
        return ActForm(
            isThere: passage.atBest(act).isAllowed, action: link(part),
            needsCode: Policy.decide(passage.actor, act, on: passage.facts, in: plain).needsFreshFactor,
            code: CodeField.field(words, id: id, wrong: wrong), isOpen: isWrong)
    }

    private func groups(_ values: [PersonField: String]) -> [Model.ShownGroup] {
        FieldGroup.allCases.compactMap { group in
            let lines = PersonField.of([group]).compactMap { field -> Model.ShownGroup.Line? in
                guard let value = values[field], !value.isEmpty else { return nil }
                return Model.ShownGroup.Line(
                    label: words("person_field." + field.rawValue), value: PersonWords.shown(value, field, words))
            }
            return lines.isEmpty ? nil : Model.ShownGroup(title: words("fields." + group.rawValue), lines: lines)
        }
    }

    // MARK: Who may see it

    private func name(_ holder: String, _ around: Around) -> String {
        around.organisations.first { $0.id.text == holder }?.name ?? ""
    }

    /// The organisations that a visitor may know of: all where hers leads, otherwise that one and her own; where the shelter is, the shelter
    /// alone.
    private func organisations(_ live: [StoredRelation], _ around: Around) -> [Model.HolderLine] {
        let own = passage.actor.organisation.text
        let leads = passage.facts.leads(passage.actor.organisation)
        return live.filter { one in
            switch one.held.relation {
            case .lead: true
            case .receiving, .referred, .warned: leads || one.held.holder == own
            case .shelter: one.held.holder == own
            default: false
            }
        }.map { one in
            let scope = one.scope.map { scope in
                words("shared_only", ["fields": scope.isEmpty ? words("shared_nothing") : FieldWords.list(scope, words)])
            }
            let end = one.until.map { words("shared_until", ["date": Format(request.language).day($0.dayInSofia)]) }
            return Model.HolderLine(
                id: one.held.holder, name: name(one.held.holder, around),
                text: [words("relation." + one.held.relation.rawValue), scope, end].compactMap(\.self).joined(separator: " · "),
                since: Format(request.language).day(one.since.dayInSofia), mayEnd: false)
        }
    }

    private func ending(_ live: [StoredRelation], _ around: Around) -> [FormChoice] {
        let inside = Set(live.filter { [.receiving, .referred].contains($0.held.relation) }.map(\.held.holder))
        return around.organisations.filter { inside.contains($0.id.text) }.map { FormChoice($0.id.text, $0.name) }
    }

    private func select(_ id: String, _ name: String, _ choices: [FormChoice], _ showing: PersonPages.Showing) -> FormQuestion {
        .recipient(name, id: id, label: words(name == "user" ? "colleague" : name), wrong: wrong(id, showing), among: choices, words)
    }

    private func users(_ relation: Relation, _ live: [StoredRelation], _ around: Around) -> [Model.HolderLine] {
        let leads = passage.facts.leads(passage.actor.organisation)
        return live.filter { $0.held.relation == relation }.compactMap { one in
            // Of several posts the one in an organisation that she may know of; whoever has left is known to those who lead.
            let posts = around.everybody.filter { $0.actor.user.text == one.held.holder }
            let user = posts.first { passage.mayKnow($0.actor.organisation) }
            guard leads || user != nil else { return nil }
            return Model.HolderLine(
                id: one.held.holder, name: user?.name ?? words("user_gone"), text: user?.organisation ?? "",
                since: Format(request.language).day(one.since.dayInSofia),
                mayEnd: user?.actor.organisation == passage.actor.organisation
                    && passage.atBest(relation == .worker ? .personAssign : .personBar).isAllowed)
        }
    }

    /// Colleagues of her own organisation, once each: those whom the record could be assigned to, or all others, whom it could be barred to.
    private func colleagues(_ around: Around, isAssigning: Bool) -> [FormChoice] {
        var seen: Set<UserID> = []
        return around.everybody.filter { colleague in
            let actor = colleague.actor
            return actor.organisation == passage.actor.organisation
                && (isAssigning ? passage.couldWork(actor) : actor.user != passage.actor.user) && seen.insert(actor.user).inserted
        }.map { FormChoice($0.actor.user.text, $0.name) }
    }
}
