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

    public let id: Identifier<StoredPlan>
    public let versionID: Identifier<PlanVersion>
    /// Name in addresses of pages: `programa-sreshtu-trafika-2024`.
    public let slug: String
    public let version: Int
    public let status: Status
    public let document: StoredDocument
    public let importedAt: Instant
    /// Identity of the content, places left out: equal for a plan that says the same.
    public let fingerprint: String
    public let account: Account
    public var content: PlanContent
    /// Identifiers of the measures across versions, in the order of `content.measures`.
    public var measureIDs: [String]

    /// Characters of the document by what became of them, white space left out.
    public struct Account: Sendable, Equatable {
        public let understood: Int
        public let keptAsText: Int
        public let notUnderstood: Int

        public init(understood: Int, keptAsText: Int, notUnderstood: Int) {
            self.understood = understood
            self.keptAsText = keptAsText
            self.notUnderstood = notUnderstood
        }

        public var total: Int { understood + keptAsText + notUnderstood }
    }
}

/// Marks identifiers of plan versions.
public enum PlanVersion {}

/// A document from which plans were imported.
public struct StoredDocument: Sendable, Equatable {
    public let id: Identifier<StoredDocument>
    public let name: String
    public let encoding: String
    /// SHA-256 of its bytes.
    public let fingerprint: String
}

/// A plan in a list.
public struct PlanSummary: Sendable, Equatable {
    public let id: String
    public let slug: String
    public let title: String
    public let period: Deadline.Period?
    public let isProject: Bool
    public let version: Int
    public let status: StoredPlan.Status
    public let measures: Int
    public let indicators: Int
    public let leads: Int
}

/// A measure in a list that crosses plans.
public struct MeasureSummary: Sendable, Equatable {
    public let planSlug: String
    public let planTitle: String
    public let measure: Measure
    /// Whether the institution asked for leads it; nil where none was asked for.
    public var isLead: Bool?
}
