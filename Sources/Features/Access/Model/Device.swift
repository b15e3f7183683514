/// The kind of browser and system that a session was started in, in words that help its owner know it again.
enum Device {
    /// „Chrome · Windows“; empty when the browser does not say. Nothing finer is kept.
    static func words(_ userAgent: String) -> String {
        let browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
        let systems = [
            ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"),
        ]
        let found = [browsers, systems].compactMap { kinds in kinds.first { userAgent.contains($0.0) }?.1 }
        return found.joined(separator: " · ")
    }
}
