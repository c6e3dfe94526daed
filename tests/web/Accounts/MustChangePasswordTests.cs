using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Mihari.Tests.Web.Api;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>A session with an issued password is good for a new one and nothing else (manual 1.1).</summary>
public sealed class MustChangePasswordTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccount _account;

    public MustChangePasswordTests()
    {
        DescribedProperty.Put(_grains);
        _account = new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");
        _account.MustChangePassword = true;
    }

    [Theory]
    [InlineData("/", "/account/password")]
    [InlineData("/buildings/b1?tab=cameras", "/account/password?returnUrl=%2Fbuildings%2Fb1%3Ftab%3Dcameras")]
    public async Task Pages_GoToTheNewPassword(string page, string expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);

        using var answer = await client.GetAsync(page);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/api/v1/buildings")]
    [InlineData("/api/v1/buildings/b1")]
    [InlineData("/media/clips/" + DescribedProperty.Full + "/c1")]
    [InlineData("/hubs/dashboard")]
    public async Task Programs_AreToldWhy(string address)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("password must be changed", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/api/v1/session", HttpStatusCode.OK)]
    [InlineData("/css/portal.css", HttpStatusCode.OK)]
    [InlineData("/language/ja", HttpStatusCode.Redirect)]
    public async Task WhatANewPasswordTakes_IsThere(string address, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);

        using var answer = await client.GetAsync(address);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Hub_IsRefused()
    {
        await using var web = await WebFixture.Start(_grains);
        var cookies = new CookieContainer();
        using var client = await SignedIn(web, cookies);
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(web.Address, "hubs/dashboard"), o => o.Cookies = cookies).Build();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync());

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task NewPassword_OpensThePortal()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web);

        using var changed = await Forms.Post(client, PasswordForm.Path, ("current", "password-1"), ("password", "Password-2"), ("again", "Password-2"));
        using var buildings = await client.GetAsync("/api/v1/buildings");

        Assert.Equal("/", changed.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, buildings.StatusCode);
    }

    [Fact]
    public async Task SignInForm_LeadsToTheNewPassword()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Forms.Post(client, SignInForm.SignInPath, ("email", "a@example.jp"), ("password", "password-1"), ("returnUrl", "/buildings/b1"));

        Assert.Equal("/account/password?returnUrl=%2Fbuildings%2Fb1", answer.Headers.Location!.OriginalString);
    }

    private static async Task<HttpClient> SignedIn(WebFixture web, CookieContainer? cookies = null)
    {
        var client = web.Client(cookies);
        using var answer = await client.SignIn("a@example.jp", "password-1");
        answer.EnsureSuccessStatusCode();
        return client;
    }
}
