using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;

namespace Mihari.Tests.Grains.Timeline;

/// <summary>Which of a camera's clips a change of it writes to the timeline.</summary>
public sealed class TimelineEntriesTests
{
    private static readonly DeviceId Camera = DeviceId.Parse("0011223344AA");
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero);

    private readonly ClipRecord _first = Clip("1");
    private readonly ClipRecord _second = Clip("2");
    private readonly ClipRecord _third = Clip("3");

    [Fact]
    public void Changes_NothingBefore_WritesAll() => Assert.Equal(["1", "2"], Written(null, [_first, _second]));

    [Fact]
    public void Changes_OneMore_WritesThatOne() => Assert.Equal(["3"], Written([_first, _second], [_first, _second, _third]));

    [Fact]
    public void Changes_AnotherRevision_WritesThatOne() =>
        Assert.Equal(["2"], Written([_first, _second, _third], [_first, _second with { Revision = 1 }, _third]));

    [Fact]
    public void Changes_WithoutARevision_WritesNothing() =>
        Assert.Empty(Written([_first, _second], [_first, _second with { Missed = true }]));

    /// <summary>One is let go, so the others stand elsewhere.</summary>
    [Fact]
    public void Changes_OneFewer_WritesOnlyWhatIsNew() =>
        Assert.Equal(["3"], Written([_first, _second], [_second, _third]));

    private static IEnumerable<string> Written(ClipRecord[]? before, ClipRecord[] after) =>
        TimelineEntries.Changes(Camera, before is null ? null : new CameraState { Clips = [.. before] }, new CameraState { Clips = [.. after] }, Now).Select(entry => entry.Id);

    private static ClipRecord Clip(string id) => new()
    {
        Id = new ClipId(id),
        Cause = "event-" + id,
        TriggeredBy = new SensorId(Camera, "motion"),
        TriggeredAt = Now,
        From = Now,
        To = Now.AddSeconds(30),
        VideoToken = "video",
        ThumbnailToken = "thumbnail",
        TokensExpire = Now.AddMinutes(2),
    };
}
