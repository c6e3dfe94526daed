using System.Reflection;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Notifications;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Rooms;

/// <summary>How often a room asks whether anybody wants to be told.</summary>
public sealed class RoomNoticesTests
{
    private static readonly CameraPlace Place = new(new CustomerId("c1"), new BuildingId("b1"), new RoomId("r1"));

    private readonly Board _board = new();

    [Fact]
    public async Task Tell_WhereNobodyWantsToBeTold_AsksOnce()
    {
        var notices = Notices(new NobodyToTell(isAlone: true));

        await notices.Tell(Place, Fired("1"));
        await notices.Tell(Place, Fired("2"));

        Assert.Equal(1, _board.Asked);
    }

    [Fact]
    public async Task Tell_AfterSomebodyMayWantToBeTold_AsksAgain()
    {
        var nobody = new NobodyToTell(isAlone: true);
        var notices = Notices(nobody);
        await notices.Tell(Place, Fired("1"));

        nobody.Changed();
        await notices.Tell(Place, Fired("2"));

        Assert.Equal(2, _board.Asked);
    }

    [Fact]
    public async Task Tell_WhileItIsAskedSomebodyMayHaveCome_AsksAgain()
    {
        var nobody = new NobodyToTell(isAlone: true);
        var notices = Notices(nobody);
        _board.WhileAsked = nobody.Changed;

        await notices.Tell(Place, Fired("1"));
        await notices.Tell(Place, Fired("2"));

        Assert.Equal(2, _board.Asked);
    }

    [Fact]
    public async Task Tell_WhereSomebodyWantsToBeTold_TellsEachTime()
    {
        _board.IsAnybody = true;
        var notices = Notices(new NobodyToTell(isAlone: true));

        await notices.Tell(Place, Fired("1"));
        await notices.Tell(Place, Fired("2"));

        Assert.Equal(2, _board.Asked);
    }

    [Fact]
    public async Task Tell_WhereOtherSilosMayChangeWhoIsTold_AsksEachTime()
    {
        var notices = Notices(new NobodyToTell(isAlone: false));

        await notices.Tell(Place, Fired("1"));
        await notices.Tell(Place, Fired("2"));

        Assert.Equal(2, _board.Asked);
    }

    private static CaptureTrigger Fired(string id) => new(
        id, SensorId.Parse("0A1B2C3D4E5F/motion"), SensorEventKind.Motion, DateTimeOffset.UnixEpoch, [], Told: new TriggerNames("room", "camera", "sensor"));

    private RoomNotices Notices(NobodyToTell nobody)
    {
        var grains = DispatchProxy.Create<IGrainFactory, Factory>();
        ((Factory)(object)grains).Board = _board;
        return new RoomNotices(grains, nobody);
    }

    private sealed class Board : INoticeBoard
    {
        public int Asked { get; private set; }

        public bool IsAnybody { get; set; }

        public Action? WhileAsked { get; set; }

        public Task<bool> Tell(Notice notice)
        {
            Asked++;
            WhileAsked?.Invoke();
            return Task.FromResult(IsAnybody);
        }

        public Task<Readers> FindReaders(CustomerId customer, NoticeKind kind) => throw new NotSupportedException();
    }

    public class Factory : DispatchProxy
    {
        internal INoticeBoard? Board { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Board;
    }
}
