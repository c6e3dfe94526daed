using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>Where what happened to a whole building is told to whom it concerns, by the settings of all of its rooms; key: the building's id.</summary>
[Alias("Mihari.IBuildingNotices")]
internal interface IBuildingNotices : IGrainWithStringKey
{
    /// <summary>Whoever wants to be told of it will be, once: durable when the task completes. The same notice again changes nothing.</summary>
    [Alias("Tell"), AlwaysInterleave]
    Task Tell(Notice notice);

    /// <summary>Who is told of such a thing by the settings of one of the building's rooms at least; the language is that of none of them.</summary>
    [Alias("FindReaders"), AlwaysInterleave]
    Task<Readers> FindReaders(CustomerId customer, NoticeKind kind);
}
