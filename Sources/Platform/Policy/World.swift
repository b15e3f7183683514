import Core

/// What conditions are asked of: one actor, one moment, one object or none.
struct World {
    /// The object as this actor stands to it.
    struct Object {
        var ofOrganisation: Set<Relation>
        /// Of the organisation's relations those that do not count for every group of fields.
        let scopes: [Relation: Set<FieldGroup>]
        let ofUser: Set<Relation>
        let isOwnOrganisation: Bool
    }

    let actor: Actor
    /// Nil where no object is named.
    private(set) var object: Object?
    var context: Context

    init(_ actor: Actor, _ facts: ObjectFacts?, _ context: Context) {
        self.actor = actor
        self.context = context
        guard let facts else {
            object = nil
            return
        }
        var ofOrganisation: Set<Relation> = []
        var ofUser: Set<Relation> = []
        for held in facts.relations {
            if held.holder == actor.organisation.text { ofOrganisation.insert(held.relation) }
            if held.holder == actor.user.text { ofUser.insert(held.relation) }
        }
        let scopes = facts.scopes.filter { $0.key.holder == actor.organisation.text }.map { ($0.key.relation, $0.value) }
        object = Object(
            ofOrganisation: ofOrganisation, scopes: Dictionary(uniqueKeysWithValues: scopes), ofUser: ofUser,
            isOwnOrganisation: facts.id == actor.organisation.text)
    }

    /// The same with only those relations that count for a group of fields.
    func seen(for group: FieldGroup) -> World {
        guard let object, !object.scopes.isEmpty else { return self }
        var world = self
        world.object?.ofOrganisation = object.ofOrganisation.filter { object.scopes[$0]?.contains(group) ?? true }
        return world
    }

    /// Before an object is named, so is no purpose: she may still say one.
    func truth(of purposes: Set<Purpose>) -> Truth {
        guard let purpose = context.purpose else { return object == nil ? .possible : .no }
        return Truth(purposes.contains(purpose))
    }
}
