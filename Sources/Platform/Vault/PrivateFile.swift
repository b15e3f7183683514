import Foundation

/// Small files that only their owner may read: keys.
public enum PrivateFile {
    /// What reading gave.
    public enum Reading: Sendable, Equatable {
        case text(String)
        /// There is none, or it is no text, or too large for a key.
        case missing
        case readableByOthers
    }

    /// What making gave.
    public enum Making: Sendable, Equatable {
        case made
        case exists
        /// The system refused.
        case refused
    }

    /// No key is larger.
    private static let sizeLimit = 10_000

    /// Reads a file, unless others can.
    public static func read(_ path: String) -> Reading {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return .missing }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        // Of the file that is open, not of whatever the path leads to by now.
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .missing }
        guard status.st_mode & 0o077 == 0 else { return .readableByOthers }
        let bytes = handle.readData(ofLength: sizeLimit + 1)
        guard bytes.count <= sizeLimit, let text = String(bytes: bytes, encoding: .utf8) else { return .missing }
        return .text(text)
    }

    /// Whether there is none. False where the system does not say so: a folder that can't be entered, a link that leads nowhere.
    public static func isAbsent(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }

    /// Makes a file that only its owner can read; never writes into one that is there.
    public static func make(_ path: String, _ text: String) -> Making {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return errno == EEXIST ? .exists : .refused }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            unlink(path)
            return .refused
        }
        return .made
    }

    /// Puts a file that only its owner can read in the place of another: at every moment one of the two is there, whole.
    public static func replace(_ path: String, _ text: String) -> Making {
        let fresh = path + ".new"
        // Left by a program that was stopped in between.
        unlink(fresh)
        guard make(fresh, text) == .made else { return .refused }
        guard move(fresh, to: path) else {
            unlink(fresh)
            return .refused
        }
        return .made
    }

    /// Gives a file another name besides its own. False where the system refuses.
    public static func keep(_ path: String, as other: String) -> Bool { link(path, other) == 0 || errno == EEXIST }

    /// Puts a file under another name, for good. False where the system refuses.
    public static func move(_ old: String, to path: String) -> Bool {
        guard rename(old, path) == 0 else { return false }
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return true }
        fsync(folder)
        close(folder)
        return true
    }
}
