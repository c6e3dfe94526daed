using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Recordings;

/// <summary>
/// The event recordings of a camera on one day, newest first: today's, or those of a day that is chosen from the calendar (イベント録画一覧,
/// manual 2.1). They are read again when the camera's card changes, and every few seconds while one of them is still on its way, because a
/// clip that is stored does not change the card.
/// </summary>
public sealed partial class ClipList : IDisposable
{
    private const int PageSize = 24;
    private const int KeptDays = 30;
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _closing = new();
    private PeriodicTimer? _timer;
    private List<ClipView>? _clips;
    private string? _continuation;
    private IReadOnlySet<DateOnly> _days = new HashSet<DateOnly>();
    private DateOnly _day;
    private long _loadedFor = -1;
    private bool _hasFailed;
    private bool _isNotInPlan;

    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    /// <summary>The device id.</summary>
    [Parameter, EditorRequired]
    public string Camera { get; set; } = "";

    /// <summary>Of the camera's status; another one may mean another clip.</summary>
    [Parameter, EditorRequired]
    public long Version { get; set; }

    /// <summary>Whether the camera is out of reach.</summary>
    [Parameter]
    public bool IsAway { get; set; }

    /// <summary>The clip that plays.</summary>
    [Parameter]
    public string? Playing { get; set; }

    /// <summary>The clip that plays as the list opens, on its day; null: none.</summary>
    [Parameter]
    public ClipAddress? OpensOn { get; set; }

    /// <summary>The clip of <see cref="OpensOn"/>; null: it can't be played (any more).</summary>
    [Parameter]
    public EventCallback<ClipView?> OnOpened { get; set; }

    [Parameter]
    public EventCallback<ClipView> OnPlay { get; set; }

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private ILogger<ClipList> Logger { get; set; } = null!;

    private DateOnly Today => DayOf(Time.GetUtcNow());

    /// <summary>The recording that can be played next to one, on the day that is shown.</summary>
    public ClipView? Next(ClipView clip, bool isLater)
    {
        var at = _clips?.FindIndex(other => other.Id == clip.Id) ?? -1;
        return at < 0 ? null : isLater ? _clips!.Take(at).LastOrDefault(CanPlay) : _clips!.Skip(at + 1).FirstOrDefault(CanPlay);

        static bool CanPlay(ClipView one) => one.VideoUrl is not null;
    }

    public void Dispose()
    {
        _closing.Cancel();
        _timer?.Dispose();
        _closing.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_loadedFor == Version)
            return;

        // Of a day that is over nothing changes with the camera.
        var isFirst = _loadedFor < 0;
        _loadedFor = Version;
        if (isFirst)
            _day = OpensOn is { } opens && DayOf(opens.On) is var day && day <= Today ? day : Today;
        if (isFirst || _day == Today)
            await Task.WhenAll(Reload(), ReadDays());
        if (isFirst && OpensOn is not null)
            await OnOpened.InvokeAsync(await Opened(OpensOn) is { VideoUrl: not null } clip ? clip : null);
    }

    /// <summary>The clip of the address: on a busy day it may be further down than the list has been read.</summary>
    private async Task<ClipView?> Opened(ClipAddress address)
    {
        if (_clips?.Find(clip => clip.Id == address.Id) is { } listed)
            return listed;

        try
        {
            var near = await Grains.GetGrain<ICameraGrain>(Camera).GetClips(Caller, address.On - Near, address.On + Near, PageSize, null);
            return near.Clips.FirstOrDefault(clip => clip.Id.Value == address.Id) is { } found ? ClipView.From(found, Time.GetUtcNow(), IsAway) : null;
        }
        catch (Exception error)
        {
            ReadFailed(Logger, error);
            return null;
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;

        _timer = new PeriodicTimer(Again, Time);
        _ = LookAgain(_timer, _closing.Token);
    }

    private async Task LookAgain(PeriodicTimer timer, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            if (_clips?.Any(clip => clip.IsOpen) is not true)
                continue;

            await Reload();
            StateHasChanged();
        }
    }

    private async Task Choose(DateOnly day)
    {
        (_day, _clips, _continuation, _hasFailed) = (day, null, null, false);
        await Task.WhenAll(Reload(), ReadDays());
    }

    private async Task ReadDays()
    {
        try
        {
            var today = Today;
            var days = await Grains.GetGrain<ICameraGrain>(Camera).GetClipDays(Caller, today.AddDays(1 - KeptDays), today, Viewer.Zone.GetUtcOffset(Time.GetUtcNow()));
            _days = days.ToHashSet();
        }
        catch (NotInPlanException)
        {
            // The list says so.
        }
        catch (Exception error)
        {
            ReadFailed(Logger, error); // Marks are missing; the lists are not.
        }
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Viewer.Zone).DateTime);

    /// <summary>When a day begins where the viewer is; the later time where clocks are put forward over midnight.</summary>
    private DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Viewer.Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private async Task Reload()
    {
        var day = _day;
        var (clips, continuation) = await Read(null);
        if (clips is null || day != _day)
            return;

        // What was loaded beyond the first page stays, as long as it still follows on it.
        var oldest = clips.Count > 0 ? clips[^1].At : DateTimeOffset.MinValue;
        var ids = clips.Select(clip => clip.Id).ToHashSet(StringComparer.Ordinal);
        var older = _clips is { Count: > PageSize } && continuation is not null
            ? _clips.Where(clip => clip.At <= oldest && !ids.Contains(clip.Id)).ToList()
            : [];
        _clips = [.. clips, .. older];
        if (older.Count == 0)
            _continuation = continuation;
    }

    private async Task LoadMore()
    {
        var (clips, continuation) = await Read(_continuation);
        if (clips is null)
            return;

        _clips = [.. _clips!, .. clips];
        _continuation = continuation;
    }

    private async Task<(List<ClipView>? Clips, string? Continuation)> Read(string? continuation)
    {
        var now = Time.GetUtcNow();
        try
        {
            var page = await Grains.GetGrain<ICameraGrain>(Camera)
                .GetClips(Caller, StartOf(_day), StartOf(_day.AddDays(1)), PageSize, continuation);
            _hasFailed = _isNotInPlan = false;
            return ([.. page.Clips.Select(clip => ClipView.From(clip, now, IsAway))], page.Continuation);
        }
        catch (NotInPlanException)
        {
            _isNotInPlan = true;
            return ([], null);
        }
        catch (Exception error)
        {
            ReadFailed(Logger, error);
            _hasFailed = _clips is null;
            return (null, null);
        }
    }

    [LoggerMessage(EventId = 6110, Level = LogLevel.Warning, Message = "The recordings of a camera could not be read")]
    private static partial void ReadFailed(ILogger logger, Exception error);
}
