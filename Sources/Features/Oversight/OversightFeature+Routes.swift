import Policy
public import Web

extension OversightFeature {
    /// The addresses of this room.
    public var routes: [Route] {
        let ledger = LedgerPages(oversight: self)
        let own = OwnLooksPage(oversight: self)
        let alerts = AlertPages(oversight: self)
        return [
            .get("/ledger", for: .allowed(.ledgerRead), ledger.ledger),
            .post("/ledger/file", for: .allowed(.ledgerExport), fields: ["code"], ledger.file),
            .get("/ledger/checkpoint", for: .everyone, cached: false, ledger.checkpoint),
            .get("/account/looks", for: .signedIn, own.looks),
            .get("/alerts", for: .allowed(.alertsRead), alerts.list),
            .get("/alerts/:alert", for: .allowed(.alertsRead), alerts.alert),
            .post("/alerts/:alert", for: .allowed(.alertsRead), fields: ["verdict"], alerts.judge),
        ]
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/alerts", word: "nav_alerts", section: "alerts", act: .alertsRead),
        Navigation.Item("/ledger", word: "nav_ledger", section: "ledger", act: .ledgerRead),
    ]
}
