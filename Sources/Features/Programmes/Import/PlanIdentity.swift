import Core
import Vault

/// By what a plan is known again.
enum PlanIdentity {
    /// Equal for every edition of one plan: the words of its title, whatever their case and form.
    static func key(_ plan: PlanContent) -> String {
        let key = key(plan.title.text)
        return key.isEmpty ? plan.measures.first?.title.text ?? "" : key
    }

    /// The same of a title; empty for one without words.
    static func key(_ title: String) -> String { SearchKey.words(title).joined(separator: " ") }

    /// Whether a plan of the same years is probably the same one, whatever its title: half of the measures of the smaller one at least, and
    /// two, stand in the other to the letter.
    ///
    /// - Parameters:
    ///   - titles: of the measures of one.
    ///   - others: of the measures of the other.
    static func mayBeSame(_ titles: [String], _ others: [String]) -> Bool {
        let (one, two) = (Set(titles.map(Folding.word)), Set(others.map(Folding.word)))
        let common = one.intersection(two).count
        return common > 1 && common * 2 >= min(one.count, two.count)
    }

    /// A name for addresses: what kind of plan, what it is about, which year.
    static func slug(_ plan: PlanContent) -> String {
        let words = Transliteration.slug(plan.title.text).split(separator: "-").map(String.init)
        let telling = words.filter { $0.utf8.count > 2 && !dull.contains($0) && Int($0) == nil }
        let year = plan.period.map { String($0.from.year) }
        let slug = (telling.prefix(3) + (year.map { [$0] } ?? [])).joined(separator: "-")
        return slug.isEmpty ? "plan" : slug
    }

    /// Equal for plans that say the same, wherever it stands in their documents.
    static func fingerprint(_ plan: PlanContent) -> String {
        var texts = PlanFields.all(plan).map { "\($0.part.rawValue)=\($0.text)" }
        for measure in plan.measures { texts += MeasureFields.all(measure, MeasureFields.code).map { "\($0.field.rawValue)=\($0.text)" } }
        return Fingerprint.of(Array(texts.joined(separator: "\u{1f}").utf8))
    }

    private static let dull: Set<String> = [
        "natsionalna", "natsionalen", "natsionalnata", "za", "godina", "izpalnenie", "deystvie", "politikite", "ot", "the", "for",
        "national",
    ]
}

/// What a plan says beside its measures, as texts: one list for telling differences and taking fingerprints.
enum PlanFields {
    static func all(_ plan: PlanContent) -> [(part: PlanDifference.Part, text: String)] {
        [
            (.title, plan.title.text), (.project, plan.isProject ? "ПРОЕКТ" : ""),
            (.sections, plan.sections.map { [$0.number, $0.title].compactMap(\.self).joined(separator: " ") }.joined(separator: "; ")),
            // In whatever order: the list says the same.
            (.abbreviations, Set(plan.abbreviations.map { "\($0.short) – \($0.full)" }).sorted().joined(separator: "; ")),
        ]
    }
}

/// A measure's fields as texts: one list for comparing versions, telling differences and taking fingerprints.
enum MeasureFields {
    /// - Parameter indicator: what an indicator says.
    static func all(_ measure: Measure, _ indicator: (Indicator) -> String = \.summary) -> [(field: Field, text: String)] {
        [
            (.number, measure.number ?? ""), (.section, measure.section.map { String($0 + 1) } ?? ""),
            (.strategicGoal, measure.strategicGoal?.text ?? ""), (.operationalGoal, measure.operationalGoal?.text ?? ""),
            (.title, measure.title.text), (.expectedResults, measure.expectedResults?.text ?? ""),
            (.leads, measure.leads.map(\.name).joined(separator: ", ")), (.partners, measure.partners.map(\.name).joined(separator: ", ")),
            (.budget, measure.budget.map { Headings.clean($0.source.text) }.joined(separator: "; ")),
            (.deadline, Headings.clean(measure.deadline?.source.text ?? "")),
            (.indicators, measure.indicators.map(indicator).joined(separator: "; ")), (.prose, measure.further?.text ?? ""),
        ]
    }

    /// What a measure says in one field. By its number is meant how the measure is called: the printed one repeats from section to section.
    static func said(_ field: Field, by measure: Measure) -> String {
        field == .number ? measure.code : all(measure).first { $0.field == field }?.text ?? ""
    }

    /// Whether two editions say the same of a field in spite of other signs or lines.
    static func saySame(_ left: String, _ right: String, _ field: Field) -> Bool {
        switch field {
        case .budget: saidOfMoney(left) == saidOfMoney(right)
        case .prose: Headings.clean(left) == Headings.clean(right)
        default: left == right
        }
    }

    /// The words and numbers of a budget, without the signs that part its lines: „… лв.;“ or a new line say the same.
    static func saidOfMoney(_ text: String) -> [String] {
        Tokenizer.tokens(Array(text.unicodeScalars)).filter { token in
            switch token.kind {
            case .comma, .semicolon, .colon, .stop, .newline: false
            default: true
            }
        }.map(\.text)
    }

    /// As fingerprints were always taken of it.
    fileprivate static func code(_ indicator: Indicator) -> String {
        let format = Format(.bg)
        let values = [indicator.baseline, indicator.target].map { $0.map(format.number) ?? "–" }.joined(separator: " → ")
        let comparator = indicator.comparator.map { $0.rawValue + " " } ?? ""
        return "\(indicator.label): \(comparator)\(values)\(indicator.unit.map { " " + $0 } ?? "")"
    }
}
