using Mihari.Agent.Link;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Link;

public sealed class OutboxTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly Lines _log = new();

    [Fact]
    public void AddStatus_WithoutASession_DoesNotPileUp()
    {
        using var outbox = new Outbox("0011223344AA", _temp["journal"], _log);
        outbox.AddStatus("{}"u8.ToArray());
        Assert.Equal(0, outbox.Count);

        outbox.BeginSession();
        outbox.AddStatus("{}"u8.ToArray());
        Assert.Equal(1, outbox.Count);

        outbox.EndSession();
        Assert.Equal(0, outbox.Count);
    }

    [Fact]
    public async Task Add_JournalUnusable_KeepsMessagesInMemoryAndSaysSoOnce()
    {
        using var outbox = new Outbox("0011223344AA", _temp["journal"], _log);
        Directory.Delete(_temp.Path, recursive: true);

        outbox.Add(Channel.Event, "{\"id\":\"a\"}"u8.ToArray());
        outbox.Add(Channel.Event, "{\"id\":\"b\"}"u8.ToArray());

        Assert.Equal("{\"id\":\"a\"}"u8.ToArray(), (await outbox.Next(CancellationToken.None)).Payload);
        Assert.Equal(2, outbox.Count);
        Assert.Single(_log.All);
    }

    public void Dispose() => _temp.Dispose();
}
