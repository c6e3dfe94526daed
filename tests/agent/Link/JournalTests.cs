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

    public void Dispose() => _temp.Dispose();
}
