/// What was done to somebody (деяние): art. 159a, para. 1 of the Penal Code (НК). Words are `trafficking_act.<code>`.
public enum TraffickingAct: String, CaseIterable, Sendable, Codable {
    /// Набиране.
    case recruited
    /// Транспортиране.
    case transported
    /// Укриване.
    case hidden
    /// Приемане.
    case received
}

/// By what it was done (средства): art. 159a, para. 2 of the Penal Code (НК). Of a child none is needed. Words are `trafficking_means.<code>`.
public enum TraffickingMeans: String, CaseIterable, Sendable, Codable {
    /// Принуда: use of force, or a threat of it.
    case coercion
    /// Въвеждане в заблуждение.
    case deception
    /// Отвличане.
    case abduction
    /// Противозаконно лишаване от свобода.
    case detention
    /// Използване на състояние на зависимост.
    case dependency
    /// Злоупотреба с власт.
    case abuseOfPower = "abuse-of-power"
    /// Обещаване, даване или получаване на облаги.
    case benefits
    /// Not known yet.
    case unknown
}
