using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Audit;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Audit;

/// <summary>One entry of the trail.</summary>
public sealed partial class AuditRow
{
    [Parameter, EditorRequired]
    public AuditEntry Entry { get; set; } = null!;

    /// <summary>Whether there is a column that says whose it is.</summary>
    [Parameter]
    public bool ShowCustomer { get; set; }

    [Parameter]
    public string CustomerName { get; set; } = "";

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>A moment in the viewer's zone, as all times of the page are.</summary>
    private string Value(string field, string? value) =>
        field is "from" or "to" or "at" or "expires"
        && DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? Viewer.DateAndTime(moment)
            : Texts.Value(field, value);
}
