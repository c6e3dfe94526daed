using System.Collections.Immutable;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Notifications;

public sealed class OutboxRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);
    private static readonly NotificationOptions Options = new();
    private static readonly CameraPlace Place = new(new CustomerId("c"), new BuildingId("b"), new RoomId("r"));
    private static readonly Addressee Anna = new(Channel.Mail, "anna@example.jp");
    private static readonly Addressee Bo = new(Channel.Mail, "bo@example.jp");
    private static readonly Addressee Hook = new(Channel.Webhook, "hook");

    [Fact]
    public void Put_TheSameNoticeAgain_ChangesNothing()
    {
        var once = OutboxRules.Put(new OutboxState(), Raised("n1"), "ja", [Anna, Bo], Now, Options);

        Assert.Same(once, OutboxRules.Put(once, Raised("n1"), "ja", [Anna, Bo], Now, Options));
        Assert.Equal([Anna, Bo], Assert.Single(once.Items).Letters.Select(l => l.To));
    }

    [Fact]
    public void Put_OfNobody_ChangesNothing()
    {
        var outbox = new OutboxState();

        Assert.Same(outbox, OutboxRules.Put(outbox, Raised("n1"), "ja", [], Now, Options));
    }

    [Fact]
    public void Delayed_WaitsLongerEachTime_AndIsParkedAfterADay_WithTheWords()
    {
        var outbox = OutboxRules.Put(new OutboxState(), Raised("n1"), "ja", [Anna], Now, Options);
        var now = Now;
        var waits = new List<double>();
        while (outbox.Items[0].Letters[0].State == LetterState.Waiting)
        {
            outbox = OutboxRules.Tried(outbox, "n1", Anna, new Delivery(DeliveryOutcome.Delayed, "421 busy"), now, Options);
            if (OutboxRules.NextDue(outbox, _ => true, Now) is { } due)
                waits.Add((due - now).TotalSeconds);
            now = OutboxRules.NextDue(outbox, _ => true, Now) ?? now;
        }

        Assert.Equal([30, 60, 120, 240, 480, 960, 1800, 1800], waits.Take(8));
        Assert.Equal((LetterState.Parked, "421 busy"), (outbox.Items[0].Letters[0].State, outbox.Items[0].Letters[0].Words));
        Assert.InRange(now, Now.AddHours(24), Now.AddHours(24.6));
    }

    [Fact]
    public void Refused_EndsThatLetterAlone()
    {
        var outbox = OutboxRules.Put(new OutboxState(), Raised("n1"), "ja", [Anna, Bo], Now, Options);

        outbox = OutboxRules.Tried(outbox, "n1", Anna, new Delivery(DeliveryOutcome.Refused, "550 no such user"), Now, Options);

        Assert.Equal([LetterState.Refused, LetterState.Waiting], outbox.Items[0].Letters.Select(l => l.State));
        Assert.Equal([Bo], OutboxRules.Due(outbox, _ => true, Now).Select(d => d.To));
    }

    [Fact]
    public void ALateOutcome_OfWhatIsSettled_ChangesNothing()
    {
        var outbox = OutboxRules.Put(new OutboxState(), Raised("n1"), "ja", [Anna], Now, Options);
        outbox = OutboxRules.Tried(outbox, "n1", Anna, new Delivery(DeliveryOutcome.Sent), Now, Options);

        Assert.Same(outbox, OutboxRules.Tried(outbox, "n1", Anna, new Delivery(DeliveryOutcome.Delayed), Now, Options));
        Assert.Same(outbox, OutboxRules.Tried(outbox, "other", Anna, new Delivery(DeliveryOutcome.Sent), Now, Options));
    }

    [Fact]
    public void Detections_ThirtyAnHourOneByOne_TheRestAsACount()
    {
        var outbox = new OutboxState();
        for (var i = 0; i < 42; i++)
            outbox = OutboxRules.Put(outbox, Detected($"d{i}", Now.AddSeconds(i)), "ja", [Anna, Hook], Now.AddSeconds(i), Options);

        // One that comes again is not counted again.
        outbox = OutboxRules.Put(outbox, Detected("d41", Now.AddSeconds(41)), "ja", [Anna, Hook], Now.AddSeconds(50), Options);

        Assert.Equal(30, outbox.Items.Count(i => i.Letters.Any(l => l.To == Anna && l.State == LetterState.Waiting)));
        Assert.Equal(12, outbox.Items.Count(i => i.Letters.Any(l => l.To == Anna && l.State == LetterState.Counted)));
        Assert.Equal(42, outbox.Items.Count(i => i.Letters.Any(l => l.To == Hook)));
        Assert.Same(outbox, OutboxRules.Closed(outbox, Now.AddMinutes(59)));

        var closed = OutboxRules.Closed(outbox, Now.AddHours(1));
        var digest = Assert.Single(closed.Items, i => i.Digest is not null);
        Assert.Equal(12, digest.Digest!.Count);
        Assert.Equal([Anna], digest.Letters.Select(l => l.To));
        Assert.Null(closed.Hour);
    }

    [Fact]
    public void Detections_AQuietHour_HasNoDigest_AndTheNextBeginsAnew()
    {
        var outbox = OutboxRules.Put(new OutboxState(), Detected("d1", Now), "ja", [Anna], Now, Options);

        outbox = OutboxRules.Put(outbox, Detected("d2", Now.AddHours(2)), "ja", [Anna], Now.AddHours(2), Options);

        Assert.DoesNotContain(outbox.Items, i => i.Digest is not null);
        Assert.Equal((1, Now.AddHours(2)), (outbox.Hour!.Told, outbox.Hour.From));
    }

    [Fact]
    public void TheEndOfAnAbsence_WaitsForWhatTheCardSays()
    {
        var ended = Raised("n2") with { Kind = NoticeKind.TroubleEnded, Trouble = new TroubleNotice(TroubleKind.NetworkDisconnected, Now, Now.AddMinutes(-1)) };

        var outbox = OutboxRules.Put(new OutboxState(), ended, "ja", [Anna], Now, Options);

        Assert.Equal(Now + Options.RecoveryDelay, OutboxRules.NextDue(outbox, _ => true, Now));
    }

    [Fact]
    public void Settled_GoesOnceTheTimelineHasIt()
    {
        var outbox = OutboxRules.Put(new OutboxState(), Raised("n1"), "ja", [Anna], Now, Options);
        outbox = OutboxRules.Put(outbox, Raised("n2"), "ja", [Anna], Now, Options);
        outbox = OutboxRules.Tried(outbox, "n1", Anna, new Delivery(DeliveryOutcome.Sent), Now, Options);

        Assert.Equal(2, OutboxRules.Without(outbox, ImmutableHashSet<string>.Empty).Items.Length);
        Assert.Equal(["n2"], OutboxRules.Without(outbox, ImmutableHashSet.Create("n1", "n2")).Items.Select(i => i.Id));
    }

    [Fact]
    public void Put_WhileASystemIsAwayForAnHour_LosesNothing()
    {
        var outbox = new OutboxState();
        for (var i = 0; i < 200; i++)
            outbox = OutboxRules.Put(outbox, Detected($"d{i}", Now.AddSeconds(18 * i)), "ja", [Hook], Now.AddSeconds(18 * i), Options);

        var beyond = OutboxRules.Put(outbox, Detected("d200", Now.AddHours(1)), "ja", [Hook], Now.AddHours(1), Options);

        Assert.Equal(200, outbox.Items.Count(item => Assert.Single(item.Letters).State == LetterState.Waiting));
        Assert.Equal((LetterState.Parked, "too many messages wait for it already"), (beyond.Items[^1].Letters[0].State, beyond.Items[^1].Letters[0].Words));
    }

    [Fact]
    public void Begun_NobodyElseTriesIt_BeforeAMailAndASmallerOneCanOnlyHaveFailed()
    {
        var longest = TimeSpan.FromMinutes(7);
        var outbox = OutboxRules.Put(new OutboxState(), Raised("n1"), "ja", [Anna, Hook], Now, Options);

        outbox = OutboxRules.Begun(outbox, [.. OutboxRules.Due(outbox, _ => true, Now)], "here", longest, Now);

        Assert.Equal([Hook], OutboxRules.Due(outbox, _ => true, Now.AddMinutes(2)).Select(d => d.To));
        Assert.Equal([Hook], OutboxRules.Due(outbox, _ => true, Now + (2 * longest)).Select(d => d.To));
        Assert.Equal([Anna, Hook], OutboxRules.Due(outbox, _ => true, Now + (2 * longest) + TimeSpan.FromMinutes(2)).Select(d => d.To));
        Assert.Equal([Anna, Hook], OutboxRules.Due(outbox, _ => false, Now).Select(d => d.To));
    }

    private static Notice Raised(string id) =>
        new(id, NoticeKind.TroubleRaised, Now, Place, DeviceId.Parse("0011223344AA"), "カメラ1", new TroubleNotice(TroubleKind.SdCardError, Now));

    private static Notice Detected(string id, DateTimeOffset at) => new(
        id, NoticeKind.Detected, at, Place, DeviceId.Parse("0011223344AA"), "カメラ1",
        Detection: new ClipCause(SensorEventKind.Motion, new TriggerNames("エントランス", "カメラ1", "モーション"), null, null));
}
