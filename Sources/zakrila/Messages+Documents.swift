import Documents

/// Why a file can't be read: what, where, how to mend it, as the end of a sentence that begins with the file's name.
extension Messages {
    func document(_ error: DocumentError) -> String {
        switch error {
        case .missing: text("няма такъв файл; проверете пътя", "there is no such file; check the path")
        case .directory: text("това е папка; посочете файл в нея", "this is a folder; name a file in it")
        case .unreadable: text("файлът не може да се чете; проверете правата му", "the file can't be read; check its permissions")
        case .empty: text("файлът е празен; запазете документа наново", "the file is empty; save the document again")
        case .tooLarge(let limit):
            text(
                "файлът е над \(megabytes(limit)) MB; разделете го или запазете само таблиците",
                "the file is over \(megabytes(limit)) MB; split it or save only the tables")
        case .format(let format): self.format(format)
        case .password:
            text(
                "файлът е заключен с парола; отворете го, махнете паролата (Файл, Информация, Защита) и го запазете",
                "the file is locked with a password; open it, take the password off (File, Info, Protect) and save it")
        case .remoteTemplate(let address):
            text(
                "документът зарежда шаблон от друга машина (\(short(address))); изберете шаблона Normal (Разработчик, Шаблон на документа) и го запазете",
                "the document loads its template from another machine (\(short(address))); choose the template Normal (Developer, Document Template) and save it"
            )
        case .binary, .encoding, .longLine, .tooManyColumns: textual(error)
        case .damaged, .missingPart, .strangePart, .documentType: damaged(error)
        default: beyond(error)
        }
    }

    /// Of texts.
    private func textual(_ error: DocumentError) -> String {
        switch error {
        case .encoding(let line):
            text(
                "кодирането на ред \(line) не е UTF-8, UTF-16 или Windows-1251; запазете текста като UTF-8",
                "the encoding at line \(line) is not UTF-8, UTF-16 or Windows-1251; save the text as UTF-8")
        case .longLine(let line, let limit):
            text(
                "ред \(line) е над \(megabytes(limit)) MB и не е ред на документ; запазете текста наново",
                "line \(line) is over \(megabytes(limit)) MB and no line of a document; save the text again")
        case .tooManyColumns(let line, let limit):
            text(
                "ред \(line) има над \(limit) колони; запазете само таблицата на плана",
                "line \(line) has over \(limit) columns; save only the plan's table")
        case .binary(let offset):
            text(
                "файлът не е нито документ на Word или Excel, нито текст (байт \(offset)); отворете го и го запазете като .docx",
                "the file is neither a Word or Excel document nor a text (byte \(offset)); open it and save it as .docx")
        default: text("файлът не може да се прочете", "the file can't be read")
        }
    }

    private func format(_ format: DocumentError.Format) -> String {
        switch format {
        case .oldOffice:
            text(
                "файлът е в стария формат на Word или Excel (.doc, .xls); отворете го и го запазете като .docx или .xlsx",
                "the file is in the old format of Word or Excel (.doc, .xls); open it and save it as .docx or .xlsx")
        case .openDocument:
            text(
                "файлът е OpenDocument (.odt, .ods); отворете го и го запазете като .docx или .xlsx",
                "the file is OpenDocument (.odt, .ods); open it and save it as .docx or .xlsx")
        case .richText:
            text(
                "файлът е RTF; отворете го в текстообработка и го запазете като .docx",
                "the file is RTF; open it in a word processor and save it as .docx")
        case .portable:
            text(
                "файлът е PDF, от който таблиците не могат да се прочетат сигурно; поискайте документа на Word (.docx)",
                "the file is PDF, from which tables can't be read reliably; ask for the Word document (.docx)")
        case .archive:
            text(
                "файлът е архив ZIP, а не документ на Word или Excel; извадете документа от него",
                "the file is a ZIP archive and no Word or Excel document; take the document out of it")
        }
    }

    /// Of office files that are broken, or were made to do harm.
    private func damaged(_ error: DocumentError) -> String {
        switch error {
        case .damaged(let part) where !part.isEmpty:
            text(
                "файлът е повреден (частта \(short(part)) не се чете); отворете го в Word или Excel и го запазете наново",
                "the file is damaged (its part \(short(part)) can't be read); open it in Word or Excel and save it again")
        case .missingPart(let part):
            text(
                "във файла липсва частта \(short(part)); отворете го в Word или Excel и го запазете наново",
                "the file lacks its part \(short(part)); open it in Word or Excel and save it again")
        case .strangePart(let part):
            text(
                "във файла има част с недопустимо или повторено име (\(short(part))), каквато Word и Excel не правят; не го отваряйте и поискайте друг от подателя",
                "the file has a part with a forbidden or repeated name (\(short(part))), as Word and Excel make none; don't open it and ask its sender for another"
            )
        case .documentType(let part):
            text(
                "частта \(short(part)) съдържа определения (DOCTYPE), каквито Word и Excel не пишат; не го отваряйте и поискайте друг от подателя",
                "its part \(short(part)) has definitions (DOCTYPE), as Word and Excel write none; don't open it and ask its sender for another"
            )
        default:
            text(
                "файлът е повреден или непълен; изтеглете го отново или го отворете и запазете наново",
                "the file is damaged or incomplete; download it again, or open it and save it again")
        }
    }

    /// Of office files beyond the bounds of any real one.
    private func beyond(_ error: DocumentError) -> String {
        switch error {
        case .tooManyParts(let limit):
            text(
                "във файла има над \(limit) части или листа; запазете само таблицата",
                "the file has over \(limit) parts or sheets; save only the table")
        case .unpacksTooLarge(let limit):
            text(
                "разопакован, файлът е над \(megabytes(limit)) MB; ако е истински, запазете само таблицата",
                "unpacked, the file is over \(megabytes(limit)) MB; if it is genuine, save only the table")
        case .tooDeep(let part, let limit):
            text(
                "в частта \(short(part)) има над \(limit) вложени елемента; копирайте таблицата в нов документ",
                "its part \(short(part)) has elements nested over \(limit) deep; copy the table to a new document")
        case .tooMuchMarkUp(let part, let limit):
            text(
                "в частта \(short(part)) има над \(limit) елемента; запазете само таблицата",
                "its part \(short(part)) has over \(limit) elements; save only the table")
        case .tooWide(let table, let row, let limit):
            text(
                "таблица \(table), ред \(row): над \(limit) колони; запазете само таблицата на плана",
                "table \(table), row \(row): over \(limit) columns; save only the plan's table")
        case .tooManyCells(let limit):
            text(
                "таблиците имат над \(limit) клетки; запазете само тази на плана",
                "the tables have over \(limit) cells; save only the plan's")
        default: text("файлът не може да се прочете", "the file can't be read")
        }
    }

    private func megabytes(_ bytes: Int) -> Int { bytes / 1_048_576 }

    /// Names inside a file are its author's, of any length.
    private func short(_ name: String) -> String {
        let name = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        return name.unicodeScalars.count > 80 ? String(name.unicodeScalars.prefix(80)) + "…" : name
    }
}
