using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;
using Xunit;

namespace Mihari.Tests.Web.Components.Cameras;

public sealed class CameraBoardTests
{
    [Fact]
    public void From_Dashboard_OrdersByRoomThenNameWithNumbersByValue()
    {
        var board = CameraBoard.From(
            Cards.Building(Cards.Make(10), Cards.Make(1, room: "駐車場", roomId: "r2"), Cards.Make(2)), Cards.Now);

        Assert.Equal(["カメラ2", "カメラ10", "カメラ1"], board.Cards.Select(card => card.Name));
    }

    [Fact]
    public void From_Hub_IsADeviceAndNoCamera_AndItsTroubleCounts()
    {
        var board = CameraBoard.From(
            Cards.Building(Cards.Make(1), Cards.Hub(2, s => s with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) })), Cards.Now);

        Assert.Equal("カメラ1", Assert.Single(board.Cards).Name);
        Assert.Equal(["カメラ1", "ハブ2"], board.DevicesOf(new RoomId("r1")).Select(device => device.Name));
        Assert.Equal((1, 1), (board.Online, board.Troubled));
        Assert.Null(board.Find(Cards.Id(2).Value));
        Assert.Equal(Presence.Offline, board.FindDevice(Cards.Id(2))!.Presence);
        Assert.Empty(board.Matching("", troublesOnly: true));
    }

    [Fact]
    public void Apply_CameraThatTurnsOutToBeAHub_IsNoCameraAnyMore()
    {
        var board = CameraBoard.From(Cards.Building(Cards.Make(1)), Cards.Now);

        var after = board.Apply(Cards.Delta(Cards.Make(1).Next(s => s with { Kind = DeviceKind.Hub })), Cards.Now);

        Assert.Empty(after.Cards);
        Assert.Single(after.Devices);
    }

    [Fact]
    public void Apply_OneChanged_KeepsTheOthersAsTheyAre()
    {
        var first = Cards.Make(1);
        var board = CameraBoard.From(Cards.Building(first, Cards.Make(2)), Cards.Now);

        var after = board.Apply(Cards.Delta(first.Next(status => status with { Presence = Presence.Offline })), Cards.Now);

        Assert.Equal(Presence.Offline, after.Cards[0].Presence);
        Assert.Same(board.Cards[1], after.Cards[1]);
        Assert.Equal((1, 2), (after.Online, board.Online));
    }

    [Fact]
    public void Apply_OlderVersion_IsIgnored()
    {
        var newer = Cards.Make(1).Next(status => status with { Name = "新しい名前" });
        var board = CameraBoard.From(Cards.Building(newer), Cards.Now);

        var after = board.Apply(Cards.Delta(Cards.Make(1)), Cards.Now);

        Assert.Equal("新しい名前", Assert.Single(after.Cards).Name);
    }

    [Fact]
    public void Apply_Removed_IsGone()
    {
        var board = CameraBoard.From(Cards.Building(Cards.Make(1), Cards.Make(2)), Cards.Now);

        var after = board.Apply(new ProjectionDelta<Mihari.Buildings.CameraCard>(new ProjectionPosition("i", 2), [], [Cards.Id(1).Value]), Cards.Now);

        Assert.Equal("カメラ2", Assert.Single(after.Cards).Name);
    }

    /// <summary>Each step's troubles and the second at which they are told; then until when it is said that one is over.</summary>
    [Theory]
    [InlineData("sd@0, @5", 605)]
    [InlineData("sd net@0, sd@5", 605)]
    [InlineData("sd@0, @5, @90", 605)]
    [InlineData("sd@0, @5, sd@90", null)]
    [InlineData("sd@0, net@5", 605)]
    [InlineData("sd@0, sd@5", null)]
    [InlineData("@0, @5", null)]
    [InlineData("sd@0, @5, @700", null)]
    public void Trouble_ThatEndsBeforeTheEyes_IsSaidForTenMinutes(string steps, int? until)
    {
        var said = steps.Split(", ").Select(step => step.Split('@')).Select(step => (
            Troubles: step[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t == "sd" ? TroubleKind.SdCardError : TroubleKind.NetworkDisconnected).ToArray(),
            At: Cards.Now.AddSeconds(int.Parse(step[1], System.Globalization.CultureInfo.InvariantCulture)))).ToList();
        var card = Cards.Make(1, s => s with { Troubles = Cards.Troubles(said[0].Troubles) });
        var board = CameraBoard.From(Cards.Building(card), said[0].At);
        var read = board;
        foreach (var (troubles, at) in said.Skip(1))
        {
            card = card.Next(s => s with { Troubles = Cards.Troubles(troubles) });
            board = board.Apply(Cards.Delta(card), at);
            read = CameraBoard.From(Cards.Building(card), at, read); // After a gap, a whole one comes in its place.
        }

        foreach (var shown in new[] { board, read })
        {
            Assert.Equal(until, (shown.Cards[0].SettledUntil - Cards.Now)?.TotalSeconds);
            Assert.Equal(shown.Cards[0].SettledUntil, shown.NextChange);
            Assert.False(shown.At(Cards.Now.AddSeconds(until ?? 0)).Cards[0].IsSettled);
        }
    }

    [Fact]
    public void At_RecordingEnds_ChangesThatCardAlone()
    {
        var until = Cards.Now.AddSeconds(30);
        var board = CameraBoard.From(Cards.Building(Cards.Make(1, status => status with { RecordingUntil = until }), Cards.Make(2)), Cards.Now);

        Assert.Equal(until, board.NextChange);
        Assert.Same(board, board.At(until.AddMilliseconds(-1)));
        var after = board.At(until);

        Assert.Equal((1, 0), (board.Recording, after.Recording));
        Assert.Same(board.Cards[1], after.Cards[1]);
        Assert.Null(after.NextChange);
    }

    [Theory]
    [InlineData("", false, 3)]
    [InlineData("  ", false, 3)]
    [InlineData("駐車", false, 1)]
    [InlineData("ｶﾒﾗ1", false, 1)]
    [InlineData("かめら", false, 3)]
    [InlineData("１", false, 1)]
    [InlineData("ない", false, 0)]
    [InlineData("", true, 1)]
    [InlineData("駐車", true, 0)]
    public void Matching_TextAndTroubles_FiltersByCameraOrRoom(string text, bool troublesOnly, int expected)
    {
        var board = CameraBoard.From(
            Cards.Building(
                Cards.Make(1),
                Cards.Make(2, status => status with { Troubles = Cards.Troubles(TroubleKind.VideoLost) }),
                Cards.Make(3, room: "駐車場", roomId: "r2")),
            Cards.Now);

        Assert.Equal(expected, board.Matching(text, troublesOnly).Count);
    }
}
