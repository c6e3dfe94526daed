using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Media;
using Orleans.Concurrency;

namespace Mihari.Recordings;

/// <summary>
/// The converted files of a camera (変換済みファイル一覧, manual 2.2): at most 10, the oldest goes first, each kept for 7 days; key: the
/// device id. A web node fetches and converts; what it does here it does with the export's token.
/// </summary>
[Alias("Mihari.IExportsGrain")]
public interface IExportsGrain : IGrainWithStringKey
{
    /// <summary>The exports, newest first: those that are made, those that can be had, and for a day those that came to nothing.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such camera, or it is not the caller's.</exception>
    [Alias("List")]
    Task<ImmutableArray<Export>> List(Caller by);

    /// <summary>Begins an export. Repeating it with the same id changes nothing; the order is given to the first alone.</summary>
    /// <param name="by">Who may see recordings.</param>
    /// <param name="export">Its id, the caller's.</param>
    /// <param name="from">Its first moment, in the server's time.</param>
    /// <param name="to">Its last, at most an hour later.</param>
    /// <exception cref="Refusals.InvalidInputException">The span is empty, longer than an hour, or not past.</exception>
    /// <exception cref="Refusals.ConflictException">As many are being made for this camera as may.</exception>
    [Alias("Begin")]
    Task<ExportOrder> Begin(Caller by, ExportId export, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Calls off one that is being made; one that is not changes nothing.</summary>
    [Alias("Cancel")]
    Task Cancel(Caller by, ExportId export);

    /// <summary>Where the file lies, for one who is about to be sent it; noted in the audit trail.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such file (any more), or it is not the caller's.</exception>
    [Alias("FindFile")]
    Task<ExportFile> FindFile(Caller by, ExportId export);

    /// <summary>It goes on; to be said at least every 10 s. False where it was called off, or is not known any more.</summary>
    [Alias("Report")]
    Task<bool> Report(ExportId export, string token, ExportStep step, int percent);

    /// <summary>The file is durable in the media store. False where it was called off: then the file is to be removed.</summary>
    [Alias("Complete")]
    Task<bool> Complete(ExportId export, string token, long bytes, TimeSpan length);

    /// <summary>It came to nothing, and nothing is left of it.</summary>
    [Alias("Fail")]
    Task Fail(ExportId export, string token, ExportFailure why);
}

/// <summary>How far an export has come.</summary>
public enum ExportStep
{
    /// <summary>It waits for its turn, or its pictures come from the camera.</summary>
    Fetching = 1,

    /// <summary>The file is being made.</summary>
    Converting = 2,

    /// <summary>It can be had.</summary>
    Ready = 3,

    /// <summary>It came to nothing.</summary>
    Failed = 4,

    /// <summary>It was called off.</summary>
    Cancelled = 5,
}

/// <summary>Why an export came to nothing.</summary>
public enum ExportFailure
{
    None = 0,

    /// <summary>The camera is not connected.</summary>
    CameraOffline = 1,

    /// <summary>The camera did not send.</summary>
    CameraFailed = 2,

    /// <summary>Nothing of the span is on the card.</summary>
    NotRecorded = 3,

    /// <summary>It has been overwritten on the card.</summary>
    Overwritten = 4,

    /// <summary>There is no card, or it can't be read.</summary>
    CardUnavailable = 5,

    /// <summary>The server has no room for it.</summary>
    NoSpace = 6,

    /// <summary>The recording could not be converted.</summary>
    NotConverted = 7,

    /// <summary>The server that made it was stopped.</summary>
    Interrupted = 8,
}

/// <summary>A converted file, or one that is being made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">Its first moment, in the server's time.</param>
/// <param name="To">Its last.</param>
/// <param name="Asked">When it was asked for.</param>
/// <param name="Step">How far it has come.</param>
/// <param name="Percent">Of the whole, 0 to 100.</param>
/// <param name="Failure">Why it came to nothing.</param>
/// <param name="Bytes">Its size, once it is there.</param>
/// <param name="Length">How much of the span is in it: gaps are left out.</param>
/// <param name="Expires">Until when it is kept; null until it is there.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Export")]
public sealed record Export(
    [property: Id(0)] ExportId Id,
    [property: Id(1)] DateTimeOffset From,
    [property: Id(2)] DateTimeOffset To,
    [property: Id(3)] DateTimeOffset Asked,
    [property: Id(4)] ExportStep Step,
    [property: Id(5)] int Percent,
    [property: Id(6)] ExportFailure Failure,
    [property: Id(7)] long? Bytes,
    [property: Id(8)] TimeSpan Length,
    [property: Id(9)] DateTimeOffset? Expires);

/// <summary>The answer to a request for an export.</summary>
/// <param name="Export">As it stands.</param>
/// <param name="Token">For the node that makes it; null where it is made already.</param>
/// <param name="Key">Where its file goes in the media store.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ExportOrder")]
public sealed record ExportOrder(
    [property: Id(0)] Export Export,
    [property: Id(1)] string? Token,
    [property: Id(2)] string Key)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"ExportOrder({Export.Id})";
}

/// <summary>A file that can be had.</summary>
/// <param name="Address">Where its bytes lie.</param>
/// <param name="Camera">The camera's name, for the file's.</param>
/// <param name="From">Its first moment.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ExportFile")]
public sealed record ExportFile(
    [property: Id(0)] MediaAddress Address,
    [property: Id(1)] string Camera,
    [property: Id(2)] DateTimeOffset From);
