using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Troubles;

namespace Mihari.Web.Components.Cameras;

/// <summary>The troubles of a camera by the manual's names, in one line: two of them, and how many more there are.</summary>
public sealed partial class TroubleChips
{
    private const int Most = 2;

    [Parameter, EditorRequired]
    public ImmutableArray<TroubleKind> Troubles { get; set; }
}
