import Core
import Database
import Policy
import Vault
import Web

/// The pages on which an administrator sees and changes who may sign in, in her organisation and in those it manages.
struct StaffPages: Sendable {
    let access: AccessFeature

    var pages: Pages { access.pages }
    var acts: StaffActs { StaffActs(database: access.database, vault: access.vault, work: access.work) }

    // MARK: The list

    /// The posts of an organisation and who holds them.
    struct StaffPage: Encodable {
        let title: String
        let organisation: String
        let regime: String
        let organisations: [OrganisationChip]
        let hasSeveral: Bool
        let staff: [StaffLine]
        let isEmpty: Bool
        let new: String
        let mayManage: Bool
        let due: String
        let hasDue: Bool

        struct OrganisationChip: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }

        struct StaffLine: Encodable {
            let href: String
            let name: String
            let post: String
            let roles: String
            let state: String
            let kind: String
            let review: String
            let isWarning: Bool
        }
    }

    func staff(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let (organisation, decision) = try await organisation(request, .staffRead)
        let lines = try await access.database.read { connection in
            try UserStore.holdings(in: organisation.id, connection).compactMap { holding in
                try UserStore.find(holding.user, connection).map { ($0, holding, try State.of(holding.user, connection)) }
            }
        }
        let reachable = try await reachable(request)
        let due = lines.filter { $0.2 != .disabled && AccessReview.state($0.1, at: request.now).needsAttention }.count
        let mayManage = Policy.decide(try request.signedIn().actor, .staffManage, on: decision, in: Context(now: request.now)).isAllowed
        let model = StaffPage(
            title: words("staff_title"), organisation: access.name(organisation, request.language),
            regime: words("regime." + organisation.regime.rawValue),
            organisations: reachable.map {
                StaffPage.OrganisationChip(
                    href: request.link("/staff") + "?organisation=" + $0.id.text, text: access.name($0, request.language),
                    isCurrent: $0.id == organisation.id)
            }, hasSeveral: reachable.count > 1,
            staff: lines.map { user, holding, state in
                let review = AccessReview.state(holding, at: request.now)
                return StaffPage.StaffLine(
                    href: request.link("/staff/" + user.id.text), name: user.name, post: holding.post.title,
                    roles: RoleWords.list(holding.post.roles, words), state: words("account_state." + state.rawValue), kind: state.kind,
                    review: ReviewWords.text(review, words), isWarning: review.needsAttention && state != .disabled)
            }, isEmpty: lines.isEmpty, new: request.link("/staff/new") + "?organisation=" + organisation.id.text, mayManage: mayManage,
            due: words.count("reviews_due", due), hasDue: due > 0)
        return try pages.page("access-staff", model, title: model.title, for: request, section: "staff")
    }

    /// The state of an account.
    enum State: String, Sendable {
        case active
        /// She has not used her code yet.
        case waiting
        /// Nobody has given her a code yet.
        case asked
        case disabled

        static func of(_ user: UserID, _ connection: any Connection) throws -> State {
            if try UserStore.isDisabled(user, connection) { return .disabled }
            if try UserStore.isActivated(user, connection) { return .active }
            return try CodeRequestStore.open(of: user, connection) == nil ? .waiting : .asked
        }

        var kind: String {
            switch self {
            case .active: "ok"
            case .waiting, .asked: "warn"
            case .disabled: "none"
            }
        }
    }

    // MARK: Adding

    /// The form that adds a user.
    struct NewUserPage: Encodable {
        let title: String
        let action: String
        let organisation: String
        let organisationName: String
        let back: String
        let summary: FormErrors
        let name: FormField
        let login: FormField
        let post: FormField
        let roles: FormQuestion
    }

    func new(_ request: WebRequest) async throws -> WebResponse {
        let (organisation, _) = try await organisation(request, .staffManage)
        return try newPage(request, organisation, [:])
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let (organisation, facts) = try await organisation(request, .staffManage)
        let roles = Set(request.form.all("role").compactMap(Role.init))
        var wrong: [String: String] = [:]
        if request.form.line("name") == nil { wrong["name"] = words("user_name_missing") }
        let login = Login(request.form["login"] ?? "")
        if login == nil { wrong["login"] = words("login_bad") }
        if request.form.line("post") == nil { wrong["post"] = words("post_missing") }
        if roles.isEmpty { wrong["role"] = words("roles_missing") }
        if roles.contains(.administrator), roles.count > 1 { wrong["role"] = words("roles_administrator") }
        guard wrong.isEmpty, let login, let name = request.form.line("name"), let title = request.form.line("post") else {
            return try newPage(request, organisation, wrong)
        }
        let user = User(id: .new(), login: login.text, name: String(name.prefix(100)))
        let post = Post(id: .new(), organisation: organisation.id, title: String(title.prefix(100)), roles: roles)
        do {
            let code = try await acts.add(user, to: post, by: try author(request, facts))
            return try await answer(code, user, request)
        } catch StaffActs.Problem.loginTaken {
            return try newPage(request, organisation, ["login": words("login_taken")])
        }
    }

    private func newPage(_ request: WebRequest, _ organisation: Organisation, _ wrong: [String: String]) throws -> WebResponse {
        let words = pages.words(request.language)
        let model = NewUserPage(
            title: words("user_new"), action: request.link("/staff/new"), organisation: organisation.id.text,
            organisationName: access.name(organisation, request.language),
            back: request.link("/staff") + "?organisation=" + organisation.id.text,
            summary: FormErrors(["name", "login", "post", "role"].compactMap { field in wrong[field].map { (field, $0) } }),
            name: FormField("name", label: words("user_name"), value: request.form["name"] ?? "", wrong: wrong["name"] ?? ""),
            login: FormField(
                "login", label: words("login"), hint: words("login_hint"), value: request.form["login"] ?? "", wrong: wrong["login"] ?? ""),
            post: FormField(
                "post", label: words("post"), hint: words("post_hint"), value: request.form["post"] ?? "", wrong: wrong["post"] ?? ""),
            roles: roleQuestion(request, wrong["role"] ?? ""))
        return try pages.page(
            "access-user-new", model, title: model.title, for: request, section: "staff", hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }

    /// The sheet with the code, or the user's page, which tells who must give it.
    func answer(_ code: StaffActs.Code, _ user: User, _ request: WebRequest) async throws -> WebResponse {
        switch code {
        case .given(let text): try access.handOver(text, user, back: "/staff/" + user.id.text, request)
        case .awaits: .redirect(to: request.link("/staff/" + user.id.text) + "?done=asked")
        }
    }

    /// What the post does in this system.
    func roleQuestion(_ request: WebRequest, _ wrong: String) -> FormQuestion {
        let words = pages.words(request.language)
        let chosen = Set(request.form.all("role"))
        return FormQuestion(
            "role", label: words("roles"), hint: words("roles_hint"), wrong: wrong, isMultiple: true,
            choices: Role.allCases.map {
                FormChoice(
                    $0.rawValue, words("post_role." + $0.rawValue), hint: words("post_role_hint." + $0.rawValue),
                    isChosen: chosen.contains($0.rawValue))
            })
    }

    // MARK: Reach

    struct Found: Sendable {
        let user: User
        let organisation: Organisation
        let facts: ObjectFacts
        let holdings: [Holding]
        /// How many posts she holds, in other organisations, too.
        let posts: Int
        let state: State
        let work: Int
        let colleagues: [User]
        /// Who may give a code that somebody asked for.
        let seconds: [User]
    }

    /// The user of the address, where she holds a post in an organisation within reach. Others are not to be told from nobody.
    func found(_ request: WebRequest, _ act: Act) async throws -> Found {
        let visitor = try request.signedIn()
        guard let id = request.parameters["user"].flatMap(UserID.init) else { throw WebError.notFound }
        let found: Found? = try await access.database.read { connection in
            guard let user = try UserStore.find(id, connection), let post = try UserStore.holdings(of: id, connection).first?.post,
                let organisation = try OrganisationStore.find(post.organisation, connection)
            else { return nil }
            let everybody = try UserStore.holdings(in: organisation.id, connection)
            let colleagues = try Set(everybody.filter { $0.user != id }.map(\.user)).compactMap { colleague -> User? in
                guard try State.of(colleague, connection) == .active else { return nil }
                return try UserStore.find(colleague, connection)
            }
            return Found(
                user: user, organisation: organisation,
                facts: try RelationStore.facts(of: organisation.id.text, at: request.now, connection),
                holdings: everybody.filter { $0.user == id },
                posts: try UserStore.holdings(of: id, connection).count, state: try State.of(id, connection),
                work: try access.work.open(connection, id, request.now), colleagues: Collation.sorted(colleagues, by: \.name),
                seconds: try CodeRequestStore.open(of: id, connection).map { try seconds($0, at: request.now, connection) } ?? [])
        }
        guard let found, Policy.decide(visitor.actor, act, on: found.facts, in: Context(now: request.now)).isAllowed else {
            throw WebError.notFound
        }
        return found
    }

    private func seconds(_ request: CodeRequest, at now: Instant, _ connection: any Connection) throws -> [User] {
        let others = try SecondPerson.all(
            for: request.organisation, except: [request.askedBy, request.user], at: now, connection)
        return Collation.sorted(try others.compactMap { try UserStore.find($0, connection) }, by: \.name)
    }

    /// The organisation asked for, or her own, if she may do this to it.
    func organisation(_ request: WebRequest, _ act: Act) async throws -> (Organisation, ObjectFacts) {
        let visitor = try request.signedIn()
        let asked = request.form["organisation"] ?? request.query["organisation"] ?? visitor.actor.organisation.text
        guard let id = OrganisationID(asked) else { throw WebError.notFound }
        let found = try await access.database.read { connection in
            (try OrganisationStore.find(id, connection), try RelationStore.facts(of: id.text, at: request.now, connection))
        }
        guard let organisation = found.0, Policy.decide(visitor.actor, act, on: found.1, in: Context(now: request.now)).isAllowed else {
            throw WebError.notFound
        }
        return (organisation, found.1)
    }

    func reachable(_ request: WebRequest) async throws -> [Organisation] {
        let actor = try request.signedIn().actor
        return try await access.database.read { connection in
            try OrganisationStore.all(connection).filter { organisation in
                let facts = try RelationStore.facts(of: organisation.id.text, at: request.now, connection)
                return Policy.decide(actor, .staffRead, on: facts, in: Context(now: request.now)).isAllowed
            }
        }
    }

    func author(_ request: WebRequest, _ facts: ObjectFacts) throws -> StaffActs.Author {
        let visitor = try request.signedIn()
        let decision = Policy.decide(visitor.actor, .staffManage, on: facts, in: Context(now: request.now))
        return StaffActs.Author(visitor, rule: decision.rule, request)
    }
}
