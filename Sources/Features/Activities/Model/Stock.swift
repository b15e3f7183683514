/// What became of a print run (тираж): the copies that were made and those that were handed out.
struct Stock: Sendable, Hashable {
    let produced: Int
    let distributed: Int
    var left: Int { produced - distributed }
}

/// That a print run does not have as many copies as somebody says were handed out of it (недостиг).
struct Shortage: Sendable, Hashable {
    /// Whether the print run itself was changed; otherwise a distribution was.
    let isOfPrintRun: Bool
    let produced: Int
    /// Handed out by other acts.
    let others: Int
    /// What may still be handed out.
    var left: Int { max(0, produced - others) }
}
