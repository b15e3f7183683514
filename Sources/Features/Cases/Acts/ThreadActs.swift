import Admission
import Calendar
import Core
import Database
import Foundation
import Ledger
import Policy
import Vault
import Web

/// What is written into the threads of a case. A row that corrects another supersedes it; nothing is overwritten.
extension CaseActs {
    /// Writes an identification. The clocks follow the rows that stand. Throws ``Problem/corrected``.
    func identify(_ row: Identification, correcting old: Identifier<Identification>?, _ work: CaseWork) async throws {
        try await write(work, "identification") { connection in
            let (now, person) = (work.passage.now, work.person)
            let isWritten = try IdentificationStore.add(
                row, work.file.id, person.id, correcting: old, by: work.passage.actor.user, connection)
            guard isWritten else { throw Problem.corrected }
            if let old {
                try TimelineStore.supersede(old.text, at: now, connection)
            }
            let at = row.day == now.dayInSofia ? now : row.day.startInSofia
            try timeline.add(
                work.event("identification." + row.level.rawValue, row.id.text, at: at, clocks: [.caseDeveloped]), noted: now, connection)
            try timeline.settle(work.file.id, person.id, at: now, connection)
        }
    }

    /// Writes what is known of the trafficking. Throws ``Problem/overtaken``.
    ///
    /// - Parameter version: the one that the form was filled in with; 0 for none.
    func describe(_ facts: TraffickingFacts, after version: Int, _ work: CaseWork) async throws {
        try await write(work, "trafficking") { connection in
            let (actor, now) = (work.passage.actor, work.passage.now)
            guard try TraffickingStore.version(of: work.person.id, in: work.file.id, connection) == version else { throw Problem.overtaken }
            let id = try TraffickingStore.set(
                facts, work.file.id, work.person.id, by: actor.user, for: actor.organisation, at: now, connection)
            try timeline.add(work.event("trafficking", id.text), connection)
            // Of which country she is decides which rules are hers.
            try timeline.settle(work.file.id, work.person.id, at: now, connection)
        }
    }

    /// Writes an assessment; answers about health are sealed.
    func assess(_ draft: AssessmentDraft, _ work: CaseWork) async throws {
        let vault = vault
        try await write(work, "assessment") { connection in
            let (actor, now, id) = (work.passage.actor, work.passage.now, Identifier<Assessment>.new())
            let hidden = draft.answers.keys.compactMap(\.self)
            let assessment = Assessment(
                id: id, level: draft.level, ownView: draft.ownView, manner: draft.manner, answers: draft.answers[nil] ?? [:],
                hidden: Set(hidden), organisation: actor.organisation, madeAt: now)
            try AssessmentStore.add(assessment, work.file.id, work.person.id, by: actor.user, connection)
            let sealed = try hidden.reduce(into: [SealedField: [UInt8]]()) { sealed, group in
                sealed[Assessment.sealed(id, group)] = Array(try JSONEncoder().encode(draft.answers[group] ?? [:]))
            }
            if !sealed.isEmpty {
                let organisation = try work.passage.organisation(vault, connection)
                try vault.put(sealed, of: work.passage.subject, as: organisation, at: now, connection)
            }
            try timeline.add(work.event("assessment." + draft.level.rawValue, id.text, clocks: [.riskReviewed]), connection)
        }
    }

    /// Writes a version of the plan. Words that were not typed anew stay as they were. Throws ``Problem/overtaken``.
    ///
    /// - Parameter version: the one that the form was filled in with; 0 for none.
    func plan(_ draft: SupportPlanDraft, after version: Int, _ work: CaseWork) async throws {
        let vault = vault
        try await write(work, "plan") { connection in
            let (actor, now, person) = (work.passage.actor, work.passage.now, work.person.id)
            let last = try SupportPlanStore.plans(of: [person], in: work.file.id, connection)[person]
            guard last?.version ?? 0 == version else { throw Problem.overtaken }
            let plan = SupportPlan(
                id: .new(), version: version + 1, agreement: draft.agreement, agreedOn: draft.agreedOn,
                reviewOn: draft.reviewOn, goals: draft.goals, organisation: actor.organisation, madeAt: now)
            try SupportPlanStore.add(plan, work.file.id, person, by: actor.user, connection)
            let organisation = try work.passage.organisation(vault, connection)
            let names = draft.goals.map { SupportPlan.sealedName(goal: $0.number) } + [SupportPlan.safetyName]
            var texts = draft.texts.mapValues { Array($0.utf8) }
            if let last {
                let kept = names.filter { texts[$0] == nil }.map { SupportPlan.sealed(last.id, $0) }
                let opened = try vault.open(kept, of: work.passage.subject, as: organisation, connection)
                for (field, bytes) in opened { texts[field.field] = bytes }
            }
            let sealed = Dictionary(uniqueKeysWithValues: texts.map { (SupportPlan.sealed(plan.id, $0.key), $0.value) })
            if !sealed.isEmpty { try vault.put(sealed, of: work.passage.subject, as: organisation, at: now, connection) }
            try timeline.add(work.event("plan." + plan.agreement.rawValue, plan.id.text), connection)
        }
    }

    /// Writes a note, or one in the place of another of hers. Throws ``Problem/corrected``.
    func write(_ note: CaseNote, _ text: String, correcting old: Identifier<CaseNote>?, _ work: CaseWork) async throws {
        let vault = vault
        try await write(work, "note") { connection in
            guard try NoteStore.add(note, work.file.id, work.person.id, correcting: old, connection) else { throw Problem.corrected }
            if let old { try TimelineStore.supersede(old.text, at: note.madeAt, connection) }
            let organisation = try work.passage.organisation(vault, connection)
            try vault.put(
                Array(text.utf8), in: CaseNote.sealed(note.id), of: work.passage.subject, as: organisation, at: note.madeAt, connection)
            try timeline.add(
                work.event("note." + note.kind.rawValue, note.id.text, group: note.kind.group), audience: note.audience, connection)
        }
    }

    /// Says how she may be reached. Throws ``Problem/overtaken``.
    ///
    /// - Parameter version: the rule that the form was filled in with; empty for none.
    func set(_ rule: ContactRule, after version: String, _ passage: PersonPassage) async throws {
        try await Ledger.write(database) { connection in
            let (actor, now) = (passage.actor, passage.now)
            guard try ContactRuleStore.version(of: passage.person.id, connection) == version else { throw Problem.overtaken }
            let id = try ContactRuleStore.set(rule, of: passage.person.id, by: actor.user, for: actor.organisation, at: now, connection)
            try timeline.add(
                CaseEvent(
                    "contact-rule", of: passage.person.id, at: now, object: id.text, by: actor.user, for: actor.organisation), connection)
            return ((), [passage.entry(.personChange, fields: ["contact-rule"])])
        }
    }

    // MARK: Showing

    /// Opens sealed texts for somebody to see. The look is in the ledger before this returns, or it throws and nothing is seen.
    ///
    /// - Parameter named: what the entry calls them.
    func unmask(_ fields: [SealedField], named: [String], _ work: CaseWork) async throws -> [SealedField: [UInt8]] {
        let vault = vault
        return try await Ledger.write(database) { connection in
            let organisation = try work.passage.organisation(vault, connection)
            let opened = try vault.open(fields, of: work.passage.subject, as: organisation, connection)
            return (opened, [work.passage.entry(.personUnmask, fields: named)])
        }
    }
}

extension Assessment {
    /// Where the sealed answers of a group stand.
    static func sealed(_ id: Identifier<Assessment>, _ group: FieldGroup) -> SealedField {
        SealedField(table: table, record: id.text, field: group.rawValue)
    }
}

extension SupportPlan {
    static func sealed(_ id: Identifier<SupportPlan>, _ name: String) -> SealedField {
        SealedField(table: table, record: id.text, field: name)
    }
}

extension CaseNote {
    static func sealed(_ id: Identifier<CaseNote>) -> SealedField { SealedField(table: table, record: id.text, field: field) }
}
