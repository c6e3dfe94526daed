using System.Text.Json;
using Mihari.Accounts;
using Mihari.Grains.Accounts;
using Mihari.Grains.Timeline;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Timeline;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>The list of mails that are kept as files. The timeline is where it is; the grain keeps nothing.</summary>
[StatelessWorker]
internal sealed class MailPickupGrain(ITimeline timeline, IMediaStore media, IOptions<HistoryOptions> options, TimeProvider time) : Grain, IMailPickup
{
    private const int LargestPage = 200;
    private const int IdLength = 32;
    private const int LetGoAtOnce = 100;

    public Task Note(KeptMail mail) => timeline.Append(
        [new TimelineEntry(IMailPickup.Key, TimelineKind.Notification, mail.At, mail.Id, 0, JsonSerializer.SerializeToUtf8Bytes(new KeptMailBody(mail.To, mail.Subject), ToldJson.Default.KeptMailBody))]);

    public async Task<KeptMailPage> Read(Caller by, int limit, string? continuation)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        if (limit is < 1 or > LargestPage)
            throw new InvalidInputException("limit", $"must be 1 to {LargestPage}", InputProblem.Range, $"1-{LargestPage}");

        var page = await timeline.Read(new TimelineQuery(
            IMailPickup.Key, TimelineKind.Notification, DateTimeOffset.UnixEpoch, time.GetUtcNow() + TimeSpan.FromDays(1), NewestFirst: true, limit, continuation));
        return new KeptMailPage([.. page.Entries.Select(Read)], page.Continuation);
    }

    public Task<string> FindMedia(Caller by, DateTimeOffset at, string id)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        return id.Length == IdLength && id.All(char.IsAsciiHexDigitLower)
            ? Task.FromResult(IMailPickup.KeyOf(at, id))
            : throw new UnknownIdException("mail", id);
    }

    public Task<bool> LetGo() => timeline.LetGo(
        new TimelineQuery(IMailPickup.Key, TimelineKind.Notification, DateTimeOffset.UnixEpoch, time.GetUtcNow() - options.Value.KeepMails, NewestFirst: false, LetGoAtOnce),
        async mail =>
        {
            await media.Delete(IMailPickup.KeyOf(mail.At, mail.Id), CancellationToken.None);
            return true;
        });

    private static KeptMail Read(TimelineEntry entry)
    {
        var body = JsonSerializer.Deserialize(entry.Body.Span, ToldJson.Default.KeptMailBody)!;
        return new KeptMail(entry.Id, entry.At, body.To, body.Subject);
    }
}

/// <summary>Body of a mail that is kept as a file.</summary>
internal sealed record KeptMailBody(string To, string Subject);
