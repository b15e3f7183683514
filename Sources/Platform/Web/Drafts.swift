public import Core

/// What was being written when a session ended, for the form it belongs to: the one at the address it was on its way to. The site keeps it and
/// gives it back for every route that ``Route/post(_:for:fields:keepsDraft:_:)`` marks; a form needs nothing but to show what `request.form`
/// holds. Filled in by the server.
public struct Drafts: Sendable {
    /// An unsent form.
    public struct Kept: Sendable {
        /// What was written, without passwords and codes.
        public let form: FormData
        /// When the session ended.
        public let savedAt: Instant

        /// As it was kept.
        public init(form: FormData, savedAt: Instant) {
            self.form = form
            self.savedAt = savedAt
        }
    }

    /// Keeps a user's form for an address; an older one for the same address is replaced.
    public var keep: @Sendable (UserID, _ path: String, FormData, _ now: Instant) async throws -> Void
    /// What is kept for an address and not too old.
    public var kept: @Sendable (UserID, _ path: String, _ now: Instant) async throws -> Kept?
    /// Destroys what is kept for an address.
    public var forget: @Sendable (UserID, _ path: String) async throws -> Void

    /// All three are needed.
    public init(
        keep: @escaping @Sendable (UserID, _ path: String, FormData, _ now: Instant) async throws -> Void,
        kept: @escaping @Sendable (UserID, _ path: String, _ now: Instant) async throws -> Kept?,
        forget: @escaping @Sendable (UserID, _ path: String) async throws -> Void
    ) {
        self.keep = keep
        self.kept = kept
        self.forget = forget
    }

    /// Keeps nothing.
    public static let none = Drafts(keep: { _, _, _, _ in }, kept: { _, _, _ in nil }, forget: { _, _ in })
}
