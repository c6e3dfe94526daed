using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Mihari.Contracts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Support;

/// <summary>A device of a contract, and what can be done with it.</summary>
public sealed partial class ContractDeviceRow
{
    [Parameter, EditorRequired]
    public ContractDevice Device { get; set; } = null!;

    [Parameter]
    public bool IsContractDeleted { get; set; }

    [Parameter]
    public EventCallback OnIssue { get; set; }

    [Parameter]
    public EventCallback OnRevoke { get; set; }

    [Parameter]
    public EventCallback OnDelete { get; set; }

    [Parameter]
    public EventCallback OnRestore { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Label(string action) => $"{Texts[action]}: {Device.Device}";
}
