using Mihari.Cameras;
using Mihari.Grains.Cameras;

namespace Mihari.Tests.Grains.Cameras;

public sealed class PresenceRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly PresenceOptions Options = new();
    private static readonly CameraState Connected = PresenceRules.Connected(new CameraState(), "g", 1, T0);

    [Fact]
    public void Connected_GoesOnlineUnderANewEpoch()
    {
        Assert.Equal((Presence.Online, 1L, "g", T0), (Connected.Presence, Connected.Epoch, Connected.Gateway, Connected.PresenceSince));
        var again = PresenceRules.Connected(Connected, "h", 1, T0.AddMinutes(1));
        Assert.Equal((2L, "h", T0), (again.Epoch, again.Gateway, again.PresenceSince));
    }

    [Theory]
    [InlineData(0, Presence.Online)]
    [InlineData(1, Presence.Offline)]
    [InlineData(2, Presence.Online)]
    public void Disconnected_CountsOnlyForTheNewestEpoch(long epoch, Presence expected) =>
        Assert.Equal(expected, PresenceRules.Disconnected(Connected, epoch, T0).Presence);

    [Theory]
    [InlineData(Presence.Online, true, 0, Presence.Online)]
    [InlineData(Presence.Online, false, 0, Presence.Suspect)]
    [InlineData(Presence.Suspect, false, 44, Presence.Suspect)]
    [InlineData(Presence.Suspect, false, 45, Presence.Offline)]
    [InlineData(Presence.Offline, false, 900, Presence.Offline)]
    [InlineData(Presence.NeverSeen, false, 900, Presence.NeverSeen)]
    public void Advance_FollowsTheGatewayAndTheReconnectWindow(Presence before, bool isAlive, int seconds, Presence expected)
    {
        var camera = Connected with { Presence = before };

        Assert.Equal(expected, PresenceRules.Advance(camera, isAlive, T0.AddSeconds(seconds), Options).Presence);
    }
}
