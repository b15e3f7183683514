// swift-tools-version: 6.2
import PackageDescription

// Records of persons through the whole house, without a network between.
let package = Package(
    name: "records",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "zakrila", path: "../..")],
    targets: [
        .executableTarget(name: "records", dependencies: [.product(name: "TestSupport", package: "zakrila")], path: "Sources/Records",
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")])
    ]
)
