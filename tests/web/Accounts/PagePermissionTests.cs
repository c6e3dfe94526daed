using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Mihari.Web.Components;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>The table of permissions over the pages: each says what it takes, and each role gets what the table says.</summary>
public sealed class PagePermissionTests
{
    private static readonly IReadOnlyList<Type> Pages = [.. typeof(App).Assembly.GetTypes().Where(t => t.GetCustomAttributes<RouteAttribute>().Any())];

    public static TheoryData<string> Names => [.. Pages.Select(p => p.FullName!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPage_SaysWhatItTakes(string page)
    {
        var type = Pages.Single(p => p.FullName == page);

        Assert.True(type.IsDefined(typeof(AllowAnonymousAttribute)) || PolicyOf(type) is { Length: > 0 }, $"{page} needs a policy or AllowAnonymous");
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Support)]
    public async Task Page_OfEachRole_AnswersAsTheTableSays(Role role)
    {
        var grains = new FakeGrains();
        CannedGrains.Put(DescribedProperty.Put(grains));
        new FakeAccounts(grains).Add("a@example.jp", "password-1", role == Role.Support ? null : "c1", role);
        await using var web = await WebFixture.Start(grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).EnsureSuccessStatusCode().Dispose();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var wrong = new List<string>();
        foreach (var (type, address) in Pages.SelectMany(p => p.GetCustomAttributes<RouteAttribute>().Select(r => (p, Address(r.Template)))))
        {
            using var answer = await client.GetAsync(address);

            // Of things that are not there, an allowed page says so; and the top page sends Support to its desk.
            var isAtDesk = role == Role.Support && address == "/" && answer.Headers.Location?.OriginalString.EndsWith("support", StringComparison.Ordinal) is true;
            var isAllowed = isAtDesk || answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound;
            if (isAllowed != Allows(type, role) || (!isAllowed && answer.StatusCode != HttpStatusCode.Forbidden))
                wrong.Add($"{address}: {(int)answer.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task RefusedPage_ShowsThePortalsFrameAndSaysSo()
    {
        var grains = new FakeGrains();
        CannedGrains.Put(DescribedProperty.Put(grains));
        new FakeAccounts(grains).Add("a@example.jp", "password-1", "c1", Role.Viewer);
        await using var web = await WebFixture.Start(grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "en-US");
        var refused = Pages.First(p => !Allows(p, Role.Viewer));

        using var answer = await client.GetAsync(Address(refused.GetCustomAttributes<RouteAttribute>().First().Template));

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Your role does not allow this page", page, StringComparison.Ordinal);
        Assert.Contains("mh-skip", page, StringComparison.Ordinal);
    }

    private static string? PolicyOf(Type page) => page.GetCustomAttributes<AuthorizeAttribute>().SingleOrDefault()?.Policy;

    private static bool Allows(Type page, Role role) => PolicyOf(page) switch
    {
        null or PermissionPolicies.Session or PermissionPolicies.SignedIn => true,
        var policy => role.Allows(Enum.Parse<Permission>(policy)),
    };

    private static string Address(string template) => string.Join('/', template.Split('/').Select(part => part switch
    {
        "{Camera}" => DescribedProperty.Full,
        _ when part.EndsWith(":long}", StringComparison.Ordinal) => "1",
        ['{', ..] => part.Contains("Customer", StringComparison.OrdinalIgnoreCase) ? "c1" : "b1",
        _ => part,
    }));
}
