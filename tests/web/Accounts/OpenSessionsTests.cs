using System.Net;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Web.Accounts;
using Xunit;

namespace Mihari.Tests.Web.Accounts;

/// <summary>What a session has open ends with it: pages and hub connections.</summary>
public sealed class OpenSessionsTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeAccount _account;

    public OpenSessionsTests() => _account = new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");

    [Fact]
    public async Task SignOut_EndsTheSessionsOpenPagesAndNoOthers()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, new CookieContainer());
        using var other = await SignedIn(web, new CookieContainer());
        await using var first = Page.Open(web, _account.Opened.First());
        await using var second = Page.Open(web, _account.Opened.First());
        await using var another = Page.Open(web, _account.Opened.Last());

        (await client.DeleteAsync("/api/v1/session")).Dispose();
        var left = await Task.WhenAll(first.Next, second.Next).WaitAsync(Wait.Long);

        Assert.All(left, state => Assert.False(state.User.Identity?.IsAuthenticated));
        Assert.False(another.Next.IsCompleted);
        Assert.True((await another.State()).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task SignOut_ClosesTheSessionsHubConnectionsAndNoOthers()
    {
        await using var web = await WebFixture.Start(_grains);
        var (cookies, others) = (new CookieContainer(), new CookieContainer());
        using var client = await SignedIn(web, cookies);
        using var other = await SignedIn(web, others);
        var copy = Copy(web, cookies);
        await using var first = Hub(web, copy, out var firstClosed);
        await using var second = Hub(web, copy, out var secondClosed);
        await using var another = Hub(web, others, out var anotherClosed);
        await Task.WhenAll(first.StartAsync(), second.StartAsync(), another.StartAsync());

        (await client.DeleteAsync("/api/v1/session")).Dispose();
        await Task.WhenAll(firstClosed, secondClosed).WaitAsync(Wait.Long);

        Assert.False(anotherClosed.IsCompleted);
        Assert.Equal(HubConnectionState.Connected, another.State);
    }

    [Fact]
    public async Task EndOnAnotherNode_EndsPagesAndHubConnections()
    {
        await using var web = await WebFixture.Start(_grains);
        var cookies = new CookieContainer();
        using var client = await SignedIn(web, cookies);
        await using var page = Page.Open(web, _account.Opened.Single());
        await using var hub = Hub(web, cookies, out var closed);
        await hub.StartAsync();

        // Asked for each of these, by the machine's clock, and as long as that once more for the answer: five seconds at most in all.
        Assert.InRange(2 * OpenSessions.Period, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        _account.Ended[_account.Opened.Single().Session] = DateTimeOffset.MaxValue;
        await Task.WhenAll(page.Next, closed).WaitAsync(Wait.Long);

        Assert.False((await page.Next).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task Page_ThatWasLeft_IsNotAskedForAnyMore()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = await SignedIn(web, new CookieContainer());
        var page = Page.Open(web, _account.Opened.Single());
        await page.DisposeAsync();

        (await client.DeleteAsync("/api/v1/session")).Dispose();

        Assert.False(page.Next.IsCompleted);
    }

    private static async Task<HttpClient> SignedIn(WebFixture web, CookieContainer cookies)
    {
        var client = web.Client(cookies);
        using var answer = await client.SignIn("a@example.jp", "password-1");
        answer.EnsureSuccessStatusCode();
        return client;
    }

    private static CookieContainer Copy(WebFixture web, CookieContainer cookies)
    {
        var copy = new CookieContainer();
        copy.Add(cookies.GetCookies(web.Address));
        return copy;
    }

    private static HubConnection Hub(WebFixture web, CookieContainer cookies, out Task closed)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(web.Address, "hubs/dashboard"), o => o.Cookies = cookies).Build();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            over.TrySetResult();
            return Task.CompletedTask;
        };
        closed = over.Task;
        return hub;
    }

    /// <summary>The part of an open page's circuit that knows who looks at it, as the framework sets it up.</summary>
    private sealed class Page : IAsyncDisposable
    {
        private readonly AsyncServiceScope _circuit;
        private readonly AuthenticationStateProvider _provider;
        private readonly TaskCompletionSource<AuthenticationState> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private Page(WebFixture web, SessionGrant session)
        {
            _circuit = web.Services.CreateAsyncScope();
            _provider = _circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
            ((IHostEnvironmentAuthenticationStateProvider)_provider).SetAuthenticationState(Task.FromResult(new AuthenticationState(session.ToPrincipal("Cookies"))));
            _provider.AuthenticationStateChanged += async state => _next.TrySetResult(await state);
        }

        /// <summary>The next state after that of the session it was opened with.</summary>
        public Task<AuthenticationState> Next => _next.Task;

        public static Page Open(WebFixture web, SessionGrant session) => new(web, session);

        public Task<AuthenticationState> State() => _provider.GetAuthenticationStateAsync();

        public ValueTask DisposeAsync() => _circuit.DisposeAsync();
    }
}
