using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Live;

namespace Mihari.Web.Components.Cameras;

/// <summary>Listens to a building while its page stands, and hands on each board; also when a recording runs out or it has been said for long enough that a trouble did, which no delta tells.</summary>
public sealed class BuildingSubscriber : LiveSubscriber
{
    private CameraBoard? _board;
    private RecordingClock? _clock;

    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    [Parameter, EditorRequired]
    public BuildingId Building { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<CameraBoard> OnChanged { get; set; }

    [Inject]
    private ILiveFeeds Feeds { get; set; } = null!;

    private protected override object Subject => Building;

    private protected override async Task Listen(CancellationToken cancel)
    {
        _board = null;
        await using var clock = new RecordingClock(Time, () => InvokeAsync(() => Show(_board?.At(Time.GetUtcNow()), cancel)));
        _clock = clock;
        await foreach (var update in Feeds.WatchBuilding(Caller, Building, cancel))
        {
            var now = Time.GetUtcNow();
            await Show(update.Snapshot is { } snapshot ? CameraBoard.From(snapshot, now, _board) : _board?.Apply(update.Delta!, now), cancel);
        }
    }

    private async Task Show(CameraBoard? board, CancellationToken cancel)
    {
        if (board is null || cancel.IsCancellationRequested)
            return;

        _clock?.WakeAt(board.NextChange);
        if (ReferenceEquals(board, _board))
            return;

        _board = board;
        await OnChanged.InvokeAsync(board);
    }

    /// <summary>One timer for the page, set to the next recording that ends.</summary>
    private sealed class RecordingClock(TimeProvider time, Func<Task> wake) : IAsyncDisposable
    {
        private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20); // A timer may be a little early.
        private readonly ITimer _timer = time.CreateTimer(_ => _ = wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public void WakeAt(DateTimeOffset? at)
        {
            var due = at - time.GetUtcNow() + Slack;
            _timer.Change(due is null ? Timeout.InfiniteTimeSpan : due > TimeSpan.Zero ? due.Value : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync() => _timer.DisposeAsync();
    }
}
