/// Whose duty it is to be in time (задължено лице). The words are `duty.<code>`.
public enum Duty: String, CaseIterable, Sendable, Codable {
    /// Водещ случая.
    case caseWorker = "case-worker"
    /// Приемаща организация.
    case receivingOrganisation = "receiving-organisation"
    /// Who takes in signals (гореща линия).
    case hotline
    /// Идентифициращ орган: whoever identified the person.
    case identifyingBody = "identifying-body"
    /// Организатор: whoever wrote an activity down.
    case organiser

    /// The key of its words.
    public var wordKey: String { "duty.\(rawValue)" }
}
