using Mihari.Web.Components.Cameras;
using Xunit;

namespace Mihari.Tests.Web.Components.Cameras;

public sealed class PanelHistoryTests
{
    [Fact]
    public void At_OpenedOnTheList_GoesBackToIt()
    {
        var open = default(PanelHistory).At(null).At("c1");

        Assert.True(open.IsOnList);
        Assert.Null(open.Left);
    }

    [Fact]
    public void At_OpenedByItsAddress_HasNoListBehindIt()
    {
        var open = default(PanelHistory).At("c1");

        Assert.False(open.IsOnList);
        Assert.False(open.At("c1").IsOnList);
    }

    [Fact]
    public void At_Closed_TellsWhichCameraWasLeftAndMayBeClosedAgain()
    {
        var closed = (default(PanelHistory).At(null).At("c1") with { IsClosing = true }).At(null);

        Assert.Equal("c1", closed.Left);
        Assert.False(closed.IsClosing);
        Assert.True(closed.At("c2").IsOnList);
    }
}
