import Core
import Web

/// Who was at an act, in numbers, on its page.
struct AttendanceView: Encodable {
    let summary: String
    let isListed: Bool
    let parts: [Part]

    struct Part: Encodable {
        let number: String
        let name: String
        let present: String
    }

    init(_ attendance: Attendance, _ lines: ActivityLines) {
        let (words, format) = (lines.words, lines.format)
        summary = words(
            "attend_summary",
            ["listed": format.integer(attendance.listed ?? 0), "percent": format.integer(attendance.threshold.percent)])
        isListed = attendance.listed != nil
        parts = attendance.parts.enumerated().map { place, part in
            Part(number: String(place + 1), name: lines.part(part), present: part.present.map(format.integer) ?? "")
        }
    }
}

extension ActivityLines {
    /// „Модул 1 · група А · 12.3.2026 · 4 ч.“
    func part(_ part: AttendancePart) -> String {
        let group = part.group.map { words("attend_of_group", ["group": $0]) }
        let hours = part.hours.map { words("attend_of_hours", ["n": format.integer($0)]) }
        let named = [part.title, group, part.on.map(format.day), hours].compactMap(\.self)
        return named.isEmpty ? words("attend_whole") : named.joined(separator: " · ")
    }
}
