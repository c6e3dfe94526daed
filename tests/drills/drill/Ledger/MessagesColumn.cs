using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Tests.Drills.Mails;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Tests.Drills.Ledger;

/// <summary>
/// Each acknowledged event is mailed once: under the Message-ID that follows from the event, whichever silo says so and however often. Those
/// beyond thirty an hour and room are told as a count later, and which they are the order of arrival decides. Nothing else is mailed but the
/// troubles that the timeline has.
/// </summary>
/// <param name="messages">The Message-ID of each mail that has arrived, as often as it has.</param>
internal sealed class MessagesColumn(IReadOnlyList<string> messages) : LedgerColumn("messages")
{
    /// <summary>The most that are told of a room one by one.</summary>
    public const int TellsAnHour = 30;

    protected override void Count(LedgerFacts facts)
    {
        var arrived = messages.ToHashSet(StringComparer.Ordinal);
        var explained = facts.Rows(RowKind.Trouble).SelectMany(device => device.SelectMany(row => Troubles(device.Key, row.Id))).ToHashSet(StringComparer.Ordinal);
        foreach (var room in facts.Cameras.GroupBy(camera => camera.Room))
        {
            var fired = room.SelectMany(camera => camera.Events).ToList();
            explained.UnionWith(fired.Select(Id));
            var due = fired.Where(one => one.Acknowledged is not null).ToList();
            var found = due.Where(one => arrived.Contains(Id(one))).ToImmutableHashSet();
            var expected = Math.Min(due.Count, TellsAnHour);
            Expect(expected);
            Find(Math.Min(found.Count, expected));
            foreach (var missing in due.Where(one => !found.Contains(one)).Take(expected - found.Count))
                Lose($"no mail of {missing.Id} of {missing.Device}");
        }

        foreach (var other in arrived.Except(explained, StringComparer.Ordinal))
            Double($"{other} is of nothing that has happened");
    }

    /// <summary>The Message-ID of the mail of an event.</summary>
    public static string Id(MotionEvent fired) => Mail(Hash("detected", fired.Device + "/motion", fired.Id));

    /// <summary>Of what the timeline calls <c>kind-milliseconds</c>: that it began, and that it is over.</summary>
    private static IEnumerable<string> Troubles(string device, string trouble) =>
        trouble.Split('-') is [var kind, var since] ? [Mail(Hash("TroubleRaised", device, kind, since)), Mail(Hash("TroubleEnded", device, kind, since))] : [];

    private static string Mail(string notice) => string.Create(CultureInfo.InvariantCulture, $"{Hash("mail", notice, Mailbox.Address)}@{Mailbox.From.Split('@')[1]}");

    private static string Hash(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
}
