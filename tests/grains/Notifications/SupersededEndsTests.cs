using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Nobody reads that a trouble is over after it has begun anew.</summary>
public sealed class SupersededEndsTests
{
    private const string Camera = "0011223344AA";
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);
    private static readonly NotificationOptions Options = new();
    private static readonly CameraPlace Place = new(new CustomerId("c"), new BuildingId("b"), new RoomId("r"));
    private static readonly Addressee Anna = new(Channel.Mail, "anna@example.jp");
    private static readonly Addressee Phone = new(Channel.Push, "phone");
    private static readonly Addressee Hook = new(Channel.Webhook, "hook");

    [Theory]
    [InlineData(TroubleKind.NetworkDisconnected, Camera, TroubleKind.NetworkDisconnected, Camera, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.NetworkDisconnected, Camera, TroubleKind.Unstable, Camera, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.SdCardError, Camera, TroubleKind.SdCardError, Camera, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.BuildingLine, null, TroubleKind.BuildingLine, null, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.BuildingLine, null, TroubleKind.BuildingLineUnstable, null, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.Unstable, Camera, TroubleKind.NetworkDisconnected, Camera, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.BuildingLineUnstable, null, TroubleKind.BuildingLine, null, 100, LetterState.Superseded)]
    [InlineData(TroubleKind.NetworkDisconnected, Camera, TroubleKind.NetworkDisconnected, "0011223344BB", 100, LetterState.Waiting)]
    [InlineData(TroubleKind.NetworkDisconnected, Camera, TroubleKind.SdCardError, Camera, 100, LetterState.Waiting)]
    [InlineData(TroubleKind.SdCardError, Camera, TroubleKind.Unstable, Camera, 100, LetterState.Waiting)]
    [InlineData(TroubleKind.NetworkDisconnected, Camera, TroubleKind.NetworkDisconnected, Camera, 0, LetterState.Waiting)]
    [InlineData(TroubleKind.NetworkDisconnected, Camera, TroubleKind.NetworkDisconnected, Camera, -100, LetterState.Waiting)]
    public void Put_OfATroubleWhileAnEndWaits_EndGivesWayToTheSameAndNewerOne(
        TroubleKind over, string? overOf, TroubleKind raised, string? raisedOf, int later, LetterState becomes)
    {
        var (end, newer) = (Ended(over, overOf), Raised(raised, raisedOf, Now.AddSeconds(later)));

        var endFirst = Put(Put(new OutboxState(), end), newer);
        var endLast = Put(Put(new OutboxState(), newer), end);

        Assert.Equal([becomes, becomes], Letters(endFirst, end));
        Assert.Equal([becomes, becomes], Letters(endLast, end));
        Assert.Equal([LetterState.Waiting, LetterState.Waiting], Letters(endFirst, newer));
    }

    [Fact]
    public void Put_OfTheEndOfTheNewerOne_IsTheOneThatIsSent()
    {
        var (first, last) = (Ended(TroubleKind.NetworkDisconnected, Camera), Ended(TroubleKind.NetworkDisconnected, Camera, Now.AddSeconds(100)));

        var outbox = Put(Put(Put(new OutboxState(), first), Raised(TroubleKind.NetworkDisconnected, Camera, Now.AddSeconds(100))), last);

        Assert.Equal([LetterState.Superseded, LetterState.Superseded], Letters(outbox, first));
        Assert.Equal([LetterState.Waiting, LetterState.Waiting], Letters(outbox, last));
        Assert.True(outbox.Items.Single(item => item.Id == first.Id).IsSettled);
    }

    [Theory]
    [InlineData(DeliveryOutcome.Sent, LetterState.Sent)]
    [InlineData(DeliveryOutcome.Refused, LetterState.Refused)]
    [InlineData(DeliveryOutcome.Delayed, LetterState.Superseded)]
    public void Put_WhileTheEndIsBeingTried_ItIsNotTriedAgain(DeliveryOutcome outcome, LetterState becomes)
    {
        var (end, newer) = (Ended(TroubleKind.NetworkDisconnected, Camera), Raised(TroubleKind.NetworkDisconnected, Camera, Now.AddSeconds(100)));
        var outbox = OutboxRules.Begun(Put(new OutboxState(), end), [new Due(end.Id, Anna)], "here", TimeSpan.FromMinutes(1), Now);

        outbox = Put(outbox, newer);
        Assert.Equal([LetterState.Waiting, LetterState.Superseded], Letters(outbox, end));
        outbox = OutboxRules.Tried(outbox, end.Id, Anna, new Delivery(outcome), Now, Options);

        Assert.Equal([becomes, LetterState.Superseded], Letters(outbox, end));
    }

    [Fact]
    public void Begun_WhatASiloTriedThatIsGone_IsNotTriedAgain()
    {
        var end = Ended(TroubleKind.NetworkDisconnected, Camera);
        var outbox = OutboxRules.Begun(Put(new OutboxState(), end), [new Due(end.Id, Anna)], "gone", TimeSpan.FromMinutes(1), Now);
        outbox = Put(outbox, Raised(TroubleKind.NetworkDisconnected, Camera, Now.AddSeconds(100)));

        outbox = OutboxRules.Begun(outbox, OutboxRules.Choose(outbox, [], _ => false, Now), "here", TimeSpan.FromMinutes(1), Now);

        Assert.Equal([LetterState.Superseded, LetterState.Superseded], Letters(outbox, end));
    }

    /// <summary>What a system keeps of a trouble goes by its start, and would stay open for ever.</summary>
    [Fact]
    public void Put_OfATroubleWhileAnEndWaits_SystemsAreToldOfTheEndAllTheSame()
    {
        var end = Ended(TroubleKind.NetworkDisconnected, Camera);
        var outbox = OutboxRules.Put(new OutboxState(), end, "ja", [Hook], Now, Options);
        outbox = OutboxRules.Put(outbox, Raised(TroubleKind.NetworkDisconnected, Camera, Now.AddSeconds(100)), "ja", [Hook], Now, Options);
        Assert.Equal([LetterState.Waiting], Letters(outbox, end));

        outbox = OutboxRules.Begun(outbox, [new Due(end.Id, Hook)], "here", TimeSpan.FromMinutes(1), Now);
        Assert.Equal([LetterState.Waiting], Letters(outbox, end));
        Assert.Equal([LetterState.Waiting], Letters(OutboxRules.Tried(outbox, end.Id, Hook, new Delivery(DeliveryOutcome.Delayed), Now, Options), end));
        Assert.Equal([LetterState.Sent], Letters(OutboxRules.Tried(outbox, end.Id, Hook, new Delivery(DeliveryOutcome.Sent), Now, Options), end));
    }

    private static OutboxState Put(OutboxState outbox, Notice notice) => OutboxRules.Put(outbox, notice, "ja", [Anna, Phone], Now, Options);

    private static IEnumerable<LetterState> Letters(OutboxState outbox, Notice notice) => outbox.Items.Single(item => item.Id == notice.Id).Letters.Select(letter => letter.State);

    private static Notice Raised(TroubleKind kind, string? device, DateTimeOffset since) => Of(NoticeKind.TroubleRaised, kind, device, since);

    private static Notice Ended(TroubleKind kind, string? device, DateTimeOffset? since = null) => Of(NoticeKind.TroubleEnded, kind, device, since ?? Now);

    private static Notice Of(NoticeKind what, TroubleKind kind, string? device, DateTimeOffset since) => new(
        $"{what} {since:O}", what, since, Place, device is null ? null : DeviceId.Parse(device), "", new TroubleNotice(kind, since, since.AddMinutes(-1)));
}
