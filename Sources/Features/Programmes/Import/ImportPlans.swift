import Core
public import Database
import Documents
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
        fileprivate let register: InstitutionRegister

        /// What the document may be called: by the name of its first plan in addresses.
        var slug: String { plans.plans.first.map { PlanIdentity.slug($0) } ?? "plan" }

        /// The ending of its name, by what its bytes hold.
        func ending(of bytes: [UInt8]) -> String {
            if let type = MediaType(of: bytes) { return type.ending }
            // What is packed and of no type that may be sent on has macros, which were not read.
            guard bytes.starts(with: Array("PK".utf8)) else { return MediaType.text.ending }
            let hasSheets = plans.document.blocks.contains { if case .table(let table) = $0 { table.sheet != nil } else { false } }
            return hasSheets ? "xlsm" : "docm"
        }
    }

    /// Understands one document. Throws ``ImportError`` when it holds no plan.
    public func read(_ bytes: [UInt8]) throws(ImportError) -> Reading {
        let reading = try PlanReading(bytes: bytes, register: register, names: names)
        let words = reading.plans.map(MeasureSearch.all)
        return Reading(plans: reading, words: words, fingerprint: Fingerprint.of(bytes), size: bytes.count, register: register)
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
        /// The plan of which the document's only plan is an edition, whatever its title; nil for the plan with its title.
        public var amends: StoredPlan?

        /// By default accepted versions, and of new plans only.
        public init(asDraft: Bool = false, acceptsAmendments: Bool = false, amends: StoredPlan? = nil) {
            self.asDraft = asDraft
            self.acceptsAmendments = acceptsAmendments
            self.amends = amends
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
            /// A plan with an unknown title much like one in force: somebody has to say whether it amends that one; nothing was changed.
            case resembles

            /// Whether somebody has to say something before anything is stored.
            public var waits: Bool { self == .awaitsAcceptance || self == .resembles }
        }

        /// Only `added` and `amended` mean that something was stored.
        public let action: Action
        /// The plan's name in addresses; an amended plan keeps the one it had.
        public let slug: String
        /// Number of the version stored, or of the one compared with where nothing was.
        public let version: Int
        /// The same version in the database.
        let versionID: Identifier<PlanVersion>
        /// Whether that version is a draft.
        let isDraft: Bool
        /// The plan as read from this document, stored or not.
        public let plan: PlanContent
        /// Characters of the whole document, the same for all plans in it.
        public let account: StoredPlan.Account
        /// Against the version known before; nil for a new plan and an unchanged one.
        public let difference: PlanDifference?
    }

    /// Stores what was understood of one document, all of its plans or none. Throws ``ImportError`` where it holds several plans, and is said
    /// to be an edition of one.
    public func callAsFunction(_ reading: DocumentReader.Reading, name: String, options: Options) async throws -> [Outcome] {
        let now = Instant.now
        return try await callAsFunction(reading, name: name, options: options, now: now) { act, object in
            LedgerEntry(time: now, actor: "command:import", act: act, object: object)
        }
    }

    /// The same, with the entries of whoever asked for it.
    func callAsFunction(
        _ reading: DocumentReader.Reading, name: String, options: Options, now: Instant,
        entry: @escaping @Sendable (_ act: String, _ object: String) throws -> LedgerEntry
    ) async throws -> [Outcome] {
        guard options.amends == nil || reading.plans.plans.count == 1 else { throw ImportError.severalPlans(reading.plans.plans.count) }
        return try await Ledger.write(database) { connection in
            var outcomes: [Outcome] = []
            var entries: [LedgerEntry] = []
            for (plan, words) in zip(reading.plans.plans, reading.words) {
                let outcome = try ImportPlans.store(plan, words, reading, name, options, now, connection)
                outcomes.append(outcome)
                guard outcome.action == .added || outcome.action == .amended else { continue }
                entries.append(try entry(options.asDraft ? "plan.draft" : "plan.accept", "\(outcome.slug)#\(outcome.version)"))
            }
            return (outcomes, entries)
        }
    }

    private static func store(
        _ plan: PlanContent, _ words: [MeasureSearch], _ reading: DocumentReader.Reading, _ name: String, _ options: Options,
        _ now: Instant,
        _ connection: any Connection
    ) throws -> Outcome {
        let account = account(reading.plans)
        let fingerprint = PlanIdentity.fingerprint(plan)
        let known =
            try options.amends.map { ($0.id, $0.slug) }
            ?? PlanStore.plan(plan, fingerprint: fingerprint, drafts: options.asDraft, connection)
        let accepted = try known.flatMap { try DraftStore.accepted($0.id, connection) }
        var difference: PlanDifference?
        func outcome(_ action: Outcome.Action, _ slug: String, _ version: Int, _ id: Identifier<PlanVersion>) -> Outcome {
            Outcome(
                action: action, slug: slug, version: version, versionID: id, isDraft: id != accepted?.versionID && options.asDraft,
                plan: plan, account: account, difference: action == .unchanged ? nil : difference)
        }
        if let accepted, accepted.fingerprint == fingerprint {
            return outcome(.unchanged, accepted.slug, accepted.version, accepted.versionID)
        }
        if known == nil, !options.asDraft, !options.acceptsAmendments, let other = try PlanStore.resembling(plan, connection) {
            return outcome(.resembles, other.slug, other.number, other.version)
        }
        let draft = try known.flatMap { try DraftStore.draft(of: $0.id, fingerprint: fingerprint, connection) }
        if options.asDraft, let draft { return outcome(.unchanged, draft.slug, draft.version, draft.versionID) }
        difference = accepted.map { PlanDifference(from: $0.content, to: plan, register: reading.register) }
        // Fingerprints of earlier releases were taken of fewer words.
        if let accepted, difference?.isEmpty == true {
            return outcome(.unchanged, accepted.slug, accepted.version, accepted.versionID)
        }
        if let accepted, !options.acceptsAmendments, !options.asDraft {
            return outcome(.awaitsAcceptance, accepted.slug, accepted.version, accepted.versionID)
        }
        let action = accepted == nil ? Outcome.Action.added : .amended
        // Where nothing is in force yet, what people said of the last draft goes on.
        let base = try accepted ?? known.flatMap { try PlanStore.newest($0.id.text, connection) }
        let carried = difference?.carried ?? DraftActs.carried(base, to: plan, [:], reading.register)
        let identities = DraftActs.identities(of: plan, after: base, own: draft?.measureIDs ?? [], carried: carried)
        if let draft {
            try DraftStore.accept(draft, identities: identities, now: now, connection)
            return outcome(action, draft.slug, draft.version, draft.versionID)
        }
        let documentID = try PlanStore.insert(
            reading.plans.document, name: name, fingerprint: reading.fingerprint, size: reading.size, now: now, connection)
        let slug = try known?.slug ?? PlanStore.freeSlug(PlanIdentity.slug(plan), connection)
        let planID = try known?.id ?? PlanStore.insertPlan(slug: slug, identity: PlanIdentity.key(plan), now: now, connection)
        let number = try PlanStore.nextVersion(planID, connection)
        let version = PlanStore.NewVersion(
            planID: planID, number: number, status: options.asDraft ? .draft : .accepted, document: documentID, fingerprint: fingerprint,
            account: account, identities: identities, now: now)
        return outcome(action, slug, number, try PlanStore.insert(plan, words, version, connection))
    }

    private static func account(_ reading: PlanReading) -> StoredPlan.Account {
        let sums = reading.account
        return .init(
            understood: sums[.understood] ?? 0, keptAsText: sums[.text] ?? 0, notUnderstood: sums[.notUnderstood] ?? 0)
    }
}
