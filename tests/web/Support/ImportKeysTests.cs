using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Support;

/// <summary>The keys that an import made are fetched by Support, by a form of the portal, once.</summary>
public sealed class ImportKeysTests
{
    private readonly FakeGrains _grains = new();

    public ImportKeysTests()
    {
        DescribedProperty.Put(_grains);
        _ = new Registry(_grains);
        var accounts = new FakeAccounts(_grains);
        accounts.Add("support@example.jp", "password-1", null, Role.Support);
        accounts.Add("a@example.jp", "password-1", "c1");
    }

    [Fact]
    public async Task Keys_AreAFile_OnceAndNotStoredAnywhere()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, "support@example.jp");
        var address = ImportEndpoints.KeysOf(await Import(web));

        using var answer = await Forms.Post(client, address);
        using var again = await Forms.Post(client, address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("mihari-keys.csv", answer.Content.Headers.ContentDisposition!.FileName);
        var lines = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()).Split("\r\n");
        Assert.Equal("\uFEFFcontract,mac,key", lines[0]);
        Assert.Matches("^K-1,020000000001,[0-9a-f]{64}$", lines[1]);
        Assert.Equal((HttpStatusCode.Redirect, "/support/customers/mine?tab=import"), (again.StatusCode, again.Headers.Location?.OriginalString));
        Assert.DoesNotContain(web.Logs.Lines, line => line.Contains(lines[1].Split(',')[2], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_ToAnAdministrator_AreRefused_AndKept()
    {
        await using var web = await WebFixture.Start(_grains);
        using var administrator = await SignedIn(web, "a@example.jp");
        using var nobody = web.Client();
        var job = await Import(web);

        using var refused = await Forms.Post(administrator, ImportEndpoints.KeysOf(job));
        using var unknown = await Forms.Post(administrator, "/support/imports/0123/keys");
        using var anonymous = await nobody.PostAsync(ImportEndpoints.KeysOf(job), null);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(refused.StatusCode, unknown.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, anonymous.StatusCode);
        Assert.DoesNotContain("K-1", await anonymous.Content.ReadAsStringAsync() + await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(job.State.HasKeys);
    }

    [Fact]
    public async Task Keys_WithoutTheFormsToken_StayWhereTheyAre()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, "support@example.jp");
        var job = await Import(web);

        using var post = await client.PostAsync(ImportEndpoints.KeysOf(job), new FormUrlEncodedContent([]));
        using var get = await client.GetAsync(ImportEndpoints.KeysOf(job));

        Assert.Equal(HttpStatusCode.BadRequest, post.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, get.StatusCode);
        Assert.True(job.State.HasKeys);
    }

    [Fact]
    public async Task Keys_OfNoImport_LeadBackToTheDesk()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, "support@example.jp");

        using var answer = await Forms.Post(client, "/support/imports/0123456789abcdef0123456789abcdef/keys");

        Assert.Equal((HttpStatusCode.Redirect, "/support"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    private static async Task<ImportJob> Import(WebFixture web)
    {
        var imports = web.Services.GetRequiredService<Imports>();
        var support = new Caller(new AccountId("s1"), null, Role.Support);
        var job = imports.Check(support, new CustomerId("mine"), Encoding.UTF8.GetBytes("contract,mac\nK-1,020000000001\n"));
        await job.Work.WaitAsync(Wait.Long);
        imports.Write(support, job);
        await job.Work.WaitAsync(Wait.Long);
        return job;
    }

    private static async Task<HttpClient> SignedIn(WebFixture web, string email)
    {
        var client = web.Client();
        using var answer = await client.SignIn(email, "password-1");
        answer.EnsureSuccessStatusCode();
        return client;
    }
}
