using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>What may be called, over real sockets.</summary>
public sealed class OutboundGuardTests
{
    [Theory]
    [InlineData("http://mihari.example/", "the address is not an https address")]
    [InlineData("ftp://mihari.example/", "the address is not an https address")]
    [InlineData("https://user:word@mihari.example/", "the address has a user name in it")]
    [InlineData("https://127.0.0.1:1/", "the address leads inside: loopback addresses are not called")]
    [InlineData("https://localhost:1/", "the address leads inside: loopback addresses are not called")]
    [InlineData("https://[::1]:1/", "the address leads inside: loopback addresses are not called")]
    [InlineData("https://2130706433/", "the address leads inside: loopback addresses are not called")]
    [InlineData("https://0x7f.1/", "the address leads inside: loopback addresses are not called")]
    [InlineData("https://[::ffff:10.0.0.1]/", "the address leads inside: private addresses are not called")]
    [InlineData("https://169.254.169.254/latest/meta-data", "the address leads inside: link-local addresses are not called")]
    [InlineData("https://0.0.0.0/", "the address leads inside: unspecified addresses are not called")]
    public async Task Send_AddressInside_IsRefusedByItsRule(string url, string rule)
    {
        using var guard = Guard();

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => Get(guard, url));

        Assert.Equal(rule, refused.Message);
    }

    [Fact]
    public async Task Send_NameThatLeadsInside_IsRefusedAndNothingIsConnected()
    {
        await using var web = await FakeWeb.Answering(200);
        using var guard = Guard(["127.0.0.1", "10.0.0.1"], []);

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => Get(guard, $"https://rebinding.example:{web.Port}/"));

        Assert.DoesNotContain("127.0.0.1", refused.Message, StringComparison.Ordinal);
        Assert.True(web.IsUntouched);
    }

    [Fact]
    public async Task Send_AllowedHost_IsCalledOverHttpToo()
    {
        await using var web = await FakeWeb.Answering(204);
        using var guard = Guard($"127.0.0.1:{web.Port}", $"CRM.example:{web.Port}");
        using var resolved = Guard(["127.0.0.1"], [$"CRM.example:{web.Port}"]);

        Assert.Equal(HttpStatusCode.NoContent, await Get(guard, web.Base.ToString()));
        Assert.Equal(HttpStatusCode.NoContent, await Get(resolved, $"http://crm.example:{web.Port}/"));
    }

    [Fact]
    public async Task Send_AnotherPortOfAnAllowedHost_IsRefused()
    {
        await using var web = await FakeWeb.Answering(204);
        using var guard = Guard($"127.0.0.1:{web.Port + 1}");

        await Assert.ThrowsAsync<OutboundRefusedException>(() => Get(guard, web.Base.ToString()));
        await Assert.ThrowsAsync<OutboundRefusedException>(() => Get(guard, $"https://127.0.0.1:{web.Port}/"));
        Assert.True(web.IsUntouched);
    }

    [Fact]
    public async Task Send_NameThatIsNone_IsNoConnection()
    {
        using var guard = new OutboundGuard(Options.Create(new OutboundOptions()), (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => Get(guard, "https://nowhere.example/"));

        Assert.Equal(HttpRequestError.NameResolutionError, failed.HttpRequestError);
    }

    [Fact]
    public async Task Send_Redirection_IsNotFollowedAndNoCookieIsKept()
    {
        await using var web = await FakeWeb.Start((arrived, response) =>
        {
            response.Headers.SetCookie = "a=b";
            response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var guard = Guard($"127.0.0.1:{web.Port}");

        Assert.Equal(HttpStatusCode.Found, await Get(guard, web.Base.ToString()));
        Assert.Equal(HttpStatusCode.Found, await Get(guard, web.Base.ToString()));

        Assert.Equal("/", (await web.Next()).Path);
        Assert.DoesNotContain("Cookie", (await web.Next()).Headers.Keys);
        Assert.True(web.IsUntouched);
    }

    private static OutboundGuard Guard(params string[] allowed) => new(Options.Create(new OutboundOptions { AllowedHosts = [.. allowed] }));

    private static OutboundGuard Guard(string[] resolve, string[] allowed) => new(
        Options.Create(new OutboundOptions { AllowedHosts = [.. allowed] }),
        (_, _) => Task.FromResult(Array.ConvertAll(resolve, IPAddress.Parse)));

    private static async Task<HttpStatusCode> Get(OutboundGuard guard, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await guard.Send(request, default);
        return response.StatusCode;
    }
}
