import Admission
import Core
import Database
import Policy
import Web

/// A page of one part of a case: shown to whoever may open the record, with a form for whoever may change it.
protocol ThreadPages: Sendable {
    var cases: CasesFeature { get }
    static var part: CaseHead.Part { get }
    /// The page as it is for somebody who was let through.
    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse
    /// What the page shows where a colleague was quicker.
    func overtaken(_ request: WebRequest) async throws -> ThreadShowing
}

/// What is shown beside what stands there.
struct ThreadShowing: Sendable {
    var wrong: [(field: String, word: String)] = []
    /// Wrong code, in words.
    var code = ""
    /// The field that it was typed into, where a page has several.
    var codeAt = "code"
    /// Sealed texts that were opened for this page, by their place.
    var opened: [String: String]?
    var token: String?
    /// What stands in the forms of the page instead of what was typed.
    var form: FormData?

    /// The word for what a colleague wrote since the form was opened.
    static let overtaken = "overtaken"

    /// What was typed into the forms of the page; a form that only asked for sealed texts is none of them.
    func typed(_ request: WebRequest) -> FormData { form ?? (opened == nil && code.isEmpty ? request.form : FormData()) }

    /// The version that a form says it was filled in with: of one that comes back, as it said, until what was written meanwhile is shown beside it.
    func version(_ current: String, _ request: WebRequest) -> String {
        wrong.contains { $0.word == ThreadShowing.overtaken } ? current : typed(request)["version"] ?? current
    }

    var status: Int { wrong.isEmpty && code.isEmpty ? 200 : 422 }
}

extension ThreadPages {
    /// The page, with the look in the ledger before anything leaves.
    func show(_ request: WebRequest) async throws -> WebResponse {
        try await again(request, ThreadShowing())
    }

    /// The page once more, with what was wrong: that, too, is a look.
    func again(_ request: WebRequest, _ showing: ThreadShowing) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personOpen, request)
            try await cases.caseActs.look([work])
            var answer = try await page(request, work, showing)
            if let token = showing.token { answer.headers.append(Cookies.signIn(token)) }
            return answer
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    /// Takes a form. What the act finds wrong comes back with the page.
    func change(
        _ request: WebRequest, done: String, _ act: (CaseWork) async throws -> [(field: String, word: String)]
    ) async throws -> WebResponse {
        do {
            let (work, wrong) = try await cases.changing(request, act)
            guard wrong.isEmpty else { return try await again(request, ThreadShowing(wrong: wrong)) }
            return .redirect(to: request.link(work.path + "/" + Self.part.rawValue) + "?done=" + done)
        } catch CaseActs.Problem.corrected {
            return try await again(request, ThreadShowing(wrong: [("corrects", "corrects_unknown")]))
        } catch CaseActs.Problem.overtaken {
            return try await again(request, try await overtaken(request))
        }
    }

    /// The page with what was typed, and what a colleague wrote meanwhile.
    func overtaken(_ request: WebRequest) async throws -> ThreadShowing {
        ThreadShowing(wrong: [("version", ThreadShowing.overtaken)])
    }

    /// Shows what is sealed, after a fresh code.
    func unmask(
        _ request: WebRequest, _ open: (CaseWork) async throws -> [String: String]
    ) async throws -> WebResponse {
        do {
            let work = try await cases.work(.personUnmask, request, code: request.form["code"])
            let opened = try await open(work)
            return try await again(request, ThreadShowing(opened: opened, token: work.passage.token))
        } catch PassageProblem.code(let wrong) {
            let words = cases.pages.words(request.language)
            return try await again(request, ThreadShowing(code: wrong.isEmpty ? words("code_needed") : wrong))
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func head(_ work: CaseWork, _ request: WebRequest) async throws -> CaseHead {
        let words = cases.pages.words(request.language)
        let (works, rules) = try await cases.works(beside: work, request)
        return CaseHead(work, works, Self.part, rule: rules[work.person.id], request, words)
    }

    func render(
        _ template: String, _ model: some Encodable, _ request: WebRequest, _ showing: ThreadShowing
    ) throws -> WebResponse {
        let words = cases.pages.words(request.language)
        return try cases.pages.page(
            template, model, title: words("case_title") + " – " + words("case_part." + Self.part.rawValue), for: request, section: "cases",
            hasForm: true, status: showing.status)
    }
}

/// The button that shows what is sealed, for the template `cases-reveal`.
struct Reveal: Encodable {
    let isThere: Bool
    let action: String
    let needsCode: Bool
    let code: FormField
    let of: String
    let hasOf: Bool
    /// Its code was wrong.
    let isOpen: Bool

    /// - Parameters:
    ///   - of: what of several things of one kind is shown, for the form to tell.
    ///   - id: of the field for the code, where a page has several.
    init(
        _ isThere: Bool, _ action: String, of: String = "", codeAt id: String = "code", _ work: CaseWork, _ showing: ThreadShowing,
        _ request: WebRequest, _ words: Words
    ) {
        self.of = of
        hasOf = !of.isEmpty
        self.isThere = isThere && showing.opened == nil
        self.action = request.link(work.path + action)
        needsCode = showing.token == nil && !work.passage.visitor.hasFreshFactor(at: work.passage.now)
        isOpen = showing.codeAt == id && !showing.code.isEmpty
        code = CodeField.field(words, id: id, wrong: isOpen ? showing.code : "")
    }
}

extension CasesFeature {
    /// Lets a form change what concerns a person in an open case, and gives what the act finds wrong with it.
    func changing(
        _ request: WebRequest, _ act: (CaseWork) async throws -> [(field: String, word: String)]
    ) async throws -> (work: CaseWork, wrong: [(field: String, word: String)]) {
        do {
            var work = try await work(.personChange, request)
            guard work.isOpen else { throw WebError.forbidden }
            work.sent = SentForm(request)
            return (work, try await act(work))
        } catch is PassageProblem {
            throw WebError.forbidden
        } catch CaseActs.Problem.closed {
            throw WebError.forbidden
        }
    }

    /// All persons of a case whose records a visitor may open, with how each may be reached.
    func works(beside work: CaseWork, _ request: WebRequest) async throws -> ([CaseWork], [PersonID: ContactRule]) {
        let (passage, file) = (work.passage, work.file)
        return try await database.read { connection in
            let members = try CaseStore.everybody(in: file.id, connection)
            let works = try CasesFeature.works(members, file, passage.visitor, passage.purpose, request, connection)
            return (works, try ContactRuleStore.rules(of: works.map(\.person.id), connection))
        }
    }

    /// Those of the members of a case that a visitor may see.
    static func works(
        _ members: [CaseMember], _ file: Case, _ visitor: Visitor, _ purpose: Purpose?, _ request: WebRequest, _ connection: any Connection
    ) throws -> [CaseWork] {
        let passages = try Admission.passages(
            .personOpen, to: members.map { ($0.person.id, $0.person) }, visitor, purpose: purpose, request, connection)
        return passages.filter { $0.decision.reach == .record }.compactMap { passage in
            members.first { $0.person.id == passage.object.id }.map { CaseWork(passage: passage, file: file, member: $0) }
        }
    }
}
