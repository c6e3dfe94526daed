using System.Collections.Immutable;
using Mihari.Grains.Cameras;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;

namespace Mihari.Tests.Grains.Rooms;

/// <summary>Which devices a room knows that stood in it.</summary>
public sealed class FormerDevicesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly CameraPlace Here = new(new CustomerId("c"), new BuildingId("b"), new RoomId("r"));

    [Fact]
    public void After_OneThatLeft_ForgetsThoseWhoseTroublesAreNotKept()
    {
        var (old, young, left) = (Stay(1, Noon.AddDays(-1).AddTicks(-1)), Stay(2, Noon.AddDays(-1)), Stay(3, Noon));

        Assert.Equal([young, left], After([old, young], Change(left: [left])));
    }

    [Fact]
    public void After_MoreThanTheMost_KeepsTheNewest()
    {
        var stays = Enumerable.Range(1, FormerDevices.Most).Select(n => Stay(n, Noon)).ToImmutableArray();
        var left = Stay(0, Noon);

        Assert.Equal([.. stays[1..], left], After(stays, Change(left: [left])));
    }

    [Fact]
    public void After_ARestoredDevice_ForgetsItsLastStay_UnlessItStandsElsewhereMeanwhile()
    {
        var (first, last, other) = (Stay(1, Noon), Stay(1, Noon.AddHours(1)), Stay(2, Noon.AddHours(2)));
        var change = Change(restored: [1, 2]);

        Assert.Equal([first, other], After([first, last, other], change, standing: 1));
    }

    [Fact]
    public void After_AChangeThatWasBegunByAnEarlierVersion_LeavesThemAsTheyAre()
    {
        var stay = Stay(1, Noon);

        Assert.Equal([stay], After([stay], Change()));
    }

    [Fact]
    public void Of_ADevice_FollowsThePlacesThatWereHandedOnToIt()
    {
        ImmutableArray<FormerDevice> former =
        [
            Stay(1, Noon, successor: 9), // To somebody else, long ago.
            Stay(1, Noon.AddHours(1), successor: 2),
            Stay(5, Noon.AddHours(2)),
            Stay(2, Noon.AddHours(3), successor: 3),
        ];

        Assert.Equal([former[3], former[1]], FormerDevices.Of(Device(3), former));
        Assert.Equal([former[2]], FormerDevices.Of(Device(5), former));
        Assert.Equal([former[1], former[0]], FormerDevices.Of(Device(1), former));
        Assert.Empty(FormerDevices.Of(Device(4), former));
    }

    private static IEnumerable<FormerDevice> After(ImmutableArray<FormerDevice> former, RoomChange change, params int[] standing) => FormerDevices.After(
        new RoomState { FormerDevices = former }, change, [.. standing.Select(n => new RoomDevice(Device(n), "カメラ", []))], Noon.AddDays(-1));

    private static RoomChange Change(FormerDevice[]? left = null, int[]? restored = null) => new(
        [.. (restored ?? []).Select(n => new Placement(Device(n), PlacementKind.Restore, Here, "カメラ", []))],
        Here.Building, [], [], null, [], Left: left is null ? default : [.. left]);

    private static FormerDevice Stay(int device, DateTimeOffset to, int? successor = null) =>
        new(Device(device), "カメラ", null, to, successor is { } heir ? Device(heir) : null);

    private static DeviceId Device(int n) => DeviceId.Parse(FormattableString.Invariant($"02AA{n:X8}"));
}
