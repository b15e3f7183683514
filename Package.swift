// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of our own: the strictest the toolchain offers, so that a mistake is an error and not a review comment.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of `Sources/Features`: templates and strings travel with it.
func feature(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Features/\(name)", exclude: ["README.md"],
        resources: [.copy("Templates"), .copy("Strings")] + resources, swiftSettings: strict)
}

/// A part of `Sources/Platform`, which every room may stand on.
func platform(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Platform/\(name)", resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ path: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(path)", exclude: exclude, swiftSettings: strict)
}

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "zakrila",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "zakrila", targets: ["zakrila"])]
        // What Fuzz/ needs.
        + ["Documents", "Programmes", "Reference", "Web"].map { .library(name: $0, targets: [$0]) }
        // What Benchmarks/ needs.
        + [
            .library(name: "Policy", targets: ["Core", "Policy"]),
            .library(name: "TestSupport", targets: ["TestSupport", "Core", "Database", "Ledger", "Policy", "Vault"]),
        ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "zakrila",
            dependencies: [
                "Server", "Access", "Cases", "Core", "Database", "Documents", "Ledger", "Policy", "Programmes", "Reference", "Spelling",
                "Vault",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), logging,
            ],
            swiftSettings: strict),
        .target(
            name: "Server",
            dependencies: [
                "Calendar", "Core", "Counting", "Database", "DatabaseSQLite", "DatabasePostgres", "Documents", "Ledger", "Policy", "Vault",
                "Reference", "Web",
                "Access", "Activities",
                "Cases", "Oversight", "Portal", "Programmes", "Referrals", "Signals", "Today",
                hummingbird, logging, .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], swiftSettings: strict),

        feature("Access", ["Core", "Database", "Ledger", "Policy", "Vault", "Reference", "Web", "WebAuthn"]),
        feature(
            "Cases",
            ["Admission", "Calendar", "Core", "Counting", "Database", "Documents", "Ledger", "Policy", "Reference", "Vault", "Web"]),
        feature(
            "Signals",
            ["Admission", "Calendar", "Core", "Database", "Documents", "Ledger", "Counting", "Policy", "Reference", "Vault", "Web"]),
        feature("Referrals", ["Admission", "Calendar", "Core", "Database", "Ledger", "Counting", "Policy", "Reference", "Vault", "Web"]),
        feature("Activities", ["Calendar", "Core", "Counting", "Database", "Documents", "Ledger", "Policy", "Reference", "Vault", "Web"]),
        feature("Today", ["Calendar", "Core", "Database", "Policy", "Web"]),
        feature("Oversight", ["Core", "Database", "Documents", "Ledger", "Policy", "Web"]),
        feature(
            "Programmes", ["Core", "Database", "Documents", "Ledger", "Counting", "Policy", "Reference", "Spelling", "Vault", "Web"],
            resources: [.copy("Schemas")]),
        feature("Portal", ["Core", "Web"]),

        platform("Core"),
        platform("Database", ["Core"]),
        platform("DatabaseSQLite", ["Core", "Database", .product(name: "GRDB", package: "GRDB.swift")]),
        platform("DatabasePostgres", ["Core", "Database", "CPostgreSQL"]),
        .systemLibrary(
            name: "CPostgreSQL", path: "Sources/Platform/CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CArgon2", path: "Sources/Platform/CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(
            name: "CQREncode", path: "Sources/Platform/CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(
            name: "CArchive", path: "Sources/Platform/CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CXML2", path: "Sources/Platform/CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", path: "Sources/Platform/CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CHunspell", path: "Sources/Platform/CHunspell", pkgConfig: "hunspell", providers: [.apt(["libhunspell-dev"])]),
        platform("Spelling", ["CHunspell"], resources: [.copy("Terms")]),
        platform("Vault", ["Core", "Database", "CArgon2", .product(name: "Crypto", package: "swift-crypto")]),
        platform(
            "WebAuthn",
            [.product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto")]),
        platform(
            "Ledger", ["Core", "Database", "Policy", .product(name: "Crypto", package: "swift-crypto")], resources: [.copy("Strings")]),
        platform("Policy", ["Core", "Database"], resources: [.copy("Strings")]),
        platform("Admission", ["Core", "Database", "Ledger", "Policy", "Web"]),
        platform("Counting", ["Core", "Database", "Policy"]),
        platform("Reference", ["Core"], resources: [.copy("Resources"), .copy("Strings")]),
        platform("Calendar", ["Core"], resources: [.copy("Facts"), .copy("Strings")]),
        platform("Documents", ["CArchive", "CXLSXWriter", "CXML2", "Core"]),
        platform(
            "Web", ["Core", "Database", "Policy", "Vault", "CQREncode", hummingbird, mustache, logging],
            resources: [.copy("Assets"), .copy("Templates"), .copy("Strings")]),

        .target(
            name: "TestSupport",
            dependencies: [
                "Access", "CArchive", "Core", "Database", "DatabaseSQLite", "DatabasePostgres", "Ledger", "Policy", "Programmes",
                "Reference",
                "Server", "Vault", "Web", "WebAuthn", hummingbird, logging, .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: strict),

        // Only for the drills: ended in the middle of its work, or left without room on the disk.
        .executableTarget(
            name: "LedgerWriter", dependencies: ["Core", "Database", "Ledger", "Server", "Vault"], path: "Tests/Drills/Writer",
            swiftSettings: strict),

        tests("ArchitectureTests", "Architecture", []),
        tests("CalendarTests", "Platform/CalendarTests", ["Calendar", "Core"]),
        tests("CoreTests", "Platform/CoreTests", ["Core"]),
        tests("DatabaseTests", "Platform/DatabaseTests", ["Core", "Database"]),
        tests("LedgerTests", "Platform/LedgerTests", ["Core", "Database", "Ledger"]),
        tests("DocumentsTests", "Platform/DocumentsTests", ["Core", "Documents"]),
        tests("PolicyTests", "Platform/PolicyTests", ["Core", "Database", "Policy"]),
        tests("ReferenceTests", "Platform/ReferenceTests", ["Core", "Reference"]),
        tests("VaultTests", "Platform/VaultTests", ["Core", "Database", "Vault"]),
        tests(
            "WebAuthnTests", "Platform/WebAuthnTests",
            [
                "WebAuthn", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        tests("AccessTests", "Features/AccessTests", ["Access", "Core", "Database", "Ledger", "Policy", "Vault", "Web", "WebAuthn"]),
        tests(
            "OversightTests", "Features/OversightTests",
            [
                "Access", "Cases", "Core", "Database", "Ledger", "Oversight", "Policy", "Programmes", "Server", "Vault", "Web", logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        tests("WebTests", "Platform/WebTests", ["Core", "Web", .product(name: "HummingbirdTesting", package: "hummingbird")]),
        tests(
            "CasesTests", "Features/CasesTests",
            [
                "Admission", "Calendar", "Cases", "Core", "Database", "Ledger", "Policy", "Reference", "Vault", "Web", logging,
                .product(name: "InMemoryLogging", package: "swift-log"),
            ]),
        tests(
            "ActivitiesTests", "Features/ActivitiesTests",
            [
                "Activities", "Core", "Counting", "Database", "Documents", "Ledger", "Policy", "Programmes", "Reference", "Server", "Vault",
                "Web",
            ]),
        tests(
            "ReferralsTests", "Features/ReferralsTests",
            ["Calendar", "Core", "Database", "Ledger", "Policy", "Reference", "Referrals", "Server", "Vault", "Web"]),
        tests(
            "CountingTests", "Features/CountingTests",
            [
                "Cases", "Core", "Counting", "Database", "Ledger", "Policy", "Programmes", "Reference", "Referrals", "Server", "Signals",
                "Web",
            ]),
        tests("TodayTests", "Features/TodayTests", ["Calendar", "Core", "Policy", "Today", "Web"]),
        tests(
            "SignalsTests", "Features/SignalsTests",
            ["Core", "Database", "Policy", "Reference", "Signals", "Vault", "Web"]),
        tests(
            "ProgrammesTests", "Features/ProgrammesTests",
            ["Core", "Database", "Documents", "Ledger", "Reference", "Programmes", "Spelling"]),
        tests(
            "ServerTests", "Features/ServerTests",
            [
                "Access", "Calendar", "Core", "Database", "Ledger", "Policy", "Programmes", "Reference", "Server", "Vault", "Web",
                "zakrila",
                hummingbird,
                logging,
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
    ]
)
