using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>Lock-out and sessions over the whole server, with its own storage.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed class SessionOverRestartTests(EmbeddedFixture server)
{
    [Fact]
    public async Task Password_FiveTimesWrong_LocksEvenForTheRightOne()
    {
        await server.AddAccount("locked-account", "locked@one.example");
        using var client = server.Client();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await client.SignIn("locked@one.example", "wrong-password");
            statuses.Add(wrong.StatusCode);
        }

        using var right = await client.SignIn("locked@one.example", EmbeddedFixture.Password);
        var problem = await right.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 4), HttpStatusCode.Locked], statuses);
        Assert.Equal(HttpStatusCode.Locked, right.StatusCode);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        Assert.Equal(TimeSpan.Zero, problem.GetProperty("lockedUntil").GetDateTimeOffset().Offset);
    }

    [Fact]
    public async Task Restart_KeepsSessionsAndTheDemosSecrets()
    {
        var cookies = new CookieContainer();
        using (var before = server.Client(cookies))
        {
            await Ready(before);
            (await before.SignIn("admin@one.example", EmbeddedFixture.Password)).Dispose();
        }

        var secrets = Secrets();
        await server.Restart();
        using var after = server.Client(cookies);
        await Ready(after);
        using var session = await after.GetAsync("/api/v1/session");
        using var demo = server.Client();
        var signIn = JsonDocument.Parse(Secrets()[0]).RootElement;
        using var signedIn = await demo.SignIn(signIn.GetProperty("email").GetString()!, signIn.GetProperty("password").GetString()!);

        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        Assert.Equal(secrets, Secrets());
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        var portfolio = await demo.GetFromJsonAsync<JsonElement>("/api/v1/buildings");
        Assert.Equal(2, portfolio.GetProperty("buildings").EnumerateArray().Sum(b => b.GetProperty("rooms").GetInt32() / 2));
        Assert.Equal(4, portfolio.GetProperty("buildings").EnumerateArray().Sum(b => b.GetProperty("cameras").GetInt32()));
    }

    [Fact]
    public async Task Restart_KeepsASessionEndedThatWasSignedOut()
    {
        var cookies = new CookieContainer();
        var copied = new CookieContainer();
        using (var before = server.Client(cookies))
        {
            await Ready(before);
            (await before.SignIn("admin@one.example", EmbeddedFixture.Password)).Dispose();
            copied.Add(cookies.GetCookies(server.Address));
            (await before.DeleteAsync("/api/v1/session")).Dispose();
        }

        await server.Restart();
        using var after = server.Client();
        await Ready(after);
        after.DefaultRequestHeaders.Add("Cookie", copied.GetCookieHeader(new Uri("http://127.0.0.1/")));
        using var session = await after.GetAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
    }

    [Fact]
    public async Task Restart_WithoutTheDemosFiles_MakesThemAgainWithTheSameSecretsAndKeepsWhatWasEdited()
    {
        using (var before = server.Client())
            await Ready(before);

        var secrets = Secrets();
        Directory.Delete(Path.Combine(server.Folder, "demo"), recursive: true);
        await server.Restart();
        using (var again = server.Client())
            await Ready(again);

        Assert.Equal(secrets, Secrets());
        var agent = Path.Combine(server.Folder, "demo", "agent.json");
        var edited = secrets[1].Replace("synthetic:seed=2", "file:car-park.mp4", StringComparison.Ordinal);
        Assert.NotEqual(secrets[1], edited);
        await File.WriteAllTextAsync(agent, edited);
        await server.Restart();
        using (var last = server.Client())
            await Ready(last);

        Assert.Equal(edited, Secrets()[1]);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Secrets_AreForThisUserOnly()
    {
        using var client = server.Client();
        await Ready(client);

        var files = Directory.GetFiles(Path.Combine(server.Folder, "demo")).Concat(Directory.GetFiles(Path.Combine(server.Folder, "keys")));

        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    private string[] Secrets() =>
        [File.ReadAllText(Path.Combine(server.Folder, "demo", "sign-in.json")), File.ReadAllText(Path.Combine(server.Folder, "demo", "agent.json"))];

    private static async Task Ready(HttpClient client)
    {
        var deadline = System.Diagnostics.Stopwatch.StartNew();
        HttpStatusCode status;
        do
        {
            using var answer = await client.GetAsync("/health/ready");
            status = answer.StatusCode;
        }
        while (status != HttpStatusCode.OK && deadline.Elapsed < Live.Wait.Long);

        Assert.Equal(HttpStatusCode.OK, status);
    }
}
