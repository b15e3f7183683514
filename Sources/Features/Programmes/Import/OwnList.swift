import Core
import Documents
import Web

/// A list that this system hands out itself and that is no document of a plan (справка от системата): read as one it would be nonsense.
public enum OwnList: String, Sendable, CaseIterable {
    /// The measures of a plan for spreadsheets, their values taken apart.
    case measures
    case figures, findings, comparison
    /// Deadlines for calendar programs.
    case calendar
    /// A plan for programs (JSON).
    case data

    /// Nil for any other document. Lists are known by their heading, whole and in either language.
    init?(_ document: SourceDocument) {
        let lines = document.blocks.prefix(3).compactMap { OwnList.heading($0) }
        if let first = lines.first, first.count == 1, let file = OwnList.file(first[0], document) {
            self = file
        } else if let list = OwnList.headings.first(where: { $0.fits(lines) }) {
            self = list.kind
        } else {
            return nil
        }
    }

    /// The heading of a list as its columns.
    private struct Heading {
        let kind: OwnList
        let cells: [String]

        /// Texts that are read as lines still have their separators.
        func fits(_ lines: [[String]]) -> Bool {
            lines.contains { line in
                line == cells
                    || line.count == 1 && [",", ";", "\t"].contains { cells.joined(separator: $0) == line[0].replacing("\"", with: "") }
            }
        }
    }

    private static func heading(_ block: SourceDocument.Block) -> [String]? {
        switch block {
        case .paragraph(_, let text): return [text.trimmed]
        case .table(let table):
            guard let row = table.rows.first else { return nil }
            let last = row.lastIndex { !$0.isBlank } ?? -1
            return row[...last].map { Headings.clean($0) }
        }
    }

    private static func file(_ first: String, _ document: SourceDocument) -> OwnList? {
        if first == "BEGIN:VCALENDAR" { return .calendar }
        let isPlan = document.cells.contains { $0.text.contains("\"schema\" : \"zakrila-plan/") }
        return first == "{" && isPlan ? .data : nil
    }

    /// Read once: every document is compared with them.
    private static let headings: [Heading] = Language.allCases.flatMap { language -> [Heading] in
        let measures = [MeasureColumn.Place.workbook, .text].map { left in
            Heading(kind: .measures, cells: MeasureColumn.all.filter { $0.place != left }.map { $0.heading(language) })
        }
        guard let words = try? ProgrammesFeature.words(language) else { return measures }
        return measures + [
            Heading(kind: .figures, cells: figures(words)), Heading(kind: .findings, cells: findings(words)),
            Heading(kind: .comparison, cells: comparison(words)),
        ]
    }

    /// The columns of all indicators with their figures.
    static func figures(_ words: Words) -> [String] {
        ["measure", "number", "indicator", "unit", "target", "metric", "way", "figure", "until", "reported", "share"].map {
            words("figure_csv.\($0)")
        }
    }

    /// The columns of what the check finds.
    static func findings(_ words: Words) -> [String] {
        ["weight", "code", "rule", "measure", "table", "row", "column", "text", "quote", "advice", "state", "reason", "by", "on"].map {
            words("finding_csv.\($0)")
        }
    }

    /// The columns of two plans compared.
    static func comparison(_ words: Words) -> [String] {
        ["standing", "left", "left_title", "right", "right_title", "likeness", "reasons", "differences"].map { words("compare_csv.\($0)") }
    }
}
