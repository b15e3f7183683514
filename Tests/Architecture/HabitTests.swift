import Foundation
import TestSupport
import Testing

@Suite struct HabitTests {
    @Test func `no source file is longer than 400 lines`() throws {
        for (path, text) in try swiftFiles("Sources") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 400, "\(path) has \(lines) lines")
        }
    }

    @Test func `sources hold no shortcuts that the house forbids`() throws {
        let forbidden = ["try!", "fatalError(", "@unchecked Sendable", "TODO", "FIXME", "as! "]
        for (path, text) in try swiftFiles("Sources") {
            for word in forbidden { #expect(!text.contains(word), "\(path) holds \(word)") }
        }
    }

    @Test func `SQL stands only in stores and migrations`() throws {
        let verbs = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE"]
        for (path, text) in try swiftFiles("Sources/Features") where !path.contains("/Storing/") && !path.hasSuffix("ImportPlans.swift") {
            for verb in verbs { #expect(!text.contains("\"\(verb)") && !text.contains("  \(verb)"), "\(path) holds \(verb)") }
        }
    }

    @Test func `no room is called after nothing`() throws {
        for (path, _) in try swiftFiles("Sources") {
            for word in ["Utils", "Helper", "Manager", "Misc", "Common"] { #expect(!path.contains(word), "\(path)") }
        }
    }
}
