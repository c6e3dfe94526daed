using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Mihari.Tests.Web.Hosts;

/// <summary>Posts forms as a browser does: with the antiforgery token of a page that it was given.</summary>
internal static partial class Forms
{
    public static async Task<string> Token(HttpClient client) =>
        Field().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value;

    public static async Task<HttpResponseMessage> Post(HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        var token = await Token(client);
        return await client.PostAsync(path, new FormUrlEncodedContent(
            [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]));
    }

    /// <summary>What a page finds that is shown next.</summary>
    public static TNotice? Notice<TNotice>(Mihari.Web.Accounts.NoticeCookie<TNotice> notices, string cookie, HttpResponseMessage answer)
        where TNotice : class
    {
        var set = answer.Headers.GetValues("Set-Cookie").Last(c => c.StartsWith(cookie + "=", StringComparison.Ordinal));
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = set.Split(';')[0];
        return notices.Take(context);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
