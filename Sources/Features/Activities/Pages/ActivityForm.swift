import Core
import Reference
import Web

/// The form of an act of a kind, made of the kind's declaration: what is asked of every act, the kind's own fields, heads.
struct ActivityForm: Encodable {
    let state: FormQuestion
    let title: FormField
    let starts: FormField
    let ends: FormField
    let hasEnds: Bool
    let district: FormQuestion
    let town: FormField
    let country: FormQuestion
    let needed: [Input]
    let others: [Input]
    let counts: [FormField]
    let hasCounts: Bool
    let lines: [HeadLine]
    let moreLines: [HeadLine]
    let hasMoreLines: Bool
    let hasLines: Bool
    let listHref: String
    let isListed: Bool
    let coOrganisers: [FormQuestion]
    let evidence: FormField
    let note: FormField
    let isPublic: Bool
    let isMoreOpen: Bool

    /// One field of the kind, as the control that it is.
    struct Input: Encodable {
        var field: [FormField] = []
        var select: [FormQuestion] = []
        var choices: [FormQuestion] = []
    }

    /// One profession with its numbers.
    struct HeadLine: Encodable {
        let number: String
        let profession: FormQuestion
        let women: FormField
        let men: FormField
        let unknown: FormField
        let institution: FormQuestion
    }

    /// What a form begins with: what was typed, or else an act.
    struct Content {
        var form: FormData
        var facts: ActivityFacts?
        var wrong: [String: String]
        /// Acts that a field may name, by the field.
        var acts: [String: [(id: ActivityID, reference: String, title: String)]]
        /// Where the list stands from which heads are counted; nil where they are typed.
        var listHref: String?
    }

    init(_ kind: ActivityKind, _ content: Content, _ places: PlaceRegister, _ register: InstitutionRegister, _ words: Words) {
        let maker = InputMaker(content: content, places: places, register: register, words: words)
        let facts = content.facts
        state = FormQuestion(
            "state", label: words("act_ask.state"), wrong: content.wrong["state"] ?? "",
            choices: [ActivityFacts.State.done, .planned].map { state in
                FormChoice(
                    state.rawValue, words("act_state_ask." + state.rawValue),
                    isChosen: maker.isTyped
                        ? content.form["state"] == state.rawValue : (facts?.state ?? .done) == state)
            })
        title = maker.field("title", own: facts?.title)
        starts = maker.field("starts", own: facts.map { ActivityForm.typed($0.startsOn) })
        let hasEnd = facts.map { !$0.isOpenEnded && $0.endsOn != $0.startsOn } ?? false
        ends = maker.field(
            "ends", word: kind.span == .open ? "ends-open" : "ends", own: hasEnd ? facts.map { ActivityForm.typed($0.endsOn) } : nil)
        hasEnds = kind.span != .day
        district = maker.places("district", places.districts, own: facts?.district)
        town = maker.field("town", own: facts?.town)
        country = maker.places("country", places.countries, own: facts.map(\.country) ?? PlaceRegister.bulgaria)
        needed = kind.fields.filter(\.isNeeded).map(maker.input)
        others = kind.fields.filter { !$0.isNeeded }.map(maker.input)
        listHref = content.listHref ?? ""
        isListed = content.listHref != nil
        hasCounts = kind.heads == .count && !isListed
        counts = hasCounts ? maker.counts() : []
        hasLines = kind.heads == .list && !isListed
        let lines = hasLines ? maker.headLines() : []
        let shown = max(4, (lines.lastIndex { $0.isFilled } ?? -1) + 2)
        self.lines = lines.prefix(shown).map(\.line)
        moreLines = lines.dropFirst(shown).map(\.line)
        hasMoreLines = !moreLines.isEmpty
        coOrganisers = maker.coOrganisers()
        evidence = maker.field("evidence", own: facts?.evidence)
        note = maker.field("note", own: facts?.note)
        isPublic = maker.isTyped ? content.form["public"] != nil : facts?.isPublic ?? false
        let optional = kind.fields.filter { !$0.isNeeded }.map(\.name)
        isMoreOpen = optional.contains { content.wrong[$0] != nil }
    }

    /// A day as people type it.
    static func typed(_ day: Day) -> String { "\(day.day).\(day.month).\(day.year)" }
}

/// Makes the controls of a form.
private struct InputMaker {
    let content: ActivityForm.Content
    let places: PlaceRegister
    let register: InstitutionRegister
    let words: Words

    var isTyped: Bool { !content.form.pairs.isEmpty }

    func field(_ name: String, word: String? = nil, own: String?, isNumeric: Bool = false) -> FormField {
        FormField(
            name, label: words("act_ask." + (word ?? name)), hint: words.find("act_ask_hint." + (word ?? name)) ?? "",
            value: isTyped ? content.form[name] ?? "" : own ?? "", wrong: content.wrong[name] ?? "", isNumeric: isNumeric)
    }

    func input(_ field: ActivityField) -> ActivityForm.Input {
        let own = content.facts?.codes[field.code, default: []] ?? []
        let chosen = isTyped ? Set(content.form.all(field.name)) : own
        let (label, hint) = (words("act_field." + field.code), words.find("act_hint." + field.code) ?? "")
        func question(_ choices: [(String, String)], isMultiple: Bool = false) -> FormQuestion {
            let all = (isMultiple ? [] : [("", words("act_none"))]) + choices
            return FormQuestion(
                field.name, label: label, hint: hint, wrong: content.wrong[field.name] ?? "", isMultiple: isMultiple,
                choices: all.map { FormChoice($0.0, $0.1, isChosen: chosen.contains($0.0)) })
        }
        switch field.kind {
        case .amount:
            let amount = content.facts?.amounts[field.code].map(String.init)
            return .init(field: [
                FormField(
                    field.name, label: label, hint: hint, value: isTyped ? content.form[field.name] ?? "" : amount ?? "",
                    wrong: content.wrong[field.name] ?? "", isNumeric: true)
            ])
        case .one(let list): return .init(select: [question(list.codes.map { ($0, words(list.words + $0)) })])
        case .several(let list):
            return .init(choices: [question(list.codes.map { ($0, words(list.words + $0)) }, isMultiple: true)])
        case .institution: return .init(select: [question(institutions)])
        case .country: return .init(select: [question(sorted(places.countries).map { ($0.code, $0.name(words.language)) })])
        case .act:
            let acts = content.acts[field.code] ?? []
            return acts.isEmpty ? .init() : .init(select: [question(acts.map { ($0.id.text, "\($0.title) (\($0.reference))") })])
        }
    }

    func places(_ name: String, _ list: [Place], own: String?) -> FormQuestion {
        let chosen = isTyped ? content.form[name] : own
        return FormQuestion(
            name, label: words("act_ask." + name), wrong: content.wrong[name] ?? "",
            choices: [FormChoice("", words("act_none." + name), isChosen: chosen == nil)]
                + sorted(list).map { FormChoice($0.code, $0.name(words.language), isChosen: $0.code == chosen) })
    }

    func counts() -> [FormField] {
        ActivityDraft.sexes.map { sex in
            let own = content.facts?.heads.filter { $0.sex == sex.code }.reduce(0) { $0 + $1.amount } ?? 0
            return field("heads-" + sex.field, own: own > 0 ? String(own) : nil, isNumeric: true)
        }
    }

    func headLines() -> [(line: ActivityForm.HeadLine, isFilled: Bool)] {
        let stored = content.facts.map(grouped) ?? []
        return (1...ActivityDraft.headLines).map { line in
            let own = stored.indices.contains(line - 1) ? stored[line - 1] : nil
            let profession = isTyped ? content.form["head-profession-\(line)"] : own?.profession
            let institution = isTyped ? content.form["head-institution-\(line)"] : own?.institution
            func number(_ sex: (field: String, code: String?)) -> FormField {
                let name = "head-\(sex.field)-\(line)"
                let amount = own?.amounts[sex.field].map(String.init)
                return FormField(
                    name, label: words("act_ask.heads-" + sex.field), value: isTyped ? content.form[name] ?? "" : amount ?? "",
                    wrong: content.wrong[name] ?? "", isNumeric: true)
            }
            func select(_ name: String, _ label: String, _ choices: [(String, String)], _ chosen: String?) -> FormQuestion {
                FormQuestion(
                    name, label: words(label), wrong: content.wrong[name] ?? "",
                    choices: [FormChoice("", words("act_none"), isChosen: chosen == nil)]
                        + choices.map { FormChoice($0.0, $0.1, isChosen: $0.0 == chosen) })
            }
            let made = ActivityForm.HeadLine(
                number: String(line),
                profession: select(
                    "head-profession-\(line)", "act_ask.profession",
                    TermList.profession.codes.map { ($0, words(TermList.profession.words + $0)) }, profession),
                women: number(ActivityDraft.sexes[0]), men: number(ActivityDraft.sexes[1]), unknown: number(ActivityDraft.sexes[2]),
                institution: select("head-institution-\(line)", "act_ask.institution", institutions, institution))
            return (made, profession != nil || institution != nil)
        }
    }

    /// Heads as the lines of the form: those of one profession and institution stand in one.
    private func grouped(_ facts: ActivityFacts) -> [(profession: String?, institution: String?, amounts: [String: Int])] {
        var lines: [(profession: String?, institution: String?, amounts: [String: Int])] = []
        for head in facts.heads {
            let sex = ActivityDraft.sexes.first { $0.code == head.sex }?.field ?? "unknown"
            if let place = lines.firstIndex(where: { $0.profession == head.profession && $0.institution == head.institution }) {
                lines[place].amounts[sex, default: 0] += head.amount
            } else {
                lines.append((head.profession, head.institution, [sex: head.amount]))
            }
        }
        return lines
    }

    func coOrganisers() -> [FormQuestion] {
        let chosen = isTyped ? content.form.all("co-organiser") : (content.facts?.coOrganisers.sorted() ?? [])
        return (0..<max(2, chosen.count + 1)).map { place in
            let one = chosen.indices.contains(place) ? chosen[place] : nil
            return FormQuestion(
                "co-organiser", id: "co-organiser-\(place + 1)", label: words("act_ask.co-organiser", ["n": String(place + 1)]),
                choices: [FormChoice("", words("act_none"), isChosen: one == nil)]
                    + institutions.map { FormChoice($0.0, $0.1, isChosen: $0.0 == one) })
        }
    }

    private var institutions: [(String, String)] { register.institutions.map { ($0.code, $0.shortName(words.language)) } }

    private func sorted(_ list: [Place]) -> [Place] { Collation.sorted(list) { $0.name(words.language) } }
}
