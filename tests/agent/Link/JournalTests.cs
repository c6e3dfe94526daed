using System.Text;
using Mihari.Agent.Link;
using Mihari.Protocol;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Link;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string File => _temp["journal"];

    [Fact]
    public void Open_AfterRestart_HoldsWhatWasNotAcknowledgedInOrder()
    {
        using (var journal = new Journal(File))
        {
            var first = journal.Append(Channel.Event, "{\"id\":\"a\"}"u8);
            journal.Append(Channel.Segment, "{\"id\":\"b\"}"u8);
            journal.Append(Channel.Event, "{\"id\":\"c\"}"u8);
            journal.Acknowledge(first.Number);
        }

        using var again = new Journal(File);
        Assert.Equal([(Channel.Segment, "b"), (Channel.Event, "c")], again.Waiting.Select(l => (l.Channel!.Value, l.Payload!.Value.GetProperty("id").GetString()!)));
    }

    [Fact]
    public void Open_TornLastLine_KeepsTheOthers()
    {
        using (var journal = new Journal(File))
        {
            journal.Append(Channel.Event, "{\"id\":\"a\"}"u8);
            journal.Append(Channel.Event, "{\"id\":\"b\"}"u8);
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..^5]);

        using var again = new Journal(File);
        Assert.Equal("a", Assert.Single(again.Waiting).Payload!.Value.GetProperty("id").GetString());
    }

    [Fact]
    public void Acknowledge_ManyMessages_KeepsTheFileSmall()
    {
        using var journal = new Journal(File);
        var payload = Encoding.UTF8.GetBytes($"{{\"id\":\"{new string('x', 100)}\"}}");
        for (var i = 0; i < 3 * Journal.Slack; i++)
            journal.Acknowledge(journal.Append(Channel.Event, payload).Number);

        Assert.InRange(new FileInfo(File).Length, 0, Journal.Slack * 200);
        Assert.Empty(journal.Waiting);
    }

    [Fact]
    public void Acknowledge_RewriteFails_KeepsTheJournalInUse()
    {
        using (var journal = new Journal(File))
        {
            // A folder in the place of the new file: it cannot be created, as on a full disk.
            Directory.CreateDirectory(File + ".new");
            var refused = 0;
            for (var i = 0; i <= Journal.Slack; i++)
            {
                var line = journal.Append(Channel.Event, "{\"id\":\"a\"}"u8);
                if (Record.Exception(() => journal.Acknowledge(line.Number)) is { } e)
                    refused += e is IOException or UnauthorizedAccessException ? 1 : throw e;
            }

            Assert.NotEqual(0, refused);
            journal.Append(Channel.Event, "{\"id\":\"b\"}"u8);
        }

        Directory.Delete(File + ".new");
        using var again = new Journal(File);
        Assert.Equal("b", Assert.Single(again.Waiting).Payload!.Value.GetProperty("id").GetString());
    }

    [Fact]
    public void Announced_AfterAcknowledgementsAndRestarts_IsTheLastSegment()
    {
        using (var journal = new Journal(File))
        {
            Assert.Null(journal.Announced);
            journal.Acknowledge(journal.Append(Channel.Segment, "{\"start\":\"2026-11-22T03:04:00.000Z\"}"u8).Number);
            journal.Append(Channel.Event, "{\"id\":\"a\"}"u8);
        }

        using (var again = new Journal(File))
            Assert.Equal(new DateTimeOffset(2026, 11, 22, 3, 4, 0, TimeSpan.Zero), again.Announced);
        using var rewritten = new Journal(File);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 3, 4, 0, TimeSpan.Zero), rewritten.Announced);
        Assert.Single(rewritten.Waiting);
    }

    public void Dispose() => _temp.Dispose();
}
