import Core
import Reference
import Web

/// Attendance as it was typed: the parts with the threshold, and the list where there is one, or what is wrong with them.
struct AttendanceDraft: Sendable {
    let parts: [AttendancePart]
    let threshold: AttendanceThreshold
    /// Nil while only the parts are told.
    let count: AttendanceCount?
    /// What is wrong, by the field, in the order of the form.
    let wrong: [(field: String, problem: AttendanceList.Problem)]

    private static let longestTitle = 80
    private static let longestGroup = 20
    private static let mostHours = 500

    static let fields = FormFields(
        Set(["id", "version", "threshold", "list", "profession", "institution", "others"])
            .union((1...AttendancePart.most).flatMap { line in ["title", "group", "day", "hours"].map { name($0, line) } }))

    static func name(_ field: String, _ line: Int) -> String { "part-\(field)-\(line)" }

    init(_ form: FormData, of activity: Activity, _ register: InstitutionRegister, _ lexicon: AttendanceLexicon) {
        var wrong: [(field: String, problem: AttendanceList.Problem)] = []
        func fault(_ field: String, _ word: String) { wrong.append((field, AttendanceList.Problem(word: word, values: [:]))) }
        let facts = activity.facts
        let last = facts.isOpenEnded ? nil : facts.endsOn
        var typed: [AttendancePart] = []
        for line in 1...AttendancePart.most {
            func text(_ field: String, _ most: Int) -> String? {
                let (name, text) = (name(field, line), form.line(AttendanceDraft.name(field, line)))
                if let text, text.unicodeScalars.count > most { fault(name, "act_wrong_long") }
                return text
            }
            func name(_ field: String, _ line: Int) -> String { AttendanceDraft.name(field, line) }
            var part = AttendancePart(
                title: text("title", AttendanceDraft.longestTitle), group: text("group", AttendanceDraft.longestGroup))
            if let typed = form.line(name("day", line)) {
                part.on = Day(typed: typed)
                if part.on == nil {
                    fault(name("day", line), "act_wrong_day")
                } else if let on = part.on, on < facts.startsOn || last.map({ on > $0 }) == true {
                    fault(name("day", line), "attend_wrong.day")
                }
            }
            if let typed = form.line(name("hours", line)) {
                part.hours = Int(typed).flatMap { (1...AttendanceDraft.mostHours).contains($0) ? $0 : nil }
                if part.hours == nil { fault(name("hours", line), "act_wrong_amount") }
            }
            if part != AttendancePart() { typed.append(part) }
        }
        parts = typed.isEmpty ? [AttendancePart(on: facts.startsOn)] : typed
        let percent = form.line("threshold").flatMap { Int($0.filter { $0 != "%" && !$0.isWhitespace }) } ?? 0
        threshold = AttendanceThreshold(percent: percent)
        if !AttendanceThreshold.possible.contains(percent) { fault("threshold", "attend_wrong.threshold") }

        let text = form["list"] ?? ""
        guard !text.allSatisfy(\.isWhitespace) else {
            // Names are not kept: what was counted by other parts can't be counted anew.
            if activity.attendance?.listed != nil { fault("list", "attend_wrong.list-again") }
            (count, self.wrong) = (nil, wrong)
            return
        }
        let list = AttendanceList(
            text,
            AttendanceList.Frame(
                parts: parts.count, profession: form["profession"].flatMap { TermList.profession.codes.contains($0) ? $0 : nil },
                institution: form["institution"].flatMap { register.institution($0)?.code }, takesOthers: form["others"] != nil,
                needsProfession: activity.kind.heads == .list), lexicon)
        count = AttendanceCount(list.people, of: parts, threshold)
        self.wrong = wrong + list.problems.map { ("list", $0) }
    }
}
