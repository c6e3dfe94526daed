using System.Reflection;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Grains.Projections;
using Mihari.Identifiers;
using Mihari.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Orleans.Timers;

namespace Mihari.Tests.Grains.Projections;

/// <summary>When changes go out to those who watch.</summary>
public sealed class LiveProjectionTests : IBuildingObserver, IGrainBase, IDisposable
{
    private static readonly RoomId Room = new("r1");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services;
    private readonly List<ProjectionDelta<CameraCard>> _deltas = [];
    private readonly LiveProjection<CameraCard, IBuildingObserver> _cards;

    public LiveProjectionTests()
    {
        _services = new ServiceCollection().AddMetrics().AddSingleton<ProjectionInstruments>().AddSingleton<ITimerRegistry>(new ClockTimers(_clock)).BuildServiceProvider();
        GrainContext = ContextOf.Services(_services);
        _cards = new LiveProjection<CameraCard, IBuildingObserver>(this, _clock, NullLogger.Instance, (observer, delta) => observer.OnBuildingChanged(new BuildingId("b1"), delta));
        _cards.Subscribe(this, TimeSpan.FromHours(1));
    }

    public IGrainContext GrainContext { get; }

    [Fact]
    public void TenReportsOfARoom_AreOneDeltaAfterTenMilliseconds_AndTheNextIsAWindowLater()
    {
        for (var camera = 1; camera <= 10; camera++)
            _cards.Set(Card(camera));
        Pass(9);
        Assert.Empty(_deltas);

        Pass(1);
        Assert.Equal(Enumerable.Range(1, 10).Select(camera => Card(camera).Camera.Value), Assert.Single(_deltas).Changed.Select(card => card.Camera.Value).Order(StringComparer.Ordinal));

        _cards.Set(Card(11));
        Pass(99);
        Assert.Single(_deltas);

        Pass(1);
        Assert.Equal(Card(11), Assert.Single(_deltas[1].Changed));
        Assert.Equal([1, 2], _deltas.Select(delta => delta.Position.Sequence));
    }

    [Fact]
    public void ReportLongAfterTheLast_WaitsNoLongerThanTheFirst()
    {
        _cards.Set(Card(1));
        Pass(10);
        Pass(5_000);
        _cards.Set(Card(2));

        Pass(10);

        Assert.Equal(Card(2), Assert.Single(_deltas[1].Changed));
    }

    Task IBuildingObserver.OnBuildingChanged(BuildingId building, ProjectionDelta<CameraCard> delta)
    {
        _deltas.Add(delta);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _cards.Dispose();
        _services.Dispose();
    }

    private void Pass(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private CameraCard Card(int camera)
    {
        var device = DeviceId.Parse($"02AA000000{camera:00}");
        return new CameraCard(device, Room, "エントランス", new CameraStatus(device, 1, "カメラ", DeviceKind.Camera, Presence.Online, _clock.Start, null, VideoState.Ok, [], null, null));
    }

    /// <summary>Timers of grains without grains: they tick as the clock is moved.</summary>
    private sealed class ClockTimers(TimeProvider clock) : ITimerRegistry
    {
        public IDisposable RegisterTimer(IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
            new ClockTimer(clock.CreateTimer(_ => callback(state, CancellationToken.None).Ignore(), null, options.DueTime, options.Period));
    }

    private sealed class ClockTimer(ITimer timer) : IGrainTimer
    {
        public void Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose() => timer.Dispose();
    }
}

/// <summary>Of a grain's surroundings its services alone.</summary>
internal class ContextOf : DispatchProxy
{
    private IServiceProvider? _services;

    public static IGrainContext Services(IServiceProvider services)
    {
        var context = Create<IGrainContext, ContextOf>();
        ((ContextOf)(object)context)._services = services;
        return context;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == "get_" + nameof(IGrainContext.ActivationServices) ? _services : throw new NotSupportedException(targetMethod.Name);
}
