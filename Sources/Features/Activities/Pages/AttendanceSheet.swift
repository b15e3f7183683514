import Core
import Database
import Web

/// The sheet on which participants sign (присъствен списък): it stays with the organiser, who types it in later at the address of its code.
struct AttendanceSheet: Encodable {
    let back: String
    let backText: String
    let title: String
    let kind: String
    let act: String
    let facts: [Line]
    let parts: [Line]
    let hasSeveral: Bool
    let isWide: Bool
    let columns: [String]
    let rows: [String]
    let qr: [QRCode]
    let note: String
    let choices: [Choice]

    struct Line: Encodable {
        let label: String
        let value: String
    }

    struct Choice: Encodable {
        let href: String
        let text: String
        let isCurrent: Bool
    }

    /// With more parts the sheet lies on its side.
    private static let mostUpright = 3

    /// - Parameter asked: empty rows; a page of them unless that many are offered.
    init(_ activity: Activity, organiser: String, rows asked: Int?, _ lines: ActivityLines, _ request: WebRequest) {
        let (words, facts) = (lines.words, activity.facts)
        let path = request.link("/activities/\(activity.id.text)/attendance")
        let all = activity.attendance?.parts ?? AttendancePart.days(of: facts)
        back = path
        backText = words("attend_title")
        title = words("attend_sheet")
        kind = lines.kind(activity.kind) + " · " + activity.reference
        act = facts.title
        let told = [("acts_when", lines.when(facts)), ("acts_where", lines.place(facts)), ("attend_organiser", organiser)]
        self.facts = told.filter { !$0.1.isEmpty }.map { Line(label: words($0.0), value: $0.1) }
        hasSeveral = all.count > 1
        parts = hasSeveral ? all.enumerated().map { Line(label: String($0 + 1), value: lines.part($1)) } : []
        isWide = all.count > AttendanceSheet.mostUpright
        columns = parts.map(\.label)
        // What fills one page of paper, two, three.
        let sizes = isWide ? [8, 25, 43] : [18, 44, 72]
        let count = sizes.first { $0 == asked } ?? sizes[0]
        rows = (1...count).map(String.init)
        qr = QRCode(request.origin + path).map { [$0] } ?? []
        note = AttendanceSheet.note(ParticipantPeriod(facts), words, lines.format)
        choices = sizes.map {
            Choice(href: path + "/sheet?rows=\($0)", text: words("attend_rows", ["n": String($0)]), isCurrent: $0 == count)
        }
    }
}

extension AttendanceSheet {
    /// What becomes of what is written on it.
    private static func note(_ period: ParticipantPeriod, _ words: Words, _ format: Format) -> String {
        words("attend_sheet_note", ["day": period.endsOn.map(format.day) ?? ""])
    }
}

extension AttendancePages {
    func sheet(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        guard activity.takesAttendance else { throw WebError.notFound }
        let words = room.pages.words(request.language)
        let names = try await room.database.read { try room.sources.organisations($0, request.language) }
        let model = AttendanceSheet(
            activity, organiser: names.first { $0.id == activity.organisation }?.name ?? "",
            rows: request.query["rows"].flatMap { Int($0) }, room.lines(words), request)
        return try room.pages.page("activities-attendance-sheet", model, title: model.title, for: request, section: "activities")
    }
}
