import Access
import Vault

extension Messages {
    func rootKey(_ error: VaultError, _ file: String) -> String {
        guard case .rootKey(let fault) = error else {
            return text("Коренният ключ в \(file) не може да се използва.", "The root key in \(file) can't be used.")
        }
        return switch fault {
        case .missing:
            text(
                "Няма коренен ключ в \(file). Ако системата е нова, изпълнете zakrila setup; ако не е, върнете файла от резервното му копие – нов ключ не отваря нищо старо.",
                "There is no root key in \(file). For a new system run zakrila setup; otherwise bring the file back from its copy: a new key opens nothing old."
            )
        case .readableByOthers:
            text(
                "Файлът \(file) може да се чете и от други. Изпълнете chmod 600 \(file).",
                "Others can read \(file). Run chmod 600 \(file).")
        case .passphraseNeeded:
            text(
                "Коренният ключ в \(file) е заключен с парола. Посочете файл с нея (--passphrase-file) или я въведете от терминал.",
                "The root key in \(file) is locked with a passphrase. Give a file that holds it (--passphrase-file), or type it at a terminal."
            )
        case .wrongPassphrase:
            text("Паролата не отключва коренния ключ в \(file).", "The passphrase does not unlock the root key in \(file).")
        case .exists: text("В \(file) вече има ключ; нищо не е променено.", "There is a key in \(file) already; nothing was changed.")
        case .unwritable: text("Файлът \(file) не може да се направи. Проверете папката.", "\(file) can't be made. Check the folder.")
        case .noKey: text("Във файла \(file) няма ключ, който тази програма познава.", "\(file) holds no key that this program knows.")
        }
    }

    func lostRootKey(_ file: String) -> String {
        text(
            "Базата е запечатана, а ключът ѝ не е в \(file). Върнете файла с ключа; нищо не е променено.",
            "The database is sealed and its key is not in \(file). Bring the file of the key back; nothing was changed.")
    }

    func otherRootKey(_ file: String) -> String {
        text(
            "Ключът в \(file) не е този, с който тази база е запечатана. Върнете верния файл; нищо не е променено.",
            "The key in \(file) is not the one this database was sealed with. Bring the right file back; nothing was changed.")
    }

    func noPassphrase(_ file: String) -> String {
        text(
            "Файлът с паролата \(file) липсва, празен е или може да се чете и от други (chmod 600).",
            "The file of the passphrase, \(file), is missing or empty, or others can read it (chmod 600).")
    }

    var askPassphrase: String { text("Парола на коренния ключ:", "Passphrase of the root key:") }
    var askNewPassphrase: String { text("Нова парола на коренния ключ:", "New passphrase of the root key:") }
    func rootKeyReplaced(_ file: String, _ old: String) -> String {
        text(
            "Коренният ключ в \(file) е нов. Старият е в \(old): пазете го, докато пазите копия на базата, направени досега.",
            "The root key in \(file) is new. The old one is in \(old): keep it as long as copies of the database made until now.")
    }

    var passphraseChanged: String {
        text(
            "Паролата е сменена. Старите копия на файла се отключват със старата.",
            "The passphrase is changed. Old copies of the file open with the old one.")
    }

    func tombstones(_ count: Int) -> String {
        text("Заличени лица в списъка: \(count).", "Persons erased in the list: \(count).")
    }

    func risen(_ count: Int) -> String {
        text("Заличени отново: \(count).", "Erased again: \(count).")
    }

    var askDecoy: String {
        text("Измислени имена, по едно на ред (име и фамилия):", "Invented names, one a line (given name and family name):")
    }

    func tombstonesUnreadable(_ file: String) -> String {
        text(
            "Списъкът на заличените в \(file) не може да се чете. Без него върнато копие на базата би върнало заличени, затова сървърът не тръгва. Проверете правата и пътя му или сложете на мястото му копие на списъка.",
            "The list of the erased in \(file) can't be read. Without it a restored backup would bring erased persons back, so the server does not start. Check its permissions and path, or put a copy of the list in its place."
        )
    }

    func tombstonesUnwritable(_ file: String) -> String {
        text(
            "Списъкът на заличените не може да се запише в \(file). Без него върнато копие на базата би върнало заличени, затова сървърът не тръгва. Дайте му право да пише в папката.",
            "The list of the erased can't be written to \(file). Without it a restored backup would bring erased persons back, so the server does not start. Let it write to the folder."
        )
    }

    func badTombstones(_ file: String, _ line: Int) -> String {
        text(
            "\(file): ред \(line) не е ред от списък на заличени; нищо не е променено.",
            "\(file): line \(line) is no line of a list of the erased; nothing was changed.")
    }

    func rootKeyMade(_ file: String) -> String {
        text(
            "Направен е коренен ключ: \(file). Пазете копие отделно от копията на базата: без него запечатаното не се отваря.",
            "A root key was made: \(file). Keep a copy away from the copies of the database: without it nothing sealed opens.")
    }

    var setupDone: String {
        text(
            "Вече има потребители; нищо не е променено. Нови се добавят от администратор или със zakrila user add.",
            "There are users already; nothing was changed. An administrator adds new ones, or zakrila user add.")
    }

    var demoMade: String {
        text(
            "Направени са измислени организации и по един потребител за всяка роля: вижте /demo.",
            "Invented organisations were made, and one user for each role: see /demo.")
    }

    func demoPlayed(signals: Int, referrals: Int, acts: Int) -> String {
        text(
            "Изиграна е една година измислена работа: \(signals) сигнала, \(referrals) насочвания и \(acts) дейности. Плановете за 2024 г. ги броят "
                + "сами.",
            "A year of invented work was played: \(signals) signals, \(referrals) referrals and \(acts) acts. The plans of 2024 count them "
                + "themselves.")
    }

    func demoBroken(_ reason: String) -> String {
        text(
            "Измислената година не беше изиграна докрай (\(reason)). Потребителите са направени; за цяла демонстрация започнете с празна база.",
            "The invented year was not played to its end (\(reason)). The users are there; for a whole demonstration begin with an empty database."
        )
    }

    var keysOptional: String {
        text(
            "ВНИМАНИЕ: администраторите влизат без ключ за сигурност, защото сървърът е пуснат така. Вход с код може да бъде подмамен.",
            "WARNING: administrators sign in without a security key, because the server was started so. A sign-in with a code can be phished."
        )
    }

    func noAddress(_ given: String) -> String {
        text(
            "„\(given)“ не е IP адрес на обратен прокси сървър; пример: 10.0.0.5.",
            "“\(given)” is no IP address of a reverse proxy; such as: 10.0.0.5.")
    }

    func setup(_ problem: SetUp.Problem) -> String {
        switch problem {
        case .alreadyDone: setupDone
        case .badLogin: badLogin
        case .noName: text("Името не може да е празно.", "A name can't be empty.")
        }
    }

    private var badLogin: String {
        text(
            "Потребителското име е от 3 до 60 букви, цифри, точки, тирета или @.",
            "A user name has 3 to 60 letters, digits, dots, dashes or @.")
    }

    func activation(login: String, code: String) -> String {
        text(
            "Код за активиране на \(login) (важи едно денонощие, показва се само сега): \(code)\nПаролата се избира на /activate.",
            "Activation code of \(login) (works for one day, shown only now): \(code)\nThe password is chosen at /activate.")
    }

    func disabled(_ login: String) -> String {
        text("Достъпът на \(login) е закрит, сесиите са прекратени.", "The account of \(login) is ended, with its sessions.")
    }

    func account(_ problem: Accounts.Problem) -> String {
        switch problem {
        case .noUser: text("Няма такъв потребител (zakrila user list).", "There is no such user (zakrila user list).")
        case .noOrganisation:
            text(
                "Няма такава организация. Посочете код от регистъра или името, с което е добавена.",
                "There is no such organisation. Give its code in the register, or the name it was added with.")
        case .severalOrganisations(let names):
            text(
                "Няколко организации имат този код. Посочете името: \(names.joined(separator: "; ")).",
                "Several organisations have this code. Give the name: \(names.joined(separator: "; ")).")
        case .badLogin: badLogin
        case .loginTaken: text("Това потребителско име е заето.", "This user name is taken.")
        case .noName: text("Името, длъжността и ролите не може да са празни.", "Name, post and roles can't be empty.")
        case .alreadyDisabled: text("Достъпът вече е закрит.", "The account is ended already.")
        case .lastAdministrator:
            text("Това е последният администратор. Първо добавете друг.", "This is the last administrator. Add another one first.")
        case .hasWork(let count):
            text(
                "Все още води досиета: \(count). Първо ги предайте на колега от страницата на потребителя.",
                "Records are still theirs: \(count). Hand them over to a colleague first, on the user's page.")
        case .mixedAdministrator:
            text("Администраторът не може да има друга роля.", "An administrator can have no other role.")
        }
    }

    var askInstitution: String {
        text(
            "Код на организацията в регистъра (празно, ако я няма):", "Code of the organisation in the register (empty if it is not there):"
        )
    }
    var askOrganisation: String { text("Име на организацията:", "Name of the organisation:") }
    var askRegime: String {
        text(
            "Правен режим, gdpr или law-enforcement (полиция, прокуратура):", "Legal regime, gdpr or law-enforcement (police, prosecution):"
        )
    }
    var askLogin: String { text("Потребителско име на администратора:", "User name of the administrator:") }
    var askName: String { text("Име на администратора:", "Name of the administrator:") }

    func unanswered(_ question: String) -> String {
        text("Без терминал отговорът се дава като опция: \(question)", "Without a terminal the answer is given as an option: \(question)")
    }

    func noInstitution(_ code: String) -> String {
        text("В регистъра няма „\(code)“. Посочете --organisation ИМЕ.", "The register has no “\(code)”. Give --organisation NAME.")
    }

    func noRegime(_ text: String) -> String {
        self.text("„\(text)“ не е режим: gdpr или law-enforcement.", "“\(text)” is no regime: gdpr or law-enforcement.")
    }

    func checkpointKeyMade(_ file: String) -> String {
        text(
            "Направен е ключ, с който сървърът подписва дневника: \(file). Дайте на свидетелите този ред:",
            "A key was made with which the server signs the ledger: \(file). Give witnesses this line:")
    }

    func noKeyNoCheckpoints(_ file: String) -> String {
        text(
            "Без ключ за контролните записи (\(file)) сървърът не подписва дневника; ключ прави zakrila setup.",
            "Without a key for checkpoints (\(file)) the server does not sign the ledger; zakrila setup makes one.")
    }

    func noKeyNoSignIn(_ file: String) -> String {
        text(
            "Без коренен ключ (\(file)) работи само публичната част; за вход изпълнете zakrila setup.",
            "Without a root key (\(file)) only the public part works; run zakrila setup for signing in.")
    }
}
