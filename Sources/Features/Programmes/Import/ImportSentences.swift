public import Core
import Documents
import Foundation
import Web

/// Why a file was not imported, in one sentence: what, where, how to mend it; the same on the page and on the command line.
public struct ImportSentences: Sendable {
    private let words: Words

    /// Reads the words of this room. Throws where its resources are missing.
    public init(_ language: Language) throws {
        try self.init(ProgrammesFeature.words(language))
    }

    init(_ words: Words) {
        self.words = words
    }

    /// The sentence, begun with the file's name.
    public func text(_ error: ImportError, file: String) -> String {
        words("import.sentence", ["file": short(file), "reason": reason(error)])
    }

    /// The sentence where only one file can be meant.
    func text(_ error: ImportError) -> String {
        let reason = reason(error)
        return reason.prefix(1).uppercased() + reason.dropFirst() + "."
    }

    private func reason(_ error: ImportError) -> String {
        switch error {
        case .document(let error): reason(error)
        case .noTable: words("import.fault.no_table")
        case .onlyPictures: words("import.fault.only_pictures")
        case .noMeasures: words("import.fault.no_measures")
        case .noTitle: words("import.fault.no_title")
        case .ownList(let list): words("import.fault.own.\(list.rawValue)")
        case .severalPlans(let count): words("import.fault.several_plans", ["n": String(count)])
        }
    }

    private func reason(_ error: DocumentError) -> String {
        switch error {
        case .missing: words("import.fault.missing")
        case .directory: words("import.fault.directory")
        case .unreadable: words("import.fault.unreadable")
        case .empty: words("import.fault.empty")
        case .tooLarge(let limit): words("import.fault.too_large", ["limit": megabytes(limit)])
        case .format(let format): words("import.fault.format.\(format.rawValue)")
        case .password: words("import.fault.password")
        case .remoteTemplate(let address): words("import.fault.remote_template", ["address": short(address)])
        case .binary(let offset): words("import.fault.binary", ["offset": String(offset)])
        case .encoding(let line): words("import.fault.encoding", ["line": String(line)])
        case .longLine(let line, let limit): words("import.fault.long_line", ["line": String(line), "limit": megabytes(limit)])
        case .tooManyColumns(let line, let limit):
            words("import.fault.too_many_columns", ["line": String(line), "limit": String(limit)])
        case .damaged, .missingPart, .strangePart, .documentType: broken(error)
        case .tooManyParts, .unpacksTooLarge, .tooDeep, .tooMuchMarkUp, .tooWide, .tooManyCells: beyond(error)
        }
    }

    /// Of office files that are broken, or were made to do harm.
    private func broken(_ error: DocumentError) -> String {
        switch error {
        case .damaged(let part) where !part.isEmpty: words("import.fault.damaged_part", ["part": short(part)])
        case .missingPart(let part): words("import.fault.missing_part", ["part": short(part)])
        case .strangePart(let part): words("import.fault.strange_part", ["part": short(part)])
        case .documentType(let part): words("import.fault.document_type", ["part": short(part)])
        default: words("import.fault.damaged")
        }
    }

    /// Of office files beyond the bounds of any real one.
    private func beyond(_ error: DocumentError) -> String {
        switch error {
        case .tooManyParts(let limit): words("import.fault.too_many_parts", ["limit": String(limit)])
        case .unpacksTooLarge(let limit): words("import.fault.unpacks_too_large", ["limit": megabytes(limit)])
        case .tooDeep(let part, let limit): words("import.fault.too_deep", ["part": short(part), "limit": String(limit)])
        case .tooMuchMarkUp(let part, let limit):
            words("import.fault.too_much_mark_up", ["part": short(part), "limit": String(limit)])
        case .tooWide(let table, let row, let limit):
            words("import.fault.too_wide", ["table": String(table), "row": String(row), "limit": String(limit)])
        case .tooManyCells(let limit): words("import.fault.too_many_cells", ["limit": String(limit)])
        default: words("import.fault.damaged")
        }
    }

    private func megabytes(_ bytes: Int) -> String { String(bytes / 1_048_576) }

    /// Names of files and of what is in them are their author's, of any length.
    private func short(_ name: String) -> String {
        let name = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        return name.unicodeScalars.count > 80 ? String(name.unicodeScalars.prefix(80)) + "…" : name
    }
}
