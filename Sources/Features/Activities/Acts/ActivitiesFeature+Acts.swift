import Core
import Database
import Policy
import Web

extension ActivitiesFeature {
    var acts: ActivityActs { ActivityActs(database: database, vault: vault, sources: sources) }

    func lines(_ words: Words) -> ActivityLines { ActivityLines(words, places, register) }

    /// What was typed on the form of a kind.
    func draft(_ kind: ActivityKind, _ request: WebRequest) -> ActivityDraft {
        ActivityDraft(request.form, kind, places: places, register: register, today: request.today)
    }

    /// The act of an address, where the visitor may see it. One that is hidden and one that is not there give the same answer.
    func seen(_ request: WebRequest) async throws -> Activity {
        let actor = try request.signedIn().actor
        guard let id = request.parameters["activity"].flatMap(ActivityID.init) else { throw WebError.notFound }
        guard let found = try await database.read({ try ActivityStore.find(id, seenBy: actor, $0) }) else { throw WebError.notFound }
        return found
    }

    /// The act of an address, where the visitor may change it: her organisation's.
    func own(_ request: WebRequest) async throws -> Activity {
        let activity = try await seen(request)
        guard activity.organisation == (try request.signedIn().actor.organisation) else { throw WebError.forbidden }
        return activity
    }

    /// The act of an address, where the visitor may say which measures it serves, or that it is the same as another: her organisation's, and
    /// whoever keeps the figures of plans.
    func kept(_ request: WebRequest) async throws -> Activity {
        let activity = try await seen(request)
        let actor = try request.signedIn().actor
        guard activity.organisation == actor.organisation || Policy.mayEver(actor, .indicatorBind) else { throw WebError.forbidden }
        return activity
    }
}
