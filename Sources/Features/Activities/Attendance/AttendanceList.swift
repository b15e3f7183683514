import Core
import Web

/// Who was there, as it was pasted or typed: a line for each person.
struct AttendanceList: Sendable {
    private(set) var people: [ListedPerson] = []
    /// What can't be taken: keys of words with what they quote, in the order of the lines. Names are not quoted.
    private(set) var problems: [Problem] = []

    struct Problem: Sendable, Hashable {
        let word: String
        let values: [String: String]
    }

    /// What holds for all lines.
    struct Frame: Sendable {
        let parts: Int
        /// Of those whose line tells none.
        var profession: String?
        /// Of those whose line tells none.
        var institution: String?
        /// Institutions that the register does not have count as none.
        var takesOthers = false
        /// Heads are counted by profession.
        let needsProfession: Bool
    }

    /// The most lines that are taken at once.
    static let most = 500

    init(_ text: String, _ frame: Frame, _ lexicon: AttendanceLexicon) {
        guard let sheet = try? SheetText(SheetText.cleaned(text)) else {
            problems = [Problem(word: "attend_wrong.empty", values: [:])]
            return
        }
        let layout: Layout
        do throws(Problem) {
            layout = try Layout(sheet, frame.parts, lexicon)
        } catch {
            problems = [error]
            return
        }
        let rows = sheet.rows.dropFirst(layout.hasHeading ? 1 : 0)
        guard rows.count <= AttendanceList.most else {
            problems = [Problem(word: "attend_wrong.many", values: ["n": String(AttendanceList.most)])]
            return
        }
        var first: [ParticipantSign: Int] = [:]
        for row in rows {
            do throws(Problem) {
                let person = try Line(row: row, layout: layout, frame: frame, lexicon: lexicon).person()
                if let other = first[person.sign] {
                    throw Problem(word: "attend_wrong.twice", values: ["row": String(row.number), "other": String(other)])
                }
                first[person.sign] = row.number
                people.append(person)
            } catch {
                problems.append(error)
            }
        }
        if people.isEmpty, problems.isEmpty { problems = [Problem(word: "attend_wrong.empty", values: [:])] }
    }
}

extension AttendanceList.Problem: Error {}

/// What the columns of a list hold.
private struct Layout {
    enum Column: Hashable {
        case sign, profession, sex, institution
        /// Numbers of the parts that somebody was at.
        case parts
        /// A mark for one part.
        case part(Int)
    }

    let hasHeading: Bool
    let columns: [Column: Int]
    let parts: Int

    /// By the headings where there are any, or else in the order that the page tells.
    init(_ sheet: SheetText, _ parts: Int, _ lexicon: AttendanceLexicon) throws(AttendanceList.Problem) {
        self.parts = parts
        let first = sheet.rows[0]
        let headings = (0..<sheet.width).map { lexicon.heading(first[$0]) }
        hasHeading = headings.contains(.sign)
        var (columns, others): ([Column: Int], [Int]) = ([:], [])
        if hasHeading {
            for (place, heading) in headings.enumerated() {
                switch heading {
                case .sign: columns[.sign] = columns[.sign] ?? place
                case .profession: columns[.profession] = place
                case .sex: columns[.sex] = place
                case .institution: columns[.institution] = place
                case .parts: columns[.parts] = place
                case .ignored: break
                case nil: if !first[place].isEmpty { others.append(place) }
                }
            }
        } else {
            let start = Layout.isNumbered(sheet) ? 1 : 0
            for (offset, column) in [Column.sign, .profession, .sex, .institution].enumerated() { columns[column] = start + offset }
            others = Array((start + 4)..<max(start + 4, sheet.width))
            if others.count == 1, parts != 1 {
                columns[.parts] = others[0]
                others = []
            }
        }
        guard others.isEmpty || others.count == parts else {
            throw AttendanceList.Problem(
                word: "attend_wrong.columns", values: ["columns": String(others.count), "parts": String(parts)])
        }
        guard !others.isEmpty || columns[.parts] != nil || parts == 1 else {
            throw AttendanceList.Problem(word: "attend_wrong.no-parts", values: [:])
        }
        for (part, place) in others.enumerated() { columns[.part(part)] = place }
        self.columns = columns
    }

    /// Whether its first column counts the lines.
    private static func isNumbered(_ sheet: SheetText) -> Bool {
        sheet.width > 1
            && sheet.rows.enumerated().allSatisfy { place, row in Int(row[0].filter { $0 != "." }) == place + 1 && !row[1].isEmpty }
    }
}

/// Reads one line.
private struct Line {
    let row: SheetRow
    let layout: Layout
    let frame: AttendanceList.Frame
    let lexicon: AttendanceLexicon

    private func cell(_ column: Layout.Column) -> String? {
        guard let place = layout.columns[column], !row[place].isEmpty else { return nil }
        return row[place]
    }

    func person() throws(AttendanceList.Problem) -> ListedPerson {
        let institution = try institution()
        let sign: ParticipantSign
        do {
            sign = try ParticipantSign(cell(.sign) ?? "", in: institution)
        } catch {
            throw problem(error.rawValue)
        }
        return ListedPerson(
            sign: sign, cell: HeadCell(profession: try profession(), sex: try sex(), institution: institution), parts: try parts())
    }

    private func problem(_ word: String, _ text: String? = nil) -> AttendanceList.Problem {
        var values = ["row": String(row.number)]
        values["text"] = text.map(SheetCell.quoted)
        return AttendanceList.Problem(word: "attend_wrong." + word, values: values)
    }

    private func profession() throws(AttendanceList.Problem) -> String? {
        guard let text = cell(.profession) else {
            guard frame.profession != nil || !frame.needsProfession else { throw problem("no-profession") }
            return frame.profession
        }
        guard let code = lexicon.professions.code(text) else { throw problem("profession", text) }
        return code
    }

    private func sex() throws(AttendanceList.Problem) -> String? {
        guard let text = cell(.sex) else { return nil }
        guard let code = lexicon.sexes.code(text) else { throw problem("sex", text) }
        return code
    }

    private func institution() throws(AttendanceList.Problem) -> String? {
        guard let text = cell(.institution) else { return frame.institution }
        if let code = lexicon.institutions.code(text) { return code }
        guard frame.takesOthers else { throw problem("institution", text) }
        return nil
    }

    private func parts() throws(AttendanceList.Problem) -> Set<Int> {
        if let text = cell(.parts) {
            guard let parts = lexicon.parts(text, of: frame.parts) else { throw problem("parts", text) }
            return parts
        }
        guard layout.columns[.part(0)] != nil else {
            // Of several parts nobody is believed to have attended all without a word.
            guard frame.parts == 1 else { throw problem("parts-missing") }
            return [0]
        }
        // With one part a line without a mark is one of the list.
        if frame.parts == 1, cell(.part(0)) == nil { return [0] }
        var attended: Set<Int> = []
        for part in 0..<frame.parts {
            guard let text = cell(.part(part)) else { continue }
            guard let mark = lexicon.mark(text) else { throw problem("mark", text) }
            if mark { attended.insert(part) }
        }
        return attended
    }
}
