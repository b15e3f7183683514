public import Core

/// One line of a measure's budget (бюджет): an amount, or words where there is none.
public struct BudgetLine: Sendable, Equatable {
    /// What the words say of the money.
    public enum Kind: String, Sendable, CaseIterable {
        /// An amount is printed.
        case amount
        /// „в рамките на утвърдения бюджет“: within an approved budget.
        case withinBudget
        /// „не се предвижда / не се изисква финансиране“.
        case noFunding
        /// European or foreign funds, projects, donors.
        case external
        /// Other words.
        case words
    }

    /// What period an amount is for.
    public enum Basis: String, Sendable {
        case total
        case perYear
    }

    /// Tells whether ``amount`` is to be expected.
    public var kind: Kind
    /// In the currency printed; nil for every kind but `amount`.
    public var amount: Money?
    /// Whether the amount is a ceiling: „до 20 000 лв.“.
    public var isCeiling = false
    /// The whole amount unless „годишно“ stands with it.
    public var basis: Basis = .total
    /// Number of the measure with which the amount is shared: „общо с посоченото в мярка 34“.
    public var sharedWith: String?
    /// Who pays, where the words name somebody.
    public var payers: [Actor] = []
    /// The clause of the budget cell (клетка „Бюджет“) that says it.
    public var source: SourceReference

    /// A line without an amount, a ceiling or payers; they are added as they are read.
    public init(kind: Kind, source: SourceReference) {
        self.kind = kind
        self.source = source
    }
}
