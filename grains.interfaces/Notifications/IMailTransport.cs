using System.Collections.Immutable;

namespace Mihari.Notifications;

/// <summary>Hands mails on; given by the host.</summary>
public interface IMailTransport
{
    /// <summary>How long <see cref="Send"/> takes at most, waiting for a turn included.</summary>
    TimeSpan Longest { get; }

    /// <summary>
    /// Hands one mail on. Completes when the other side has taken it, or has not. What goes wrong on the way is an outcome, never an
    /// exception but that of <paramref name="cancel"/>; a mail that is larger than the other side takes is told apart from one that is refused. The same mail again carries the same <c>Message-ID</c>, so that who got it before can tell.
    /// </summary>
    Task<Delivery> Send(Mail mail, CancellationToken cancel);
}

/// <summary>One mail to one address.</summary>
/// <param name="Id">Of the message, the same at each attempt: 32 lower-case hex digits.</param>
/// <param name="To">The address.</param>
/// <param name="At">When it was caused; its <c>Date</c>.</param>
/// <param name="Subject">Without line breaks.</param>
/// <param name="Text">As plain text.</param>
/// <param name="Html">As HTML; pictures that come with it are named <c>cid:</c> and <see cref="MailPart.Name"/>.</param>
/// <param name="Parts">Objects of the media store that come with it; one that is gone meanwhile is left out.</param>
/// <param name="IsAutomatic">Whether it tells of an event, so that programs that answer mails leave it alone.</param>
/// <param name="Stop">The page on which its receiver stops such mails, for the mail program's own button; it asks, and takes no <c>POST</c> by itself.</param>
public sealed record Mail(
    string Id,
    string To,
    DateTimeOffset At,
    string Subject,
    string Text,
    string Html,
    ImmutableArray<MailPart> Parts,
    bool IsAutomatic = true,
    Uri? Stop = null);

/// <summary>An object that comes with a mail.</summary>
/// <param name="Key">In the media store.</param>
/// <param name="Name">Its file name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="ContentType"><c>video/mp4</c> or <c>image/jpeg</c>.</param>
/// <param name="IsInline">Shown within the HTML; else attached.</param>
public sealed record MailPart(string Key, string Name, string ContentType, bool IsInline);
