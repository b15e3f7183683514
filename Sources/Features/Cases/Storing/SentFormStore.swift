import Core
import Database
import Policy
import Vault
import Web

/// A form as it was sent: who sent what to where. A page gives each of its forms a number that nobody can guess; the same number with the same
/// answers is the same form, sent twice by a double click or a reload. With other answers it is another one.
struct SentForm: Sendable {
    private let digest: String

    /// Nil for a form without a number.
    init?(_ request: WebRequest) {
        guard let visitor = request.visitor, let id = request.form["id"], Identifier<SentForm>(id) != nil else { return nil }
        let typed = request.form.pairs.flatMap { [$0.name, $0.value] }
        let files = request.form.files.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.map(Fingerprint.of) }
        let parts = [visitor.actor.user.text, request.path] + typed + files
        // The lengths keep apart what one would otherwise run into.
        digest = Fingerprint.of(Array(parts.map { "\($0.utf8.count):" + $0 }.joined().utf8))
    }

    /// A number for a form; the one of a form that comes back.
    static func number(_ form: FormData) -> String { form["id"] ?? Identifier<SentForm>.new().text }

    /// What the form made when it was sent before; nil for the first time, which is remembered for a day. Inside a transaction that the caller
    /// holds.
    ///
    /// - Parameter object: what it makes now.
    func made(_ object: String, at now: Instant, _ connection: any Connection) throws -> String? {
        let yesterday = Instant(milliseconds: now.milliseconds - 86_400_000)
        try connection.execute("DELETE FROM sent_forms WHERE sent_at < \(yesterday)")
        let isFirst =
            try connection.execute(
                "INSERT INTO sent_forms (digest, object, sent_at) VALUES (\(digest), \(object), \(now)) ON CONFLICT (digest) DO NOTHING")
            > 0
        return isFirst ? nil : try connection.first("SELECT object FROM sent_forms WHERE digest = \(digest)")?.text("object")
    }
}
