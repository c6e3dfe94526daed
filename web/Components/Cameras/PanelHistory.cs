namespace Mihari.Web.Components.Cameras;

/// <summary>How a panel came to be open, which decides how it is closed: Back must lead to where one came from, and never into the panel again.</summary>
/// <param name="Camera">The camera whose panel is open.</param>
/// <param name="IsSeen">Whether the page has been shown before, in whatever form.</param>
/// <param name="IsOnList">Whether it was opened on the list, whose entry of the history is then the one before.</param>
/// <param name="IsClosing">A second click must not go back twice.</param>
/// <param name="Left">The camera whose panel has just been closed.</param>
internal readonly record struct PanelHistory(string? Camera, bool IsSeen, bool IsOnList, bool IsClosing, string? Left)
{
    public PanelHistory At(string? camera) => string.Equals(camera, Camera, StringComparison.Ordinal)
        ? this with { IsSeen = true }
        : new(camera, IsSeen: true, IsOnList: IsSeen && Camera is null, IsClosing: false, Left: camera is null ? Camera : Left);
}
