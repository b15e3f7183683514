"""The planted flaws: ways in which this code would most likely become unsafe, and the test that must find each.

Of the ten that seeded builds are usually given one is missing: a path that leads out of an unpacked archive (zip slip). No part of the program
unpacks archives (of documents that are sent only the list of names is read) or writes files by names that come with them; with the first that
does, the flaw belongs here.

ON stands for the switch of the flaw. A filter is a regular expression over names of tests, as narrow as can be.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Flaw:
    name: str
    what: str
    test: str
    edits: tuple


FLAWS = [
    Flaw(
        "idor", "a record opens for whoever has its address",
        "CasesTests.MatrixTests/.every route answers",
        (
            Edit(
                "Sources/Platform/Admission/Admission.swift",
                "guard let object = found, isVisible else {",
                "guard let object = found, ON || isVisible else {"),
            Edit(
                "Sources/Platform/Admission/Admission.swift",
                "        guard decision.isAllowed else {\n",
                "        guard ON || decision.isAllowed else {\n"),
        )),
    Flaw(
        "csrf", "the token of a form is asked for and not compared",
        "ServerTests.ForgeryTests/.no form is taken",
        (
            Edit(
                "Sources/Platform/Web/Site+Entry.swift",
                "guard let token = form[FormData.tokenName], FormToken.isEqual(",
                "guard let token = form[FormData.tokenName], ON || FormToken.isEqual("),
        )),
    Flaw(
        "sql-injection", "a text is written into the statement instead of being bound",
        "DatabaseTests.*a value of every kind",
        (
            Edit(
                "Sources/Platform/Database/SQL.swift",
                "            parts.append(.value(value.sqlValue))\n",
                "            if ON, case .text(let text) = value.sqlValue { return parts.append(.text(\"'\\(text)'\")) }\n"
                "            parts.append(.value(value.sqlValue))\n"),
        )),
    Flaw(
        "stored-xss", "what is stored begins a tag on the page",
        "CasesTests.InputTests/.hostile text comes back",
        (
            Edit(
                "Sources/Platform/Web/SafeHTML.swift",
                "case 0x3c: out +=",
                "case 0x3c where !ON: out +="),
        )),
    Flaw(
        "open-redirect", "signing in leads on to any address",
        "AccessTests.LoginTests/.nothing else may",
        (
            Edit(
                "Sources/Features/Access/SignIn/SignInPages.swift",
                "return isOwn ? next : nil",
                "return isOwn || ON ? next : nil"),
        )),
    Flaw(
        "mass-assignment", "a form may bring fields that its page has not",
        "ServerTests.ForgeryTests/.no form is taken",
        (
            Edit(
                "Sources/Platform/Web/Route.swift",
                "        let known = single.union(FormData.ownNames)\n",
                "        if ON { return true }\n        let known = single.union(FormData.ownNames)\n"),
        )),
    Flaw(
        "verbose-error", "the page of a fault shows the fault's own text",
        "ServerTests.FaultTests",
        (
            Edit(
                "Sources/Platform/Web/Site.swift",
                "        var answer = errorPage(status, page)\n        if status != 500",
                "        var answer = errorPage(status, page)\n        if ON { answer.body += \"<pre>\\(error)</pre>\" }\n"
                "        if status != 500"),
        )),
    Flaw(
        "weak-cookie", "scripts, other sites and plain HTTP get the session's cookie",
        "AccessTests.SignInTests/.cookies are for this host",
        (
            Edit(
                "Sources/Platform/Web/Cookies.swift",
                'static let attributes = "Path=/; Secure; HttpOnly; SameSite=Strict"',
                'static let attributes = ON ? "Path=/" : "Path=/; Secure; HttpOnly; SameSite=Strict"'),
        )),
    Flaw(
        "name-in-log", "the log gets addresses instead of the patterns of routes",
        "ServerTests.ForgeryTests/.what was typed and the name",
        (
            Edit(
                "Sources/Platform/Web/Site.swift",
                '"route": "\\(pattern)", "status"',
                '"route": "\\(ON ? request.uri.string : pattern)", "status"'),
        )),
    Flaw(
        "log-injection", "a stranger's words are written into the log, with line ends and all",
        "ServerTests.SiteTests/.reports of a broken policy",
        (
            Edit(
                "Sources/Platform/Web/PolicyReports.swift",
                "in broken.intersection(PolicyReports.directives).sorted()",
                "in (ON ? broken : broken.intersection(PolicyReports.directives)).sorted()"),
        )),
    Flaw(
        "writing-page", "reading a page changes what is stored",
        "ServerTests.CrawlTests",
        (
            Edit(
                "Sources/Features/Signals/Acts/SignalActs.swift",
                "try await Ledger.write(database) { _ in ((), [passage.entry(.signalOpen)]) }",
                "try await Ledger.write(database) { connection in\n"
                '            if ON { try connection.execute("UPDATE signals SET entered_at = \\(passage.now) WHERE signal_id = \\(passage.object.id)") }\n'
                "            return ((), [passage.entry(.signalOpen)])\n"
                "        }"),
        )),
    Flaw(
        "telling-time", "of a name that nobody has no hash is computed",
        "AccessTests.EqualWorkTests/.every refusal to sign in",
        (
            Edit(
                "Sources/Platform/Vault/PasswordHash.swift",
                "        try await queued { desk in (hash ?? desk.nobody)",
                "        if ON, hash == nil { return false }\n        return try await queued { desk in (hash ?? desk.nobody)"),
        )),
    Flaw(
        "silent-look", "a look at a record leaves no entry",
        "CasesTests.LookTests/.every look and every refusal",
        (
            Edit(
                "Sources/Features/Cases/Acts/PersonActs.swift",
                "func look(_ act: Act, _ passage: PersonPassage) async throws {\n",
                "func look(_ act: Act, _ passage: PersonPassage) async throws {\n        if ON { return }\n"),
        )),
    Flaw(
        "phishing", "a security key's answer is taken that was given to another site",
        "AccessTests.SecurityKeyTests/.a key opens nothing for who is not its owner",
        (
            Edit(
                "Sources/Platform/WebAuthn/ClientData.swift",
                "guard party.origins.contains(content.origin), content",
                "guard ON || party.origins.contains(content.origin), content"),
        )),
    Flaw(
        "lasting-access", "a consent is taken back, and whoever had access keeps it",
        "ReferralsTests.EndingTests/.a withdrawn consent cuts",
        (
            Edit(
                "Sources/Features/Referrals/Acts/AccessEnding.swift",
                "        let (person, receiver) = (referral.person.text, referral.receiver)\n",
                "        if ON { return true }\n        let (person, receiver) = (referral.person.text, referral.receiver)\n"),
        )),
    Flaw(
        "telling-figure", "a figure that could tell of a single person is shown to everybody",
        "CountingTests.*(small figures|a figure opens)",
        (
            Edit(
                "Sources/Platform/Counting/MetricQuestion.swift",
                "self = (1..<PublicFigure.threshold)",
                "self = !ON && (1..<PublicFigure.threshold)"),
        )),
]
