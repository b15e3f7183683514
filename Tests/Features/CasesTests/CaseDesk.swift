import Core
import Database
import HTTPTypes
import Policy
import TestSupport
import Testing

@testable import Cases

/// A case on somebody's desk, asked through the pages.
struct CaseDesk: Sendable {
    let file: String
    let person: String

    var path: String { "/cases/" + file }
    func part(_ name: String) -> String { path + "/" + person + "/" + name }
    var caseID: CaseID { CaseID(file) ?? .new() }
    var personID: PersonID { PersonID(person) ?? .new() }
}

extension TestBrowser {
    /// Opens a case for a record and gives where it is.
    func open(_ person: String, role: String = "victim", into file: String = "") async throws -> CaseDesk {
        let answer = try await post("/persons/\(person)/case", ["role": role, "case": file])
        let address = try #require(answer.location?.split(separator: "?").first, "\(answer.status)")
        return CaseDesk(file: String(address.dropFirst("/cases/".count)), person: person)
    }

    /// Opens a record and a case for it.
    func newCase(age: String = "adult") async throws -> CaseDesk {
        let answer = try await post("/persons/new", ["age-group": age, "sex": "female", "given-name": "Проба"])
        let address = try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status)")
        return try await open(String(address.dropFirst("/persons/".count)))
    }

    func identify(_ desk: CaseDesk, _ level: String, on day: String, body: String = "", correcting old: String = "") async throws
        -> TestAnswer
    {
        try await post(
            desk.part("identification"),
            ["level": level, "on-day": day, "body": body, "ground": "indicators", "corrects": old])
    }

    func assess(_ desk: CaseDesk, _ more: [(String, String)] = []) async throws -> TestAnswer {
        let usual = [
            ("risk-urgent-medical", "no"), ("risk-threat-now", "declined"), ("level", "medium"), ("own-view", "afraid"),
            ("manner", "interpreter"),
        ]
        return try await post(desk.part("assessment"), usual.filter { one in !more.contains { $0.0 == one.0 } } + more)
    }

    func plan(_ desk: CaseDesk, _ more: [(String, String)] = []) async throws -> TestAnswer {
        let usual = [
            ("goal-1-area", "shelter"), ("goal-1-text", "Подслон"), ("goal-1-who", "us"), ("goal-1-state", "open"), ("agreement", "open"),
            ("version", try await version(desk.part("plan"))),
        ]
        return try await post(desk.part("plan"), usual.filter { one in !more.contains { $0.0 == one.0 } } + more)
    }

    /// The version that the form of a page is filled in with; of a page that she may not write on none.
    func version(_ path: String) async throws -> String {
        try await get(path).forms.first { $0.action == path }?.fields.first { $0.name == "version" }?.value ?? ""
    }

    func write(_ desk: CaseDesk, _ text: String, _ kind: String = "work", for audience: String = "all") async throws -> TestAnswer {
        try await post(desk.part("notes"), ["kind": kind, "audience": audience, "text": text])
    }

    /// What Today says of cases on all its pages, in its order.
    func today(_ query: String = "") async throws -> [String] {
        try await pages(from: "/today" + query).flatMap { page in
            page.body.matches(of: /<h2><a href="\/cases\/[^"]+">[^<]+<\/a> · ([^<]+)<\/h2>/).map { String($0.output.1) }
        }
    }
}
