import Core
import Documents
import Vault
import Web

/// What proves an act, on its page: words that say where it is, and files.
struct EvidenceView: Encodable {
    let said: String
    let isSaid: Bool
    let files: [File]
    let hasFiles: Bool
    let isEmpty: Bool
    let mayAdd: Bool
    let isOpen: Bool
    let action: String
    let id: String
    let kinds: FormQuestion
    let title: FormField
    let wrong: [String]
    let isWrong: Bool

    struct File: Encodable {
        let title: String
        let sub: String
        let href: String
        let isWithdrawn: Bool
        let withdraw: String
        let mayWithdraw: Bool
    }

    /// The files of an act, as far as they open.
    struct Known: Sendable {
        let files: [EvidenceFile]
        /// By the names in the vault.
        let descriptions: [EvidenceFile.FileName: FileDescription]
        /// Who added them or took them back.
        let names: [UserID: String]
    }

    init(
        _ activity: Activity, _ known: Known, mayChange: Bool, _ lines: ActivityLines, _ request: WebRequest,
        _ problems: [(field: String, text: String)]
    ) {
        let words = lines.words
        let path = request.link("/activities/" + activity.id.text) + "/files"
        func problem(_ field: String) -> String { problems.first { $0.field == field }?.text ?? "" }
        said = activity.facts.evidence ?? ""
        isSaid = activity.facts.evidence != nil
        files = EvidenceView.files(known, path, mayChange, lines)
        hasFiles = !files.isEmpty
        isEmpty = files.isEmpty && !isSaid
        mayAdd = mayChange && activity.fileCount < EvidenceFile.most
        let isTyped = problems.contains { ["file", "file-kind", "file-title"].contains($0.field) }
        // What was done is proved best when it is written down.
        isOpen = isTyped || request.query["done"] == "added" && activity.facts.state == .done
        action = path
        id = isTyped ? request.form["id"] ?? "" : Identifier<SentEvidence>.new().text
        kinds = FormQuestion(
            "kind", id: "file-kind", label: words("act_ask.file-kind"), wrong: problem("file-kind"),
            choices: [FormChoice("", words("choose"))]
                + EvidenceFile.Kind.allCases.map {
                    FormChoice(
                        $0.rawValue, words("act_file_kind." + $0.rawValue), isChosen: isTyped && request.form["kind"] == $0.rawValue)
                })
        title = FormField(
            "title", id: "file-title", label: words("act_ask.file-title"),
            value: isTyped ? request.form["title"] ?? "" : "", wrong: problem("file-title"))
        wrong = problems.filter { $0.field == "file" }.map(\.text)
        isWrong = !wrong.isEmpty
    }

    private static func files(_ known: Known, _ path: String, _ mayChange: Bool, _ lines: ActivityLines) -> [File] {
        let (words, format) = (lines.words, lines.format)
        var titled: [String: Int] = [:]
        return known.files.map { file in
            let kind = words("act_file_kind." + file.kind.rawValue)
            if let withdrawn = file.withdrawn {
                let told = ["when": format.moment(withdrawn.at), "name": known.names[withdrawn.by] ?? ""]
                return File(
                    title: kind, sub: words("act_file_withdrawn", told), href: "", isWithdrawn: true, withdraw: "", mayWithdraw: false)
            }
            let description = known.descriptions[file.id]
            let named = description.flatMap { $0.name.isEmpty ? nil : $0.name }
            let title = named ?? kind
            titled[title, default: 0] += 1
            let number = titled[title, default: 1]
            let type = description.flatMap { MediaType(rawValue: $0.mediaType) }?.ending.uppercased()
            let sub = [
                named == nil ? nil : kind, type, description.map { size($0.size, format) }, format.moment(file.addedAt),
                known.names[file.addedBy],
            ]
            return File(
                title: number > 1 ? title + " (" + format.integer(number) + ")" : title,
                sub: sub.compactMap(\.self).joined(separator: " · "), href: path + "/" + file.id, isWithdrawn: false,
                withdraw: path + "/" + file.id + "/withdraw", mayWithdraw: mayChange)
        }
    }

    /// „2,4 MB“, „340 KB“.
    private static func size(_ bytes: Int, _ format: Format) -> String {
        guard bytes >= 1_000_000 else { return format.integer(max(1, bytes / 1000)) + "\u{a0}KB" }
        return format.number((Double(bytes) / 100_000).rounded() / 10) + "\u{a0}MB"
    }
}
