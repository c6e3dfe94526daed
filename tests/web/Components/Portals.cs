using Microsoft.Extensions.Logging.Abstractions;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Web.Accounts;
using Mihari.Web.Branding;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Live;
using MudBlazor.Services;

namespace Mihari.Tests.Web.Components;

/// <summary>A page's surroundings without a browser: live feeds that the test speaks into, and a clock that it holds.</summary>
internal sealed class Portals : IAsyncDisposable
{
    private readonly Language _language;

    /// <summary>A second, as bUnit has it, is not long enough for a busy machine.</summary>
    static Portals() => BunitContext.DefaultWaitTimeout = Wait.Long;

    public Portals(string language)
    {
        _language = new Language(language);
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        Page.JSInterop.SetupModule(PortalScript.Path).Mode = JSRuntimeMode.Loose;
        Page.Services.AddMudServices();
        Page.Services.AddLocalization();
        Page.Services.AddSingleton<TimeProvider>(Time);
        Page.Services.AddSingleton<ILiveFeeds>(Feeds);
        Page.Services.AddSingleton(new ServiceWatch(Grains.Factory, Time, NullLogger<ServiceWatch>.Instance));
        Page.Services.AddSingleton(Grains.Factory);
        Page.Services.AddSingleton<AuthenticationStateProvider>(new SignedInAs(this));
        Page.Services.AddScoped<PageCaller>();
        Page.Services.AddForms();
        Page.Services.AddSingleton(new Brand(Options.Create(new BrandingOptions())));
        Page.Services.AddScoped<BuildingFilter>();
        Page.Services.AddScoped<BuildingInView>();
        Page.Services.AddScoped(_ => new Viewer { Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo") });
    }

    public BunitContext Page { get; } = new();

    public FakeTimeProvider Time { get; } = new(Cards.Now);

    public SpokenFeeds Feeds { get; } = new();

    /// <summary>The grains that pages call; none until a test puts them there.</summary>
    public FakeGrains Grains { get; } = new();

    /// <summary>As whom pages call them.</summary>
    public Role Role { get; set; } = Role.Administrator;

    /// <summary>Who is signed in, for pages that ask.</summary>
    public static Task<AuthenticationState> SignedIn(string? customer = "c1")
    {
        var caller = new Caller(new AccountId("a1"), customer is null ? null : new CustomerId(customer), customer is null ? Role.Support : Role.Administrator);
        return Task.FromResult(new AuthenticationState(new SessionGrant(caller, "さくら", "s", "s1").ToPrincipal("test")));
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        _language.Dispose();
    }

    private sealed class SignedInAs(Portals portal) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            var caller = new Caller(new AccountId("a1"), portal.Role == Role.Support ? null : new CustomerId("c1"), portal.Role);
            return Task.FromResult(new AuthenticationState(new SessionGrant(caller, "さくら", "s", "s1").ToPrincipal("test")));
        }
    }
}

/// <summary>Live feeds that say what the test says, in order.</summary>
internal sealed class SpokenFeeds : ILiveFeeds
{
    private readonly ConcurrentDictionary<string, Channel<LiveUpdate<Dashboard, CameraCard>>> _buildings = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Waiting)> _waiting = [];
    private readonly HashSet<BuildingId> _watched = [];

    public Channel<LiveUpdate<Portfolio, BuildingSummary>> Portfolio { get; } = Channel.CreateUnbounded<LiveUpdate<Portfolio, BuildingSummary>>();

    /// <summary>How many subscriptions are open.</summary>
    public int Watching { get; private set; }

    private Task Ends { get; set; } = Task.CompletedTask;

    /// <summary>Waits for a subscription to that building, begun before now or later: they begin and end behind the page's back, without it being drawn.</summary>
    public Task Watched(BuildingId building) => Until(() => _watched.Contains(building));

    /// <summary>Waits until so many subscriptions to buildings are open, and no more.</summary>
    public Task Left(int open = 0) => Until(() => Watching == open);

    /// <summary>Subscriptions end no sooner than the test lets them.</summary>
    public TaskCompletionSource HoldEnds()
    {
        var ends = New();
        Ends = ends.Task;
        return ends;
    }

    public void Say(Dashboard snapshot) => Of(snapshot.Building).Writer.TryWrite(new(snapshot, null));

    public void Say(BuildingId building, ProjectionDelta<CameraCard> delta) => Of(building).Writer.TryWrite(new(null, delta));

    public void Refuse(BuildingId building) => Of(building).Writer.Complete(new UnknownIdException("building", building.Value));

    public async IAsyncEnumerable<LiveUpdate<Dashboard, CameraCard>> WatchBuilding(
        Caller caller, BuildingId building, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        Change(1, building);
        try
        {
            await foreach (var update in Of(building).Reader.ReadAllAsync(cancel))
                yield return update;
        }
        finally
        {
            await Ends;
            Change(-1, building);
        }
    }

    public IAsyncEnumerable<LiveUpdate<Portfolio, BuildingSummary>> WatchPortfolio(Caller caller, CustomerId customer, CancellationToken cancel) =>
        Portfolio.Reader.ReadAllAsync(cancel);

    private Task Until(Func<bool> holds)
    {
        lock (_gate)
        {
            if (holds())
                return Task.CompletedTask;

            var waiting = New();
            _waiting.Add((holds, waiting));
            return waiting.Task.WaitAsync(Live.Wait.Long);
        }
    }

    private void Change(int by, BuildingId building)
    {
        lock (_gate)
        {
            Watching += by;
            _watched.Add(building);
            foreach (var (_, waiting) in _waiting.Where(w => w.Holds()))
                waiting.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Channel<LiveUpdate<Dashboard, CameraCard>> Of(BuildingId building) =>
        _buildings.GetOrAdd(building.Value, _ => Channel.CreateUnbounded<LiveUpdate<Dashboard, CameraCard>>());
}
