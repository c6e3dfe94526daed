using Microsoft.AspNetCore.Components;
using Mihari.Cameras;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Notifications;

/// <summary>What was told of a room, to whom, and what became of each message.</summary>
public sealed partial class ToldPage
{
    private const int PageLength = 50;

    private readonly List<ToldNotice> _told = [];
    private NotificationSettings? _settings;
    private string? _continuation;
    private string _building = "";
    private bool _mayPlay;

    /// <summary>The room's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Nothing is read from it: its change draws the page's times anew.</summary>
    [CascadingParameter(Name = "Zone")]
    private TimeZoneInfo? Zone { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private protected override object Subject => Id;

    private protected override async Task Load()
    {
        _settings = null;
        _told.Clear();
        var settings = await Grains.GetGrain<INotificationSettings>(Id).Get(By);
        _building = (await Building(settings.Building.Value).GetRooms(By)).Name;
        await Read(null);
        _settings = settings;
    }

    private Task More() => Run.Do(() => Read(_continuation));

    private async Task Read(string? continuation)
    {
        var page = await Grains.GetGrain<INotificationHistory>(Id).Read(By, PageLength, continuation);
        _told.AddRange(page.Notices.Where(told => _told.TrueForAll(known => known.Id != told.Id)));
        _continuation = page.Continuation;
        if (!_mayPlay)
            _mayPlay = await MayPlay();
    }

    /// <summary>Recordings are told of and mailed also where the customer's plan lists none; a link would lead to nothing. Any camera knows.</summary>
    private async Task<bool> MayPlay()
    {
        foreach (var told in _told.Where(told => told is { Camera: not null, Clip: not null }).DistinctBy(told => told.Camera).Take(3))
        {
            try
            {
                await Grains.GetGrain<ICameraGrain>(told.Camera!.Value.Value).GetClips(By, told.At, told.At.AddSeconds(1), 1, null);
                return true;
            }
            catch (NotInPlanException)
            {
                return false;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // It is gone, or can't be asked just now: that must not keep the page from being read. Another one says it.
            }
        }

        return false;
    }
}
