using System.Collections.Immutable;
using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Troubles;

namespace Mihari.Tests.Web.Live;

/// <summary>A building whose deltas the test sends itself.</summary>
public sealed class LiveBuilding(string id, string customer) : IBuildingGrain
{
    private readonly Channel<TimeSpan> _subscribed = Channel.CreateUnbounded<TimeSpan>();
    private readonly Channel<IBuildingObserver> _unsubscribed = Channel.CreateUnbounded<IBuildingObserver>();
    private ImmutableSortedDictionary<string, CameraCard> _cards = ImmutableSortedDictionary<string, CameraCard>.Empty;
    private string _incarnation = "first";
    private long _sequence;

    public IBuildingObserver? Observer { get; private set; }

    public int Subscriptions { get; private set; }

    public int Admissions { get; private set; }

    /// <summary>Thrown by the next calls of <see cref="Subscribe"/>, as long as it is set.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Run within <see cref="Subscribe"/>, after the snapshot is taken.</summary>
    public Func<Task>? WhileSubscribing { get; set; }

    public HashSet<string> PutOut { get; } = [];

    public LineTrouble? Line { get; set; }

    public ImmutableArray<RoomEntry> Rooms { get; set; } = [new(new RoomId("r1"), "エントランス")];

    public Task Create(Caller by, CustomerId owner, string name) => throw new NotSupportedException();

    public Task AddRoom(Caller by, RoomId room, string name, ContractNumber contract) => throw new NotSupportedException();

    public Task<Dashboard> GetDashboard(Caller by)
    {
        Admissions++;
        return Task.FromResult(For(by));
    }

    public async Task<Dashboard> Subscribe(Caller by, IBuildingObserver observer, TimeSpan lease)
    {
        Subscriptions++;
        if (Broken is { } broken)
        {
            _subscribed.Writer.TryWrite(lease);
            throw broken;
        }

        var dashboard = For(by);
        Observer = observer;
        if (WhileSubscribing is { } meanwhile)
            await meanwhile();

        _subscribed.Writer.TryWrite(lease);
        return dashboard;
    }

    public Task<ProjectionPosition> GetPosition() => Task.FromResult(new ProjectionPosition(_incarnation, _sequence));

    public Task Unsubscribe(IBuildingObserver observer)
    {
        Observer = null;
        _unsubscribed.Writer.TryWrite(observer);
        return Task.CompletedTask;
    }

    public Task NextSubscription() => _subscribed.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);

    public Task NextUnsubscription() => _unsubscribed.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);

    /// <summary>Changes a camera and tells the observer.</summary>
    public async Task Change(int camera, string name)
    {
        var delta = Silently(camera, name);
        if (Observer is { } observer)
            await observer.OnBuildingChanged(new BuildingId(id), delta);
    }

    /// <summary>What was taken for a camera says that it is a hub.</summary>
    public Task TurnIntoHub(int camera)
    {
        var card = Card(camera, "hub");
        card = card with { Status = card.Status with { Kind = DeviceKind.Hub } };
        _cards = _cards.SetItem(card.Camera.Value, card);
        return Observer!.OnBuildingChanged(new BuildingId(id), new ProjectionDelta<CameraCard>(new ProjectionPosition(_incarnation, ++_sequence), [card], []));
    }

    /// <summary>Changes a camera; the delta is lost on its way.</summary>
    public ProjectionDelta<CameraCard> Silently(int camera, string name)
    {
        var card = Card(camera, name);
        _cards = _cards.SetItem(card.Camera.Value, card);
        return new ProjectionDelta<CameraCard>(new ProjectionPosition(_incarnation, ++_sequence), [card], []);
    }

    public Task Remove(int camera)
    {
        var key = Card(camera, "").Camera.Value;
        _cards = _cards.Remove(key);
        var delta = new ProjectionDelta<CameraCard>(new ProjectionPosition(_incarnation, ++_sequence), [], [key]);
        return Observer!.OnBuildingChanged(new BuildingId(id), delta);
    }

    /// <summary>The rooms are others now, or the line is, and no camera is.</summary>
    public Task Reframe(params RoomEntry[] rooms)
    {
        Rooms = [.. rooms];
        return Observer!.OnBuildingChanged(new BuildingId(id), new ProjectionDelta<CameraCard>(new ProjectionPosition(_incarnation, ++_sequence), [], [], IsReframed: true));
    }

    /// <summary>The grain starts anew and knows no observers.</summary>
    public void Restart()
    {
        (_incarnation, _sequence, Observer) = (Guid.NewGuid().ToString("N"), 0, null);
    }

    public static CameraCard Card(int camera, string name)
    {
        var device = DeviceId.Parse($"02AA000000{camera:D2}");
        var status = new CameraStatus(
            device, 1, name, DeviceKind.Camera, Presence.Online, DateTimeOffset.UnixEpoch, null, VideoState.Ok, [], null, null);
        return new CameraCard(device, new RoomId("r1"), "エントランス", status);
    }

    private Dashboard For(Caller by)
    {
        if (by.Customer?.Value != customer || PutOut.Contains(by.Account.Value))
            throw new UnknownIdException("building", id);

        return new Dashboard(
            new BuildingId(id), new CustomerId(customer), "用賀", Rooms,
            new ProjectionSnapshot<CameraCard>(new ProjectionPosition(_incarnation, _sequence), [.. _cards.Values]),
            Line);
    }
}

internal static class Wait
{
    /// <summary>Long enough for a busy machine; nothing waits for it to pass.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
}
