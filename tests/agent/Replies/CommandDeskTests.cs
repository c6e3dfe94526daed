using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mihari.Agent.Link;
using Mihari.Agent.Replies;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Replies;

public sealed class CommandDeskTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 3, 4, 0, TimeSpan.Zero));
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _done;

    [Fact]
    public async Task Take_RepeatedAfterTheReply_AnswersTheSameWithoutDoingItAgain()
    {
        using var outbox = NewOutbox();
        var desk = Desk(outbox);
        desk.Take(Order("c1", "count"), CancellationToken.None);
        var first = await Next(outbox);
        desk.Take(Order("c1", "count"), CancellationToken.None);
        var second = await Next(outbox);

        Assert.Equal(1, _done);
        Assert.Equal(first.Result!.Value.GetInt32(), second.Result!.Value.GetInt32());
    }

    [Fact]
    public async Task Take_RepeatedAfterARestart_AnswersFromDisk()
    {
        using (var outbox = NewOutbox())
        {
            Desk(outbox).Take(Order("c1", "count"), CancellationToken.None);
            Assert.Equal(1, (await Next(outbox)).Result!.Value.GetInt32());
        }

        using var again = NewOutbox();
        Desk(again).Take(Order("c1", "count"), CancellationToken.None);

        Assert.Equal(1, (await Next(again)).Result!.Value.GetInt32());
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task Take_RepeatedWhileInWork_JoinsIt()
    {
        using var outbox = NewOutbox();
        var desk = Desk(outbox);
        desk.Take(Order("c1", "slow"), CancellationToken.None);
        desk.Take(Order("c1", "slow"), CancellationToken.None);
        _release.SetResult();
        await desk.Drained().WaitAsync(Programs.Patience);

        Assert.Equal(1, _done);
        Assert.Equal(1, outbox.Count);
    }

    [Theory]
    [InlineData("count", -1, ErrorCodes.Expired)]
    [InlineData("stream", 60, ErrorCodes.UnknownCommand)]
    [InlineData("fail", 60, ErrorCodes.NotRecorded)]
    [InlineData("crash", 60, ErrorCodes.Internal)]
    [InlineData("arguments", 60, ErrorCodes.BadArguments)]
    public async Task Take_CannotBeDone_RepliesTheCode(string name, int expiresIn, string code)
    {
        using var outbox = NewOutbox();
        Desk(outbox).Take(Order("c1", name, expiresIn), CancellationToken.None);

        var reply = await Next(outbox);
        Assert.False(reply.Ok);
        Assert.Equal(code, reply.Error!.Code);
    }

    [Fact]
    public async Task Take_MoreThanFitAtOnce_RepliesBusyAndDoesItWhenRepeated()
    {
        using var outbox = NewOutbox();
        var desk = Desk(outbox);
        for (var i = 0; i < CommandDesk.MaxAtOnce; i++)
            desk.Take(Order($"s{i}", "slow"), CancellationToken.None);
        desk.Take(Order("late", "count"), CancellationToken.None);
        Assert.Equal(ErrorCodes.Busy, (await Next(outbox)).Error!.Code);
        _release.SetResult();
        await desk.Drained().WaitAsync(Programs.Patience);
        for (var i = 0; i < CommandDesk.MaxAtOnce; i++)
            Assert.True((await Next(outbox)).Ok);
        desk.Take(Order("late", "count"), CancellationToken.None);

        Assert.True((await Next(outbox)).Ok);
    }

    [Fact]
    public async Task Take_Garbage_IsIgnored()
    {
        using var outbox = NewOutbox();
        var desk = Desk(outbox);
        desk.Take("{not json"u8.ToArray(), CancellationToken.None);
        desk.Take("{}"u8.ToArray(), CancellationToken.None);
        await desk.Drained();

        Assert.Equal(0, outbox.Count);
    }

    public void Dispose() => _temp.Dispose();

    private static async Task<Reply> Next(Outbox outbox)
    {
        using var limit = new CancellationTokenSource(Programs.Patience);
        var message = await outbox.Next(limit.Token);
        outbox.Acknowledge(message);
        Assert.Equal(Channel.Reply, message.Channel);
        Assert.True(Wire.TryRead(message.Payload, WireJson.Default.Reply, out var reply, out _));
        return reply!;
    }

    private Outbox NewOutbox() => new("0011223344AA", _temp["journal"], NullLogger.Instance);

    private CommandDesk Desk(Outbox outbox) => new(
        "0011223344AA", new ReplyTable(_temp["replies"]), outbox,
        new Dictionary<string, CommandHandler>(StringComparer.Ordinal)
        {
            ["count"] = (_, _) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(Interlocked.Increment(ref _done))),
            ["slow"] = async (_, _) =>
            {
                await _release.Task;
                return JsonSerializer.SerializeToElement(Interlocked.Increment(ref _done));
            },
            ["fail"] = (_, _) => throw new CommandFailedException(ErrorCodes.NotRecorded, "nothing"),
            ["crash"] = (_, _) => throw new InvalidOperationException("a bug"),
            ["arguments"] = (c, _) => Task.FromResult<JsonElement?>(Wire.Element(CommandDesk.Arguments(c, WireJson.Default.SnapshotArgs), WireJson.Default.SnapshotArgs)),
        },
        _time, NullLogger.Instance);

    private byte[] Order(string id, string name, int expiresIn = 60) => Wire.Write(
        new Command { Id = id, Name = name, Expires = _time.GetUtcNow().AddSeconds(expiresIn), Args = JsonSerializer.SerializeToElement(new { other = 1 }) },
        WireJson.Default.Command);
}
