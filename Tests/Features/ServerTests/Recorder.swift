import InMemoryLogging
import Logging

/// A logger that keeps its lines.
struct Recorder {
    private let handler = InMemoryLogHandler()

    var logger: Logger { Logger(label: "test") { [handler] _ in handler } }

    var lines: [String] {
        handler.entries.map { entry in
            "\(entry.message) " + entry.metadata.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        }
    }
}
