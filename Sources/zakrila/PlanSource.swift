import ArgumentParser
import Database
import Documents
import Foundation
import Programmes
import Reference

/// Plans that a command is asked about: stored ones by name, or those of a file that is not imported.
struct PlanSource {
    /// A plan with the cells it was read from.
    struct Plan {
        let content: PlanContent
        /// Nil for a file.
        let stored: StoredPlan?
        /// All cells of its file; none of a stored plan.
        var cells: [(place: CellPlace, text: String)] = []
    }

    let options: DatabaseOptions
    let messages: Messages
    let register: InstitutionRegister

    /// The plans of each name; of a file all that it holds. Ends the command where there is none.
    func plans(_ names: [String]) async throws -> [[Plan]] {
        var found: [[Plan]] = []
        for name in names {
            if FileManager.default.fileExists(atPath: name) { found.append(try read(name)) } else { found.append([try await load(name)]) }
        }
        return found
    }

    /// What people said of two plans; nothing where one is a file.
    func decided(_ left: Plan, _ right: Plan) async throws -> PlanComparison.Decided {
        guard let one = left.stored, let other = right.stored else { return PlanComparison.Decided() }
        return try await open { try await PlanStore($0).decided(one, other) }
    }

    /// Lends the database, and closes it whatever happens.
    func open<Value>(_ body: (any Database) async throws -> Value) async throws -> Value {
        let database = try await options.open()
        do {
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }

    private func read(_ file: String) throws -> [Plan] {
        do {
            let bytes: [UInt8]
            do throws(DocumentError) { bytes = try DocumentFile.read(file) } catch { throw ImportError.document(error) }
            let reading = try PlanReading(bytes: bytes, register: register)
            return reading.plans.map { Plan(content: $0, stored: nil, cells: reading.document.cells) }
        } catch let error as ImportError {
            Console.problem(try ImportSentences(options.spoken).text(error, file: file))
            throw ExitCode.badInput
        }
    }

    private func load(_ name: String) async throws -> Plan {
        let found = try await open { try await PlanStore($0).plan(name) }
        guard let found else {
            Console.problem(messages.noPlan(name))
            throw ExitCode.notFound
        }
        return Plan(content: found.content, stored: found)
    }
}

extension Duration {
    /// „0.123 s“, for a benchmark.
    var rounded: String { "\(((self / .seconds(1)) * 1000).rounded() / 1000) s" }
}
