using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Layout;

/// <summary>設定の歯車マーク (manual, chapter 0): what the role may set up; no gear where that is nothing.</summary>
public sealed partial class SettingsMenu
{
    /// <summary>Whose session it is.</summary>
    [Parameter, EditorRequired]
    public ClaimsPrincipal User { get; set; } = null!;

    private ImmutableArray<SettingsItem> Items =>
        User.TryGetCaller(out var caller) ? [.. SettingsItem.For(caller.Customer is not null).Where(item => User.Allows(item.Needs))] : [];
}

/// <summary>One entry of the menu.</summary>
/// <param name="Needs">Shown to whom this is allowed.</param>
/// <param name="Text">The key of its text.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Mark">Its icon.</param>
internal sealed record SettingsItem(Permission Needs, string Text, string Href, MarkupString Mark)
{
    /// <summary>In the manual's order.</summary>
    private static readonly ImmutableArray<SettingsItem> OfCustomers =
    [
        new(Permission.AddRooms, "AddRooms", "rooms/new", Marks.Plus),
        new(Permission.AddDevices, "AddDevices", "devices/new", Marks.Camera),
        new(Permission.ChangeBuildings, "ChangeBuildings", "buildings/manage", Marks.Building),
        new(Permission.ChangeRooms, "ChangeRooms", "rooms/manage", Marks.Room),
        new(Permission.ChangeDevices, "ChangeDevices", "devices/manage", Marks.Edit),
        new(Permission.ReplaceDevices, "ReplaceDevices", "devices/replace", Marks.Swap),
        new(Permission.ManageAccounts, "ManageAccounts", "accounts", Marks.People),
        new(Permission.SetCaptureRules, "CaptureRules", "capture-rules/new", Marks.Wall),
        new(Permission.DeleteCaptureRules, "DeleteCaptureRules", "capture-rules/delete", Marks.Trash),
        new(Permission.ConfigureNotifications, "Webhooks", "webhooks", Marks.Forward),
        new(Permission.ReadAudit, "Audit", "audit", Marks.History),
    ];

    /// <summary>Support is of no customer: it sets customers up from its own pages.</summary>
    private static readonly ImmutableArray<SettingsItem> OfSupport =
    [
        new(Permission.UseSupportDesk, "SupportDesk", "support", Marks.Headset),
        new(Permission.ReadAudit, "Audit", "audit", Marks.History),
    ];

    public static ImmutableArray<SettingsItem> For(bool hasCustomer) => hasCustomer ? OfCustomers : OfSupport;
}
