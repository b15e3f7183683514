public import Core

/// A plan in one of its versions, as kept in the database.
public struct StoredPlan: Sendable, Equatable {
    /// The stage of a version.
    public enum Status: String, Sendable {
        /// Imported for a look, not in force: `import --draft`.
        case draft
        case accepted
        /// A later version was accepted.
        case superseded
    }

    /// The same for all versions of the plan.
    public let id: Identifier<StoredPlan>
    /// Of this version alone.
    public let versionID: Identifier<PlanVersion>
    /// Name in addresses of pages: `programa-sreshtu-trafika-2024`.
    public let slug: String
    /// Number of the version, from 1, drafts counted.
    public let version: Int
    /// At most one version of a plan is accepted.
    public internal(set) var status: Status
    /// The document that this version was read from.
    public let document: StoredDocument
    /// When this version was stored.
    public let importedAt: Instant
    /// When it was accepted; nil for drafts, and for what was accepted before that was kept.
    public let acceptedAt: Instant?
    /// Identity of the content, places left out: equal for a plan that says the same.
    public let fingerprint: String
    /// Of the whole document, the same for all plans in it.
    public let account: Account
    /// What the version says, with its sources.
    public var content: PlanContent
    /// Identifiers of the measures across versions, in the order of `content.measures`.
    public var measureIDs: [String]
    /// Whether everybody may see what the check finds in the accepted version. False unless it was asked for.
    var hasPublicFindings = false

    /// Characters of the document by what became of them, white space left out.
    public struct Account: Sendable, Equatable {
        /// Characters turned into values, codes and places.
        public let understood: Int
        /// Characters kept as words: titles, goals, prose.
        public let keptAsText: Int
        /// Characters that a person should look at.
        public let notUnderstood: Int

        /// Counts of Unicode scalars, none negative.
        public init(understood: Int, keptAsText: Int, notUnderstood: Int) {
            self.understood = understood
            self.keptAsText = keptAsText
            self.notUnderstood = notUnderstood
        }

        /// All characters of the document that are not white space.
        public var total: Int { understood + keptAsText + notUnderstood }
    }
}

/// Marks identifiers of plan versions.
public enum PlanVersion {}

/// A document from which plans were imported.
public struct StoredDocument: Sendable, Equatable {
    /// One for equal bytes, however often they were imported.
    public let id: Identifier<StoredDocument>
    /// Name of the file at its first import.
    public let name: String
    /// Character encoding found (кодировка), as people name it: `Windows-1251`.
    public let encoding: String
    /// SHA-256 of its bytes.
    public let fingerprint: String
}

/// A plan in a list.
public struct PlanSummary: Sendable, Equatable {
    /// Of the plan, the same for all its versions.
    public let id: String
    /// Name in addresses of pages.
    public let slug: String
    /// As printed, in capitals where the document has them.
    public let title: String
    /// First and last day of the plan; nil where its title gives no year.
    public let period: Deadline.Period?
    /// Whether the document calls itself a draft („ПРОЕКТ!“).
    public let isProject: Bool
    /// Number of the version listed, from 1.
    public let version: Int
    /// Drafts are listed only where asked for.
    public let status: StoredPlan.Status
    /// How many measures the version has.
    public let measures: Int
    /// How many indicators its measures have together.
    public let indicators: Int
    /// How many different leads with a code its measures name.
    public let leads: Int
}

/// A measure in a list that crosses plans.
public struct MeasureSummary: Sendable, Equatable {
    /// Name of its plan in addresses of pages.
    public let planSlug: String
    /// As printed, in capitals where the document has them.
    public let planTitle: String
    /// The whole measure, as in its plan.
    public let measure: Measure
}

/// An accepted plan by its names.
public struct PlanReference: Sendable, Hashable {
    /// Its name in addresses of pages.
    public let slug: String
    /// As printed, in capitals where the document has them.
    public let title: String
    /// Identifier of the accepted version.
    public let version: String
}

/// A measure that an institution leads or partners in.
public struct Duty: Sendable, Equatable {
    /// The plan it belongs to.
    public let plan: PlanReference
    /// The measure's code in that plan.
    public let code: String
    /// Whether the institution leads; otherwise it is a partner.
    public let isLead: Bool
    /// The months in which the measure falls due.
    public let dueMonths: [Month]
}
