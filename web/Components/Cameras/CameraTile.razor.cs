using Microsoft.AspNetCore.Components;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Cameras;

/// <summary>
/// One camera of カメラ一覧. It is drawn again only when its card is another: durations tick in the browser, not here.
/// Every line has its height whatever it shows, so that nothing moves when a state changes.
/// </summary>
public sealed partial class CameraTile
{
    private CameraCardView? _drawn;
    private TimeZoneInfo? _drawnIn;
    private bool _isDrawnAsWall;

    [Parameter, EditorRequired]
    public CameraCardView Card { get; set; } = null!;

    /// <summary>The camera's own address.</summary>
    [Parameter, EditorRequired]
    public string Href { get; set; } = "";

    /// <summary>Whether it shows the camera as it is now, and not its last recording.</summary>
    [Parameter]
    public bool IsWall { get; set; }

    /// <summary>The viewer's zone.</summary>
    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Moment => Card.Picture is { } picture ? Viewer.DateAndTime(picture.At) : "";

    /// <summary>The whole card in one sentence for a screen reader.</summary>
    private string Label => string.Join(
        Texts["ListSeparator"],
        (string[])
        [
            Card.Name,
            Card.Room,
            Texts[PresenceText.KeyOf(Card.Presence)],
            .. Card.IsRecording ? [Texts["RecordingNow"].Value] : Array.Empty<string>(),
            .. Card.Troubles.Select(trouble => Texts[TroubleText.KeyOf(trouble)].Value),
            .. Card is { IsSettled: true, IsTroubled: false } ? [Texts["TroubleSettled"].Value] : Array.Empty<string>(),
        ]);

    protected override bool ShouldRender() => !ReferenceEquals(_drawn, Card) || !ReferenceEquals(_drawnIn, Zone) || _isDrawnAsWall != IsWall;

    protected override void OnAfterRender(bool firstRender)
    {
        _drawn = Card;
        _drawnIn = Zone;
        _isDrawnAsWall = IsWall;
    }
}
