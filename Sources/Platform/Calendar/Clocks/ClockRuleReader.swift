import Core
public import Foundation

extension ClockRules {
    /// The rules in a text of the form of `clock-rules.json`: one rule or one version of a rule an object. Not checked against one another yet.
    public static func read(_ json: Data) throws(ClockRuleError) -> [ClockRule] {
        let rows: [ClockRuleRow]
        do {
            rows = try JSONDecoder().decode([ClockRuleRow].self, from: json)
        } catch {
            throw ClockRuleError(rule: "", fault: .unreadable)
        }
        var rules: [ClockRule] = []
        for row in rows { rules.append(try row.rule()) }
        return rules
    }
}

/// A rule as it is written: everything may be missing, so that what is wrong can be said of the rule and the field.
private struct ClockRuleRow: Decodable {
    struct WrittenTerm: Decodable {
        let length: Int?
        let unit: String?
    }

    struct Step: Decodable {
        let whom: String?
        let before: WrittenTerm?
        let after: WrittenTerm?
    }

    let id: String?
    let kind: String?
    let subject: ClockSubject?
    let startsOn: [String]?
    let endsOn: [String]?
    let term: WrittenTerm?
    let rollover: String?
    let rolloverNote: Ground?
    let duty: String?
    let origin: String?
    let ground: Ground?
    let isConfirmed: Bool?
    let validFrom: String?
    let validTo: String?
    let warnings: [Step]?
    let legalRisk: Int?
    let severity: String?

    func rule() throws(ClockRuleError) -> ClockRule {
        ClockRule(
            id: try given(id, "id"), kind: try word(kind, "kind"), subject: subject ?? ClockSubject(),
            startsOn: try events(startsOn, "startsOn"), endsOn: try events(endsOn, "endsOn"), term: try read(term, "term"),
            rollover: try word(rollover, "rollover"), rolloverNote: try given(rolloverNote, "rolloverNote"), duty: try word(duty, "duty"),
            origin: try word(origin, "origin"), ground: try given(ground, "ground"), isConfirmed: try given(isConfirmed, "isConfirmed"),
            validity: Validity(from: try day(validFrom, "validFrom"), to: try day(validTo, "validTo")), warnings: try steps(),
            legalRisk: try given(legalRisk, "legalRisk"), severity: try word(severity, "severity"))
    }

    private func given<Value>(_ value: Value?, _ field: String) throws(ClockRuleError) -> Value {
        guard let value else { throw error(.missing(field)) }
        return value
    }

    private func word<Word: RawRepresentable<String>>(_ text: String?, _ field: String) throws(ClockRuleError) -> Word {
        let text = try given(text, field)
        guard let word = Word(rawValue: text) else { throw error(.unknown(field: field, value: text)) }
        return word
    }

    private func events(_ texts: [String]?, _ field: String) throws(ClockRuleError) -> Set<ClockEvent> {
        var events: Set<ClockEvent> = []
        for text in try given(texts, field) { events.insert(try word(text, field)) }
        return events
    }

    private func read(_ written: WrittenTerm?, _ field: String) throws(ClockRuleError) -> Term {
        let length = try given(written?.length, field + ".length")
        guard let term = Term(length, try word(written?.unit, field + ".unit")) else {
            throw error(.unknown(field: field + ".length", value: String(length)))
        }
        return term
    }

    private func day(_ text: String?, _ field: String) throws(ClockRuleError) -> Day? {
        guard let text else { return nil }
        guard let day = Day(iso: text) else { throw error(.unknown(field: field, value: text)) }
        return day
    }

    private func steps() throws(ClockRuleError) -> [ClockWarning] {
        var steps: [ClockWarning] = []
        for step in try given(warnings, "warnings") {
            let whom: ClockWarning.Whom = try word(step.whom, "warnings.whom")
            if let before = step.before {
                steps.append(ClockWarning(whom, .before(try read(before, "warnings.before"))))
            } else {
                steps.append(ClockWarning(whom, .after(try read(step.after, "warnings.after"))))
            }
        }
        return steps
    }

    private func error(_ fault: ClockRuleError.Fault) -> ClockRuleError { ClockRuleError(rule: id ?? "", fault: fault) }
}
