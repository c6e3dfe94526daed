using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Tests.Web.Components;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Web.Fleet;
using Mihari.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

/// <summary>Who may see a fleet, what they get, and when the node follows it.</summary>
public sealed class FleetsTests : IAsyncLifetime
{
    private static readonly Caller Owner = new(new AccountId("a1"), TestFleet.Customer, Role.Viewer);

    /// <summary>No clock of the test's passes a deadline before what it waits for has begun.</summary>
    private static readonly TimeSpan AtWork = TimeSpan.FromMilliseconds(5);

    private readonly SpokenFeeds _feeds = new();
    private readonly FakeGrains _grains = new();
    private readonly OwnCustomer _customer = new();
    private readonly FakeTimeProvider _time = new(Cards.Now);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Fleets _fleets;

    public FleetsTests()
    {
        _grains.Put<ICustomerGrain>("c1", _customer);
        _fleets = new Fleets(
            _feeds, _grains.Factory, Options.Create(new FleetOptions { Grace = TimeSpan.FromSeconds(30) }), _time,
            new FleetInstruments(_services.GetRequiredService<IMeterFactory>()), NullLogger<Fleets>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _fleets.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Watch_GivesTheFleet_AndEachChange()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A"), TestFleet.Summary("b2", "B")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        _feeds.Say(TestFleet.Building("b2", "B", Cards.Make(2)));
        await using var viewer = Watch(Owner);
        var fleet = await Until(viewer, f => f.IsComplete);
        Assert.Equal(["カメラ1", "カメラ2"], fleet.Rows.Select(row => row.Card.Name).Order(StringComparer.Ordinal));

        _feeds.Say(new BuildingId("b2"), Cards.Delta(Cards.Make(2).Next(s => s with { Presence = Presence.Offline })));

        Assert.Equal(1, (await Until(viewer, f => f.Rows.Any(row => row.States == FleetStates.Offline))).Query(FleetFilter.Everything).States.Offline);
    }

    [Fact]
    public async Task Watch_AfterAChange_NothingComesThatIsTheSame()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        await using var viewer = Watch(Owner);
        var before = await Until(viewer, f => f.IsComplete);

        for (var i = 0; i < 3; i++)
            _feeds.Say(new BuildingId("b1"), Cards.Delta(Cards.Make(1)));

        _feeds.Say(new BuildingId("b1"), Cards.Delta(Cards.Make(1).Next(s => s with { Presence = Presence.Offline })));

        Assert.Equal(before.Version + 1, (await Until(viewer, _ => true)).Version);
    }

    [Fact]
    public async Task Watch_ThePortfolioThatIsRefusedWhileMuchChanges_Ends()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        await using var viewer = Watch(Owner);
        await Until(viewer, f => f.IsComplete);

        _customer.IsGone = true;
        _feeds.Portfolio.Writer.Complete(new UnknownIdException("customer", "c1"));

        await Assert.ThrowsAsync<UnknownIdException>(() => Until(viewer, f =>
        {
            _feeds.Say(new BuildingId("b1"), Cards.Delta(Cards.Make(1, s => s with { Name = $"カメラ{f.Version}", Version = f.Version + 1 })));
            return false;
        }));
    }

    [Fact]
    public async Task Watch_ManyViewers_ShareOneFleetAndItsAnswers()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        await using var first = Watch(Owner);
        await using var second = Watch(Owner with { Account = new AccountId("a2") });

        // Whoever comes later gets what is newer.
        var (one, other) = (await Until(first, f => f.IsComplete), await Until(second, f => f.IsComplete));
        while (one.Version != other.Version)
        {
            if (one.Version < other.Version)
                one = await Until(first, _ => true);
            else
                other = await Until(second, _ => true);
        }

        Assert.Same(one.Query(FleetFilter.Everything), other.Query(FleetFilter.Everything));
        Assert.Equal(1, _feeds.Watching);
        Assert.Equal(2, _customer.Admitted);
    }

    [Fact]
    public async Task Watch_AnotherCustomersViewer_IsRefusedThoughTheNodeFollowsTheFleet()
    {
        Say(TestFleet.Portfolio());
        await using var first = Watch(Owner);
        await Until(first, f => f.IsComplete);
        await using var stranger = Watch(new Caller(new AccountId("x1"), new CustomerId("c2"), Role.Administrator));

        await Assert.ThrowsAsync<UnknownIdException>(async () => await stranger.MoveNextAsync());
        await Assert.ThrowsAsync<UnknownIdException>(() =>
            _fleets.Get(new Caller(new AccountId("x1"), new CustomerId("c2"), Role.Viewer), TestFleet.Customer, TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task Get_ABuildingThatDoesNotAnswer_GivesTheOthersAfterAWhile()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A"), TestFleet.Summary("b2", "B")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        await using (var viewer = Watch(Owner))
            await Until(viewer, f => f.Rows.Length == 1);

        // It has what is known, and waits for more, as it returns.
        var got = _fleets.Get(Owner, TestFleet.Customer, TimeSpan.FromSeconds(5), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        var fleet = (await got.WaitAsync(Wait.Long))!;
        Assert.Equal(("カメラ1", false), (Assert.Single(fleet.Rows).Card.Name, fleet.IsComplete));
    }

    [Fact]
    public async Task Leave_TheLastViewer_LetsGoAfterTheGrace()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        await using (var viewer = Watch(Owner))
            await Until(viewer, f => f.IsComplete);

        Assert.Equal(1, _feeds.Watching);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, _feeds.Watching);
        _time.Advance(TimeSpan.FromSeconds(1));

        await _feeds.Left();
    }

    [Fact]
    public async Task Building_ThatIsGone_IsLeftWithItsCameras()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A"), TestFleet.Summary("b2", "B")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1)));
        _feeds.Say(TestFleet.Building("b2", "B", Cards.Make(2)));
        await using var viewer = Watch(Owner);
        await Until(viewer, f => f.Rows.Length == 2);

        _feeds.Portfolio.Writer.TryWrite(new(null, new ProjectionDelta<BuildingSummary>(new ProjectionPosition("i", 2), [], ["b2"])));

        Assert.Equal("b1", Assert.Single((await Until(viewer, f => f.Buildings.Length == 1 && f.Rows.Length == 1)).Rows).Building.Value);
        await _feeds.Left(open: 1);
    }

    [Fact]
    public async Task Recording_EndsInTheFleetWithoutAWord()
    {
        Say(TestFleet.Portfolio(TestFleet.Summary("b1", "A")));
        _feeds.Say(TestFleet.Building("b1", "A", Cards.Make(1, s => s with { RecordingUntil = Cards.Now.AddMinutes(5) })));
        await using var viewer = Watch(Owner);
        await Until(viewer, f => f.Rows.Any(row => row.Card.IsRecording));

        await Until(viewer, f => f.Rows.All(row => !row.Card.IsRecording), TimeSpan.FromSeconds(30));
    }

    private void Say(Portfolio portfolio) => _feeds.Portfolio.Writer.TryWrite(new(portfolio, null));

    private IAsyncEnumerator<FleetSnapshot> Watch(Caller caller) => _fleets.Watch(caller, TestFleet.Customer, CancellationToken.None).GetAsyncEnumerator();

    /// <summary>Snapshots wait for one another: the clock moves while they are waited for, and nothing else is at work.</summary>
    private async Task<FleetSnapshot> Until(IAsyncEnumerator<FleetSnapshot> viewer, Func<FleetSnapshot, bool> holds, TimeSpan? step = null)
    {
        while (true)
        {
            var next = viewer.MoveNextAsync().AsTask();
            await Passing(next, step);
            Assert.True(await next);
            if (holds(viewer.Current))
                return viewer.Current;
        }
    }

    private async Task Passing(Task task, TimeSpan? step = null)
    {
        using var late = new CancellationTokenSource(Wait.Long);
        while (!task.IsCompleted)
        {
            late.Token.ThrowIfCancellationRequested();
            if (await Task.WhenAny(task, Task.Delay(AtWork, TimeProvider.System, late.Token)) != task)
                _time.Advance(step ?? FleetFollower.Window);
        }
    }

    private sealed class OwnCustomer : ICustomerGrain
    {
        public int Admitted { get; private set; }

        public bool IsGone { get; set; }

        public Task Register(Caller by, string name) => throw new NotSupportedException();

        public Task<Portfolio> GetPortfolio(Caller by)
        {
            if (IsGone || by.Customer != TestFleet.Customer)
                throw new UnknownIdException("customer", "c1");

            Admitted++;
            return Task.FromResult(TestFleet.Portfolio());
        }

        public Task<Portfolio> Subscribe(Caller by, IPortfolioObserver observer, TimeSpan lease) => throw new NotSupportedException();

        public Task<ProjectionPosition> GetPosition() => throw new NotSupportedException();

        public Task Unsubscribe(IPortfolioObserver observer) => throw new NotSupportedException();
    }
}
