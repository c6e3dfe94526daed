using System.Collections.Immutable;
using Mihari.Accounts;
using Orleans.Concurrency;

namespace Mihari.Notifications;

/// <summary>The mails that are kept as files, because no mail server is configured; key: <see cref="Key"/>. For Support.</summary>
[Alias("Mihari.IMailPickup")]
public interface IMailPickup : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "mails";

    /// <summary>A mail was written. Durable when the task completes; the same again changes nothing. From the transport.</summary>
    [Alias("Note")]
    Task Note(KeptMail mail);

    /// <summary>The newest first; <paramref name="limit"/> 1 to 200.</summary>
    /// <exception cref="Refusals.NotPermittedException">The caller is not Support.</exception>
    [Alias("Read")]
    Task<KeptMailPage> Read(Caller by, int limit, string? continuation);

    /// <summary>Where a mail lies in the media store.</summary>
    /// <exception cref="Refusals.NotPermittedException">The caller is not Support.</exception>
    /// <exception cref="Refusals.UnknownIdException">That can't be a mail: an id is 32 lower-case hex digits.</exception>
    [Alias("FindMedia")]
    Task<string> FindMedia(Caller by, DateTimeOffset at, string id);

    /// <summary>Deletes a number of mails that are too old, the file before its entry. True where there may be more. Repeating it does no harm.</summary>
    [Alias("LetGo"), ResponseTimeout("00:05:00")]
    Task<bool> LetGo();

    /// <summary>Where the file of a mail lies in the media store.</summary>
    static string KeyOf(DateTimeOffset at, string id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mails/{at.UtcDateTime:yyyy-MM-dd}/{id}.eml");
}

/// <summary>A mail that is kept as a file.</summary>
/// <param name="Id">Of the message.</param>
/// <param name="At">Its date, to the millisecond.</param>
/// <param name="To">To whom.</param>
/// <param name="Subject">Its subject.</param>
[GenerateSerializer, Immutable, Alias("Mihari.KeptMail")]
public sealed record KeptMail(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string To,
    [property: Id(3)] string Subject);

/// <summary>A page of mails; <paramref name="Continuation"/> is null on the last.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.KeptMailPage")]
public sealed record KeptMailPage(
    [property: Id(0)] ImmutableArray<KeptMail> Mails,
    [property: Id(1)] string? Continuation);
