import Core
import Database
import Documents
import Foundation
import Ledger
import Programmes

/// What the command says, in the user's language.
struct Messages {
    private let isBulgarian: Bool

    init(_ language: Language) {
        isBulgarian = language == .bg
    }

    func text(_ bulgarian: String, _ english: String) -> String { isBulgarian ? bulgarian : english }

    func badLocation(_ location: String) -> String {
        text(
            "„\(location)“ не е място на база данни. Напишете sqlite:ПЪТ или postgres://….",
            "“\(location)” is no database location. Write sqlite:PATH or postgres://….")
    }

    func database(_ error: DatabaseError) -> String {
        switch error {
        case .unavailable(let reason):
            text("Базата данни не може да се отвори: \(reason).", "The database can't be opened: \(reason).")
        case .schema(let reason):
            text(
                "Базата данни е от друга редакция на програмата: \(reason).",
                "The database is of another edition of the program: \(reason).")
        case .full:
            text(
                "Дискът на базата данни е пълен. Нищо не е записано; освободете място и опитайте отново.",
                "The disk of the database is full. Nothing was written; make room and try again.")
        case .busy:
            text(
                "Базата данни е заета от друга програма. Опитайте отново след малко.",
                "Another program holds the database. Try again in a while.")
        default:
            text("Базата данни отказа работа (\(error)).", "The database refused (\(error)).")
        }
    }

    func problem(_ error: WritingError) -> String {
        switch error {
        case .temporaryFolder:
            text(
                "Файлът не може да се направи: няма къде да се пише временно. Освободете място в \(FileManager.default.temporaryDirectory.path) или посочете друга папка с TMPDIR.",
                "The file can't be made: there is nowhere to write for a while. Make room in \(FileManager.default.temporaryDirectory.path) or name another folder by TMPDIR."
            )
        case .container, .workbook:
            text(
                "Файлът не може да се направи (\(error)). Изнесете плана като JSON и съобщете за грешката.",
                "The file can't be made (\(error)). Export the plan as JSON and report the fault.")
        }
    }

    func outcome(_ action: ImportPlans.Outcome.Action) -> String {
        switch action {
        case .added: text("внесен", "imported")
        case .unchanged: text("без промяна", "unchanged")
        case .amended: text("нова редакция", "new edition")
        case .awaitsAcceptance: text("променен, чака --accept", "amended, waits for --accept")
        case .resembles: text("невнесен, прилича на друг план", "not imported, much like another plan")
        }
    }

    /// What to do with a plan that probably amends another one.
    func resembles(_ slug: String) -> String {
        text(
            "Голяма част от мерките му са и в „\(slug)“. Ако го изменя, внесете го с --amends \(slug); ако е отделен план, с --accept.",
            "A good part of its measures are in “\(slug)”, too. If it amends that plan import it with --amends \(slug); if it is another, with --accept."
        )
    }

    func counts(measures: Int, sections: Int, indicators: Int, remarks: Int) -> String {
        text(
            "\(measures) мерки в \(sections) раздела, \(indicators) индикатора, \(remarks) бележки",
            "\(measures) measures in \(sections) sections, \(indicators) indicators, \(remarks) remarks")
    }

    var noDictionary: String {
        text(
            "Няма речник на българския (пакет hunspell-bg): думите не са проверени.",
            "There is no dictionary of Bulgarian (package hunspell-bg): the words were not checked.")
    }

    func accepted(_ acceptance: FindingAcceptance) -> String {
        let day = acceptance.at.dayInSofia.iso
        return text("приета на \(day): \(acceptance.reason)", "accepted on \(day): \(acceptance.reason)")
    }

    func counts(_ counts: PlanCounts) -> String {
        let (all, counted, fed, neither) = (counts.lines.count, counts.count(.counted), counts.count(.fed), counts.count(.neither))
        let bound = counts.lines.count(where: \.isBound)
        return text(
            "\(all) индикатора: от записите могат да се броят \(counted), да се подават \(fed), нито едното \(neither); без ръчен отчет \(counts.share) %. Приети: \(bound).",
            "\(all) indicators: \(counted) can be counted from the records, \(fed) fed, \(neither) neither; without reports by hand \(counts.share) %. Agreed to: \(bound)."
        )
    }

    func way(_ line: PlanCounts.Line) -> String {
        switch line.way {
        case .neither: "–"
        case .counted: line.isBound ? text("брои се", "counts itself") : text("може да се брои", "could count itself")
        case .fed: line.isBound ? text("подава се", "fed") : text("може да се подава", "could be fed")
        }
    }

    func account(_ account: StoredPlan.Account) -> String {
        text(
            "от \(account.total) знака: разбрани \(account.understood), пазени като текст \(account.keptAsText), неразбрани \(account.notUnderstood)",
            "of \(account.total) characters: \(account.understood) understood, \(account.keptAsText) kept as text, \(account.notUnderstood) not understood"
        )
    }

    var difference: String { text("Разлики спрямо внесената редакция:", "Differences from the edition imported before:") }
    var added: String { text("добавена", "added") }
    var removed: String { text("отпаднала", "removed") }

    func moved(_ move: PlanDifference.Move) -> String {
        let none = text("извън раздел", "outside sections")
        let place =
            move.isAcross
            ? text(
                "от „\(move.sections.before ?? none)“ в „\(move.sections.after ?? none)“",
                "from “\(move.sections.before ?? none)” to “\(move.sections.after ?? none)”")
            : move.follows.map { text("вече след \($0)", "now after \($0)") } ?? text("вече първа", "now the first")
        return "\(move.code) \(text("преместена", "moved")): \(place)"
    }

    func proposal(_ proposal: MeasureSuccession.Proposal, continues code: String) -> String {
        let share = proposal.likeness.map { Int(($0.score * 100).rounded()) } ?? 0
        return proposal.isCertain
            ? text("\(proposal.code) продължава \(code) (\(share) %)", "\(proposal.code) goes on from \(code) (\(share) %)")
            : text(
                "\(proposal.code) може би е \(code) (\(share) %), но се води нова; решете на страницата за внасяне",
                "\(proposal.code) may be \(code) (\(share) %) and is held for new; decide on the page for bringing in plans")
    }

    func part(_ part: PlanDifference.Part) -> String {
        switch part {
        case .title: text("заглавие на плана", "title of the plan")
        case .project: text("проект ли е", "whether a draft")
        case .sections: text("раздели", "sections")
        case .abbreviations: text("съкращения", "abbreviations")
        }
    }

    var blank: String { text("(празно)", "(blank)") }

    /// Words of a plan, or that there are none.
    func words(_ words: String) -> String { words.isEmpty ? blank : words }
    var noPlans: String {
        text("Няма внесени планове. Внесете с: zakrila import ФАЙЛ", "No plans imported. Import with: zakrila import FILE")
    }
    var migrated: String { text("Базата данни е с най-новата схема.", "The database has the newest schema.") }

    func wholeLedger(_ size: Int, _ root: String) -> String {
        text(
            "Дневникът е цял: \(size) \(size == 1 ? "запис" : "записа"), корен \(root)",
            "The ledger is whole: \(size) \(size == 1 ? "entry" : "entries"), root \(root)")
    }

    /// Positions are counted from 0, as in the tables.
    func brokenLedger(_ position: Int, _ fault: LedgerVerifier.Fault) -> String {
        let reason =
            switch fault {
            case .missing: text("липсва запис", "an entry is missing")
            case .changed: text("записът е променен", "the entry was changed")
            case .misplaced: text("записи са вмъкнати, извадени или разменени", "entries were put in, taken out or changed places")
            case .cutOff: text("краят на дневника е отрязан", "the end of the ledger was cut off")
            case .added: text("има записи в повече", "there are entries too many")
            case .tree: text("дървото не отговаря на записите", "the tree does not fit the entries")
            case .checkpoint:
                text("дневникът не отговаря на контролния запис, пазен отделно", "the ledger does not fit the checkpoint kept elsewhere")
            case .storedCheckpoint:
                text(
                    "контролният запис в базата не отговаря на дневника или не е подписан с този ключ",
                    "the checkpoint in the database does not fit the ledger or is not signed with this key")
            }
        return text(
            "Дневникът не е цял. При позиция \(position): \(reason).", "The ledger is not whole. At position \(position): \(reason).")
    }

    func noKey(_ path: String) -> String {
        text(
            "Няма ключ в \(path). Направете го с: zakrila checkpoint --new-key \(path)",
            "There is no key at \(path). Make one with: zakrila checkpoint --new-key \(path)")
    }

    func openKey(_ path: String) -> String {
        text(
            "Ключът \(path) може да се чете от други. Затворете го с: chmod 600 \(path)",
            "Others can read the key \(path). Close it with: chmod 600 \(path)")
    }

    func keyIsThere(_ path: String) -> String {
        text("На \(path) вече има файл; ключовете не се презаписват.", "There is a file at \(path) already; keys are not written over.")
    }

    func newKey(_ path: String) -> String {
        text(
            "Нов ключ в \(path). Пазете го на друга машина; дайте на свидетелите този ред:",
            "New key at \(path). Keep it on another machine; give witnesses this line:")
    }

    func unwritable(_ path: String) -> String {
        text(
            "\(path): файлът не може да се направи; проверете папката и правата.",
            "\(path): the file can't be made; check folder and rights.")
    }

    func badCheckpoint(_ path: String) -> String {
        text(
            "\(path): това не е контролен запис, подписан с този ключ.",
            "\(path): this is no checkpoint signed with this key.")
    }

    var noCheckpoints: String {
        text(
            "В базата няма контролни записи. Сървърът ги прави, когато има ключ; с --key се прави един сега.",
            "There are no checkpoints in the database. The server makes them when it has a key; --key makes one now.")
    }

    func shorterLedger(_ size: Int, _ kept: Int) -> String {
        text(
            "Дневникът има подписани само \(size) записа, а свидетелят знае за \(kept): краят му е отрязан.",
            "The ledger has only \(size) entries signed and the witness knows of \(kept): its end was cut off.")
    }

    func badStep(_ path: String) -> String {
        text(
            "\(path): това не е контролен запис с доказателство, подписан с този ключ. Вземете нов с: zakrila checkpoint --since РАЗМЕР",
            "\(path): this is no checkpoint with its proof, signed with this key. Get one with: zakrila checkpoint --since SIZE")
    }

    func wrongStart(_ start: Int, _ kept: Int) -> String {
        text(
            "Доказателството започва от \(start) записа, а вие пазите контролен запис за \(kept). Поискайте го с: --since \(kept)",
            "The proof starts from \(start) entries and you keep a checkpoint of \(kept). Ask for it with: --since \(kept)")
    }

    var brokenStep: String {
        text(
            "Новият контролен запис не продължава стария: дневникът е пренаписан, върнат назад или ви показват друг. Съобщете на другите свидетели.",
            "The new checkpoint does not continue the old one: the ledger was rewritten, set back, or you are shown another. Tell the other witnesses."
        )
    }

    func unreadable(_ path: String) -> String {
        text("\(path): файлът не може да се прочете; проверете пътя и правата.", "\(path): the file can't be read; check path and rights.")
    }

    func noPlan(_ name: String) -> String {
        text("Няма план „\(name)“. Списъкът е в: zakrila plans", "There is no plan “\(name)”. See: zakrila plans")
    }

    func noMeasure(_ code: String, plan: String) -> String {
        text(
            "В плана „\(plan)“ няма мярка „\(code)“. Мерките са в: zakrila show \(plan)",
            "Plan “\(plan)” has no measure “\(code)”. See: zakrila show \(plan)")
    }

    func serving(_ port: Int) -> String {
        text("Закрила е на http://localhost:\(port) (спира се с Ctrl-C)", "Zakrila is at http://localhost:\(port) (stop with Ctrl-C)")
    }

    func fieldName(_ key: String) -> String {
        let names: [String: (String, String)] = [
            "number": ("Номер", "Number"), "section": ("Раздел", "Section"), "strategicGoal": ("Стратегическа цел", "Strategic goal"),
            "operationalGoal": ("Оперативна цел", "Operational goal"), "title": ("Мярка", "Measure"),
            "expectedResults": ("Очаквани резултати", "Expected results"),
            "leads": ("Водещи", "Leads"), "partners": ("Партньори", "Partners"), "budget": ("Бюджет", "Budget"),
            "deadline": ("Срок", "Deadline"),
            "indicators": ("Индикатори", "Indicators"), "prose": ("Други колони", "Other columns"),
        ]
        return names[key].map { text($0.0, $0.1) } ?? key
    }
}
