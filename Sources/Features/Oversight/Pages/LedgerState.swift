import Core
import Ledger
import Web

/// How the ledger stands: what a reader can hold it to.
struct LedgerState: Sendable, Encodable {
    let size: String
    let checkpoint: String
    let checkpointAge: String
    let hasCheckpoint: Bool
    let witnesses: String

    init(size: Int, newest: StoredCheckpoint?, _ request: WebRequest, _ words: Words) {
        let format = Format(request.language)
        self.size = format.integer(size)
        checkpoint = newest.map { format.moment($0.madeAt) } ?? ""
        checkpointAge = newest.map { words.count("ledger_signed", $0.checkpoint.size) } ?? ""
        hasCheckpoint = newest != nil
        witnesses = request.link("/ledger/checkpoint")
    }
}
