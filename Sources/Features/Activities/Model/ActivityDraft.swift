import Core
import Reference
import Web

/// An act as it was typed: either a whole one or what is wrong with it, field by field.
struct ActivityDraft: Sendable {
    let facts: ActivityFacts
    /// Fields in the order of the form, each with the key of the words that say what is wrong.
    let wrong: [(field: String, word: String)]

    static let longestTitle = 160
    static let longestLine = 300
    static let longestNote = 400
    /// The most that is believed of one number.
    static let mostAmount = 2_000_000_000
    /// Lines for professions on a form.
    static let headLines = 12
    /// Sexes as the form asks for them, with the code that is stored.
    static let sexes: [(field: String, code: String?)] = [("women", "woman"), ("men", "man"), ("unknown", nil)]

    /// Names of the fields of the forms of all kinds.
    static let fields: FormFields = {
        let names = ActivityKind.allCases.map(ActivityDraft.names)
        return FormFields(
            names.reduce(into: []) { $0.formUnion($1.single) }, lists: names.reduce(into: []) { $0.formUnion($1.lists) })
    }()

    private static func names(_ kind: ActivityKind) -> (single: Set<String>, lists: Set<String>) {
        var single: Set<String> = [
            "id", "state", "starts", "ends", "open", "title", "country", "district", "town", "public", "evidence", "note", "anyway",
            "same-as", "version",
        ]
        var lists: Set<String> = ["co-organiser"]
        for field in kind.fields {
            if case .several = field.kind { lists.insert(field.name) } else { single.insert(field.name) }
        }
        switch kind.heads {
        case .none: break
        case .count: single.formUnion(sexes.map { "heads-" + $0.field })
        case .list:
            for line in 1...headLines {
                single.formUnion(["profession", "institution"].map { "head-\($0)-\(line)" })
                single.formUnion(sexes.map { "head-\($0.field)-\(line)" })
            }
        }
        return (single, lists)
    }

    /// Reads a form of a kind.
    ///
    /// - Parameter today: what took place was not later.
    init(_ form: FormData, _ kind: ActivityKind, places: PlaceRegister, register: InstitutionRegister, today: Day) {
        var reader = Reader(form: form)
        let state = form["state"].flatMap(ActivityFacts.State.init) ?? .done
        let (starts, ends) = reader.days(kind, state, today)
        var facts = ActivityFacts(
            state: state, startsOn: starts, endsOn: ends, isOpenEnded: kind.span == .open && form.line("ends") == nil,
            title: reader.text("title", most: ActivityDraft.longestTitle, isNeeded: true) ?? "")
        facts.country = reader.place("country") { places.country($0) != nil }
        let isHome = facts.country == nil || facts.country == PlaceRegister.bulgaria
        facts.district = isHome ? reader.place("district") { places.district($0) != nil } : nil
        facts.town = reader.text("town", most: ActivityDraft.longestLine)
        facts.isPublic = form["public"] != nil
        facts.evidence = reader.text("evidence", most: ActivityDraft.longestLine)
        facts.note = reader.text("note", most: ActivityDraft.longestNote)
        for field in kind.fields { reader.read(field, into: &facts, register, places) }
        switch kind.heads {
        case .none: break
        case .count: facts.heads = reader.heads()
        case .list: facts.heads = reader.headLines(register)
        }
        facts.coOrganisers = Set(form.all("co-organiser").filter { register.institution($0) != nil })
        facts.sameAs = form["same-as"].flatMap(ActivityID.init)
        self.facts = facts
        wrong = reader.wrong
    }
}

extension ActivityField {
    /// Its name in a form.
    var name: String { "f-" + code }
}

/// Takes the fields of a form one by one and keeps what is wrong with them.
private struct Reader {
    let form: FormData
    var wrong: [(field: String, word: String)] = []

    mutating func text(_ name: String, most: Int, isNeeded: Bool = false) -> String? {
        let text = form.line(name)
        if isNeeded, text == nil { wrong.append((name, "act_wrong_missing.\(name)")) }
        if let text, text.unicodeScalars.count > most { wrong.append((name, "act_wrong_long")) }
        return text
    }

    mutating func place(_ name: String, _ isKnown: (String) -> Bool) -> String? {
        guard let code = form[name] else { return nil }
        guard isKnown(code) else {
            wrong.append((name, "act_wrong_choice"))
            return nil
        }
        return code
    }

    mutating func days(_ kind: ActivityKind, _ state: ActivityFacts.State, _ today: Day) -> (Day, Day) {
        guard let starts = day("starts") else {
            if form.line("starts") == nil { wrong.append(("starts", "act_wrong_missing.starts")) }
            return (today, today)
        }
        guard kind.span != .day, form.line("ends") != nil else {
            check(starts, "starts", state, today)
            return (starts, starts)
        }
        guard let ends = day("ends") else { return (starts, starts) }
        guard ends >= starts else {
            wrong.append(("ends", "act_wrong_order"))
            return (starts, starts)
        }
        if kind.span == .open { check(starts, "starts", state, today) } else { check(ends, "ends", state, today) }
        return (starts, ends)
    }

    private mutating func day(_ name: String) -> Day? {
        guard let text = form.line(name) else { return nil }
        guard let day = Day(typed: text), (2000...2100).contains(day.year) else {
            wrong.append((name, "act_wrong_day"))
            return nil
        }
        return day
    }

    /// What took place is over; what is to come is not.
    private mutating func check(_ day: Day, _ name: String, _ state: ActivityFacts.State, _ today: Day) {
        if state == .done, day > today { wrong.append((name, "act_wrong_future")) }
    }

    mutating func amount(_ name: String) -> Int? {
        guard let text = form.line(name) else { return nil }
        let digits = text.filter { !$0.isWhitespace && $0 != "\u{A0}" && $0 != "\u{202F}" }
        guard let amount = Int(digits), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), amount <= ActivityDraft.mostAmount else {
            wrong.append((name, "act_wrong_amount"))
            return nil
        }
        return amount
    }

    mutating func read(
        _ field: ActivityField, into facts: inout ActivityFacts, _ register: InstitutionRegister, _ places: PlaceRegister
    ) {
        let name = field.name
        var codes: Set<String> = []
        switch field.kind {
        case .amount: facts.amounts[field.code] = amount(name)
        case .one(let list), .several(let list): codes = Set(form.all(name)).filter(list.codes.contains)
        case .institution: codes = Set(form.all(name)).filter { register.institution($0) != nil }
        case .country: codes = Set(form.all(name)).filter { places.country($0) != nil }
        case .act: codes = Set(form.all(name)).filter { ActivityID($0) != nil }
        }
        if !codes.isEmpty { facts.codes[field.code] = codes }
        // What no list of ours offers was not chosen on our form.
        if codes.isEmpty, facts.amounts[field.code] == nil, form[name] != nil, !wrong.contains(where: { $0.field == name }) {
            wrong.append((name, "act_wrong_choice"))
        }
        let isMissing = codes.isEmpty && facts.amounts[field.code] == nil && form[name] == nil
        if field.isNeeded, facts.state == .done, isMissing { wrong.append((name, "act_wrong_needed")) }
    }

    mutating func heads() -> [HeadCount] {
        ActivityDraft.sexes.compactMap { sex in
            head("heads-" + sex.field).map { HeadCount(profession: nil, sex: sex.code, institution: nil, amount: $0) }
        }
    }

    mutating func headLines(_ register: InstitutionRegister) -> [HeadCount] {
        var heads: [HeadCount] = []
        for line in 1...ActivityDraft.headLines {
            let profession = form["head-profession-\(line)"].flatMap { TermList.profession.codes.contains($0) ? $0 : nil }
            let institution = form["head-institution-\(line)"].flatMap { register.institution($0)?.code }
            let own = ActivityDraft.sexes.compactMap { sex in
                head("head-\(sex.field)-\(line)").map {
                    HeadCount(profession: profession, sex: sex.code, institution: institution, amount: $0)
                }
            }
            if !own.isEmpty, profession == nil { wrong.append(("head-profession-\(line)", "act_wrong_profession")) }
            heads += own
        }
        return heads
    }

    private mutating func head(_ name: String) -> Int? {
        guard let amount = amount(name), amount > 0 else { return nil }
        guard amount <= HeadCount.most else {
            wrong.append((name, "act_wrong_amount"))
            return nil
        }
        return amount
    }
}
