public import Core
public import Logging
public import ServiceLifecycle

/// Work that is done again and again while the server runs (обиколки). Ends with the server: a step that has begun is finished, none is begun
/// after that.
public struct Rounds: Service {
    /// Something that is done in every round.
    public struct Step: Sendable {
        let name: String
        let work: @Sendable (Instant) async throws -> Void

        /// - Parameters:
        ///   - name: how the log calls it.
        ///   - work: is given the moment at which it begins.
        public init(_ name: String, _ work: @escaping @Sendable (Instant) async throws -> Void) {
            self.name = name
            self.work = work
        }
    }

    private let steps: [Step]
    private let interval: Duration
    private let clock: @Sendable () -> Instant
    private let logger: Logger

    /// - Parameters:
    ///   - interval: between the end of a round and the beginning of the next.
    ///   - clock: the present moment, another one in tests.
    public init(
        _ steps: [Step], every interval: Duration = .seconds(60), clock: @escaping @Sendable () -> Instant = { Instant.now }, logger: Logger
    ) {
        (self.steps, self.interval, self.clock, self.logger) = (steps, interval, clock, logger)
    }

    /// Goes round until the server is told to stop.
    public func run() async throws {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            await round()
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
        }
    }

    /// Does every step once. One that fails keeps no other from being done, and is tried again in the next round.
    public func round() async {
        for step in steps {
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
            do {
                try await step.work(clock())
            } catch {
                // Only the kind of the fault: its text could hold what is in a row.
                logger.error("round", metadata: ["step": "\(step.name)", "kind": "\(type(of: error))"])
            }
        }
    }
}
