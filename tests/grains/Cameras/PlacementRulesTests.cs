using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Cameras;

/// <summary>Whose the troubles are that go on while a device comes to another place.</summary>
public sealed class PlacementRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeviceId Device = DeviceId.Parse("02AA00000001");
    private static readonly CameraPlace Old = new(new CustomerId("c"), new BuildingId("b"), new RoomId("old"));

    [Fact]
    public void After_PutElsewhere_TroublesBeginThere_AndNobodyIsToldThatTheOldOnesEnded()
    {
        var removed = Troubled() with { Place = null, LastPlace = Old };

        var put = PlacementRules.After(removed, Step(PlacementKind.Put, Old with { Room = new RoomId("new") }), Noon)!;

        Assert.Equal([new ActiveTrouble(TroubleKind.SdCardError, Noon)], put.Troubles.AsEnumerable());
        var told = Assert.Single(NoticeRules.Noted(Device, removed, put, new HashSet<string>(), Noon).Notices);
        Assert.Equal((NoticeKind.TroubleRaised, "new", Noon), (told.Kind, told.Place.Room.Value, told.Trouble!.Since));
    }

    [Fact]
    public void After_RestoredOrPutForTheFirstTime_TroublesGoOnAsTheyDid()
    {
        var troubled = Troubled();

        Assert.Equal(troubled.Troubles, PlacementRules.After(troubled with { Place = null, LastPlace = Old }, Step(PlacementKind.Restore, Old), Noon)!.Troubles);
        Assert.Equal(troubled.Troubles, PlacementRules.After(troubled with { Place = null }, Step(PlacementKind.Put, Old), Noon)!.Troubles);
        Assert.Equal(troubled.Troubles, PlacementRules.After(troubled, Step(PlacementKind.Put, Old), Noon)!.Troubles);
    }

    private static CameraState Troubled() => new() { Place = Old, Name = "カメラ", Troubles = [new ActiveTrouble(TroubleKind.SdCardError, Noon.AddDays(-1))] };

    private static Placement Step(PlacementKind kind, CameraPlace place) => new(Device, kind, place, "カメラ", []);
}
