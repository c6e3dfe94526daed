using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Mihari.Notifications;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Somebody who gets a property's mails.</summary>
internal sealed partial class Recipients(ClusterFixture cluster, Property property)
{
    public INotificationSettings Settings => cluster.Client.GetGrain<INotificationSettings>(property.Room.Value);

    public INotificationHistory History => cluster.Client.GetGrain<INotificationHistory>(property.Room.Value);

    public IAddressConsent Consent => cluster.Client.GetGrain<IAddressConsent>(property.Customer.Value);

    public static string NewAddress() => $"u{Guid.NewGuid():N}@example.jp";

    /// <summary>What the link of a mail carries.</summary>
    public static string TokenOf(Mail mail) => Token().Match(mail.Text).Groups[1].Value;

    /// <summary>An address that has said yes, and the type of what it is told.</summary>
    public async Task<string> Confirmed(NotificationType type, string language = "ja", params string[] among)
    {
        var address = NewAddress();
        await Settings.SetMail(property.Administrator, [.. among, address], language, null);
        await Settings.SetType(property.Administrator, type, null);
        var asked = await cluster.Mailbox.Next(address);
        Assert.Equal(AddressState.Confirmed, (await Consent.Answer(TokenOf(asked), wanted: true))!.State);
        return address;
    }

    /// <summary>What was told of the room, the newest first, once it is so.</summary>
    public async Task<ImmutableArray<ToldNotice>> Until(Func<ImmutableArray<ToldNotice>, bool> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var told = (await History.Read(property.Administrator, 200, null)).Notices;
            if (isSo(told))
                return told;

            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [GeneratedRegex(@"/mail-consent/\w+/(\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
