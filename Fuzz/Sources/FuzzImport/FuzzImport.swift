import Documents
import Driver
import Programmes
import Reference

/// Reads bytes as a document. Every document is read or refused; of one that is read, what was understood, kept and not understood must
/// give the whole again.
@main
enum FuzzImport {
    /// Made once: a million documents are read.
    private static let register = try? InstitutionRegister.builtIn()
    private static let names = register.map { NameIndex($0) }

    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        LLVMFuzzerRunDriver(&count, &arguments) { start, count in
            FuzzImport.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
            return 0
        }
    }

    private static func read(_ bytes: [UInt8]) {
        guard let register, let names else { preconditionFailure("no register of institutions") }
        guard let reading = try? PlanReading(bytes: bytes, register: register, names: names) else { return }
        var joined: [CellPlace: String] = [:]
        for passage in reading.passages { joined[passage.place, default: ""] += passage.text }
        for (place, text) in reading.document.cells {
            precondition(joined[place] == text, "passages do not give the document again")
        }
        for plan in reading.plans {
            precondition(Set(plan.measures.map(\.code)).count == plan.measures.count, "two measures with one code")
        }
    }
}
