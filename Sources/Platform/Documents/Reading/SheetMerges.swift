import Foundation

/// The merged cells of a sheet as a person sees them: one that begins in a hidden row or column shows its words at its first visible place.
struct SheetMerges {
    /// A place of the sheet, from 1.
    struct Place {
        let row: Int
        let column: Int
    }

    /// In the file's order, each from its first visible place on.
    private(set) var seen: [SourceDocument.Merge] = []
    /// By row and column of hidden places: where the words that stand there are seen.
    private var moved: [Int: [Int: Place]] = [:]

    init(_ merges: [SourceDocument.Merge], hiddenRows: [Int], hiddenColumns: IndexSet) {
        guard !merges.isEmpty else { return }
        let rows = SheetMerges.visible(after: hiddenRows)
        let columns = SheetMerges.visible(after: Array(hiddenColumns))
        for merge in merges {
            let place = Place(row: rows[merge.row] ?? merge.row, column: columns[merge.column] ?? merge.column)
            let (height, width) = (merge.height - (place.row - merge.row), merge.width - (place.column - merge.column))
            guard height > 0, width > 0, place.column <= SourceDocument.columnLimit else {
                seen.append(merge)
                continue
            }
            if height < merge.height || width < merge.width { moved[merge.row, default: [:]][merge.column] = place }
            seen.append(.init(row: place.row, column: place.column, height: height, width: width))
        }
    }

    /// By each hidden place the first visible one after it.
    private static func visible(after hidden: [Int]) -> [Int: Int] {
        var next: [Int: Int] = [:]
        for place in hidden.reversed() { next[place] = next[place + 1] ?? place + 1 }
        return next
    }

    /// Takes the words out of a row's cells that are seen elsewhere.
    func takeMoved(from cells: inout [String], _ row: Int) -> [(place: Place, text: String)] {
        var taken: [(Place, String)] = []
        for (column, place) in (moved[row] ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard cells.indices.contains(column - 1), !cells[column - 1].isBlank else { continue }
            taken.append((place, cells[column - 1]))
            cells[column - 1] = ""
        }
        return taken
    }
}
