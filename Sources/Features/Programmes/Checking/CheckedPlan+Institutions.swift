import Core
import Documents

/// Who leads, who takes part, and how they are called.
extension CheckedPlan {
    func institutions() -> [PlanFinding] {
        let names = names()
        return leads() + repeatedPartners() + misspelt() + misspeltInList(names) + notListed(names)
    }

    private func leads() -> [PlanFinding] {
        guard cells.has(.leads) else { return [] }
        return plan.measures.indices.flatMap { position -> [PlanFinding] in
            let (code, leads) = (plan.measures[position].code, plan.measures[position].leads)
            guard !leads.isEmpty else {
                let place = cells.place(.leads, of: position) ?? place(position)
                return [PlanFinding(.leadMissing, measure: code, place: place, quote: cells.text(place))]
            }
            let keys = Set(leads.map(\.identity))
            let both = plan.measures[position].partners.first { keys.contains($0.identity) }
            guard let both, let place = both.source.cells.first else { return [] }
            return [PlanFinding(.leadAlsoPartner, measure: code, place: place, quote: both.source.text, detail: both.name)]
        }
    }

    /// The same abbreviation twice in one cell.
    private func repeatedPartners() -> [PlanFinding] {
        plan.measures.indices.flatMap { position in
            (cells.places(.leads, of: position) + cells.places(.partners, of: position)).compactMap { place in
                var seen: Set<PrintedText> = []
                let names = cells.text(place).replacing(" и ", with: ",").unicodeScalars.split { ",;/\n".unicodeScalars.contains($0) }
                    .map { String($0).trimmed }
                let again = names.first { CheckedPlan.isAbbreviation($0) && !seen.insert(PrintedText(Folding.word($0))).inserted }
                return again.map { name in
                    PlanFinding(
                        .partnerRepeated, measure: plan.measures[position].code, place: place, quote: cells.text(place), detail: name)
                }
            }
        }
    }

    /// What nobody knows but for one letter of an abbreviation in the document's own list.
    private func misspelt() -> [PlanFinding] {
        plan.measures.indices.flatMap { position in
            (plan.measures[position].leads + plan.measures[position].partners).compactMap { actor in
                guard actor.reading == .text, let place = actor.source.cells.first, let meant = nearest(actor.name) else { return nil }
                return PlanFinding(
                    .institutionMisspelt, measure: plan.measures[position].code, place: place, quote: actor.source.text, detail: meant)
            }
        }
    }

    /// The abbreviation of the document's list that is one letter away.
    func nearest(_ name: String) -> String? {
        guard CheckedPlan.isAbbreviation(name), name.unicodeScalars.count >= 4 else { return nil }
        let letters = Array(Folding.word(name))
        return plan.abbreviations.first { EditDistance.isOne(letters, Array(Folding.word($0.short))) }?.short
    }

    /// Abbreviations of the list that the plan writes with another letter.
    private func misspeltInList(_ names: [PrintedName]) -> [PlanFinding] {
        let used = Set(names.map(\.folded))
        let known = Dictionary(
            names.filter(\.isKnownAbbreviation).map { ($0.folded, $0.actor.printed) }, uniquingKeysWith: { first, _ in first })
        let listed = Set(plan.abbreviations.map { Folding.word($0.short) })
        return plan.abbreviations.compactMap { entry in
            let short = Folding.word(entry.short)
            guard entry.short.count >= 5, !used.contains(short) else { return nil }
            let meant = known.filter { !listed.contains($0.key) && EditDistance.isOne(Array($0.key), Array(short)) }.values.min()
            guard let meant, let cell = cells.own.first(where: { Folding.word($0.text.trimmed).hasPrefix(short) }) else { return nil }
            return PlanFinding(.institutionMisspelt, place: cell.place, quote: entry.short, detail: meant)
        }
    }

    /// Abbreviations that the document's list leaves out, each where it is used first. A document without a list explains none.
    private func notListed(_ names: [PrintedName]) -> [PlanFinding] {
        guard !plan.abbreviations.isEmpty else { return [] }
        let listed = Set(plan.abbreviations.flatMap { entry in CheckedPlan.names(entry.short) })
        var seen: Set<String> = []
        return names.compactMap { name in
            let (actor, printed) = (name.actor, name.actor.printed)
            guard name.isKnownAbbreviation, let place = actor.source.cells.first else { return nil }
            guard seen.insert(name.folded).inserted, listed.isDisjoint(with: CheckedPlan.names(printed)) else { return nil }
            // Read as one that is listed, it is misspelt.
            let meant = actor.code ?? actor.name
            let isMeant = listed.contains(Folding.word(meant))
            return PlanFinding(
                isMeant ? .institutionMisspelt : .institutionNotListed, measure: plan.measures[name.measure].code, place: place,
                quote: printed,
                detail: isMeant ? meant : "")
        }
    }

    /// A lead or partner as the plan prints it, where it does so first.
    private struct PrintedName {
        let measure: Int
        let actor: Actor
        let folded: String
        let isKnownAbbreviation: Bool

        init(_ measure: Int, _ actor: Actor) {
            self.measure = measure
            self.actor = actor
            folded = Folding.word(actor.printed)
            isKnownAbbreviation = actor.reading == .institution && CheckedPlan.isAbbreviation(actor.printed)
        }
    }

    /// Different names of leads and partners in the order of the document.
    private func names() -> [PrintedName] {
        var seen: Set<[PrintedText]> = []
        return plan.measures.indices.flatMap { position in
            (plan.measures[position].leads + plan.measures[position].partners).filter { actor in
                seen.insert([PrintedText(actor.source.text), PrintedText(actor.reading.rawValue)]).inserted
            }.map { PrintedName(position, $0) }
        }
    }

    /// „ДМ-МВР“ explains „ДМ“, too; „ДАБ при МС“ explains „ДАБ“.
    private static func names(_ short: String) -> [String] {
        [Folding.word(short)] + short.split { " -–/,".contains($0) }.map { Folding.word($0) }
    }

    /// One word of two capital letters at least: „МВР“, „МВнР“.
    static func isAbbreviation(_ text: String) -> Bool {
        let scalars = text.trimmed.unicodeScalars
        return scalars.count(where: \.isCapital) >= 2 && !scalars.contains(where: \.isSpace)
    }
}
