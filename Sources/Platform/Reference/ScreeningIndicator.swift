/// An indicator of trafficking (индикатор) of the list of the National Referral Mechanism, as a coded item: group and number. Of the published
/// list only these could be read; words are `indicator.<code>`.
public enum ScreeningIndicator: String, CaseIterable, Sendable, Codable {
    // Liberty.
    /// Ограничено движение.
    case restrictedMovement = "1.1"
    /// Изолация и постоянен контрол.
    case isolation = "1.2"
    /// Навън само с придружител.
    case escorted = "1.3"
    /// Малко връзки с хора и семейство.
    case limitedContact = "1.4"
    /// Не може да напусне мястото на работа.
    case cannotLeaveWork = "1.5"
    /// Трябва винаги да е на телефона.
    case mustBeReachable = "1.6"
    /// Разговорите се следят.
    case callsMonitored = "1.7"
    /// Документите са отнети.
    case documentsTaken = "1.8"
    // Pay.
    /// Малко или никакво заплащане.
    case littlePay = "2.1"
    /// Без достъп до собствените пари.
    case noAccessToMoney = "2.2"
    /// Под минималното заплащане за дейността.
    case underMinimum = "2.3"
    /// Изплаща дългове.
    case repaysDebts = "2.4"
    /// Дългът расте.
    case debtGrows = "2.5"
    /// Трябва да изкара определена сума.
    case mustEarn = "2.6"
}
