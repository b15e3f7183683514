// swift-tools-version: 6.2
import PackageDescription

// The baseline of the benchmarks: the server library alone, in the version and with the traits that the house uses.
let package = Package(
    name: "hello",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: ["FullFoundation"])
    ],
    targets: [
        .executableTarget(name: "hello", dependencies: [.product(name: "Hummingbird", package: "hummingbird")], path: "Sources/Hello")
    ]
)
