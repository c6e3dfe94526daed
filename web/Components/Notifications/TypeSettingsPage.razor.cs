using Mihari.Notifications;

namespace Mihari.Web.Components.Notifications;

/// <summary>通知タイプの設定, of one room or of all of a building's (manual, chapter 3).</summary>
public sealed partial class TypeSettingsPage
{
    private NotificationType? _type;
    private bool _differ;
    private NotificationSettings? _from;

    private string Title => IsAll ? Texts["TypeTitleAll"] : Settings is { IsEmpty: false } ? $"{Texts["TypeTitle"]} – {First.Name}" : Texts["TypeTitle"];

    private protected override void Show()
    {
        if (Settings is not { IsEmpty: false } settings)
            return;

        Run.Clear();
        _differ = settings.Any(other => other.Type != First.Type);
        _type = _differ ? null : First.Type;
        _from = First;
    }

    private async Task Submit()
    {
        if (_type is { } type && await SetUnlessChanged(() => IsAll ? All.SetType(By, type) : One.SetType(By, type, _from!.Revision), Changes))
            Succeed(Texts["TypeSet"], Back);
    }

    private IEnumerable<string> Changes()
    {
        var was = _from!;
        _from = First;
        return was.Type == First.Type ? [] : [Texts["NowType", Texts["Type_" + First.Type].Value]];
    }
}
