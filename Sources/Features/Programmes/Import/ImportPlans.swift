import Core
public import Database
import Ledger
public import Reference
import Vault

/// Understands documents, without a database.
public struct DocumentReader: Sendable {
    private let register: InstitutionRegister
    private let names: NameIndex

    /// The register tells which institutions the documents name.
    public init(_ register: InstitutionRegister) {
        self.register = register
        names = NameIndex(register)
    }

    /// A document understood, ready to be stored.
    public struct Reading: Sendable {
        fileprivate let plans: PlanReading
        /// The words by which each measure of each plan is found.
        fileprivate let words: [[MeasureSearch]]
        fileprivate let fingerprint: String
        fileprivate let size: Int
    }

    /// Understands one document. Throws ``ImportError`` when it holds no plan.
    public func read(_ bytes: [UInt8]) throws(ImportError) -> Reading {
        let reading = try PlanReading(bytes: bytes, register: register, names: names)
        let words = reading.plans.map { plan in plan.measures.map { MeasureSearch($0, in: plan) } }
        return Reading(plans: reading, words: words, fingerprint: Fingerprint.of(bytes), size: bytes.count)
    }
}

/// Imports documents understood: compares them with what is stored and stores them.
public struct ImportPlans: Sendable {
    private let database: any Database

    /// The database must have its schema.
    public init(database: any Database) {
        self.database = database
    }

    /// What to do with what was understood.
    public struct Options: Sendable {
        /// Store as drafts, which the public does not see.
        public var asDraft = false
        /// Store an amended document as a new version.
        public var acceptsAmendments = false

        /// By default accepted versions, and of new plans only.
        public init(asDraft: Bool = false, acceptsAmendments: Bool = false) {
            self.asDraft = asDraft
            self.acceptsAmendments = acceptsAmendments
        }
    }

    /// What became of one plan of a document.
    public struct Outcome: Sendable {
        /// Whether anything was stored, and why not.
        public enum Action: String, Sendable {
            /// A plan that was not known.
            case added
            /// The same plan was there already; nothing was changed.
            case unchanged
            /// An amended plan; stored as the next version.
            case amended
            /// An amended plan that waits for `--accept`; nothing was changed.
            case awaitsAcceptance
        }

        /// Only `added` and `amended` mean that something was stored.
        public let action: Action
        /// The plan's name in addresses; an amended plan keeps the one it had.
        public let slug: String
        /// Number of the version stored, or of the one compared with where nothing was.
        public let version: Int
        /// The plan as read from this document, stored or not.
        public let plan: PlanContent
        /// Characters of the whole document, the same for all plans in it.
        public let account: StoredPlan.Account
        /// Against the version known before; nil for a new plan and an unchanged one.
        public let difference: PlanDifference?
    }

    /// Stores what was understood of one document, all of its plans or none.
    public func callAsFunction(_ reading: DocumentReader.Reading, name: String, options: Options) async throws -> [Outcome] {
        try await Ledger.write(database) { connection in
            let now = Instant.now
            var outcomes: [Outcome] = []
            var entries: [LedgerEntry] = []
            for (plan, words) in zip(reading.plans.plans, reading.words) {
                let outcome = try ImportPlans.store(
                    plan, words, reading.plans, document: (name, reading.fingerprint, reading.size), options: options, now: now, connection)
                outcomes.append(outcome)
                guard outcome.action == .added || outcome.action == .amended else { continue }
                let act = options.asDraft ? "plan.draft" : "plan.accept"
                entries.append(LedgerEntry(time: now, actor: "command:import", act: act, object: "\(outcome.slug)#\(outcome.version)"))
            }
            return (outcomes, entries)
        }
    }

    private static func store(
        _ plan: PlanContent, _ words: [MeasureSearch], _ reading: PlanReading, document: (name: String, fingerprint: String, size: Int),
        options: Options,
        now: Instant,
        _ connection: any Connection
    ) throws -> Outcome {
        let account = account(reading)
        let identity = PlanIdentity.key(plan)
        let fingerprint = PlanIdentity.fingerprint(plan)
        let known = try PlanStore.known(identity, connection)
        if let known, known.fingerprint == fingerprint {
            return Outcome(action: .unchanged, slug: known.slug, version: known.version, plan: plan, account: account, difference: nil)
        }
        let difference = known.map { PlanDifference(from: $0.content, to: plan) }
        if let known, !options.acceptsAmendments, !options.asDraft {
            return Outcome(
                action: .awaitsAcceptance, slug: known.slug, version: known.version, plan: plan, account: account, difference: difference)
        }
        let documentID = try PlanStore.insert(
            reading.document, name: document.name, fingerprint: document.fingerprint, size: document.size, now: now, connection)
        let slug = try known?.slug ?? PlanStore.freeSlug(PlanIdentity.slug(plan), connection)
        let planID = try known?.id ?? PlanStore.insertPlan(slug: slug, identity: identity, now: now, connection)
        let number = try PlanStore.nextVersion(planID, connection)
        let identities = plan.measures.map { measure in
            difference?.carried[measure.code].flatMap { code in known?.identity(of: code) } ?? Identifier<Measure>.new().text
        }
        let version = PlanStore.NewVersion(
            planID: planID, number: number, status: options.asDraft ? .draft : .accepted, document: documentID, fingerprint: fingerprint,
            account: account, identities: identities, now: now)
        try PlanStore.insert(plan, words, version, connection)
        return Outcome(
            action: known == nil ? .added : .amended, slug: slug, version: number, plan: plan, account: account, difference: difference)
    }

    private static func account(_ reading: PlanReading) -> StoredPlan.Account {
        let sums = reading.account
        return .init(
            understood: sums[.understood] ?? 0, keptAsText: sums[.text] ?? 0, notUnderstood: sums[.notUnderstood] ?? 0)
    }
}

extension StoredPlan {
    /// The identity across versions of the measure with a code.
    func identity(of code: String) -> String? {
        content.measures.firstIndex { $0.code == code }.map { measureIDs[$0] }
    }
}

extension PlanStore {
    /// The newest version of the plan with an identity.
    static func known(_ identity: String, _ connection: any Connection) throws -> StoredPlan? {
        guard let row = try connection.first("SELECT id FROM plans WHERE identity = \(identity)") else { return nil }
        return try newest(try row.text("id"), connection)
    }

    static func nextVersion(_ plan: Identifier<StoredPlan>, _ connection: any Connection) throws -> Int {
        let row = try connection.first("SELECT COALESCE(MAX(number), 0) AS last FROM plan_versions WHERE plan_id = \(plan)")
        return (try row?.integer("last") ?? 0) + 1
    }

    /// The slug itself, or with the first free number added.
    static func freeSlug(_ slug: String, _ connection: any Connection) throws -> String {
        var candidate = slug
        var number = 2
        while try connection.first("SELECT id FROM plans WHERE slug = \(candidate)") != nil {
            candidate = "\(slug)-\(number)"
            number += 1
        }
        return candidate
    }
}
