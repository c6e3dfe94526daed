namespace Mihari.Tests.System.Administration;

/// <summary>What the portal's buttons and sentences are called, in the manual's Japanese and in English.</summary>
internal sealed class Words(string language)
{
    private readonly bool _isJapanese = language.StartsWith("ja", StringComparison.Ordinal);

    public string Settings => Of("設定", "Settings");

    public string AccountSettings => Of("アカウント設定", "Account settings");

    public string SignOut => Of("ログアウト", "Sign out");

    public string Accounts => Of("ユーザーアカウント管理", "User accounts");

    public string AddRooms => Of("建物・部屋追加", "Add buildings and rooms");

    public string AddDevices => Of("デバイス追加", "Add devices");

    public string ManageBuildings => Of("建物名変更・削除", "Rename or delete buildings");

    public string ManageRooms => Of("部屋名変更・削除", "Rename or delete rooms");

    public string ManageDevices => Of("デバイス名変更・削除", "Rename or delete devices");

    public string ReplaceDevice => Of("デバイス交換", "Replace device");

    public string CaptureRules => Of("撮影条件", "Capture rules");

    public string DeleteCaptureRules => Of("撮影条件削除", "Delete capture rules");

    public string Next => Of("次へ", "Next");

    public string Back => Of("戻る", "Back");

    public string Add => Of("追加", "Add");

    public string Register => Of("登録", "Add");

    public string Change => Of("変更", "Change");

    public string Confirm => Of("確認", "Confirm");

    public string After => Of("変更後", "After");

    public string Success => Of("成功", "Success");

    public string ChangeOf(string what, bool isAccount = false) => Of(isAccount ? $"{what}を変更" : $"{what} を変更", $"Change {what}");

    public string DeleteOf(string what, bool isAccount = false) => Of(isAccount ? $"{what}を削除" : $"{what} を削除", $"Delete {what}");

    public string Of(string japanese, string english) => _isJapanese ? japanese : english;
}
