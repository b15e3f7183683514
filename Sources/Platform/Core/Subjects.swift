/// What identifiers of several rooms stand for. Never instances: they only keep one kind of identifier from being taken for another.
public enum Subject {
    /// Somebody who signs in.
    public enum User {}
    /// An institution or body as a user of this system.
    public enum Organisation {}
    /// A post (длъжност) in an organisation.
    public enum Post {}
    /// A person who is helped (пострадало лице), known by a pseudonym.
    public enum Person {}
    /// What somebody reported (сигнал), before anybody knows who is concerned.
    public enum Signal {}
    /// The work with one or more persons over one matter (случай).
    public enum Case {}
    /// A piece of work that was done (дейност).
    public enum Activity {}
}

/// Identifier of somebody who signs in.
public typealias UserID = Identifier<Subject.User>
/// Identifier of an organisation.
public typealias OrganisationID = Identifier<Subject.Organisation>
/// Identifier of a post.
public typealias PostID = Identifier<Subject.Post>
/// Identifier of a person who is helped.
public typealias PersonID = Identifier<Subject.Person>
/// Identifier of a signal.
public typealias SignalID = Identifier<Subject.Signal>
/// Identifier of a case.
public typealias CaseID = Identifier<Subject.Case>
/// Identifier of a piece of work that was done.
public typealias ActivityID = Identifier<Subject.Activity>
