using Microsoft.AspNetCore.Localization;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Viewers;

/// <summary>The portal's languages: the viewer's choice (a cookie) first, then what the browser asks for, else English.</summary>
internal static class Languages
{
    /// <summary>As the footer lists them: the culture's name, and the language's name in itself (manual, chapter 0).</summary>
    public static readonly IReadOnlyList<(string Culture, string Name)> All = [("ja", "日本語"), ("en-US", "English (US)")];

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture("en-US");
        options.AddSupportedCultures("en-US", "en", "ja");
        options.AddSupportedUICultures("en-US", "en", "ja");
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider { Options = options },
            new AcceptLanguageHeaderRequestCultureProvider { Options = options },
        ];
    }

    public static void MapLanguages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/language/{culture}", Choose).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The address that chooses a language and comes back to the same page.</summary>
    public static string Link(string culture, string relativePath) =>
        $"/language/{culture}?returnUrl={Uri.EscapeDataString("/" + relativePath)}";

    private static async Task<IResult> Choose(string culture, string? returnUrl, HttpContext http, LanguageMemory memory)
    {
        if (All.All(language => !string.Equals(language.Culture, culture, StringComparison.Ordinal)))
            return Results.NotFound();

        await memory.Choose(http, culture);
        return Results.LocalRedirect(SignInForm.LocalOnly(returnUrl));
    }
}
