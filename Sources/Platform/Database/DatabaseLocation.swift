/// Where the data is: `sqlite:PATH` or `postgres://…`, as given with `--database` or in `ZAKRILA_DATABASE`.
public enum DatabaseLocation: Equatable, Sendable {
    /// A file, made when it is not there.
    case sqlite(path: String)
    /// A server, in libpq's URL form.
    case postgres(url: String)

    /// Nil for any other form.
    public init?(_ text: String) {
        if text.hasPrefix("sqlite:"), text.utf8.count > 7 {
            self = .sqlite(path: String(text.dropFirst(7)))
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(url: text)
        } else {
            return nil
        }
    }
}
