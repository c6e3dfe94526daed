using System.Collections.Immutable;
using Mihari.Grains.Gateways;
using Mihari.Grains.State;
using Mihari.Notifications;
using Mihari.Timeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Mihari.Grains.Notifications;

/// <summary>
/// One outbox. What is to be sent is stored before it is tried, that it is being tried before the attempt, and what became of it after: a crash in
/// between tries it again, as the same message, and a store that takes no writes sends nothing. Attempts run beside everything else; what
/// they lead to is taken in one after the other.
/// </summary>
internal sealed partial class OutboxGrain(
    [PersistentState("outbox")] IPersistentState<OutboxState> store,
    ITimeline timeline,
    LetterCarrier carrier,
    IGatewayLiveness silos,
    IOptions<NotificationOptions> options,
    TimeProvider time,
    ILogger<OutboxGrain> log) : StatefulGrain<OutboxState>(store), IOutbox, IOutboxUpkeep
{
    /// <summary>A letter whose outcome could not be stored is held until its lease is over.</summary>
    private const int Settlements = 3;

    private static readonly TimeSpan AfterAStart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterAFailure = TimeSpan.FromSeconds(10);

    /// <summary>One that is away does not hear of what is older: it would not be news any more.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    private readonly HashSet<Due> _running = [];
    private readonly HashSet<string> _indexed = new(StringComparer.Ordinal);
    private WantedNow _wanted = null!;
    private IGrainTimer _timer = null!;
    private bool _isLooking;

    /// <summary>What could not be stored a moment ago can't be now.</summary>
    private DateTimeOffset _notBefore;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _wanted = new WantedNow(GrainFactory, time);
        var never = new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true };
        _timer = this.RegisterGrainTimer(static (self, _) => self.Run(), this, never);
        _notBefore = HasMore ? time.GetUtcNow() + AfterAStart : default;
        Arm();
    }

    /// <summary>What waits must not wait for the next message: a failed write ends an activation.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (HasMore)
            GrainFactory.GetGrain<IOutboxUpkeep>(this.GetPrimaryKeyString()).Wake().Ignore();

        return Task.CompletedTask;
    }

    public async Task Put(Notice notice, string language, ImmutableArray<Addressee> to)
    {
        var now = time.GetUtcNow();
        if (to.IsEmpty || notice.At + Oldest <= now || await IsTold(notice.At, notice.Id))
            Arm();
        else
            await Save(OutboxRules.Put(State, notice, language, to, now, options.Value));
    }

    public async Task Ask(AddressQuestion question)
    {
        if (await IsTold(question.At, question.Id))
            Arm();
        else
            await Save(OutboxRules.Ask(State, question, time.GetUtcNow()));
    }

    public Task Settle(string id, Addressee to, Delivery? delivery) =>
        Save(OutboxRules.Tried(State, id, to, delivery, time.GetUtcNow(), options.Value));

    public async Task<ImmutableArray<Due>> Begin(ImmutableArray<Due> due)
    {
        var now = time.GetUtcNow();
        await Save(OutboxRules.Begun(OutboxRules.Closed(State, now), due, silos.Here, carrier.LongestMail, now));
        return [.. due.Where(d => Find(d) is not null)];
    }

    public Task<ImmutableArray<ToldNotice>> GetWaiting() =>
        Task.FromResult<ImmutableArray<ToldNotice>>([.. State.Items.Where(i => !_indexed.Contains(i.Id)).OrderByDescending(i => i.At).Select(ToldEntries.Told)]);

    public Task Wake()
    {
        Arm();
        return Task.CompletedTask;
    }

    private bool HasMore => OutboxRules.NextDue(State, silos.IsAlive, time.GetUtcNow()) is not null || State.Items.Any(IsUnfiled);

    private bool IsUnfiled(OutboxItem item) => item.IsSettled && !_indexed.Contains(item.Id);

    private async Task<bool> IsTold(DateTimeOffset at, string id) =>
        OutboxRules.Knows(State, id) || await timeline.Contains(this.GetPrimaryKeyString(), TimelineKind.Notification, at, id);

    private (OutboxItem Item, Letter Letter)? Find(Due due) =>
        State.Items.FirstOrDefault(i => i.Id == due.Item) is { } item && item.Letters.FirstOrDefault(l => l.To == due.To) is { State: LetterState.Waiting } letter
            ? (item, letter)
            : null;

    private async Task Save(OutboxState next)
    {
        if (!ReferenceEquals(next, State))
        {
            await Commit(OutboxRules.Without(next, _indexed));
            _indexed.IntersectWith(State.Items.Select(i => i.Id));
        }

        try
        {
            await File();
        }
        finally
        {
            Arm();
        }
    }

    /// <summary>What is settled goes to the timeline, and from the state with the next write: a crash in between only says it again.</summary>
    private async Task File()
    {
        var settled = State.Items.Where(IsUnfiled).ToArray();
        if (settled.Length == 0)
            return;

        await timeline.Append([.. settled.Select(i => ToldEntries.Of(this.GetPrimaryKeyString(), i))]);
        _indexed.UnionWith(settled.Select(i => i.Id));
    }

    private async Task Run()
    {
        if (_isLooking)
            return;

        _isLooking = true;
        try
        {
            var chosen = Choose();
            foreach (var due in await this.AsReference<IOutbox>().Begin(chosen))
            {
                _running.Add(due);
                Try(due).Ignore();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotBegun(log, e);
            _notBefore = time.GetUtcNow() + AfterAFailure;
        }
        finally
        {
            _isLooking = false;
            Arm();
        }
    }

    private ImmutableArray<Due> Choose() => OutboxRules.Choose(State, _running, silos.IsAlive, time.GetUtcNow());

    private async Task Try(Due due)
    {
        try
        {
            if (Find(due) is not { } found)
                return;

            Delivery? delivery;
            try
            {
                delivery = await carrier.Send(found.Item, found.Letter, _wanted);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Failed(log, e);
                delivery = new Delivery(DeliveryOutcome.Delayed, "the server could not write the message");
            }

            await Settle(due, delivery);
            if (Find(due) is null && State.Items.FirstOrDefault(i => i.Id == due.Item)?.Letters.FirstOrDefault(l => l.To == due.To) is { } settled)
                await carrier.Settled(found.Item, settled);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotSettled(log, e);
        }
        finally
        {
            _running.Remove(due);
            Arm();
        }
    }

    private async Task Settle(Due due, Delivery? delivery)
    {
        for (var left = Settlements; ; left--)
        {
            try
            {
                await this.AsReference<IOutbox>().Settle(due.Item, due.To, delivery);
                return;
            }
            catch (TimeoutException) when (left > 0)
            {
                // Behind many that came in meanwhile.
            }
        }
    }

    private void Arm()
    {
        var now = time.GetUtcNow();
        var next = State.Items.Any(IsUnfiled) ? now : OutboxRules.NextDue(State, silos.IsAlive, now);
        if (next is not { } due)
            return;

        // With as many running as may, the end of one of them comes back here.
        var wait = due > now || _notBefore > now ? (due > _notBefore ? due : _notBefore) - now : TimeSpan.Zero;
        if (!_isLooking && (wait > TimeSpan.Zero || !Choose().IsEmpty || State.Items.Any(IsUnfiled) || !ReferenceEquals(OutboxRules.Closed(State, now), State)))
            _timer.Change(wait, Timeout.InfiniteTimeSpan);

        // Those that run end here, however long they take and whatever else is due.
        var running = _running.Count > 0 ? OutboxRules.Lease(Channel.Mail, carrier.LongestMail) : TimeSpan.Zero;
        DelayDeactivation((wait > running ? wait : running) + TimeSpan.FromMinutes(5));
    }

    [LoggerMessage(2850, LogLevel.Error, "A message could not be written; it is tried again")]
    private static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(2851, LogLevel.Warning, "What became of a message could not be stored; it may be sent again")]
    private static partial void NotSettled(ILogger logger, Exception exception);

    [LoggerMessage(2852, LogLevel.Warning, "Messages wait, because that they are being sent could not be stored")]
    private static partial void NotBegun(ILogger logger, Exception exception);
}
