using System.Globalization;
using Mihari.Cameras;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;
using Xunit;

namespace Mihari.Tests.Web.Components.Cameras;

public sealed class CameraCardViewTests
{
    [Theory]
    [InlineData(Presence.Online, "online", "Online", true)]
    [InlineData(Presence.Suspect, "suspect", "Suspect", true)]
    [InlineData(Presence.Offline, "offline", "Offline", true)]
    [InlineData(Presence.NeverSeen, "never", "NeverSeen", false)]
    public void From_Presence_NamesItsClassAndText(Presence presence, string style, string text, bool hasSince)
    {
        var view = CameraCardView.From(Cards.Make(1, status => status with { Presence = presence }), Cards.Now);

        Assert.Equal(style, view.PresenceClass);
        Assert.Equal(style, view.Tone);
        Assert.Equal(text, PresenceText.KeyOf(view.Presence));
        Assert.Equal(hasSince, view.Since is not null);
    }

    [Theory]
    [InlineData(SdCardState.Unknown, "SdUnknown", false)]
    [InlineData(SdCardState.Ok, "SdOk", true)]
    [InlineData(SdCardState.Missing, "SdMissing", false)]
    [InlineData(SdCardState.Error, "SdError", false)]
    [InlineData(SdCardState.ReadOnly, "SdReadOnly", false)]
    [InlineData(SdCardState.Full, "SdFull", false)]
    public void From_SdCard_NamesItsText(SdCardState state, string text, bool well)
    {
        var view = CameraCardView.From(Cards.Make(1, status => status with { Sd = status.Sd! with { State = state } }), Cards.Now);

        Assert.Equal(text, view.Sd!.TextKey);
        Assert.Equal(well, view.Sd.IsWell);
        Assert.Equal(50, view.Sd.UsedPercent);
    }

    [Theory]
    [InlineData(null, 64L, null)]
    [InlineData(0L, 64L, null)]
    [InlineData(64L, null, null)]
    [InlineData(64L, 96L, 100)]
    public void SdView_OddSizes_NeverLeavesTheScale(long? capacity, long? used, int? percent) =>
        Assert.Equal(percent, SdView.From(new SdCard(SdCardState.Ok, capacity, used, null, null))!.UsedPercent);

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void From_RecordingUntil_IsRecordingOnlyBeforeIt(int secondsAhead, bool recording)
    {
        var view = CameraCardView.From(Cards.Make(1, status => status with { RecordingUntil = Cards.Now.AddSeconds(secondsAhead) }), Cards.Now);

        Assert.Equal(recording, view.IsRecording);
    }

    [Fact]
    public void From_OfflineWhileRecording_ClaimsNoRecording()
    {
        var view = CameraCardView.From(Cards.Make(1, status => status with { Presence = Presence.Offline, RecordingUntil = Cards.Now.AddMinutes(1) }), Cards.Now);

        Assert.False(view.IsRecording);
        Assert.Equal("offline", view.Tone);
    }

    [Fact]
    public void From_TroubledAndRecording_ToneIsRecording()
    {
        var troubled = Cards.Make(1, status => status with { Troubles = Cards.Troubles(TroubleKind.SdCardError) });

        Assert.Equal("trouble", CameraCardView.From(troubled, Cards.Now).Tone);
        Assert.Equal("recording", CameraCardView.From(troubled.Next(s => s with { RecordingUntil = Cards.Now.AddMinutes(1) }), Cards.Now).Tone);
    }

    [Fact]
    public void From_Troubles_PutsTheCauseFirstAndEachOnce()
    {
        var view = CameraCardView.From(
            Cards.Make(1, status => status with { Troubles = Cards.Troubles(TroubleKind.Unknown, TroubleKind.SdCardError, TroubleKind.NetworkDisconnected, TroubleKind.SdCardError) }),
            Cards.Now);

        Assert.Equal([TroubleKind.NetworkDisconnected, TroubleKind.SdCardError, TroubleKind.Unknown], view.Troubles.AsEnumerable());
    }

    [Fact]
    public void From_Thumbnail_PointsAtTheMediaEndpoint() =>
        Assert.Equal("/media/thumbnails/001122330001/c1", CameraCardView.From(Cards.Make(1), Cards.Now).Picture!.Url);

    [Fact]
    public void From_NeverTriggered_HasNoPicture() =>
        Assert.Null(CameraCardView.From(Cards.Make(1, status => status with { Thumbnail = null }), Cards.Now).Picture);

    [Theory]
    [InlineData(5, null)]
    [InlineData(-5, null)]
    [InlineData(6, "0:06")]
    [InlineData(-72, "1:12")]
    [InlineData(7384, "2:03:04")]
    public void Skew_Seconds_ToldOverFive(int seconds, string? text) =>
        Assert.Equal(text, CameraFactsText.Skew(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(3_400_000, "3 MB")]
    [InlineData(64_500_000_000, "64.5 GB")]
    [InlineData(128_000_000_000, "128 GB")]
    public void Size_Bytes_InDecimalUnits(long bytes, string text) => Assert.Equal(text, SdView.Size(bytes, CultureInfo.InvariantCulture));

    [Fact]
    public void Mac_DeviceId_ReadsAsOnTheCamera() => Assert.Equal("00:11:22:33:44:AA", CameraFactsText.Mac("0011223344AA"));
}
