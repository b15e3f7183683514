import Policy
public import Web

extension SignalsFeature {
    /// The addresses of this room. Nothing that was told stands in any of them.
    public var routes: [Route] {
        let (intake, list, signal) = (IntakePages(signals: self), SignalListPages(signals: self), SignalPages(signals: self))
        let fields = FormFields(SignalDraft.single.union(["anyway"]), lists: SignalDraft.lists)
        let newFields = FormFields(SignalDraft.single.union(["anyway", "activity"]), lists: SignalDraft.lists)
        return [
            .get("/signals", for: .allowed(.signalList), list.list),
            .post("/signals/file", for: .allowed(.signalExport), fields: ["code"], list.file),
            .get("/signals/new", for: .allowed(.signalAdd), intake.ask),
            .post("/signals/new", for: .allowed(.signalAdd), fields: newFields, keepsDraft: true, intake.add),
            .get("/signals/:signal", for: .allowed(.signalOpen), signal.signal),
            .get("/signals/:signal/change", for: .allowed(.signalChange), intake.correct),
            .post("/signals/:signal/change", for: .allowed(.signalChange), fields: fields, keepsDraft: true, intake.corrected),
            .post(
                "/signals/:signal/unmask", for: .allowed(.signalUnmask), fields: FormFields(["purpose", "code"], lists: ["group"]),
                signal.unmask),
            .post("/signals/:signal/decide", for: .allowed(.signalDecide), fields: ["outcome", "institution"], signal.decide),
            .post("/signals/:signal/pass", for: .allowed(.signalPass), fields: ["organisation"], signal.pass),
        ]
    }
}
