import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Access

/// How an organisation stands to that of the visitor.
private enum Standing: String, CaseIterable {
    case own
    case managed = "managed by hers"
    case strange
    case absent
}

private let asked = AccessMatrix.object
private let ofUsers: [AccessMatrix.Asked] = [
    .init("/staff/" + asked, .staffRead, allowed: 200),
    .init("/staff/" + asked + "/confirm", .staffReview, form: [("post", "HOLDING")], allowed: 303),
    .init("/staff/" + asked + "/hand-over", .staffManage, form: [("colleague", "none")], allowed: 400),
    .init("/staff/" + asked + "/posts", .staffManage, form: [], allowed: 422),
    .init("/staff/" + asked + "/posts", .staffManage, form: [("post", "втора"), ("role", "analyst")], allowed: 303),
    .init("/staff/" + asked + "/posts/end", .staffManage, form: [("post", "HOLDING")], allowed: 303),
    .init("/staff/" + asked + "/reset", .staffManage, form: [], allowed: 303),
    .init("/staff/" + asked + "/disable", .staffManage, form: [], allowed: 422),
    .init("/staff/" + asked + "/disable", .staffManage, form: [("reason", "left")], allowed: 303),
    .init("/staff/" + asked + "/enable", .staffManage, form: [], allowed: 303),
]
/// What somebody asked for, whom another must let in.
private let ofCodes: [AccessMatrix.Asked] = [
    .init("/staff/codes/" + asked, .staffRelease, form: [("answer", "refuse")], allowed: 303)
]
private let ofOrganisations: [AccessMatrix.Asked] = [
    .init("/staff?organisation=" + asked, .staffRead, allowed: 200),
    .init("/staff/new?organisation=" + asked, .staffManage, allowed: 200),
    .init("/staff/new", .staffManage, form: [("organisation", asked)], allowed: 422),
    .init("/keys", .keysManage, form: [("organisation", asked)], allowed: 303, asksCodeFirst: true),
]

@Suite struct MatrixTests {
    @Test func `the routes of staff and keys are those that are asked for here`() async throws {
        try await withHouse(.sqlite) { house in
            let codes = ofCodes.map { $0.path.replacing(asked, with: ":request") } + ["/staff/codes"]
            let paths = (ofUsers + ofOrganisations).map { $0.path.replacing(asked, with: ":user").prefix { $0 != "?" } }
            let there = house.site.routes.map(\.pattern).filter { $0.hasPrefix("/staff") || $0.hasPrefix("/keys") }
            #expect(Set(there) == Set(paths.map(String.init) + codes))
        }
    }

    @Test(arguments: Engine.available)
    func `every route of staff and keys answers every role and standing as the policy decides`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let roles: [Role] =
                engine == .sqlite ? Role.allCases : [.administrator, .supervisor, .dataProtectionOfficer, .caseWorker, .auditor]
            let users = try await AccessMatrix(house, seenBy: [.staffRead], ofUsers).report(roles, Standing.self) { standing, actor in
                guard standing != .absent else { return .absent() }
                let organisation = try await organisation(standing, actor, house)
                let (user, holding) = try await user(in: organisation, house)
                return .init(user.text, decidedBy: organisation.text, words: ["HOLDING": holding])
            }
            #expect(users.asked == roles.count * 4 * 10)
            #expect(users.wrong.isEmpty, "\(users.wrong.count): \(users.wrong.prefix(20).joined(separator: "\n"))")
            let codes = try await AccessMatrix(house, seenBy: [.staffRelease], ofCodes).report(roles, Standing.self) { standing, actor in
                guard standing != .absent else { return .absent() }
                let organisation = try await organisation(standing, actor, house)
                let (user, _) = try await user(in: organisation, house)
                return .init(try await codeRequest(for: user, in: organisation, house), decidedBy: organisation.text)
            }
            #expect(codes.asked == roles.count * 4 * 2)
            #expect(codes.wrong.isEmpty, "\(codes.wrong.count): \(codes.wrong.prefix(20).joined(separator: "\n"))")
            let matrix = AccessMatrix(house, seenBy: [.staffRead], ofOrganisations)
            let organisations = try await matrix.report(roles, Standing.self) { standing, actor in
                guard standing != .absent else { return .absent() }
                return .init(try await organisation(standing, actor, house).text)
            }
            #expect(organisations.asked == roles.count * 4 * (4 + 1))
            #expect(organisations.wrong.isEmpty, "\(organisations.wrong.count): \(organisations.wrong.prefix(20).joined(separator: "\n"))")
        }
    }

    private func organisation(_ standing: Standing, _ actor: Actor, _ house: TestHouse) async throws -> OrganisationID {
        guard standing != .own else { return actor.organisation }
        let organisation = Organisation(id: .new(), institution: nil, name: "Сдружение „Проба“ (измислено)", regime: .gdpr)
        let (now, vault) = (house.clock.now, Vault(root: house.root))
        try await house.database.write { connection in
            try OrganisationStore.add(organisation, by: "test", at: now, connection)
            try vault.makeOrganisationKey(organisation.id, at: now, connection)
            guard standing == .managed else { return }
            let managed = HeldRelation(.manager, actor.organisation.text)
            try RelationStore.add(managed, to: organisation.id.text, since: now, by: "test", connection)
        }
        return organisation.id
    }

    private func codeRequest(for user: UserID, in organisation: OrganisationID, _ house: TestHouse) async throws -> String {
        let request = CodeRequest(
            id: .new(), user: user, organisation: organisation, reason: .reset, askedAt: house.clock.now, askedBy: user)
        try await house.database.write { connection in try CodeRequestStore.add(request, connection) }
        return request.id.text
    }

    private func user(in organisation: OrganisationID, _ house: TestHouse) async throws -> (UserID, holding: String) {
        let user = User(id: .new(), login: "u" + String(UserID.new().text.suffix(12)), name: "Нова Примерова")
        let post = Post(id: .new(), organisation: organisation, title: "експерт", roles: [.analyst])
        let now = house.clock.now
        return try await house.database.write { connection in
            try OrganisationStore.add(post, by: "test", at: now, connection)
            try UserStore.add(user, isDemo: false, by: "test", at: now, connection)
            try UserStore.hold(post.id, user.id, by: "test", at: now, connection)
            return (user.id, try UserStore.holdings(of: user.id, connection).first?.id.text ?? "")
        }
    }
}
