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
    public void From_Hub_IsNotACamera() =>
        Assert.Empty(CameraBoard.From(Cards.Building(Cards.Make(1, status => status with { Kind = DeviceKind.Hub })), Cards.Now).Cards);

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
