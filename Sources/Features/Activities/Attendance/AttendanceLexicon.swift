import Core
import Web

/// What the words on an attendance list mean, in Bulgarian and English.
struct AttendanceLexicon: Sendable {
    let professions: Meanings
    let sexes: Meanings
    let institutions: Meanings

    /// What a column holds, as its heading says.
    enum Heading: Sendable {
        case sign, profession, sex, institution, parts
        /// The number of the line, a signature.
        case ignored
    }

    init(_ languages: [Words], institutions: Meanings) {
        func named(_ list: TermList, _ usual: [String: [String]] = [:]) -> Meanings {
            Meanings(list.codes.map { code in (code, languages.compactMap { $0.find(list.words + code) } + usual[code, default: []]) })
        }
        professions = named(.profession, AttendanceLexicon.professionNames)
        sexes = named(.sex, ["woman": ["ж", "жена", "жени", "f", "w", "female"], "man": ["м", "мъж", "мъже", "m", "male"]])
        self.institutions = institutions
    }

    /// Nil for what is no heading of ours: it may be a part's.
    func heading(_ cell: String) -> Heading? { AttendanceLexicon.headings[SheetCell.key(cell)] }

    /// Whether a mark says that somebody was there; nil for what is no mark.
    func mark(_ text: String) -> Bool? { AttendanceLexicon.marks[Folding.word(text)] }

    /// „1, 3“, „1-3“, „всички“ as places from nought; nil for anything else. A mark for all parts at once is one as well.
    func parts(_ text: String, of count: Int) -> Set<Int>? {
        if AttendanceLexicon.all.contains(Folding.word(text)) { return Set(0..<count) }
        var parts: Set<Int> = []
        for piece in text.split(whereSeparator: { ",; +".contains($0) }) {
            let ends = piece.split(omittingEmptySubsequences: false, whereSeparator: { "-–".contains($0) }).map { Int($0) }
            guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last, first >= 1, last <= count
            else {
                return mark(text) == false ? [] : nil
            }
            parts.formUnion((first - 1)...(last - 1))
        }
        return parts.isEmpty ? nil : parts
    }

    /// What one of a profession calls herself, where the list's own words are of several or longer.
    private static let professionNames = [
        "judge": ["съдия", "магистрат"], "investigating-officer": ["разследващ полицай", "разследващ"], "police": ["полицай", "полиция"],
        "border-police": ["граничен полицай", "гранична полиция"], "migration-officer": ["миграция", "служител в миграция"],
        "guard": ["охранител", "охрана"], "labour-inspector": ["инспектор по труда"],
        "labour-adviser": ["трудов посредник", "трудов консултант"], "consul": ["консул", "дипломат"],
        "official": ["държавен служител", "експерт", "служител"], "child-protection": ["социален работник ДСП", "социален работник ОЗД"],
        "social-worker": ["социален работник", "социален асистент"], "teacher": ["учител", "учителка", "преподавател"],
        "volunteer": ["доброволец", "доброволка"], "registrar": ["регистратор"],
        "psychologist": ["психолог", "педагогически съветник"], "health-mediator": ["здравен медиатор"],
        "roma-mediator": ["ромски медиатор"], "hotline-operator": ["оператор на гореща линия", "оператор"], "driver": ["шофьор"],
        "medic": ["лекар", "лекарка", "медицинска сестра", "акушерка", "фелдшер", "doctor", "nurse"], "ngo-worker": ["НПО", "NGO"],
        "local-secretary": ["секретар", "секретар на местна комисия"], "dans": ["ДАНС"], "journalist": ["журналист"],
        "lawyer": ["адвокат", "юрист"], "other": ["друг", "друга", "друго", "other"],
    ]

    private static let all: Set<String> = ["всички", "всичко", "да", "all", "yes", "+", "х", "x", "✓", "✔"]

    private static let marks: [String: Bool] = {
        let yes = ["+", "х", "x", "1", "да", "v", "✓", "✔", "присъства", "yes", "y", "present"]
        let no = ["-", "–", "—", "0", "не", "отсъства", "no", "n", "absent"]
        return Dictionary(yes.map { ($0, true) } + no.map { ($0, false) }, uniquingKeysWith: { first, _ in first })
    }()

    private static let headings: [String: Heading] = {
        let names: [(Heading, [String])] = [
            (
                .sign,
                [
                    "име", "имена", "трите имена", "име и фамилия", "собствено и фамилно име", "собствено, бащино и фамилно име",
                    "участник",
                    "участници", "име или знак", "служебен имейл", "имейл", "служебен номер", "name", "names", "full name", "participant",
                    "e-mail", "email", "staff number",
                ]
            ),
            (.profession, ["професия", "длъжност", "позиция", "profession", "occupation", "position", "job"]),
            (.sex, ["пол", "ж/м", "м/ж", "sex", "gender"]),
            (
                .institution,
                ["институция", "организация", "месторабота", "ведомство", "служба", "institution", "organisation", "organization"]
            ),
            (.parts, ["части", "присъствие", "присъствал на", "дни", "модули", "parts", "attendance", "days", "modules"]),
            (.ignored, ["№", "номер", "ред", "подпис", "бележка", "бележки", "no", "number", "row", "signature", "note", "notes"]),
        ]
        return Dictionary(
            names.flatMap { heading, names in names.map { (SheetCell.key($0), heading) } }, uniquingKeysWith: { first, _ in first })
    }()
}
