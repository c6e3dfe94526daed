using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Cameras;

/// <summary>
/// Says to a screen reader what changes in the list, unseen: not what a page finds as it opens, and what happens at once
/// together, so that a building that loses its line is one announcement and a device that was away for a moment none.
/// </summary>
public sealed partial class CameraAnnouncer : IDisposable
{
    /// <summary>How many devices are named at a time.</summary>
    private const int Most = 3;

    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);
    private CameraBoard? _told;
    private ImmutableArray<CameraAnnouncement> _said = [];
    private ITimer? _timer;
    private bool _isGathering;

    /// <summary>The building's devices, live; null until they have come.</summary>
    [Parameter, EditorRequired]
    public CameraBoard? Board { get; set; }

    /// <summary>Says only what changes in this room; null: in all.</summary>
    [Parameter]
    public string? Room { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    public void Dispose() => _timer?.Dispose();

    protected override void OnParametersSet()
    {
        if (Board is null || _told?.Building != Board.Building)
        {
            (_told, _said) = (Board, []);
            return;
        }

        if (_isGathering || ReferenceEquals(Board, _told))
            return;

        if (CameraAnnouncement.Between(_told, Board, Room).IsEmpty)
        {
            _told = Board;
            return;
        }

        _isGathering = true;
        _timer ??= Time.CreateTimer(_ => _ = InvokeAsync(Say), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Gathering, Timeout.InfiniteTimeSpan);
    }

    private void Say()
    {
        _isGathering = false;
        if (_told is null || Board is null)
            return;

        var news = CameraAnnouncement.Between(_told, Board, Room);
        _told = Board;
        if (news.IsEmpty)
            return;

        _said = news;
        StateHasChanged();
    }
}
