using Bunit;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Troubles;
using Mihari.Web.Components.Troubles;
using Xunit;

namespace Mihari.Tests.Web.Components.Troubles;

/// <summary>トラブル情報更新 as it is seen: how far it is, then who did not answer (manual 5).</summary>
public sealed class TroubleRefreshTests
{
    [Theory]
    [InlineData("ja", "2台中1台の確認が終わりました。", "2台中1台が応答しました。", "応答なし")]
    [InlineData("en-US", "1 of 2 devices are done.", "1 of 2 devices answered.", "No answer")]
    public async Task Refresh_ShowsHowFarItIs_AndInTheEndWhoDidNotAnswer(string language, string progress, string outcome, string silent)
    {
        await using var portal = new Portals(language);
        var inquiry = new Inquiry(DeviceAnswer.Answered, DeviceAnswer.Awaited);
        portal.Grains.PutOthers<ITroubleRefresh>(_ => inquiry);
        var page = Render(portal);

        var asking = page.Find("[data-trouble-refresh]").ClickAsync(new());
        await page.WaitForElementAsync("[data-inquiry=running]");
        Assert.Contains(progress, page.Markup, StringComparison.Ordinal);
        Assert.True(page.Find("[data-trouble-refresh]").HasAttribute("disabled"));

        inquiry.Stands(DeviceAnswer.Answered, DeviceAnswer.Silent);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!asking.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            portal.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await asking;
        Assert.Contains(outcome, page.Markup, StringComparison.Ordinal);
        Assert.Equal(silent, page.Find("li[data-answer=silent] .mh-chip").TextContent);
        Assert.Contains("カメラ2", page.Find("li").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("[data-trouble-refresh]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Refresh_OfAllThatAnswered_NamesNobody()
    {
        await using var portal = new Portals("ja");
        portal.Grains.PutOthers<ITroubleRefresh>(_ => new Inquiry(DeviceAnswer.Answered, DeviceAnswer.Answered));
        var page = Render(portal);

        await page.Find("[data-trouble-refresh]").ClickAsync(new());

        await page.WaitForElementAsync("[data-inquiry=over]");
        Assert.Contains("すべてのデバイス（2台）が応答しました。", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("li"));
    }

    [Fact]
    public async Task Refresh_WhoseInquiryIsLost_BeginsAnew()
    {
        await using var portal = new Portals("ja");
        var inquiry = new Inquiry(DeviceAnswer.Awaited);
        portal.Grains.PutOthers<ITroubleRefresh>(_ => inquiry);
        var page = Render(portal);
        var asking = page.Find("[data-trouble-refresh]").ClickAsync(new());
        await page.WaitForElementAsync("[data-inquiry=running]");

        inquiry.IsLost = true;
        inquiry.Stands(DeviceAnswer.Answered);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!asking.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            portal.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await asking;
        Assert.NotNull(page.Find("[data-inquiry=over]"));
    }

    [Fact]
    public async Task Refresh_ThatFails_SaysSo_AndCanBeTriedAgain()
    {
        await using var portal = new Portals("ja");
        portal.Grains.PutOthers<ITroubleRefresh>(_ => new Inquiry());
        var page = Render(portal);

        await page.Find("[data-trouble-refresh]").ClickAsync(new());

        await page.WaitForElementAsync("[role=alert]");
        Assert.False(page.Find("[data-trouble-refresh]").HasAttribute("disabled"));
    }

    private static IRenderedComponent<TroubleRefresh> Render(Portals portal) => portal.Page.Render<TroubleRefresh>(p => p
        .Add(r => r.Caller, new Caller(new AccountId("a1"), new CustomerId("c1"), Role.Viewer)).Add(r => r.Building, new BuildingId("b1")));

    /// <summary>An inquiry that stands as the test says; with no device at all it fails.</summary>
    private sealed class Inquiry(params DeviceAnswer[] answers) : ITroubleRefresh
    {
        private DeviceAnswer[] _answers = answers;

        public bool IsLost { get; set; }

        public void Stands(params DeviceAnswer[] next) => _answers = next;

        public Task<TroubleInquiry> Begin(Caller by) => _answers.Length == 0
            ? throw new TimeoutException()
            : Task.FromResult(new TroubleInquiry(Cards.Now, [.. _answers.Select((answer, n) => new AskedDevice(Cards.Id(n + 1), $"カメラ{n + 1}", "共用部", answer))]));

        public async Task<TroubleInquiry?> Get(Caller by) => IsLost ? null : await Begin(by);
    }
}
