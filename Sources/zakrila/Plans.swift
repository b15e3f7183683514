import ArgumentParser
import Core
import Database
import Programmes

/// `zakrila plans`
struct Plans: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the plans, drafts included.")

    @Flag(help: "Report as JSON.") var json = false
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open()
        let plans = try await PlanStore(database).plans(withDrafts: true)
        await database.close()
        if json { return Console.write(try JSON.text(plans.map(Line.init))) }
        guard !plans.isEmpty else { return Console.problem(Messages(options.spoken).noPlans) }
        Console.table(
            plans.map { plan in
                [
                    plan.slug, plan.period.map { String($0.from.year) } ?? "–", String(plan.measures), plan.status.rawValue,
                    "v\(plan.version)", plan.title,
                ]
            })
    }

    private struct Line: Encodable {
        let id, slug, title, status: String
        let periodFrom, periodTo: String?
        let version, measures, indicators: Int
        let isProject: Bool

        init(_ plan: PlanSummary) {
            id = plan.id
            slug = plan.slug
            title = plan.title
            status = plan.status.rawValue
            periodFrom = plan.period?.from.iso
            periodTo = plan.period?.to.iso
            version = plan.version
            measures = plan.measures
            indicators = plan.indicators
            isProject = plan.isProject
        }
    }
}
