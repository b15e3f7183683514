// swift-tools-version: 6.2
import PackageDescription

// Decisions of the policy by themselves: no database, no server.
let package = Package(
    name: "decisions",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "zakrila", path: "../..")],
    targets: [
        .executableTarget(
            name: "decisions", dependencies: [.product(name: "Policy", package: "zakrila")], path: "Sources/Decisions")
    ]
)
