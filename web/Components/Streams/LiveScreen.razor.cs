using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Streams;

/// <summary>ライブ映像 (manual 2.1): a camera live. All of it happens in the browser, by <c>js/video/live.js</c>; the server gives it its words.</summary>
public sealed partial class LiveScreen
{
    private string _words = "";

    /// <summary>The device id.</summary>
    [Parameter, EditorRequired]
    public string Camera { get; set; } = "";

    /// <summary>The camera's name.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    protected override void OnParametersSet() => _words = VideoWords.Live(Texts, Name);
}
