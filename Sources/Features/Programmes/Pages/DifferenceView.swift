import Core
import Web

/// What changed between two editions, for the page: changed words marked.
struct DifferenceView: Sendable, Encodable {
    let summary: String
    let isEmpty: Bool
    /// What the plan says beside its measures.
    let parts: [Cell]
    let hasParts: Bool
    let changed: [Changed]
    let hasChanged: Bool
    let added: [Line]
    let hasAdded: Bool
    let removed: [Line]
    let hasRemoved: Bool
    let moved: [Line]
    let hasMoved: Bool
    let renumbered: String
    let hasRenumbered: Bool

    /// A measure with the fields that say something else.
    struct Changed: Sendable, Encodable {
        let code: String
        let title: String
        let fields: [Cell]
    }

    /// A field before and after.
    struct Cell: Sendable, Encodable {
        let field: String
        let pieces: [Piece]
    }

    /// A run of words; `space` stands after it.
    struct Piece: Sendable, Encodable {
        let text: String
        let isSame: Bool
        let isRemoved: Bool
        let isAdded: Bool
    }

    struct Line: Sendable, Encodable {
        let code: String
        let title: String
        let note: String
    }

    init(_ difference: PlanDifference, from old: PlanContent, to new: PlanContent, _ views: PlanViews) {
        let words = views.words
        let before = Dictionary(old.measures.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.measures.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        func title(_ measure: Measure?) -> String { measure.map { Casing.sentence($0.title.text) } ?? "" }
        var order: [String] = []
        var cells: [String: [Cell]] = [:]
        for change in difference.changes {
            if cells[change.code] == nil { order.append(change.code) }
            let field = words("field.\(change.field.rawValue)")
            cells[change.code, default: []].append(DifferenceView.cell(field, change.before, change.after))
        }
        parts = difference.parts.map { DifferenceView.cell(words("difference_part.\($0.part.rawValue)"), $0.before, $0.after) }
        hasParts = !parts.isEmpty
        changed = order.map { Changed(code: $0, title: title(after[$0]), fields: cells[$0] ?? []) }
        added = difference.added.map { Line(code: $0, title: title(after[$0]), note: "") }
        removed = difference.removed.map { Line(code: $0, title: title(before[$0]), note: "") }
        moved = difference.moved.map { Line(code: $0.code, title: title(after[$0.code]), note: DifferenceView.note($0, after, words)) }
        renumbered = difference.renumbered.map { "\($0.before) → \($0.after)" }.joined(separator: ", ")
        (hasChanged, hasAdded, hasRemoved) = (!changed.isEmpty, !added.isEmpty, !removed.isEmpty)
        (hasMoved, hasRenumbered) = (!moved.isEmpty, !renumbered.isEmpty)
        isEmpty = difference.isEmpty
        let counts = [
            ("difference_parts", parts.count), ("difference_changed", changed.count), ("difference_added", added.count),
            ("difference_removed", removed.count),
            ("difference_moved", moved.count), ("difference_renumbered", difference.renumbered.count),
        ]
        summary = counts.filter { $0.1 > 0 }.map { words.count($0.0, $0.1) }.joined(separator: " · ")
    }

    private static func cell(_ field: String, _ before: String, _ after: String) -> Cell {
        let pieces = WordDifference(before, after).pieces.map {
            // An arrow stays with the value that it comes from.
            Piece(
                text: $0.text.replacing(" →", with: "\u{a0}→"), isSame: $0.kind == .same, isRemoved: $0.kind == .removed,
                isAdded: $0.kind == .added)
        }
        return Cell(field: field, pieces: pieces)
    }

    /// - Parameter measures: of the new edition by their codes.
    private static func note(_ move: PlanDifference.Move, _ measures: [String: Measure], _ words: Words) -> String {
        if move.isAcross {
            let none = words("difference_no_section")
            return words("difference_across", ["before": move.sections.before ?? none, "after": move.sections.after ?? none])
        }
        let section = measures[move.code]?.section
        // The measure before it may be the last of another section.
        guard let before = move.follows, measures[before]?.section == section else {
            return words(section == nil ? "difference_first" : "difference_first_in_section")
        }
        return words("difference_follows", ["code": before])
    }
}
