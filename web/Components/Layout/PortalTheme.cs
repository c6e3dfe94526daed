using MudBlazor;

namespace Mihari.Web.Components.Layout;

/// <summary>MudBlazor's theme: shapes and sizes. Its colours are the tokens of <c>portal.css</c>, which follow the colour scheme without the server.</summary>
internal static class PortalTheme
{
    public static readonly MudTheme Theme = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography { Button = new ButtonTypography { TextTransform = "none" } },
    };
}
