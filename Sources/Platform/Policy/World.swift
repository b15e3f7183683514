import Core

/// What conditions are asked of: one actor, one moment, one object or none.
struct World {
    /// The object as this actor stands to it.
    struct Object {
        let ofOrganisation: Set<Relation>
        let ofUser: Set<Relation>
        let isOwnOrganisation: Bool
    }

    let actor: Actor
    /// Nil where no object is named.
    let object: Object?
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
        object = Object(
            ofOrganisation: ofOrganisation, ofUser: ofUser, isOwnOrganisation: facts.id == actor.organisation.text)
    }

    /// Before an object is named, so is no purpose: she may still say one.
    func truth(of purposes: Set<Purpose>) -> Truth {
        guard let purpose = context.purpose else { return object == nil ? .possible : .no }
        return Truth(purposes.contains(purpose))
    }
}
