using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Microsoft.Extensions.Localization;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Notifications;

/// <summary>A page about the notification settings of one room, or of all rooms of a building (manual, chapter 3).</summary>
public abstract class NotificationPage : PropertyPage
{
    /// <summary>The building's id.</summary>
    [Parameter]
    public string BuildingId { get; set; } = "";

    /// <summary>The room's id; none: all of them.</summary>
    [SupplyParameterFromQuery(Name = "room")]
    private protected string? OfRoom { get; set; }

    [Inject]
    private IStringLocalizer<NotificationsTexts> Shared { get; set; } = null!;

    private protected string BuildingName { get; private set; } = "";

    /// <summary>The room, or all of them; null until they have come.</summary>
    private protected ImmutableArray<NotificationSettings>? Settings { get; private set; }

    private protected bool IsAll => OfRoom is null;

    private protected NotificationSettings First => Settings!.Value[0];

    private protected string Back => BuildingLinks.Rooms(new BuildingId(BuildingId));

    private protected override object Subject => (BuildingId, OfRoom);

    private protected override async Task Load()
    {
        Settings = null;
        BuildingName = (await Building(BuildingId).GetRooms(By)).Name;
        await Read();
        Show();
    }

    /// <summary>Reads the settings anew.</summary>
    private protected async Task Read() =>
        Settings = OfRoom is { } room ? [await Grains.GetGrain<INotificationSettings>(room).Get(By)] : await All.Get(By);

    /// <summary>
    /// Sets it. Where somebody else was faster what stands now is read, what was typed stays, and it is said what has changed: to set it
    /// again then replaces that. Where the other change was about something else than this form it is simply set.
    /// </summary>
    /// <param name="set">Asks for it, from the newest that was read.</param>
    /// <param name="changes">What is other than when the form was made, one sentence each.</param>
    private protected async Task<bool> SetUnlessChanged(Func<Task> set, Func<IEnumerable<string>> changes)
    {
        ImmutableArray<string>? changed = null;
        var isSet = await Run.Do(async () =>
        {
            try
            {
                await set();
            }
            catch (ConflictException refusal) when (refusal.Clash == Clash.ChangedMeanwhile)
            {
                await Read();
                changed = [.. changes()];
                if (!changed.Value.IsEmpty)
                    throw;

                await set();
            }
        });
        if (!isSet && changed is { IsEmpty: false } all)
            Run.Refuse([new FormError(null, Shared["ChangedMeanwhile"]), .. all.Select(change => new FormError(null, change))]);

        return isSet;
    }

    /// <summary>Shows what was read.</summary>
    private protected abstract void Show();

    private protected IBuildingNotifications All => Grains.GetGrain<IBuildingNotifications>(BuildingId);

    private protected INotificationSettings One => Grains.GetGrain<INotificationSettings>(OfRoom!);
}
