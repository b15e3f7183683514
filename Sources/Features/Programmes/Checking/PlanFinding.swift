import Core
public import Documents

/// A fault that a careful reader finds in a published plan (находка): which rule, where, and the words that show it.
public struct PlanFinding: Sendable, Equatable, Hashable {
    /// How much it weighs for whoever must carry the plan out.
    public enum Severity: String, Sendable, CaseIterable {
        /// The plan contradicts itself, or nobody can act on it as it stands.
        case error
        /// Probably not what its authors meant.
        case warning
        /// Worth mending before it is printed.
        case note
    }

    /// The rule that is broken; its words are `finding.<code>`.
    public enum Code: String, Sendable, CaseIterable {
        // Time and numbers.
        case deadlineOutsidePlan, deadlineUnclear, numberRepeated, numberOutOfOrder, numberMissing, goalNumberRepeated, countDiffers
        // Who.
        case institutionUnknown, institutionMisspelt, institutionNotListed, leadMissing, leadAlsoPartner, partnerRepeated
        // What is measured.
        case indicatorMissing, indicatorRepeated, targetMissing, baselineMissing, unitMissing, textForNumber, targetEqualsBaseline
        case targetBelowBaseline, resultMissing, resultContradictsTarget, resultIsIndicator
        // Money.
        case budgetContradicts, currenciesDiffer
        // The table and its words.
        case cellEmpty, columnsShifted, titleMissing, titleRepeated, textCutOff, wordBroken, wordMisspelt, wordsRepeated

        /// The same for every finding of a rule.
        public var severity: Severity {
            switch self {
            case .deadlineOutsidePlan, .numberRepeated, .countDiffers, .leadMissing, .indicatorMissing, .resultContradictsTarget,
                .budgetContradicts, .currenciesDiffer, .titleMissing:
                .error
            case .institutionNotListed, .baselineMissing, .unitMissing, .wordBroken, .wordMisspelt, .wordsRepeated, .resultIsIndicator:
                .note
            default: .warning
            }
        }
    }

    /// Which rule.
    public let code: Code
    /// Code of the measure; nil for the plan as a whole.
    public let measure: String?
    /// The cell quoted; for a blank cell the place where it is blank, for what is missing the cell of the measure's words.
    public let place: CellPlace
    /// What the cell is for; nil outside of the plan's tables and cards.
    public let field: Field?
    /// The cell's words that show it; empty for a blank cell.
    public let quote: String
    /// What stands against it: the other number, the other measure, the word that is meant.
    public let detail: String

    init(_ code: Code, measure: String? = nil, place: CellPlace, field: Field? = nil, quote: String, detail: String = "") {
        self.code = code
        self.measure = measure
        self.place = place
        self.field = field
        self.quote = PlanFinding.shortened(quote)
        // A sentence quotes it, and has a full stop of its own.
        self.detail = PlanFinding.unstopped(PlanFinding.shortened(detail))
    }

    /// The same, with what its cell is for, where the rule did not say that.
    func standing(in field: Field?) -> PlanFinding {
        PlanFinding(code, measure: measure, place: place, field: self.field ?? field, quote: quote, detail: detail)
    }

    /// As many characters as a reader needs to find the words again.
    private static let limit = 160

    private static func unstopped(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let end = scalars.lastIndex { !$0.isSpace && !".;,".unicodeScalars.contains($0) }
        return end.map { String(scalars[...$0]) } ?? ""
    }

    private static func shortened(_ text: String) -> String {
        let clean = Headings.clean(text)
        guard clean.unicodeScalars.count > limit else { return clean }
        return String(clean.unicodeScalars.prefix(limit)).trimmed
    }
}

extension PlanFinding.Code {
    /// The rule that a remark of the reading tells already; nil for what is only the reader's own doubt.
    init?(_ remark: Remark.Code) {
        switch remark {
        case .deadlineOutsidePlan: self = .deadlineOutsidePlan
        case .countDiffers: self = .countDiffers
        case .currenciesDiffer: self = .currenciesDiffer
        case .unknownInstitution: self = .institutionUnknown
        case .institutionSpelling: self = .institutionMisspelt
        case .columnsDoubtful, .rowShifted: self = .columnsShifted
        case .titleMissing: self = .titleMissing
        case .numberRepeated: self = .numberRepeated
        default: return nil
        }
    }
}

extension PlanContent {
    /// What reading it left in doubt. Faults of the document itself are findings: they are told there, to those who may see them.
    var doubts: [Remark] { remarks.filter { PlanFinding.Code($0.code) == nil } }
}
