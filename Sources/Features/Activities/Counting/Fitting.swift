import Core
import Counting
import Database

/// Which measures an act fits (към коя мярка е): those that count such acts, in whose years it lies, and which its organiser leads or takes part in.
///
/// Where it fits one measure of a plan and serves none of it, it is taken to serve that one. Two of one plan are a question for a person: an act
/// that counted for both would be counted twice.
struct Fitting: Sendable {
    let offers: [MeasureOffer]
    let institution: @Sendable (OrganisationID, any Connection) throws -> String?

    /// The measures that an act fits, and of them those of its own organisers.
    struct Fit: Sendable {
        let possible: [MeasureOffer]
        let own: [MeasureOffer]
    }

    func fit(_ activity: Activity, _ connection: any Connection) throws -> Fit {
        let organisers = try organisers(activity, connection)
        let possible = try offers.filter { offer in
            try offer.questions.contains { name, question in
                guard ActivitiesFeature.kinds[name]?.contains(activity.kind) == true,
                    let metric = ActivitiesFeature.metrics.first(where: { $0.name == name })
                else { return false }
                return try metric.counts(row: activity.id.text, question, connection)
            }
        }
        return Fit(possible: possible, own: possible.filter { !$0.institutions.isDisjoint(with: organisers) })
    }

    /// Lets an act serve the one measure of each plan that it fits, where it serves none of that plan yet.
    func assign(_ activity: Activity, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        guard activity.facts.sameAs == nil, activity.facts.state != .cancelled else { return }
        let served = Set(activity.assignments.map(\.measure.plan))
        let own = try fit(activity, connection).own
        for (plan, offers) in Dictionary(grouping: own, by: \.reference.plan) {
            guard !served.contains(plan), offers.count == 1, let only = offers.first else { continue }
            try ActivityStore.assign(activity.id, to: only.reference, by: user, at: now, connection)
        }
    }

    /// The same for all acts that some measures have begun to count, a query for each question instead of each act.
    func assignAll(to measures: Set<MeasureReference>, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        let plans = Set(measures.map(\.plan))
        for plan in plans {
            var fits: [String: Set<MeasureReference>] = [:]
            for offer in offers where offer.reference.plan == plan {
                for (name, question) in offer.questions {
                    guard let metric = ActivitiesFeature.metrics.first(where: { $0.name == name }) else { continue }
                    for row in try metric.candidates(question, connection) { fits[row, default: []].insert(offer.reference) }
                }
            }
            let byMeasure = Dictionary(offers.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
            let acts = try ActivityStore.find(fits.keys.sorted().compactMap(ActivityID.init), connection)
            for act in acts where !act.assignments.contains(where: { $0.measure.plan == plan }) {
                let organisers = try organisers(act, connection)
                let own = fits[act.id.text, default: []].filter {
                    !(byMeasure[$0]?.institutions ?? []).isDisjoint(with: organisers)
                }
                guard own.count == 1, let one = own.first, measures.contains(one) else { continue }
                try ActivityStore.assign(act.id, to: one, by: user, at: now, connection)
            }
        }
    }

    /// The same for new acts of one kind and organisation that came together.
    func assign(imported acts: [Activity], of batch: ImportID, by user: UserID, at now: Instant, _ connection: any Connection) throws {
        guard let first = acts.first else { return }
        var fits: [String: Set<MeasureReference>] = [:]
        for offer in offers {
            for (name, question) in offer.questions where ActivitiesFeature.kinds[name]?.contains(first.kind) == true {
                guard let metric = ActivitiesFeature.metrics.first(where: { $0.name == name }) else { continue }
                for row in try metric.candidates(question, among: ImportStore.isOf(batch), connection) {
                    fits[row, default: []].insert(offer.reference)
                }
            }
        }
        guard !fits.isEmpty else { return }
        let home = try institution(first.organisation, connection)
        let institutions = Dictionary(offers.map { ($0.reference, $0.institutions) }, uniquingKeysWith: { first, _ in first })
        let pairs = acts.filter { $0.facts.state != .cancelled }.flatMap { act in
            let organisers = act.facts.coOrganisers.union([home].compactMap(\.self))
            let own = fits[act.id.text, default: []].filter { !institutions[$0, default: []].isDisjoint(with: organisers) }
            return Dictionary(grouping: own, by: \.plan).values.compactMap { $0.count == 1 ? $0.first.map { (act.id, $0) } : nil }
        }
        try ActivityStore.assign(pairs.map { (activity: $0.0, measure: $0.1) }, by: user, at: now, connection)
    }

    private func organisers(_ activity: Activity, _ connection: any Connection) throws -> Set<String> {
        try activity.facts.joined.union([activity.organisation]).reduce(into: activity.facts.coOrganisers) { codes, organisation in
            if let code = try institution(organisation, connection) { codes.insert(code) }
        }
    }
}
