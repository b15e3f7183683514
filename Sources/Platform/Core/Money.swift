/// An amount of money in the currency in which it was written.
public struct Money: Hashable, Sendable {
    /// The two currencies of Bulgarian plans.
    public enum Currency: String, Sendable, CaseIterable {
        /// Lev (лев), legal tender until 31 December 2025.
        case bgn = "BGN"
        case eur = "EUR"
    }

    /// Hundredths of the unit: stotinki or cents.
    public let minor: Int64
    /// As written: lev or euro.
    public let currency: Currency

    /// In stotinki or cents: 2 000 000 for 20 000 лв.
    public init(minor: Int64, _ currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// The same amount in euro at the fixed 1.95583 lev a euro (Council Regulation (EU) 2025/1409), rounded to the cent, halves away from zero.
    public var inEuro: Money {
        guard currency == .bgn else { return self }
        // Twice as wide: a document may print any number.
        let (high, low) = minor.magnitude.multipliedFullWidth(by: 200_000)
        let (sum, isOver) = low.addingReportingOverflow(195_583)
        let magnitude = UInt64(2 * 195_583).dividingFullWidth((high + (isOver ? 1 : 0), sum)).quotient
        return Money(minor: minor < 0 ? -Int64(magnitude) : Int64(magnitude), .eur)
    }

    /// The amount in units with a decimal point and two digits only where there are cents: `20000`, `1940570.80`.
    public var decimal: String {
        let units = String(minor.magnitude / 100)
        let cents = Int(minor.magnitude % 100)
        return (minor < 0 ? "-" : "") + units + (cents == 0 ? "" : "." + padded(cents, 2))
    }
}
