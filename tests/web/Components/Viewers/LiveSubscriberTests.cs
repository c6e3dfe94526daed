using Bunit;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Cameras;
using Xunit;

namespace Mihari.Tests.Web.Components.Viewers;

/// <summary>Changes that overtake each other, on a listener that takes its time to end.</summary>
public sealed class LiveSubscriberTests
{
    private static readonly Caller Caller = new(new AccountId("a1"), new CustomerId("c1"), Role.Viewer);

    [Fact]
    public async Task Disposal_WhileAChangeWaitsForTheListener_LeavesNobodyListening()
    {
        await using var portal = new Portals("ja");
        var ends = portal.Feeds.HoldEnds();
        var subscriber = Open(portal, "b1");
        Assert.Equal(1, portal.Feeds.Watching);

        Change(subscriber, "b2");
        var disposal = subscriber.InvokeAsync(() => subscriber.Instance.DisposeAsync().AsTask());
        ends.SetResult();
        await disposal.WaitAsync(Live.Wait.Long);

        Assert.Equal(0, portal.Feeds.Watching);
        Change(subscriber, "b3");
        Assert.Equal(0, portal.Feeds.Watching);
    }

    [Fact]
    public async Task TwoChanges_WhileTheFirstListenerEnds_LeaveOneListener()
    {
        await using var portal = new Portals("ja");
        var ends = portal.Feeds.HoldEnds();
        var subscriber = Open(portal, "b1");

        Change(subscriber, "b2");
        Change(subscriber, "b3");
        Assert.Equal(1, portal.Feeds.Watching);
        ends.SetResult();
        await portal.Feeds.Watched(new BuildingId("b3"));

        Assert.Equal(1, portal.Feeds.Watching);
    }

    private static IRenderedComponent<BuildingSubscriber> Open(Portals portal, string building) =>
        portal.Page.Render<BuildingSubscriber>(of => of
            .Add(s => s.Caller, Caller).Add(s => s.Building, new BuildingId(building)).Add(s => s.OnChanged, _ => { }));

    private static void Change(IRenderedComponent<BuildingSubscriber> subscriber, string building) =>
        subscriber.Render(of => of.Add(s => s.Building, new BuildingId(building)));
}
