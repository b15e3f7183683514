import Database

/// What a fault of the database means for whoever waits for the page.
enum StorageState {
    /// 507 where there is no room left, 503 where it can't be reached or is held by others: both pass, and nothing was half-stored.
    static func status(of error: any Error) -> Int {
        switch error as? DatabaseError {
        case .full: 507
        case .busy, .unavailable: 503
        default: 500
        }
    }
}
