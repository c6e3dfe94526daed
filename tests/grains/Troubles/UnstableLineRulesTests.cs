using System.Collections.Immutable;
using System.Globalization;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>A building's line that comes and goes, by the second.</summary>
public sealed class UnstableLineRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly BuildingId Id = new("b1");
    private static readonly CameraPlace Place = new(new CustomerId("c1"), Id, new RoomId("r1"));

    /// <summary>
    /// Cameras 1 to 9, h is a hub: +1@0 is unstable since second 0, -1@700 is so no more; look@60. Then who is told: L of the line, else of the device.
    /// </summary>
    [Theory]
    [InlineData("one of four waits for a minute", 4, "+1@0 look@59", "")]
    [InlineData("and is told of itself", 4, "+1@0 look@60", "+1")]
    [InlineData("half of four", 4, "+1@0 +2@1 look@60 look@61", "+1 +2")]
    [InlineData("three of four", 4, "+1@0 +2@1 +3@2 look@60 look@100", "+L3")]
    [InlineData("two of two hang on one switch", 2, "+1@0 +2@0 look@60", "+1 +2")]
    [InlineData("not within a minute", 4, "+1@0 +2@30 +3@61 look@61 look@90 look@121", "+1 +2 +3")]
    [InlineData("at the end of the minute", 4, "+1@0 +2@30 +3@60 look@60", "+L3")]
    [InlineData("a hub is no camera", 4, "+1@0 +2@1 +h@2 look@60 look@62", "+1 +2 +h")]
    [InlineData("a hub goes with them", 4, "+h@0 +1@1 +2@2 +3@3 look@60 -h@700 -1@700 -2@700 -3@700 look@701", "+L3 -L3")]
    [InlineData("one that follows is the line's", 5, "+1@0 +2@1 +3@2 look@60 +4@300 look@361 -1@700 -2@700 -3@700 look@701 -4@900 look@901", "+L3 -L3")]
    [InlineData("it lasts while one of them does", 4, "+1@0 +2@1 +3@2 look@60 -1@700 look@701 -2@800 look@801", "+L3")]
    [InlineData("a room that can't be read is not well", 4, "+1@0 +2@1 +3@2 look@60 -1@700 -2@700 -3@700 look?@701", "+L3")]
    [InlineData("those beyond the minute are the line's, too, once it is found", 10, "+1@0 +2@10 +3@20 +4@30 +5@40 +6@50 +7@61 +8@70 look@75 look@131", "+L6")]
    [InlineData("most of them within a minute that begins later", 5, "+1@0 +2@58 +3@62 +4@64 look@120", "+1 +L3")]
    [InlineData("one that never gets quiet has a trouble of its own in the end", 4, "+1@0 +2@1 +3@2 look@60 -2@700 -3@700 look@701 look@1300 look@1301 -1@2000", "+L3 -L3 +1 -1")]
    [InlineData("so has a hub", 4, "+1@0 +2@1 +3@2 +h@3 look@60 -1@700 -2@700 -3@700 look@701 look@1301 -h@2000", "+L3 -L3 +h -h")]
    [InlineData("a room that can't be read is waited for", 4, "+1@0 +2@1 +3@2 look?@60 look@75", "+L3")]
    [InlineData("but not for ever", 4, "+1@0 +2@1 +3@2 look?@599 look?@602", "+1 +2 +3")]
    [InlineData("once more after it", 4, "+1@0 +2@1 +3@2 look@60 -1@700 -2@700 -3@700 look@701 +1@2000 look@2060 -1@2700", "+L3 -L3 +1 -1")]
    [InlineData("over before the minute is", 4, "+1@0 -1@30 look@60", "+1 -1")]
    public void Reports_AndLooks_TellOfTheLineOrOfEach(string what, int all, string script, string told)
    {
        var (watch, unstable) = (new LineWatchState(), ImmutableArray<UnstableDevice>.Empty);
        var (taken, own, since) = (new HashSet<string>(StringComparer.Ordinal), new List<string>(), new Dictionary<char, int>());
        foreach (var (verb, second) in script.Split(' ').Select(s => s.Split('@')).Select(s => (s[0], int.Parse(s[1], CultureInfo.InvariantCulture))))
        {
            if (verb.StartsWith("look", StringComparison.Ordinal))
            {
                watch = UnstableLineRules.Looked(watch, Id, new AwayCameras("用賀", all, verb != "look?", []) { Unstable = unstable }, At(second));
            }
            else
            {
                var (device, isRaised) = (Device(verb[1]), verb[0] == '+');
                since[verb[1]] = isRaised ? second : since[verb[1]];
                unstable = isRaised ? unstable.Add(Unstable(verb[1], second)) : unstable.RemoveAll(u => u.Device == device);
                watch = Report(watch, verb[1], isRaised ? NoticeKind.TroubleRaised : NoticeKind.TroubleEnded, since[verb[1]], second, own);
            }

            own.AddRange(watch.Pending.Where(n => taken.Add(n.Id)).Select(Text));
            watch = LineRules.Without(watch, taken, At(second));
        }

        Assert.True(string.Join(' ', own) == told, $"{what}: {string.Join(' ', own)}");
    }

    [Fact]
    public void Reported_Again_ChangesNothing_WhileItIsHeldAndWhileTheLineIsUnstableAndAfter()
    {
        var raised = Notice('1', NoticeKind.TroubleRaised, 0, 0);
        var held = UnstableLineRules.Reported(new LineWatchState(), raised)!;
        Assert.True(UnstableLineRules.IsExplained(held, raised));

        held = UnstableLineRules.Reported(UnstableLineRules.Reported(held, Notice('2', NoticeKind.TroubleRaised, 1, 1))!, Notice('3', NoticeKind.TroubleRaised, 2, 2))!;
        var unstable = UnstableLineRules.Looked(held, Id, new AwayCameras("用賀", 4, true, []) { Unstable = [.. "123".Select(camera => Unstable(camera, 0))] }, At(60));
        Assert.True(UnstableLineRules.IsExplained(unstable, raised));

        var over = UnstableLineRules.Looked(unstable, Id, new AwayCameras("用賀", 4, true, []), At(700));
        Assert.Null(over.Unstable);
        Assert.True(UnstableLineRules.IsExplained(over, raised));
        Assert.True(UnstableLineRules.IsExplained(over, raised with { Kind = NoticeKind.TroubleEnded }));
        Assert.False(UnstableLineRules.IsExplained(over, Notice('1', NoticeKind.TroubleRaised, 701, 701)));

        // A disconnection is another matter.
        Assert.False(LineRules.IsExplained(over, NoticeRules.Disconnected(Device('1'), "1", Place, isHub: false, At(60), At(0))));
    }

    [Fact]
    public void Looked_TellsTheVeryNoticeOfTheEndThatItToldOfTheBeginning()
    {
        var watch = new LineWatchState();
        foreach (var camera in "123")
            watch = UnstableLineRules.Reported(watch, Notice(camera, NoticeKind.TroubleRaised, 5, 5))!;
        watch = UnstableLineRules.Looked(watch, Id, new AwayCameras("用賀", 4, true, []) { Unstable = [.. "123".Select(camera => Unstable(camera, 5))] }, At(65));
        watch = UnstableLineRules.Looked(watch, Id, new AwayCameras("用賀", 4, true, []), At(700));

        Assert.Equal(new TroubleNotice(TroubleKind.BuildingLineUnstable, At(65), At(5), 3), watch.Pending[0].Trouble);
        Assert.Equal((null, "用賀", At(65)), (watch.Pending[0].Device, watch.Pending[0].Name, watch.Pending[0].At));
        Assert.Equal((NoticeKind.TroubleEnded, watch.Pending[0].Trouble, At(700)), (watch.Pending[1].Kind, watch.Pending[1].Trouble, watch.Pending[1].At));
        Assert.NotEqual(watch.Pending[0].Id, watch.Pending[1].Id);
    }

    private static LineWatchState Report(LineWatchState watch, char device, NoticeKind kind, int since, int at, List<string> own)
    {
        var notice = Notice(device, kind, since, at);
        if (UnstableLineRules.IsExplained(watch, notice))
            return watch;

        if (UnstableLineRules.Reported(watch, notice) is { } next)
            return next;

        own.Add(Text(notice));
        return watch;
    }

    private static Notice Notice(char device, NoticeKind kind, int since, int at) => new(
        NoticeIds.Of(kind.ToString(), device.ToString(), since.ToString(CultureInfo.InvariantCulture)), kind, At(at), Place, Device(device), device.ToString(),
        new TroubleNotice(TroubleKind.Unstable, At(since), IsHub: device == 'h'));

    private static UnstableDevice Unstable(char device, int since) => new(Device(device), Place.Room, device.ToString(), device == 'h', At(since));

    private static string Text(Notice notice) =>
        (notice.Kind == NoticeKind.TroubleRaised ? "+" : "-") + (notice.Device is null ? $"L{notice.Trouble!.Cameras}" : notice.Name);

    private static DeviceId Device(char name) => DeviceId.Parse($"0200000000{(int)name:X2}");

    private static DateTimeOffset At(int second) => T0.AddSeconds(second);
}
