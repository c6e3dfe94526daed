using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Web.Components.Recordings;
using Xunit;

namespace Mihari.Tests.Web.Components.Recordings;

public sealed class ClipViewTests
{
    [Theory]
    [InlineData(ClipState.Pending, 10, "StateRecording", true, false)]
    [InlineData(ClipState.Pending, 0, "StateWaiting", true, false)]
    [InlineData(ClipState.Stored, -10, "StateStored", false, true)]
    [InlineData(ClipState.Recovered, -10, "StateRecovered", false, true)]
    [InlineData(ClipState.NotRecorded, -10, "StateNotRecorded", false, false)]
    public void From_State_TellsWhatBecameOfIt(ClipState state, int secondsToEnd, string text, bool open, bool playable)
    {
        var view = ClipView.From(Make(state, secondsToEnd, null), Cards.Now);

        Assert.Equal(text, view.StateKey);
        Assert.Equal(open, view.IsOpen);
        Assert.Equal(playable ? "/media/clips/001122330001/k1" : null, view.VideoUrl);
    }

    [Fact]
    public void From_PendingWhileTheCameraIsAway_ClaimsNoRecording()
    {
        var view = ClipView.From(Make(ClipState.Pending, 10, null), Cards.Now, isAway: true);

        Assert.Equal("StateWaiting", view.StateKey);
        Assert.True(view.IsOpen);
    }

    [Theory]
    [InlineData("notRecorded", "ReasonNotRecorded")]
    [InlineData("sdUnavailable", "ReasonSdUnavailable")]
    [InlineData("expired", "ReasonExpired")]
    [InlineData("uploadFailed", "ReasonUploadFailed")]
    [InlineData("busy", "ReasonOther")]
    [InlineData(null, "ReasonOther")]
    public void From_NotRecorded_SaysWhy(string? code, string text) =>
        Assert.Equal(text, ClipView.From(Make(ClipState.NotRecorded, -10, code), Cards.Now).ReasonKey);

    private static Clip Make(ClipState state, int secondsToEnd, string? reason) => new(
        new ClipId("k1"), Cards.Id(1), new SensorId(Cards.Id(1), "motion"), Cards.Now.AddMinutes(-1), Cards.Now.AddMinutes(-1).AddSeconds(-5),
        Cards.Now.AddSeconds(secondsToEnd), state, reason, null, true);
}
