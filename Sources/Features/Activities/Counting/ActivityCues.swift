import Counting

/// By which words of plans the metrics of this room are recognised, by the name of the metric.
enum ActivityCues {
    static let all: [String: [MetricCue]] = [:]
}
