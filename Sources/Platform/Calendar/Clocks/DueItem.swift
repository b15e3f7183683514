/// Something that waits for somebody (задача), with the clock that runs for it and the one act that comes next. Rooms tell theirs; the page
/// of today puts them in order.
public struct DueItem: Sendable {
    /// For whom it waits.
    public enum Waiting: String, CaseIterable, Sendable {
        /// For whoever asks, or for anybody at her desk.
        case mine
        /// For others: she sees that it goes on.
        case others
    }

    /// The name of what it is about, which says nothing of anybody: „С-2026-000123“.
    public let reference: String
    /// Where it is.
    public let path: String
    /// What is to be done, in the reader's language.
    public let text: String
    /// The next act in a word or two, and where it is done.
    public let action: (text: String, path: String)
    /// Whose turn it is.
    public let waiting: Waiting
    /// The clock that runs.
    public let clock: Clock
    /// A life may be in danger: goes before everything.
    public let isDanger: Bool

    /// Told by the room that knows what comes next.
    public init(
        reference: String, path: String, text: String, action: (text: String, path: String), waiting: Waiting, clock: Clock,
        isDanger: Bool = false
    ) {
        self.reference = reference
        self.path = path
        self.text = text
        self.action = action
        self.waiting = waiting
        self.clock = clock
        self.isDanger = isDanger
    }
}
