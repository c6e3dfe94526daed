namespace Mihari.Web.Components.Cameras;

/// <summary>The texts of カメラ一覧 and of a camera's states: <c>CamerasTexts.resx</c> beside this file.</summary>
public sealed class CamerasTexts;
