using System.Globalization;
using System.Reflection;

namespace Mihari.Web.Components.Layout;

/// <summary>Version, theme and language (manual, chapter 0).</summary>
public sealed partial class SiteFooter
{
    private static readonly string Version =
        typeof(SiteFooter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static bool IsCurrent(string culture) =>
        culture[..2] == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
