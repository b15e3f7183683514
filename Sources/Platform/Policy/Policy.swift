import Core
public import Foundation

/// Who may do what, with which record, and why (кой какво има право да прави): one list of ``rules``, read in two ways.
///
/// What no rule allows is refused, and a rule that refuses is stronger than any that allows.
public enum Policy {
    /// Decides. Always gives an answer, for equal facts the same one, and looks at nothing but its arguments.
    ///
    /// Without an object it answers whether the actor could ever do the act, which guards a whole page: it is allowed where some object and
    /// some purpose could make it so. That never replaces the decision on the object.
    public static func decide(_ actor: Actor, _ act: Act, on object: ObjectFacts?, in context: Context) -> Decision {
        var world = World(actor, object, context)
        world.context.hasFreshFactor = true
        let atBest = judge(act, world)
        guard atBest.isAllowed, !context.hasFreshFactor else { return atBest }
        world.context.hasFreshFactor = false
        let asItIs = judge(act, world)
        return asItIs.isAllowed ? asItIs : .refused(asItIs.rule, needsFreshFactor: true)
    }

    /// Whether somebody may ever do an act, on whatever record and with a fresh code: what guards whole pages and the navigation.
    public static func mayEver(_ actor: Actor, _ act: Act) -> Bool {
        decide(actor, act, on: nil, in: Context(now: .init(milliseconds: 0), hasFreshFactor: true)).isAllowed
    }

    /// The purposes she can name for an act, the usual first (GDPR art. 5(1)(b); Directive (EU) 2016/680, art. 4(1)(b)).
    public static func purposes(of actor: Actor) -> [Purpose] {
        let world = World(actor, nil, Context(now: .init(milliseconds: 0)))
        return Purpose.allCases.filter { $0.holders.truth(in: world) == .yes }
    }

    /// The folder of the words for rules, roles, acts, relations, purposes and groups of fields in both languages.
    ///
    /// Throws when the program's own files are missing.
    public static func strings() throws -> URL {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return resources.appendingPathComponent("Strings")
    }

    static let refusals = byAct(.refuse)
    static let allowances = byAct(.allow)

    private static func byAct(_ effect: Rule.Effect) -> [Act: [Rule]] {
        Dictionary(
            uniqueKeysWithValues: Act.allCases.map { act in (act, rules.filter { $0.effect == effect && $0.acts.contains(act) }) })
    }

    private static func judge(_ act: Act, _ world: World) -> Decision {
        for rule in refusals[act, default: []] where rule.condition.truth(in: world) == .yes { return .refused(rule.id) }
        for rule in allowances[act, default: []] where rule.condition.truth(in: world) != .no {
            return .allowed(rule, mask: mask(act, world))
        }
        return .refused(.noRule)
    }

    private static func mask(_ act: Act, _ world: World) -> Set<FieldGroup> {
        guard world.object != nil else { return [] }
        let rules = fieldRules.filter { $0.acts.contains(act) }
        guard !rules.isEmpty else { return [] }
        return FieldGroup.allCases.reduce(into: []) { mask, group in
            let world = world.seen(for: group)
            if rules.contains(where: { $0.groups.contains(group) && $0.condition.truth(in: world) == .yes }) { mask.insert(group) }
        }
    }
}
