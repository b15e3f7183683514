import Foundation
import TestSupport
import Testing

/// What others wrote comes as it was when somebody read it, and no other.
@Suite struct PackageTests {
    private struct Resolved: Decodable {
        struct Pin: Decodable {
            struct State: Decodable {
                let revision: String
                let version: String?
            }

            let identity: String
            let location: String
            let state: State
        }

        let pins: [Pin]
    }

    @Test func `packages are taken at one version each, and every one beneath them at one revision`() throws {
        let manifest = String(decoding: try Seeds.file("Package.swift"), as: UTF8.self)
        let direct = manifest.matches(of: /\.package\(\s*url: "([^"]+)", ([a-z]+): "([^"]+)"/)
        #expect(direct.count == manifest.matches(of: /\.package\(\s*(url|name|path):/).count)
        let resolved = try JSONDecoder().decode(Resolved.self, from: Data(try Seeds.file("Package.resolved")))
        for package in direct {
            #expect(package.output.2 == "exact", "\(package.output.1) may be another one tomorrow")
            let pin = resolved.pins.first { $0.location.replacing(/\.git$/, with: "") == package.output.1 }
            #expect(pin?.state.version == String(package.output.3), "\(package.output.1)")
        }
        #expect(direct.count == 7, "the page of threats tells how many")
        for pin in resolved.pins {
            #expect(pin.state.revision.wholeMatch(of: /[0-9a-f]{40}/) != nil && pin.state.version != nil, "\(pin.identity)")
            #expect(pin.location.hasPrefix("https://"), "\(pin.identity)")
        }
    }
}
