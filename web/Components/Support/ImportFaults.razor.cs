using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Support;

namespace Mihari.Web.Components.Support;

/// <summary>What is wrong with a file, line by line.</summary>
public sealed partial class ImportFaults
{
    private const int Shown = 200;

    [Parameter, EditorRequired]
    public ImmutableArray<ImportFault> Faults { get; set; } = [];
}
