using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Sensors;
using Mihari.Tests.Web.Hosts;
using Mihari.Troubles;
using Mihari.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Live;

/// <summary>The feed of a building: who is let in, what they get, and when the node follows the grain.</summary>
public sealed class LiveFeedsTests : IAsyncLifetime
{
    private static readonly BuildingId Id = new("b1");
    private readonly LiveOptions _options = new() { Grace = TimeSpan.FromSeconds(2) }; // Far below the renewal, which a test of it must not meet.
    private readonly FakeGrains _grains = new();
    private readonly LiveBuilding _building = new("b1", "c1");
    private readonly ArmedTime _time;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LiveFeeds _feeds;

    public LiveFeedsTests()
    {
        _grains.Put<IBuildingGrain>("b1", _building);
        _time = new ArmedTime(() => _building.Subscriptions);
        var instruments = new LiveInstruments(_services.GetRequiredService<IMeterFactory>());
        _feeds = new LiveFeeds(_grains.Factory, Options.Create(_options), _time, instruments, NullLogger<LiveFeeds>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _feeds.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Watch_FirstAndFurtherViewers_ShareOneSubscriptionAndGetTheWhole()
    {
        _building.Silently(1, "one");
        await using var first = Watch("a1");
        var whole = await first.Next();
        await _building.Change(2, "two");
        var delta = await first.Next();
        await using var second = Watch("a2");
        var all = await second.Next();

        Assert.Equal("one", Assert.Single(whole.Snapshot!.Cameras.Items).Status.Name);
        Assert.Equal("two", Assert.Single(delta.Delta!.Changed).Status.Name);
        Assert.Equal(["one", "two"], all.Snapshot!.Cameras.Items.Select(c => c.Status.Name));
        Assert.Equal(1, _building.Subscriptions);
        Assert.Equal(2, _building.Admissions);
    }

    [Theory]
    [InlineData("ごみ集積場", 0, false)]
    [InlineData("エントランス", 1, false)]
    [InlineData("エントランス", 0, true)]
    public async Task Watch_OfWhatGotOtherRoomsSensorsOrLine_GetsThem(string name, int open, bool isLineLost)
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        var (room, line) = (new RoomEntry(new RoomId("r1"), name, new SensorCount(1, open, 0)), isLineLost ? new LineTrouble(DateTimeOffset.UnixEpoch, 40) : null);

        _building.Line = line;
        await _building.Reframe(room);

        LiveUpdate<Dashboard, CameraCard> update;
        do
            update = await viewer.Next();
        while (update.Snapshot is null);
        Assert.Equal((room, line), (Assert.Single(update.Snapshot.Rooms), update.Snapshot.Line));
    }

    [Fact]
    public async Task Watch_RenewalIsDueAfterTheLastViewerLeft_WaitsForAnother()
    {
        _options.Lease = TimeSpan.FromSeconds(5); // Renewed after a third of it, which is before the subscription is dropped.
        await using (var viewer = Watch("a1"))
        {
            await viewer.Next();
            await _time.Armed(after: 1);
        }

        _time.Advance(TimeSpan.FromSeconds(1.8));

        TimeSpan wait;
        do
            wait = await _time.NextWait();
        while (wait > TimeSpan.Zero);
        Assert.Equal(Timeout.InfiniteTimeSpan, wait);
        Assert.Equal(1, _building.Subscriptions);
    }

    [Fact]
    public async Task Watch_AnotherCustomersViewer_IsRefusedThoughTheNodeFollowsTheBuilding()
    {
        await using var first = Watch("a1");
        await first.Next();

        await using var stranger = Watch("x1", "c2");

        await Assert.ThrowsAsync<UnknownIdException>(stranger.Next);
    }

    [Fact]
    public async Task Watch_SlowViewer_GetsTheLastValueOfEachItemOnce()
    {
        await using var slow = Watch("a1");
        await slow.Next();
        for (var i = 0; i < 1000; i++)
            await _building.Change(i % 3, $"name {i}");
        await _building.Remove(0);

        var update = await slow.Next();
        var further = slow.Next();
        await _building.Change(1, "further");

        Assert.Equal(["name 997", "name 998"], update.Delta!.Changed.Select(c => c.Status.Name).Order(StringComparer.Ordinal));
        Assert.Equal("02AA00000000", Assert.Single(update.Delta.Removed));
        Assert.Equal(1001, update.Delta.Position.Sequence);
        Assert.Equal("further", Assert.Single((await further).Delta!.Changed).Status.Name);
    }

    [Fact]
    public async Task Delta_AfterAGap_BringsASnapshot()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        await _building.NextSubscription();

        _building.Silently(1, "lost");
        await _building.Change(2, "seen");
        var update = await viewer.Next();

        Assert.Equal(["lost", "seen"], update.Snapshot!.Cameras.Items.Select(c => c.Status.Name));
        Assert.Equal(2, _building.Subscriptions);
    }

    [Fact]
    public async Task Delta_ThatComesTwice_IsPassedOnOnce()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        var delta = _building.Silently(1, "one");

        await _building.Observer!.OnBuildingChanged(Id, delta);
        await viewer.Next();
        await _building.Observer!.OnBuildingChanged(Id, delta);
        await _building.Change(2, "two");

        Assert.Equal("two", Assert.Single((await viewer.Next()).Delta!.Changed).Status.Name);
        Assert.Equal(1, _building.Subscriptions);
    }

    [Fact]
    public async Task Delta_WhileTheSubscriptionIsOnItsWay_IsNotLost()
    {
        _building.WhileSubscribing = () => _building.Change(1, "early");
        await using var viewer = Watch("a1");

        var whole = await viewer.Next();
        var delta = await viewer.Next();

        Assert.Empty(whole.Snapshot!.Cameras.Items);
        Assert.Equal("early", Assert.Single(delta.Delta!.Changed).Status.Name);
        Assert.Equal(1, _building.Subscriptions);
    }

    [Fact]
    public async Task Lease_IsRenewedBeforeHalfOfIt()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        await _building.NextSubscription();

        await Pass(_options.Lease / 3);
        await _building.NextSubscription();

        Assert.Equal(2, _building.Subscriptions);
    }

    [Fact]
    public async Task Grain_StartedAnew_IsNoticedWithinTwoSeconds()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        await _building.NextSubscription();

        _building.Restart();
        _building.Silently(1, "after the restart");
        await Pass(TimeSpan.FromSeconds(2));
        var update = await viewer.Next();

        Assert.Equal("after the restart", Assert.Single(update.Snapshot!.Cameras.Items).Status.Name);
    }

    [Fact]
    public async Task Renewal_ThatFails_IsTriedAgainUntilItHolds()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        await _building.NextSubscription();

        _building.Broken = new TimeoutException("no silo");
        await Pass(_options.Lease / 3);
        await _building.NextSubscription();
        _building.Broken = null;
        _building.Restart();
        _building.Silently(1, "back");
        await Pass(_options.RetryPause);
        var update = await viewer.Next();

        Assert.Equal("back", Assert.Single(update.Snapshot!.Cameras.Items).Status.Name);
    }

    [Fact]
    public async Task Renewal_RefusedForOneViewer_EndsThatViewerOnly()
    {
        await using var put = Watch("a1");
        await put.Next();
        await using var stays = Watch("a2");
        await stays.Next();
        await _building.NextSubscription();

        _building.PutOut.Add("a1");
        var refused = Assert.ThrowsAsync<UnknownIdException>(put.Next);
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (!refused.IsCompleted && waiting.Elapsed < Wait.Long)
        {
            _time.Advance(_options.Lease / 3); // The second viewer's joining sets the timer anew, perhaps only after a single advance.
            await Task.Yield();
        }

        await refused;
        await _building.NextSubscription();
        await _building.Change(1, "still here");

        // Where the clock went on for longer than the lease, all of it comes anew first.
        var update = await stays.Next();
        while (!(update.Delta?.Changed ?? update.Snapshot!.Cameras.Items).Any(card => card.Status.Name == "still here"))
            update = await stays.Next();
    }

    [Fact]
    public async Task Room_AddedToTheBuilding_BringsASnapshotAtTheNextRenewal()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        await _building.NextSubscription();

        _building.Rooms = _building.Rooms.Add(new RoomEntry(new RoomId("r2"), "駐輪場"));
        await Pass(_options.Lease / 3);

        Assert.Equal(2, (await viewer.Next()).Snapshot!.Rooms.Length);
    }

    [Fact]
    public async Task LastViewer_Leaves_SubscriptionEndsAfterTheGrace()
    {
        var first = Watch("a1");
        await first.Next();
        var second = Watch("a2");
        await second.Next();

        await first.DisposeAsync();
        _time.Advance(_options.Grace);
        Assert.NotNull(_building.Observer);
        await second.DisposeAsync();
        Assert.NotNull(_building.Observer);
        _time.Advance(_options.Grace);
        await _building.NextUnsubscription();

        Assert.Null(_building.Observer);
    }

    [Fact]
    public async Task Viewer_WhoComesBackWithinTheGrace_FindsTheSubscription()
    {
        var first = Watch("a1");
        await first.Next();
        await first.DisposeAsync();
        _time.Advance(_options.Grace / 2);

        await using var again = Watch("a1");
        await again.Next();
        _time.Advance(_options.Grace);

        Assert.Equal(1, _building.Subscriptions);
        Assert.NotNull(_building.Observer);
    }

    [Fact]
    public async Task Stop_LeavesTheProjectionsAndTakesTheObserverBack()
    {
        await using var viewer = Watch("a1");
        await viewer.Next();
        var observer = _building.Observer;

        await _feeds.StopAsync(CancellationToken.None);

        Assert.Null(_building.Observer);
        Assert.Equal([observer!], _grains.Deleted);
    }

    /// <summary>Lets time pass once the feed waits for it: it sets its timer a while after the answer that the test has seen.</summary>
    private async Task Pass(TimeSpan span)
    {
        await _time.Armed(_building.Subscriptions);
        _time.Advance(span);
    }

    private Viewer Watch(string account, string customer = "c1") => new(_feeds, new Caller(new AccountId(account), new CustomerId(customer), Role.Viewer));

    private sealed class Viewer : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly IAsyncEnumerator<LiveUpdate<Dashboard, CameraCard>> _updates;
        private Task? _last;

        public Viewer(LiveFeeds feeds, Caller caller) => _updates = feeds.WatchBuilding(caller, Id, _stop.Token).GetAsyncEnumerator();

        public async Task<LiveUpdate<Dashboard, CameraCard>> Next()
        {
            var next = _updates.MoveNextAsync().AsTask();
            _last = next;
            Assert.True(await next.WaitAsync(Wait.Long));
            return _updates.Current;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            if (_last is not null)
                await Task.WhenAny(_last);

            await _updates.DisposeAsync();
            _stop.Dispose();
        }
    }
}
