public import Hummingbird
import Logging
public import ServiceLifecycle
public import Web

/// The HTTP server around a site.
public struct WebServer: Sendable {
    private let site: Site
    private let configuration: ServerConfiguration
    private let services: [any Service]

    /// Nothing is opened yet.
    ///
    /// - Parameter services: run as long as the server does.
    public init(_ site: Site, _ configuration: ServerConfiguration, services: [any Service] = []) {
        self.site = site
        self.configuration = configuration
        self.services = services
    }

    /// The application, for running it or for asking it in tests. `onReady` runs once requests are answered.
    public func application(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) -> some ApplicationProtocol {
        let (site, proxies) = (site, configuration.proxies)
        var logger = configuration.logger
        logger.logLevel = .warning
        return Application(
            responder: CallbackResponder { (request: Request, context: NetworkContext) in
                await site.respond(to: request, network: proxies.client(peer: context.address, forwarded: request.forwarded))
            },
            server: .http1(configuration: .init(additionalChannelHandlers: [], idleTimeout: .seconds(30))),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            services: services,
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    /// Serves until it is told to stop (SIGTERM, SIGINT), then answers what is under way and returns.
    public func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
        try await application(onReady: onReady).runService()
    }
}

/// What is known of a connection: the address it came from.
private struct NetworkContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
