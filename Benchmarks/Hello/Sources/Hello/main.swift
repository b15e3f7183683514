import Hummingbird
import Logging

// Answers "hello" on GET / at the port given: what the server library costs by itself.
guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else { fatalError("usage: hello PORT") }
var logger = Logger(label: "hello")
logger.logLevel = .warning
let router = Router()
router.get("/") { _, _ in "hello" }
try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger).runService()
