import Core
public import Documents

/// What a document says of one plan (план, програма), before it is stored.
public struct PlanContent: Sendable, Equatable {
    /// The lines above its tables that begin like a title (наименование), joined; empty where none do.
    public var title: SourcedText
    /// First and last day of the plan, where its title gives a year.
    public var period: Deadline.Period?
    /// Whether the document calls itself a draft („ПРОЕКТ!“).
    public var isProject = false
    /// The number of measures that the document's own text announces.
    public var declaredMeasures: Int?
    /// In printed order; measures refer to them by position.
    public var sections: [Section] = []
    /// In printed order.
    public var measures: [Measure] = []
    /// The document's own list (използвани съкращения), the same for every plan in it.
    public var abbreviations: [Abbreviation] = []
    /// What a person should check, each with its cell.
    public var remarks: [Remark] = []
    /// Headings of the columns as read, in the document's order.
    public var columns: [PlanColumn] = []

    /// Plans are Bulgarian; one whose title has no Cyrillic letter is a translation.
    var isBulgarian: Bool { title.text.isEmpty || title.text.unicodeScalars.contains { (0x400...0x4ff).contains($0.value) } }

    /// A plan with nothing but its title; the rest is added as it is read.
    public init(title: SourcedText) {
        self.title = title
    }
}

/// An abbreviation that a document explains in its own list.
public struct Abbreviation: Sendable, Equatable {
    /// As the plan's cells write it: „НКБТХ“.
    public let short: String
    /// What it stands for, white space joined.
    public let full: String

    /// Both without white space at their ends.
    public init(short: String, full: String) {
        self.short = short
        self.full = full
    }
}

/// A column of the published table and what it holds.
public struct PlanColumn: Sendable, Equatable {
    /// `prose` where the heading is not a known one.
    public let field: Field
    /// As printed, white space joined, two rows of headings joined by „ / “.
    public let heading: String

    /// The heading must hold no tabs: they divide headings in the database.
    public init(field: Field, heading: String) {
        self.field = field
        self.heading = heading
    }
}

/// What a cell of a plan holds.
public enum Field: String, Sendable, CaseIterable {
    case number, strategicGoal, operationalGoal, title, budget, deadline, expectedResults
    case indicators, baseline, target, leads, partners
    /// Around the rows.
    case heading, section, planTitle, abbreviation, prose
}

/// Something a person should look at (бележка): what was kept as words, not understood, or read with a doubt.
public struct Remark: Sendable, Equatable, Hashable {
    /// Why it is listed.
    public enum Code: String, Sendable, CaseIterable {
        /// A piece of a cell that was not understood.
        case notUnderstood
        /// A number that was not taken for a value.
        case numberInWords
        /// Baseline and target were paired although others were nearly as likely.
        case pairingUncertain
        /// An institution that neither the register nor the document's list knows.
        case unknownInstitution
        /// An institution read in spite of its spelling.
        case institutionSpelling
        /// A row read in spite of a shift of its cells.
        case rowShifted
        /// A row that sums up those above it and is no measure.
        case totalRow
        /// A word that a page break cut and that could not be mended with certainty.
        case wordCut
        /// A deadline kept as words.
        case deadlineAsText
        /// A deadline without a year: the plan's was taken.
        case yearAssumed
        /// A deadline outside the plan's years.
        case deadlineOutsidePlan
        /// An amount in leva and in euro that is not the same at the fixed rate: that in leva was taken.
        case currenciesDiffer
        /// The printed number stands on another measure too.
        case numberRepeated
        /// The document announces another number of measures than it prints.
        case countDiffers
        /// The values of a row look as if they stood one column off.
        case columnsDoubtful
        /// A measure for which the document prints no words.
        case titleMissing
        /// Words added with tracked changes, read as if accepted.
        case trackedInsertion
        /// Words struck out with tracked changes, left out as if accepted.
        case trackedDeletion
        /// A footnote or endnote, read after the text.
        case footnote
        /// Words, rows or sheets that the author hid, left out.
        case hiddenWords
        /// A picture or drawing, whose words can't be read.
        case picture
        /// A table within a cell, read as lines of the cell.
        case nestedTable
        /// A comment in the margin, left out.
        case comment
        /// A formula of a spreadsheet without a result, left out.
        case formulaFault

        /// Whether it tells of words that the author took out of the plan or never meant for it.
        var isTakenOut: Bool {
            switch self {
            case .trackedDeletion, .hiddenWords, .comment: true
            default: false
            }
        }
    }

    /// The kind of doubt.
    public var code: Code
    /// The measure it is about.
    public var measure: String?
    /// The cell in which the words stand, the first of several.
    public var place: CellPlace
    /// The words of the document.
    public var quote: String
    /// The reading in question: what the words were taken for.
    public var detail: String

    /// `measure` is nil for what concerns the plan or a row not yet a measure; `detail` is empty without a reading.
    public init(_ code: Code, measure: String? = nil, place: CellPlace, quote: String, detail: String = "") {
        self.code = code
        self.measure = measure
        self.place = place
        self.quote = quote
        self.detail = detail
    }
}
