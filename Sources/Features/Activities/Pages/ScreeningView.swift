import Core
import Policy
import Web

/// What came of a screening, on its page: signals that were registered from it, beside the number that was typed.
struct ScreeningView: Encodable {
    let counted: String
    let isCounted: Bool
    let differs: String
    let isDifferent: Bool
    let register: String
    let mayRegister: Bool

    /// - Parameter signals: how many were registered from it; nil for whoever is told nothing of them.
    init(_ activity: Activity, signals: Int?, for actor: Actor, _ lines: ActivityLines, _ request: WebRequest) {
        let typed = activity.facts.amounts["to-signal"]
        counted = signals.map { lines.words.count("act_signals", $0) } ?? ""
        isCounted = signals != nil
        isDifferent = signals != nil && activity.isCounted && signals != typed ?? 0
        differs = lines.words.count("act_signals_differ", typed ?? 0)
        register = request.link("/signals/new") + "?activity=" + activity.id.text
        mayRegister = activity.takesSignals(of: actor.organisation) && Policy.mayEver(actor, .signalAdd)
    }
}

extension Activity {
    /// Whether those who work for an organisation may register signals as coming from it: they led the screening, or took part.
    func takesSignals(of organisation: OrganisationID) -> Bool {
        let isTheirs = self.organisation == organisation || facts.joined.contains(organisation)
        return kind == .screening && isTheirs && facts.sameAs == nil && facts.state != .cancelled
    }
}
