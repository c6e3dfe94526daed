using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Streams;

/// <summary>常時録画 (manual 2.2): what a camera's card holds. All of it happens in the browser, by <c>js/video/recorded.js</c>; the server gives it its words.</summary>
public sealed partial class RecordedScreen
{
    private string _words = "";

    /// <summary>The device id.</summary>
    [Parameter, EditorRequired]
    public string Camera { get; set; } = "";

    /// <summary>The camera's name.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    protected override void OnParametersSet() => _words = VideoWords.Recorded(Texts, Name);
}
