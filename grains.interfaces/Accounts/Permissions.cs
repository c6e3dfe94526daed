using System.Collections.Frozen;

namespace Mihari.Accounts;

/// <summary>What an account may be allowed to do: the rows of the table in manual 1.2, and what the portal offers besides.</summary>
public enum Permission
{
    /// <summary>ライブ映像, and how buildings and cameras stand.</summary>
    ViewLive = 1,

    /// <summary>撮影済み録画一覧, downloads included.</summary>
    ViewClips = 2,

    /// <summary>常時録画, downloads included.</summary>
    ViewRecordings = 3,

    /// <summary>メール通知設定: to whom a room's mails go.</summary>
    ConfigureMail = 4,

    /// <summary>通知設定: of what a room sends mails.</summary>
    ConfigureNotifications = 5,

    /// <summary>移行: moves a room to another building of the same customer.</summary>
    MoveRooms = 6,

    /// <summary>建物・部屋追加.</summary>
    AddRooms = 7,

    /// <summary>デバイス追加.</summary>
    AddDevices = 8,

    /// <summary>建物名変更・削除.</summary>
    ChangeBuildings = 9,

    /// <summary>部屋名変更・削除.</summary>
    ChangeRooms = 10,

    /// <summary>デバイス名変更・削除.</summary>
    ChangeDevices = 11,

    /// <summary>デバイス交換.</summary>
    ReplaceDevices = 12,

    /// <summary>ユーザーアカウント管理.</summary>
    ManageAccounts = 13,

    /// <summary>撮影条件.</summary>
    SetCaptureRules = 14,

    /// <summary>撮影条件削除.</summary>
    DeleteCaptureRules = 15,

    /// <summary>アカウント: one's own name, address and password.</summary>
    ChangeOwnAccount = 16,

    /// <summary>One's own personal access tokens.</summary>
    ManageOwnTokens = 17,

    /// <summary>Who did what: of the own customer, for Support of all.</summary>
    ReadAudit = 18,

    /// <summary>The support desk: customers, contracts, device keys, what was deleted.</summary>
    UseSupportDesk = 19,
}

/// <summary>Which role may do what (manual 1.2): the one table that pages, REST and grains ask.</summary>
public static class Permissions
{
    private static readonly Role[] Everybody = [Role.Viewer, Role.Operator, Role.Administrator, Role.Support];
    private static readonly Role[] Managers = [Role.Administrator, Role.Support];
    private static readonly Role[] Provider = [Role.Support];

    private static readonly FrozenDictionary<Permission, Role[]> Table = new Dictionary<Permission, Role[]>
    {
        [Permission.ViewLive] = Everybody,
        [Permission.ViewClips] = Everybody,
        [Permission.ViewRecordings] = Everybody,
        [Permission.ConfigureMail] = Managers,
        [Permission.ConfigureNotifications] = Managers,
        [Permission.MoveRooms] = Managers,
        [Permission.AddRooms] = Managers,
        [Permission.AddDevices] = Managers,
        [Permission.ChangeBuildings] = Managers,
        [Permission.ChangeRooms] = Managers,
        [Permission.ChangeDevices] = Managers,
        [Permission.ReplaceDevices] = Managers,
        [Permission.ManageAccounts] = Managers,
        [Permission.SetCaptureRules] = Managers,
        [Permission.DeleteCaptureRules] = Managers,
        [Permission.ChangeOwnAccount] = Everybody,
        [Permission.ManageOwnTokens] = Everybody,
        [Permission.ReadAudit] = Managers,
        [Permission.UseSupportDesk] = Provider,
    }.ToFrozenDictionary();

    /// <summary>Whether the role may do it, to things of its own customer; Support to those of all. False for a role or permission that does not exist.</summary>
    public static bool Allows(this Role role, Permission permission) => Table.TryGetValue(permission, out var roles) && roles.Contains(role);
}
