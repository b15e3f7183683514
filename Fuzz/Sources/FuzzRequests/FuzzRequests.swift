import Driver
import Web

/// Reads bytes as a query and as a part of an address.
@main
enum FuzzRequests {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        LLVMFuzzerRunDriver(&count, &arguments) { start, count in
            FuzzRequests.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
            return 0
        }
    }

    private static func read(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let form = FormData(urlEncoded: text), let again = FormData(urlEncoded: form.encoded) {
            precondition(again.encoded == form.encoded, "a form written and read again is another")
        }
        if let decoded = PercentCoding.decode(bytes) {
            precondition(PercentCoding.decode(PercentCoding.encode(decoded).utf8) == decoded, "a text encoded and decoded is another")
        }
    }
}
