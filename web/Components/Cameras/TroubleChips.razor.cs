using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Troubles;

namespace Mihari.Web.Components.Cameras;

/// <summary>The troubles of a camera by the manual's names (chapter 5), in one line: two of them, and how many more there are.</summary>
public sealed partial class TroubleChips
{
    private const int Most = 2;

    [Parameter, EditorRequired]
    public ImmutableArray<TroubleKind> Troubles { get; set; }

    /// <summary>Where there is room for it: all of them, each in the manual's full words.</summary>
    [Parameter]
    public bool IsWhole { get; set; }

    private int Shown => IsWhole ? Troubles.Length : Most;
}
