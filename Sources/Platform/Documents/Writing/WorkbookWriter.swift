import CXLSXWriter
import Core
import Foundation

/// Drives the library of workbooks (libxlsxwriter): one file, from beginning to end.
struct WorkbookWriter {
    private let book: UnsafeMutablePointer<lxw_workbook>
    private let formats: Formats

    /// What cells look like.
    private struct Formats {
        let head, text, amount, day: UnsafeMutablePointer<lxw_format>
    }

    /// Begins a file. Throws ``WritingError/workbook(_:)``.
    init(path: String, temporary: String) throws(WritingError) {
        let made = temporary.withCString { folder in
            var options = lxw_workbook_options()
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(path, &options)
        }
        guard let made else { throw .workbook(Int(LXW_ERROR_MEMORY_MALLOC_FAILED.rawValue)) }
        guard let head = workbook_add_format(made), let text = workbook_add_format(made), let amount = workbook_add_format(made),
            let day = workbook_add_format(made)
        else {
            lxw_workbook_free(made)
            throw .workbook(Int(LXW_ERROR_MEMORY_MALLOC_FAILED.rawValue))
        }
        for format in [head, text, amount, day] {
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            format_set_font_size(format, 10)
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_border_color(format, 0xd9dee5)
        }
        for format in [head, text] { format_set_text_wrap(format) }
        format_set_bold(head)
        format_set_bg_color(head, 0xe3f0f0)
        format_set_bottom(head, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_bottom_color(head, 0x0b5d66)
        format_set_num_format(amount, "#,##0.00")
        format_set_num_format(day, "dd.mm.yyyy")
        format_set_align(day, UInt8(LXW_ALIGN_LEFT.rawValue))
        book = made
        formats = Formats(head: head, text: text, amount: amount, day: day)
    }

    /// Everything that a workbook holds. Throws ``WritingError/workbook(_:)``.
    func write(_ workbook: Workbook) throws(WritingError) {
        try describe(workbook)
        for sheet in workbook.sheets {
            guard let page = workbook_add_worksheet(book, sheet.name) else { throw .workbook(Int(LXW_ERROR_PARAMETER_VALIDATION.rawValue)) }
            try write(sheet, to: page)
            try arrange(page, sheet, workbook)
        }
    }

    /// Finishes the file and gives back what the library holds. Throws ``WritingError/workbook(_:)``.
    func close() throws(WritingError) {
        try check(workbook_close(book))
    }

    /// Gives back what the library holds; there is no file then.
    func abandon() {
        lxw_workbook_free(book)
    }

    private func describe(_ workbook: Workbook) throws(WritingError) {
        let result = workbook.title.withCString { title in
            var properties = lxw_doc_properties()
            properties.title = UnsafeMutablePointer(mutating: title)
            properties.created = time_t(workbook.created.milliseconds / 1000)
            return workbook_set_properties(book, &properties)
        }
        try check(result)
    }

    private func write(_ sheet: Workbook.Sheet, to page: UnsafeMutablePointer<lxw_worksheet>) throws(WritingError) {
        for (index, column) in sheet.columns.enumerated() {
            let place = lxw_col_t(index)
            try check(worksheet_set_column(page, place, place, column.width, nil))
            try check(worksheet_write_string(page, 0, place, Workbook.cell(column.heading), formats.head))
        }
        try check(worksheet_set_row(page, 0, Self.height(sheet.columns.map { .text($0.heading) }, sheet.columns), nil))
        for (index, row) in sheet.rows.enumerated() {
            try check(worksheet_set_row(page, lxw_row_t(index + 1), Self.height(row, sheet.columns), nil))
            for (column, value) in zip(sheet.columns.indices, row) {
                try write(value, page, lxw_row_t(index + 1), lxw_col_t(column), sheet.columns[column].kind)
            }
        }
    }

    /// Room for the longest cell, in points. Programs that open a file need not measure its rows.
    private static func height(_ row: [Workbook.Value], _ columns: [Workbook.Column]) -> Double {
        var most = 1
        for (value, column) in zip(row, columns) {
            guard case .text(let text) = value else { continue }
            most = max(most, lines(of: text, width: column.width))
        }
        // Excel has no row above 409 points.
        return min(409, Double(most) * 13 + 3)
    }

    /// Lines that a text fills in a column, broken between words.
    private static func lines(of text: String, width: Double) -> Int {
        // Columns are measured in digits of 11 points; the letters have 10.
        let room = max(1, Int(width * 1.08))
        return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { lines, part in
            var (count, line) = (1, 0)
            for word in part.split(separator: " ") {
                let length = word.unicodeScalars.count
                if line > 0, line + 1 + length > room { (count, line) = (count + 1, 0) }
                line += line > 0 ? 1 + length : length
                if line > room { (count, line) = (count + (line - 1) / room, line % room) }
            }
            return lines + count
        }
    }

    private func write(
        _ value: Workbook.Value, _ page: UnsafeMutablePointer<lxw_worksheet>, _ row: lxw_row_t, _ column: lxw_col_t,
        _ kind: Workbook.Column.Kind
    ) throws(WritingError) {
        switch value {
        case .blank: try check(worksheet_write_blank(page, row, column, formats.text))
        case .text(let text):
            let cell = Workbook.cell(text)
            guard !cell.isEmpty else { return try write(.blank, page, row, column, kind) }
            try check(worksheet_write_string(page, row, column, cell, formats.text))
        case .number(let number):
            guard number.isFinite else { return try write(.blank, page, row, column, kind) }
            try check(worksheet_write_number(page, row, column, number, kind == .amount ? formats.amount : formats.text))
        case .day(let day):
            // Days of spreadsheets begin in 1900.
            guard (1900...9999).contains(day.year) else {
                try check(worksheet_write_string(page, row, column, day.iso, formats.text))
                return
            }
            var date = lxw_datetime(year: Int32(day.year), month: Int32(day.month), day: Int32(day.day), hour: 0, min: 0, sec: 0)
            try check(worksheet_write_datetime(page, row, column, &date, formats.day))
        }
    }

    private func arrange(_ page: UnsafeMutablePointer<lxw_worksheet>, _ sheet: Workbook.Sheet, _ workbook: Workbook) throws(WritingError) {
        let (lastRow, lastColumn) = (lxw_row_t(sheet.rows.count), lxw_col_t(max(0, sheet.columns.count - 1)))
        try check(worksheet_autofilter(page, 0, 0, lastRow, lastColumn))
        worksheet_freeze_panes(page, 1, lxw_col_t(sheet.fixed))
        try check(worksheet_repeat_rows(page, 0, 0))
        worksheet_set_landscape(page)
        // A4.
        worksheet_set_paper(page, 9)
        worksheet_fit_to_pages(page, UInt16(min(sheet.pagesAcross, 10)), 0)
        if sheet.fixed > 0 { try check(worksheet_repeat_columns(page, 0, lxw_col_t(sheet.fixed - 1))) }
        worksheet_set_margins(page, 0.4, 0.4, 0.6, 0.6)
        try check(worksheet_set_footer(page, workbook.language == .bg ? "&Cстр. &P от &N" : "&Cpage &P of &N"))
        // Numbers of measures such as „1.1“ are no numbers, and no mistake.
        let cells = "A1:\(Self.name(ofColumn: sheet.columns.count - 1))\(sheet.rows.count + 1)"
        try check(worksheet_ignore_errors(page, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), cells))
    }

    /// `A` … `Z`, `AA` …, from 0.
    private static func name(ofColumn column: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(65 + max(0, column) % 26)))
        return column < 26 ? letter : name(ofColumn: column / 26 - 1) + letter
    }

    private func check(_ result: lxw_error) throws(WritingError) {
        guard result == LXW_NO_ERROR else { throw .workbook(Int(result.rawValue)) }
    }
}
