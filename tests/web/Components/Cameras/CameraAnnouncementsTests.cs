using Bunit;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;
using Xunit;

namespace Mihari.Tests.Web.Components.Cameras;

/// <summary>What somebody who doesn't see the list is told of it.</summary>
public sealed class CameraAnnouncementsTests
{
    private static readonly BuildingId Building = new("b1");
    private static readonly TimeSpan Gathered = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Load_TroubledBuilding_IsNotAnnounced()
    {
        await using var portal = new Portals("ja");
        var page = await Open(portal, Cards.Make(1, Offline), Cards.Make(2));

        portal.Time.Advance(Gathered);

        Assert.Equal("polite", page.Find("[role=status]").GetAttribute("aria-live"));
        Assert.Equal("", Said(page));
    }

    [Fact]
    public async Task Changes_OfSeveralCameras_AreSaidTogetherAfterAMoment()
    {
        await using var portal = new Portals("ja");
        var (first, second) = (Cards.Make(1), Cards.Make(2));
        var page = await Open(portal, first, second);

        await Change(portal, page, 1, "offline", first = first.Next(Offline));
        await Change(portal, page, 2, "online", second.Next(s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) }));
        Assert.Equal("", Said(page));
        portal.Time.Advance(Gathered);
        await page.WaitForAssertionAsync(() => Assert.Equal("カメラ1: オフライン|カメラ2: SDカードエラー", Said(page)));

        await Change(portal, page, 1, "online", first.Next(s => s with { Presence = Presence.Online }));
        portal.Time.Advance(Gathered);
        await page.WaitForAssertionAsync(() => Assert.Equal("カメラ1: オンライン", Said(page)));
    }

    [Fact]
    public async Task TroubleThatEnds_IsSaid()
    {
        await using var portal = new Portals("ja");
        var card = Cards.Make(1, s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) });
        var page = await Open(portal, card);

        await Change(portal, page, 1, "online", card.Next(s => s with { Troubles = [] }));
        portal.Time.Advance(Gathered);

        await page.WaitForAssertionAsync(() => Assert.Equal("カメラ1: トラブルが解消しました。", Said(page)));
    }

    [Fact]
    public async Task Changes_ThatCancelEachOther_AreNotSaid()
    {
        await using var portal = new Portals("en-US");
        var card = Cards.Make(1);
        var page = await Open(portal, card);

        await Change(portal, page, 1, "suspect", card = card.Next(s => s with { Presence = Presence.Suspect }));
        portal.Time.Advance(Gathered);
        await Change(portal, page, 1, "offline", card = card.Next(Offline));
        await Change(portal, page, 1, "online", card.Next(s => s with { Presence = Presence.Online }));
        portal.Time.Advance(Gathered);

        Assert.Equal("", Said(page));
    }

    [Fact]
    public async Task Changes_OfManyCameras_NameThreeAndCountTheRest()
    {
        await using var portal = new Portals("en-US");
        var cards = Enumerable.Range(1, 5).Select(number => Cards.Make(number)).ToArray();
        var page = await Open(portal, cards);

        portal.Feeds.Say(Building, Cards.Delta([.. cards.Select(card => card.Next(s => Offline(s) with { Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) }))]));
        await page.WaitForAssertionAsync(() => Assert.Equal(5, page.FindAll("[data-presence=offline]").Count));
        portal.Time.Advance(Gathered);

        await page.WaitForAssertionAsync(() => Assert.EndsWith("カメラ3: Offline, Network disconnected|and 2 more", Said(page), StringComparison.Ordinal));
    }

    private static CameraStatus Offline(CameraStatus status) => status with { Presence = Presence.Offline };

    private static string Said(IRenderedComponent<CamerasPage> page) =>
        string.Join('|', page.Find("[role=status]").QuerySelectorAll("p").Select(line => line.TextContent));

    private static async Task<IRenderedComponent<CamerasPage>> Open(Portals portal, params CameraCard[] cards)
    {
        portal.Feeds.Say(Cards.Building([.. cards]));
        var page = portal.Page.Render<CamerasPage>(of => of.Add(p => p.Building, Building.Value).AddCascadingValue(Portals.SignedIn()));
        await page.WaitForElementAsync("[data-camera]");
        return page;
    }

    private static async Task Change(Portals portal, IRenderedComponent<CamerasPage> page, int number, string presence, CameraCard card)
    {
        portal.Feeds.Say(Building, Cards.Delta(card));
        await page.WaitForAssertionAsync(() =>
        {
            var tile = page.Find($"[data-camera='{Cards.Id(number)}']");
            Assert.Equal(presence, tile.GetAttribute("data-presence"));
            Assert.Equal($"{card.Status.Troubles.Length}", tile.GetAttribute("data-troubles"));
        });
    }
}
