using Bunit;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Web.Components.Recordings;
using Xunit;

namespace Mihari.Tests.Web.Components.Recordings;

/// <summary>A clip whose video does not cover all of its time.</summary>
public sealed class ClipRowTests
{
    [Theory]
    [InlineData("ja", ClipState.Stored, 10, "保存済み", "一部欠落（10秒）", "カメラがその部分を録画していません")]
    [InlineData("ja", ClipState.Recovered, 75, "SDカードから復元", "一部欠落（1分15秒）", "カメラがその部分を録画していません")]
    [InlineData("en-US", ClipState.Stored, 10, "Stored", "10 s missing", "camera did not record that part")]
    [InlineData("en-US", ClipState.Stored, 60, "Stored", "1 min missing", "camera did not record that part")]
    [InlineData("en-US", ClipState.Stored, 0.4, "Stored", "1 s missing", "camera did not record that part")]
    public async Task Row_PartIsMissing_IsToldBesideTheStateAndDescribed(string language, ClipState state, double missing, string stored, string told, string why)
    {
        await using var portal = new Portals(language);
        var row = Open(portal, state, TimeSpan.FromSeconds(missing));

        Assert.Equal(stored, row.Find(".state").TextContent);
        var mark = row.Find(".end .partial");
        Assert.Equal(told, mark.TextContent);
        Assert.Contains(why, mark.GetAttribute("title"), StringComparison.Ordinal);
        var description = row.Find("button").GetAttribute("aria-describedby");
        Assert.Contains(why, row.Find("#" + description).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "1:30")]
    [InlineData(10, "1:20")]
    [InlineData(95, "0:00")]
    public async Task Row_Length_IsTheVideosOwn(int missing, string length)
    {
        await using var portal = new Portals("ja");

        Assert.Equal(length, Open(portal, ClipState.Stored, TimeSpan.FromSeconds(missing)).Find(".length").TextContent);
    }

    [Theory]
    [InlineData(ClipState.Stored, 0)]
    [InlineData(ClipState.NotRecorded, 10)]
    [InlineData(ClipState.Pending, 10)]
    public async Task Row_WholeOrWithoutVideo_SaysNothingOfMissingParts(ClipState state, int missing)
    {
        await using var portal = new Portals("ja");
        var row = Open(portal, state, TimeSpan.FromSeconds(missing));

        Assert.DoesNotContain("欠落", row.Markup, StringComparison.Ordinal);
        Assert.Null(row.Find("button").GetAttribute("aria-describedby"));
    }

    private static IRenderedComponent<ClipRow> Open(Portals portal, ClipState state, TimeSpan missing)
    {
        var clip = new Clip(
            new ClipId("k1"), Cards.Id(1), new SensorId(Cards.Id(1), "motion"), Cards.Now, Cards.Now, Cards.Now.AddSeconds(90), state, null, 1, true, missing);
        return portal.Page.Render<ClipRow>(row => row.Add(r => r.Clip, ClipView.From(clip, Cards.Now.AddMinutes(5))).Add(r => r.OnPlay, () => { }));
    }
}
