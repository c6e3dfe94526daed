using Mihari.Tests.Silo.Notifications;
using Mihari.Tests.System.Devices;
using Mihari.Tests.System.Live;

namespace Mihari.Tests.System.Notifications;

/// <summary>Design, rule 1, for messages: the server is killed with SIGKILL while a mail is on its way, and started again on the same folder.</summary>
[Trait("Category", "Slow")]
public sealed class OutboxKilledTests
{
    private const string Building = "demo-yoga";
    private const string Room = "demo-yoga-entrance";

    [Fact]
    public async Task Kill_WhileAMailIsOnItsWay_SendsThatOneAgainAsTheSame_AndNoOther()
    {
        await using var smtp = await SmtpServer.Start();
        await using var server = await MihariServer.Start(Mails.Settings(smtp, ("Presence__OfflineHoldDown", "00:00:01"), ("Notifications__RecoveryDelay", "00:00:00")));
        using (var client = await PortalClient.SignIn(server))
        {
            await client.Put($"api/v1/buildings/{Building}/notifications/mail", new { addresses = new[] { "quick@example.jp", "slow@example.jp" }, language = "ja" });
            await client.Put($"api/v1/buildings/{Building}/notifications/type", new { type = "all" });
            var (first, second) = (await smtp.Mail(), await smtp.Mail());
            await smtp.Release();
            foreach (var asked in new[] { first, second })
                await client.Consent(asked.Message.ConsentLink());
        }

        var (device, key) = (await server.Devices())[0];
        await using var camera = new VirtualCamera(device, key, server.GatewayPort);
        await camera.Connect();
        await camera.DisposeAsync();
        var mails = new[] { await smtp.Mail(), await smtp.Mail() };
        var (quick, slow) = (mails.Single(mail => mail.To[0] == "quick@example.jp").Message, mails.Single(mail => mail.To[0] == "slow@example.jp").Message);

        // The quick one was answered, which the outbox knows; the other one not: nobody knows whether it was taken.
        await IsSent(server, "quick@example.jp");
        await server.Kill();
        await smtp.Release();
        await server.StartAgain();
        var again = await smtp.Mail();
        await smtp.Release();

        Assert.Equal(["slow@example.jp"], again.To);
        Assert.Equal(slow.MessageId, again.Message.MessageId);
        Assert.NotEqual(quick.MessageId, slow.MessageId);

        // What comes next is the end of the trouble, to both, and nothing of before.
        await using var back = new VirtualCamera(device, key, server.GatewayPort);
        await back.Connect();
        var ends = new[] { await smtp.Mail(), await smtp.Mail() };
        await smtp.Release();
        Assert.All(ends, end => Assert.Contains("復旧", end.Message.Subject, StringComparison.Ordinal));
        Assert.Equal(["quick@example.jp", "slow@example.jp"], ends.SelectMany(end => end.To).Order());
    }

    /// <summary>Asks until the history of the room says so.</summary>
    private static async Task IsSent(MihariServer server, string address)
    {
        using var client = await PortalClient.SignIn(server);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await client.Get($"api/v1/rooms/{Room}/notifications/history"))["notices"]!.AsArray().SelectMany(notice => notice!["letters"]!.AsArray())
            .Any(letter => (string)letter!["to"]! == address && (string)letter["state"]! == "sent"))
            patience.Token.ThrowIfCancellationRequested();
    }
}
