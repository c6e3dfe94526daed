using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Tests.Web.Api;
using Mihari.Web.Accounts;
using Mihari.Web.Components;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Components.Errors;

/// <summary>A session that ends while a page is open.</summary>
public sealed class SessionEndTests
{
    [Fact]
    public async Task SignedOut_OpenPage_DropsThePropertyAndGoesToTheSignInPage()
    {
        await using var portal = new Portals("ja");
        var session = new Session(await Portals.SignedIn());
        portal.Page.Services.AddPermissionPolicies();
        portal.Page.Services.AddScoped<IAuthorizationService, DefaultAuthorizationService>(); // Else the test framework's own stands.
        portal.Page.Services.AddSingleton<AuthenticationStateProvider>(session);
        portal.Page.Services.AddCascadingAuthenticationState();
        portal.Page.Services.AddSingleton<PortfolioBoards>();
        DescribedProperty.Put(portal.Grains);
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("buildings/b1");
        portal.Feeds.Say(Cards.Building(Cards.Make(1)));
        portal.Feeds.Portfolio.Writer.TryWrite(new LiveUpdate<Portfolio, BuildingSummary>(
            new Portfolio(new CustomerId("c1"), "さくら管理", new ProjectionSnapshot<BuildingSummary>(
                new ProjectionPosition("i", 1), [new BuildingSummary(new BuildingId("b1"), "イッツコムマンション", 2, 1, 1, 0, 0)])),
            null));
        var page = portal.Page.Render<Routes>();
        await page.WaitForElementAsync("[data-camera]");
        await page.WaitForElementAsync("aside a.item");

        session.End();

        var leave = await page.WaitForElementAsync("mh-leave");
        Assert.Equal("/sign-in?returnUrl=%2Fbuildings%2Fb1&ended=1", leave.GetAttribute("href"));
        Assert.Equal("/sign-in?returnUrl=%2Fbuildings%2Fb1&ended=1", leave.QuerySelector("a")!.GetAttribute("href"));
        Assert.DoesNotContain("イッツコムマンション", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("カメラ1", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("さくら", page.Markup, StringComparison.Ordinal);
        await portal.Feeds.Left();
    }

    private sealed class Session(AuthenticationState state) : AuthenticationStateProvider
    {
        private Task<AuthenticationState> _state = Task.FromResult(state);

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => _state;

        public void End()
        {
            _state = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));
            NotifyAuthenticationStateChanged(_state);
        }
    }
}
