using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Mihari.Web.Components.Support;

namespace Mihari.Web.Components.Audit;

/// <summary>The audit trail of all customers, for Support.</summary>
public sealed partial class SupportAuditPage
{
    /// <summary>The customer to begin with; null: all.</summary>
    [SupplyParameterFromQuery(Name = "customer")]
    public string? Customer { get; set; }

    [Inject]
    private IStringLocalizer<SupportTexts> Desk { get; set; } = null!;
}
