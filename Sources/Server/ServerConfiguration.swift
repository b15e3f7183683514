public import Logging

/// How a server is to run.
public struct ServerConfiguration: Sendable {
    /// Address to listen on.
    public var host: String
    /// TCP port to listen on; 0 takes a free one.
    public var port: Int
    /// Adds the page of components and tells the log more.
    public var isDevelopment: Bool
    /// Who may say where a request came from.
    public var proxies: TrustedProxies
    /// Where the server underneath reports warnings and errors.
    public var logger: Logger

    /// By default for this machine alone, on port 8080.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, isDevelopment: Bool = false, proxies: TrustedProxies = .none, logger: Logger
    ) {
        self.host = host
        self.port = port
        self.isDevelopment = isDevelopment
        self.proxies = proxies
        self.logger = logger
    }
}
