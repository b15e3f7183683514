public import Logging

/// How a server is to run.
public struct ServerConfiguration: Sendable {
    public var host: String
    public var port: Int
    /// Adds the page of components and tells the log more.
    public var isDevelopment: Bool
    public var logger: Logger

    public init(host: String = "127.0.0.1", port: Int = 8080, isDevelopment: Bool = false, logger: Logger) {
        self.host = host
        self.port = port
        self.isDevelopment = isDevelopment
        self.logger = logger
    }
}
