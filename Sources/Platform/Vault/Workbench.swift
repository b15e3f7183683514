import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Threads for heavy work, which give way to all others of the program: those that answer requests go first on a processor.
final class Workbench: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let threads: Int

    init(threads: Int) {
        self.threads = threads
        for _ in 0..<threads { Thread.detachNewThread { [self] in work() } }
    }

    /// In the order in which they come.
    func add(_ job: @escaping @Sendable () -> Void) {
        state.withLock { $0.jobs.append(job) }
        arrived.signal()
    }

    /// Lets the threads go once what was added is done.
    func close() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<threads { arrived.signal() }
    }

    private func work() {
        // On Linux the process 0 is the thread that asks. Where it is refused the work is done all the same.
        #if canImport(Glibc)
            _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 19)
        #endif
        while true {
            arrived.wait()
            let (job, isClosed) = state.withLock { ($0.jobs.isEmpty ? nil : $0.jobs.removeFirst(), $0.isClosed) }
            if let job { job() } else if isClosed { return }
        }
    }
}
