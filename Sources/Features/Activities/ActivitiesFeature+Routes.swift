import Policy
public import Web

extension ActivitiesFeature {
    /// The addresses of this room.
    public var routes: [Route] {
        let (list, entry, page) = (ListPages(room: self), EntryPages(room: self), ActivityPages(room: self))
        let (sheet, fields) = (ImportPages(room: self), ActivityDraft.fields)
        let (events, calendar, materials) = (EventsPages(room: self), CalendarPages(room: self), MaterialsPages(room: self))
        let (map, publicMap) = (MapPages(room: self, isPublic: false), MapPages(room: self, isPublic: true))
        let (attendance, evidence) = (AttendancePages(room: self), EvidencePages(room: self))
        return [
            .get("/events", for: .everyone, events.page),
            .get("/events.ics", for: .everyone, events.file),
            .get("/events/map", for: .everyone, publicMap.page),
            .get("/events/map.csv", for: .everyone, publicMap.file),
            .get("/activities/calendar", for: .allowed(.activityList), calendar.page),
            .get("/activities/map", for: .allowed(.activityList), map.page),
            .get("/activities/map.csv", for: .allowed(.activityList), map.file),
            .get("/activities/materials", for: .allowed(.activityList), materials.page),
            .get("/activities", for: .allowed(.activityList), list.list),
            .get("/activities.csv", for: .allowed(.activityList), list.file),
            .get("/activities/new", for: .allowed(.activityAdd), entry.kinds),
            .get("/activities/new/:kind", for: .allowed(.activityAdd), entry.ask),
            .post("/activities/new/:kind", for: .allowed(.activityAdd), fields: fields, keepsDraft: true, entry.add),
            .get("/activities/import", for: .allowed(.activityAdd), sheet.start),
            .upload(
                "/activities/import", for: .allowed(.activityAdd), fields: ImportPages.fields, longTexts: ["text"],
                limit: ImportPages.formLimit, sheet.send),
            .get("/activities/imports", for: .allowed(.activityAdd), sheet.list),
            .get("/activities/import/:import", for: .allowed(.activityAdd), sheet.show),
            .post("/activities/import/:import/columns", for: .allowed(.activityAdd), fields: ColumnMapping.names, sheet.tell),
            .get("/activities/import/:import/check", for: .allowed(.activityAdd), sheet.check),
            .post("/activities/import/:import/store", for: .allowed(.activityAdd), fields: ["known"], sheet.store),
            .post("/activities/import/:import/undo", for: .allowed(.activityChange), fields: [], sheet.undo),
            .get("/activities/:activity", for: .allowed(.activityList), page.page),
            .get("/activities/:activity/change", for: .allowed(.activityChange), entry.correct),
            .post("/activities/:activity/change", for: .allowed(.activityChange), fields: fields, keepsDraft: true, entry.corrected),
            .post("/activities/:activity/state", for: .allowed(.activityChange), fields: ["state"], page.move),
            .post("/activities/:activity/stage", for: .allowed(.activityChange), fields: ["stage", "day", "number"], page.reach),
            .post("/activities/:activity/task", for: .allowed(.activityChange), fields: ["task", "holder", "due"], page.task),
            .post("/activities/:activity/task/:task", for: .allowed(.activityChange), fields: ["done"], page.finish),
            .post("/activities/:activity/measures", for: .allowed(.activityList), fields: FormFields([], lists: ["measure"]), page.assign),
            .get("/activities/:activity/attendance", for: .allowed(.activityChange), attendance.page),
            .post(
                "/activities/:activity/attendance", for: .allowed(.activityChange), fields: AttendanceDraft.fields, keepsDraft: true,
                attendance.store),
            .get("/activities/:activity/attendance/sheet", for: .allowed(.activityChange), attendance.sheet),
            .post("/activities/:activity/attendance/end", for: .allowed(.activityChange), fields: [], attendance.end),
            .upload(
                "/activities/:activity/files", for: .allowed(.activityChange), fields: EvidencePages.fields,
                limit: EvidenceFile.mostBytesAtOnce, evidence.add),
            .get("/activities/:activity/files/:file", for: .allowed(.activityEvidence), evidence.download),
            .post("/activities/:activity/files/:file/withdraw", for: .allowed(.activityChange), fields: [], evidence.withdraw),
            .post("/activities/:activity/merge", for: .allowed(.activityList), fields: ["other"], page.merge),
        ]
    }
}
