namespace Mihari.Web.Components.Buildings;

/// <summary>The views of a building.</summary>
public enum BuildingTab
{
    /// <summary>カメラ一覧.</summary>
    Cameras = 0,

    /// <summary>部屋一覧.</summary>
    Rooms = 1,

    /// <summary>トラブル履歴.</summary>
    Troubles = 2,

    /// <summary>月次レポート.</summary>
    Report = 3,
}
