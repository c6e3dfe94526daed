using System.Net;
using System.Text.Json;
using Mihari.Tests.Drills.Ledger;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Tests.Drills;

/// <summary>A ledger that cannot fall out of balance proves nothing.</summary>
public sealed class LedgerTests
{
    private static readonly TimeSpan HoldDown = TimeSpan.FromSeconds(60);

    private readonly VirtualCamera _camera = new("02D100000000", "key", 0, 1, new FleetSettings([new IPEndPoint(IPAddress.Loopback, 1)], 1));

    [Fact]
    public void Events_AcknowledgedAndStored_Balance()
    {
        var fired = Acknowledged();

        Assert.Equal((1, 1, 0, 0), Sum(new EventsColumn(), Event(fired.Id)));
    }

    [Fact]
    public void Events_AcknowledgedAndNotStored_AreLost() => Assert.Equal((1, 0, 1, 0), SumAfter(() => Acknowledged(), new EventsColumn()));

    [Fact]
    public void Events_StoredTwice_AreDuplicated()
    {
        var fired = Acknowledged();

        Assert.Equal((1, 1, 0, 1), Sum(new EventsColumn(), Event(fired.Id), Event(fired.Id)));
    }

    [Fact]
    public void Events_NeverAcknowledged_MayBeStoredOrNot()
    {
        var fired = _camera.Fire();

        Assert.Equal((0, 0, 0, 0), Sum(new EventsColumn(), Event(fired.Id)));
    }

    [Fact]
    public void Captures_EventWithinTheClipOfAnother_IsCovered()
    {
        var (first, second) = (Acknowledged(), Acknowledged());

        Assert.Equal((2, 2, 0, 0), Sum(new CapturesColumn(), Clip("a", first.Id, second.At)));
    }

    [Fact]
    public void Captures_EventWithoutAClip_IsLost() => Assert.Equal((1, 0, 1, 0), SumAfter(() => Acknowledged(), new CapturesColumn()));

    [Fact]
    public void Captures_TwoClipsForOneEvent_AreDuplicated()
    {
        var fired = Acknowledged();

        Assert.Equal((1, 1, 0, 1), Sum(new CapturesColumn(), Clip("a", fired.Id, fired.At), Clip("b", fired.Id, fired.At)));
    }

    [Fact]
    public void Commands_ForAClipThatWasNeverAskedFor_AreLost()
    {
        var fired = Acknowledged();

        Assert.Equal((1, 0, 1, 0), Sum(new CommandsColumn(), Clip("a", fired.Id, fired.At)));
    }

    [Fact]
    public void Commands_AnotherAfterTheAnswer_AreDuplicated()
    {
        var fired = Acknowledged();
        _camera.Commands["1"] = new AskedCommand("1", "capture", "a") { IsAnswered = true };
        _camera.Commands["2"] = new AskedCommand("2", "capture", "a");

        Assert.Equal((1, 1, 0, 1), Sum(new CommandsColumn(), Clip("a", fired.Id, fired.At)));
    }

    [Fact]
    public void Offline_ReportedWithoutAnOutage_IsFalse() => Assert.Equal((0, 1, 0, 1), Sum(new OfflineColumn(), Trouble()));

    [Fact]
    public void Offline_ReportedAfterTheHoldDown_IsRight()
    {
        _camera.Outages.Add(new Outage(TimeSpan.Zero, HoldDown));

        Assert.Equal((1, 1, 0, 0), Sum(new OfflineColumn(), Trouble()));
    }

    [Fact]
    public void Messages_AcknowledgedAndMailedAgainUnderTheSameId_Balance()
    {
        var id = MessagesColumn.Id(Acknowledged());

        Assert.Equal((1, 1, 0, 0), Mailed(id, id));
    }

    [Fact]
    public void Messages_AcknowledgedAndNotMailed_AreLost()
    {
        Acknowledged();

        Assert.Equal((1, 0, 1, 0), Mailed());
    }

    [Fact]
    public void Messages_OfNothing_AreTooMany() => Assert.Equal((0, 0, 0, 1), Mailed("some@drill.example"));

    [Fact]
    public void Messages_BeyondThirtyOfARoom_AreCountedLater()
    {
        var fired = Enumerable.Range(0, 40).Select(_ => Acknowledged()).ToList();

        Assert.Equal((30, 30, 0, 0), Mailed([.. fired.Skip(5).Take(30).Select(MessagesColumn.Id)]));
        Assert.Equal((30, 29, 1, 0), Mailed([.. fired.Skip(5).Take(29).Select(MessagesColumn.Id)]));
    }

    private MotionEvent Acknowledged()
    {
        var fired = _camera.Fire();
        fired.Acknowledged = fired.Fired;
        return fired;
    }

    private (int Expected, int Found, int Lost, int Duplicated) SumAfter(Func<MotionEvent> fire, LedgerColumn column)
    {
        fire();
        return Sum(column);
    }

    private (int Expected, int Found, int Lost, int Duplicated) Mailed(params string[] messages) => Sum(new MessagesColumn(messages));

    private (int Expected, int Found, int Lost, int Duplicated) Sum(LedgerColumn column, params TimelineRow[] rows)
    {
        var sum = column.Sum(new LedgerFacts([_camera], rows, new Dictionary<string, string>(StringComparer.Ordinal), HoldDown));
        Assert.Equal(sum.Lost + sum.Duplicated == 0, sum.IsBalanced);
        return (sum.Expected, sum.Found, sum.Lost, sum.Duplicated);
    }

    private TimelineRow Event(string id) => new(_camera.Device, RowKind.Event, id, default);

    private TimelineRow Trouble() => new(_camera.Device, RowKind.Trouble, "NetworkDisconnected-1", default);

    private TimelineRow Clip(string id, string cause, DateTimeOffset at) => new(
        _camera.Device, RowKind.Clip, id, JsonSerializer.SerializeToElement(new { cause, from = at - TimeSpan.FromSeconds(5), to = at + TimeSpan.FromSeconds(25) }));
}
