import ArgumentParser
import Documents
import Ledger

/// Files that witnesses keep: keys that check checkpoints, and checkpoints. A file that is no such thing ends the command with one sentence.
enum WitnessFiles {
    /// The key in a file.
    static func key(_ path: String, _ messages: Messages) throws -> CheckpointKey.Public {
        guard let text = text(path), let key = CheckpointKey.Public(text: text) else {
            Console.problem(messages.unreadable(path))
            throw ExitCode.badInput
        }
        return key
    }

    /// The checkpoint in a file, signed with one of the keys.
    static func checkpoint(_ path: String, _ keys: [CheckpointKey.Public], _ messages: Messages) throws -> Checkpoint {
        guard let note = text(path), let checkpoint = keys.lazy.compactMap({ Checkpoint(note: note, key: $0) }).first else {
            Console.problem(messages.badCheckpoint(path))
            throw ExitCode.badInput
        }
        return checkpoint
    }

    /// Nil when the file can't be read or is no text.
    static func text(_ path: String) -> String? {
        (try? DocumentFile.read(path)).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
