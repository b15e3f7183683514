// swift-tools-version: 6.2
import PackageDescription

/// Coverage-guided fuzzing of what reads the words of strangers: see `run`. A package of its own, because everything in it is built with
/// libFuzzer's instruments.
func fuzzer(_ name: String, _ dependencies: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: ["Driver"] + dependencies.map { .product(name: $0, package: "zakrila") },
        swiftSettings: [.swiftLanguageMode(.v6)])
}

let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "zakrila", path: "..")],
    targets: [
        .target(name: "Driver"),
        fuzzer("FuzzImport", ["Documents", "Programmes", "Reference"]),
        fuzzer("FuzzRequests", ["Web"]),
    ])
