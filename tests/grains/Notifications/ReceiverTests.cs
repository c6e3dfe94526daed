using System.Buffers.Text;
using System.Text.Json;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Phones, browsers and customers' own systems: told of everything, but with 通知なし.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ReceiverTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Browser_IsToldWhateverTheTypeMails_ButNotWithNone_NorWithoutItsAccount()
    {
        var property = await Property.Create(cluster);
        var by = await Account(property);
        var subscription = Subscription();
        await Devices(property).Add(by, subscription, "Chrome · Windows", "en");
        var settings = cluster.Client.GetGrain<INotificationSettings>(property.Room.Value);

        await property.Motion().Record(property.MotionNow());
        var told = JsonDocument.Parse((await cluster.Mailbox.NextPush(subscription.Endpoint)).Payload).RootElement;
        Assert.Equal("Detection: Motion was detected", told.GetProperty("title").GetString());
        Assert.StartsWith($"/buildings/{property.Building}/cameras/", told.GetProperty("url").GetString(), StringComparison.Ordinal);

        await settings.SetType(property.Administrator, NotificationType.None, null);
        await property.Motion().Record(property.MotionNow());
        await settings.SetType(property.Administrator, NotificationType.Captures, null);
        var next = property.MotionNow();
        await property.Motion().Record(next);
        await cluster.Mailbox.NextPush(subscription.Endpoint);
        Assert.False(cluster.Mailbox.HasMorePushes(subscription.Endpoint));

        await cluster.Client.GetGrain<ICustomerAccounts>(property.Customer.Value).DeleteAccount(property.Administrator, by.Account);
        await property.Motion().Record(property.MotionNow());
        await Until(property, told => told.Count(t => t.Letters.Any(l => l.State == LetterState.Dropped)) == 1);
        Assert.False(cluster.Mailbox.HasMorePushes(subscription.Endpoint));
    }

    [Fact]
    public async Task Browser_ThatIsGone_IsForgotten()
    {
        var property = await Property.Create(cluster);
        var by = await Account(property);
        var subscription = Subscription();
        await Devices(property).Add(by, subscription, "Chrome", "ja");
        cluster.Mailbox.Answers(subscription.Endpoint, new Delivery(DeliveryOutcome.Gone, "410"));

        await property.Motion().Record(property.MotionNow());
        await cluster.Mailbox.NextPush(subscription.Endpoint);
        await Until(property, told => told.Any(t => t.Letters.Any(l => l.State == LetterState.Refused)));

        Assert.Empty(await Devices(property).GetOwn(by));
    }

    [Theory]
    [InlineData("http://push.example/1", null, null)]
    [InlineData("https://user@push.example/1", null, null)]
    [InlineData(null, "AAAA", null)]
    [InlineData(null, null, "AAAA")]
    public async Task Add_ASubscriptionThatIsNone_IsRefusedAndNotKept(string? endpoint, string? p256dh, string? auth)
    {
        var property = await Property.Create(cluster);
        var whole = Subscription();
        var broken = new PushSubscription(endpoint ?? whole.Endpoint, p256dh ?? whole.P256dh, auth ?? whole.Auth);

        await Assert.ThrowsAsync<InvalidInputException>(() => Devices(property).Add(property.Viewer, broken, "Chrome", "ja"));

        Assert.Empty(await Devices(property).GetOwn(property.Viewer));
    }

    [Fact]
    public async Task Webhook_IsSignedWithBothSecretsForADay_AndItsTroubleIsShown()
    {
        var property = await Property.Create(cluster);
        var hooks = cluster.Client.GetGrain<IWebhooks>(property.Customer.Value);
        var url = $"https://crm.example/{Guid.NewGuid():N}";
        var made = await hooks.Add(property.Administrator, "CRM", url);
        cluster.Mailbox.Answers(url, new Delivery(DeliveryOutcome.Delayed, "503 busy"));

        var rotated = await hooks.Rotate(property.Administrator, made.Webhook.Id);
        await property.Motion().Record(property.MotionNow());
        var call = await cluster.Mailbox.NextCall(url);
        Assert.Equal([rotated.Secret, made.Secret], call.Secrets.AsEnumerable());
        Assert.Equal("detected", JsonDocument.Parse(call.Body).RootElement.GetProperty("kind").GetString());

        await Until(property, told => told.Any(t => t.Letters.Any(l => l.Words == "503 busy")));
        Assert.Equal("503 busy", Assert.Single(await hooks.Get(property.Administrator)).Problem);
        cluster.Mailbox.Answers(url, new Delivery(DeliveryOutcome.Sent));
        cluster.Clock.Advance(TimeSpan.FromDays(1));
        await property.Motion().Record(property.MotionNow());
        while (await cluster.Mailbox.NextCall(url) is { } later)
        {
            if (later.Id != call.Id)
            {
                Assert.Equal([rotated.Secret], later.Secrets.AsEnumerable());
                break;
            }
        }
    }

    [Fact]
    public async Task Webhooks_AreTheAdministratorsOfTheCustomer()
    {
        var property = await Property.Create(cluster);
        var other = await Property.Create(cluster);
        var hooks = cluster.Client.GetGrain<IWebhooks>(property.Customer.Value);

        await Assert.ThrowsAsync<NotPermittedException>(() => hooks.Add(property.Viewer, "CRM", "https://crm.example/"));
        await Assert.ThrowsAsync<UnknownIdException>(() => hooks.Get(other.Administrator));
        await Assert.ThrowsAsync<InvalidInputException>(() => hooks.Add(property.Administrator, "CRM", "ftp://crm.example/"));
        for (var i = 0; i < IWebhooks.Most; i++)
            await hooks.Add(property.Administrator, $"CRM {i}", "https://crm.example/");

        Assert.Equal(Clash.Full, (await Assert.ThrowsAsync<ConflictException>(() => hooks.Add(property.Administrator, "one more", "https://crm.example/"))).Clash);
    }

    private static PushSubscription Subscription()
    {
        byte[] point = [4, .. new byte[64]];
        return new PushSubscription($"https://push.example/{Guid.NewGuid():N}", Base64Url.EncodeToString(point), Base64Url.EncodeToString(new byte[16]));
    }

    private async Task<Caller> Account(Property property)
    {
        var account = new AccountId(Property.NewId());
        await cluster.Client.GetGrain<ICustomerAccounts>(property.Customer.Value).AddAccount(
            property.Administrator, account, new AccountDraft("見張", $"{account}@example.jp", "Password-1", Role.Viewer));
        return new Caller(account, property.Customer, Role.Viewer);
    }

    private IPushSubscriptions Devices(Property property) => cluster.Client.GetGrain<IPushSubscriptions>(property.Customer.Value);

    private async Task Until(Property property, Func<IEnumerable<ToldNotice>, bool> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isSo((await cluster.Client.GetGrain<INotificationHistory>(property.Room.Value).Read(property.Administrator, 50, null)).Notices))
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
