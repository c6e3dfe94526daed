using System.Collections.Immutable;
using Bunit;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Web.Components.Recordings;
using Xunit;

namespace Mihari.Tests.Web.Components.Recordings;

/// <summary>イベント録画一覧 by the customer's plan (manual 2.1).</summary>
public sealed class ClipListTests
{
    [Theory]
    [InlineData("ja", "クラウドオプションプラン")]
    [InlineData("en-US", "cloud option")]
    public async Task WithoutTheCloudOption_ThereIsNoList_AndThePageSaysSo(string language, string says)
    {
        await using var portal = new Portals(language);
        portal.Grains.PutOthers<ICameraGrain>(_ => new Camera(isInPlan: false));

        var list = Render(portal);

        await list.WaitForElementAsync("[data-not-in-plan]");
        Assert.Contains(says, list.Find("[data-not-in-plan]").TextContent, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("[role=alert], button, ul"));
    }

    [Fact]
    public async Task WithTheCloudOption_ADayWithoutRecordings_IsADayWithout()
    {
        await using var portal = new Portals("en-US");
        portal.Grains.PutOthers<ICameraGrain>(_ => new Camera(isInPlan: true));

        var list = Render(portal);

        await list.WaitForElementAsync(".none");
        Assert.Empty(list.FindAll("[data-not-in-plan]"));
        Assert.NotEmpty(list.FindAll("button"));
    }

    private static IRenderedComponent<ClipList> Render(Portals portal) => portal.Page.Render<ClipList>(p => p
        .Add(l => l.Caller, new Caller(new AccountId("a1"), new CustomerId("c1"), Role.Viewer)).Add(l => l.Camera, "020000000001").Add(l => l.Version, 1));

    private sealed class Camera(bool isInPlan) : ICameraGrain
    {
        public Task<ClipPage> GetClips(Caller by, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) =>
            isInPlan ? Task.FromResult(new ClipPage([], null)) : throw new NotInPlanException("event recordings");

        public Task<ImmutableArray<DateOnly>> GetClipDays(Caller by, DateOnly from, DateOnly to, TimeSpan offset) =>
            isInPlan ? Task.FromResult(ImmutableArray<DateOnly>.Empty) : throw new NotInPlanException("event recordings");

        public Task<CameraDetail> Get(Caller by) => throw new NotSupportedException();

        public Task<RecordedSpan> GetRecordings(Caller by, DateTimeOffset from, DateTimeOffset to) => throw new NotSupportedException();

        public Task<MediaAddress> FindMedia(Caller by, ClipId clip, ClipPart part) => throw new NotSupportedException();

        public Task NoteViewing(Caller by, ClipId clip) => throw new NotSupportedException();
    }
}
