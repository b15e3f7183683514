/// A measure (мярка, дейност): one row of a plan that somebody must do.
public struct Measure: Sendable, Equatable {
    /// How the measure is called in this plan, unique in it: section and printed number („II.1.4“), the printed number alone where numbers
    /// run through the whole plan („34“), „~2“ added where a document prints the same number again.
    public var code: String
    /// The number as printed; documents repeat numbers and leave them out.
    public var number: String?
    /// Position of its section in ``PlanContent/sections``, from 0; nil before the first section.
    public var section: Int?
    /// Strategic goal (стратегическа цел) it serves, carried down from the row that prints it.
    public var strategicGoal: SourcedText?
    /// Operational goal (оперативна цел) it serves, carried down from the row that prints it.
    public var operationalGoal: SourcedText?
    /// What is to be done, in the document's words.
    public var title: SourcedText
    /// Expected results (очаквани резултати); nil where the cell is blank or says that there are none.
    public var expectedResults: SourcedText?
    /// The words of columns without a known heading, a line for each cell; nil where there are none.
    public var further: SourcedText?
    /// Institutions that answer for the measure (водещи), in printed order.
    public var leads: [Actor] = []
    /// Institutions that take part (партньори).
    public var partners: [Actor] = []
    /// One line for each amount or clause of the cell; empty where nothing is printed.
    public var budget: [BudgetLine] = []
    /// Nil where nothing is printed.
    public var deadline: Deadline?
    /// Each with the baseline that belongs to it, in the order of the targets.
    public var indicators: [Indicator] = []
}

/// Somebody named as lead, partner or payer of a measure.
public struct Actor: Sendable, Equatable {
    /// How the printed words were read.
    public enum Reading: String, Sendable {
        /// An institution of the register.
        case institution
        /// A group such as „общини“.
        case group
        /// Known only from the document's own list of abbreviations.
        case document
        /// Nobody we know: the words are kept.
        case text
    }

    /// Only institutions and groups are known by the register.
    public var reading: Reading
    /// Code of the institution or group; nil for words.
    public var code: String?
    /// The name to show: abbreviation, group or the words themselves.
    public var name: String
    /// The words that name it, as they were spelt.
    public var source: SourceReference
}

/// A section (раздел) of a plan.
public struct Section: Sendable, Equatable {
    /// Roman number as printed, nil where sections are not numbered.
    public var number: String?
    /// Without its number and the quotes around it.
    public var title: String
    /// The line above the table, or the row or cell in it, that gives the section.
    public var source: SourceReference
}

extension Measure {
    /// The lines of its budget with an amount, yearly parts left out where a total stands beside them.
    var amounts: [BudgetLine] {
        let lines = budget.filter { $0.amount != nil }
        let totals = lines.filter { $0.basis == .total }
        return totals.isEmpty ? lines : totals
    }
}
