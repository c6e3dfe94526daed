using System.Collections.Immutable;
using Mihari.Grains.Projections;
using Mihari.Grains.Troubles;
using Mihari.Troubles;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Notifications;

/// <summary>
/// Hands a camera's notices on to their room's board, or to the watch over its building's line. Those that were taken go from the camera's
/// state with its next write; one that is handed on again after a crash is known there.
/// </summary>
internal sealed class NoticeDispatch
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly IGrainFactory _grains;
    private readonly Func<ImmutableArray<Notice>> _all;
    private readonly UpwardReport _report;

    /// <param name="grain">Whose they are.</param>
    /// <param name="grains">Makes the grains that take them.</param>
    /// <param name="log">The grain's log.</param>
    /// <param name="all">Reads what is stored of them.</param>
    public NoticeDispatch(IGrainBase grain, IGrainFactory grains, ILogger log, Func<ImmutableArray<Notice>> all)
    {
        (_grains, _all, _report) = (grains, all, new UpwardReport(grain, log, Send));
        Request();
    }

    /// <summary>The ids of those that need not be kept any more.</summary>
    public IReadOnlySet<string> Taken => _taken;

    /// <summary>There may be new ones.</summary>
    public void Request()
    {
        if (_all().Any(n => !_taken.Contains(n.Id)))
            _report.Request();
    }

    /// <summary>The grain goes.</summary>
    public Task Last() => _report.Last();

    /// <summary>Hands on what was not taken yet. Where one fails the rest is tried, and all of it is repeated.</summary>
    private Task Send()
    {
        var notices = _all();
        _taken.IntersectWith(notices.Select(n => n.Id));
        return Task.WhenAll(notices.Where(n => !_taken.Contains(n.Id)).Select(Send));
    }

    private async Task Send(Notice notice)
    {
        // What may be the building's line and not the device is told by who can tell the two apart.
        await (notice is { Kind: NoticeKind.TroubleRaised or NoticeKind.TroubleEnded, Trouble.Kind: TroubleKind.NetworkDisconnected or TroubleKind.Unstable }
            ? _grains.GetGrain<ILineWatch>(notice.Place.Building.Value).Report(notice)
            : _grains.GetGrain<INoticeBoard>(notice.Place.Room.Value).Tell(notice));
        _taken.Add(notice.Id);
    }
}
