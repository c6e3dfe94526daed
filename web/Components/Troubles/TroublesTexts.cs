namespace Mihari.Web.Components.Troubles;

/// <summary>The texts of トラブル情報更新 and トラブル履歴: <c>TroublesTexts.resx</c> beside this file.</summary>
public sealed class TroublesTexts;
