using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Media;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Notifications;

/// <summary>A customer's browsers, phones and own systems. An outbox knows them by their ids: where they are and their secrets stay here.</summary>
internal sealed class ReceiversGrain([PersistentState("receivers")] IPersistentState<ReceiversState> store, ITimeline timeline, IWebhookTransport transport, NobodyToTell nobody, TimeProvider time)
    : AuditedGrain<ReceiversState>(store, timeline), IPushSubscriptions, IWebhooks, IReceivers
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(5);

    private CustomerId Customer => new(this.GetPrimaryKeyString());

    public async Task<string> GetKey(Caller by)
    {
        Demand(by, Permission.ViewLive);
        return (await GrainFactory.GetGrain<IPushKeyring>(IPushKeyring.Key).Get()).PublicKey;
    }

    public Task<ImmutableArray<PushDevice>> GetOwn(Caller by)
    {
        Demand(by, Permission.ViewLive);
        return Task.FromResult<ImmutableArray<PushDevice>>([.. State.Devices.Where(d => d.Account == by.Account).Select(View)]);
    }

    public async Task<PushDevice> Add(Caller by, PushSubscription subscription, string name, string language)
    {
        Demand(by, Permission.ViewLive);
        await Commit(ReceiverRules.Add(State, by, subscription, name, language, time.GetUtcNow()));
        return View(State.Devices[^1]);
    }

    Task IPushSubscriptions.Remove(Caller by, string id)
    {
        Demand(by, Permission.ViewLive);
        return Keep(State.Devices.RemoveAll(d => d.Id == id && d.Account == by.Account));
    }

    Task<ImmutableArray<Webhook>> IWebhooks.Get(Caller by)
    {
        Demand(by, Permission.ConfigureNotifications);
        return Task.FromResult<ImmutableArray<Webhook>>([.. State.Hooks.Select(ReceiverRules.View)]);
    }

    public async Task<WebhookSecret> Add(Caller by, string name, string url)
    {
        Demand(by, Permission.ConfigureNotifications);
        if (Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) && transport.Refuses(address) is { } rule)
            throw new InvalidInputException("url", rule, InputProblem.Address);

        var added = ReceiverRules.New(State, Guid.NewGuid().ToString("N"), name, url, MediaTokens.New(), time.GetUtcNow());
        await Commit(State with { Hooks = State.Hooks.Add(added) }, Entry(by, AuditAction.WebhookAdded, added, null, added.Url));
        return new WebhookSecret(ReceiverRules.View(added), added.Secret);
    }

    public async Task<WebhookSecret> Rotate(Caller by, string id)
    {
        Demand(by, Permission.ConfigureNotifications);
        var hook = State.Hooks.FirstOrDefault(h => h.Id == id) ?? throw new UnknownIdException("webhook", id);
        var now = time.GetUtcNow();

        // Made anew twice within a day: the one that is in use is still the first.
        var before = ReceiverRules.Secrets(hook, now)[^1];
        var next = hook with { Secret = MediaTokens.New(), Before = before, RotatedAt = now };
        await Commit(State with { Hooks = State.Hooks.Replace(hook, next) }, Entry(by, AuditAction.WebhookSecretMade, next, null, null));
        return new WebhookSecret(ReceiverRules.View(next), next.Secret);
    }

    Task IWebhooks.Remove(Caller by, string id)
    {
        Demand(by, Permission.ConfigureNotifications);
        return State.Hooks.FirstOrDefault(h => h.Id == id) is { } gone
            ? Commit(State with { Hooks = State.Hooks.Remove(gone) }, Entry(by, AuditAction.WebhookRemoved, gone, gone.Url, null))
            : Task.CompletedTask;
    }

    public Task<ImmutableArray<Addressee>> GetAll() => Task.FromResult<ImmutableArray<Addressee>>(
    [
        .. State.Devices.Select(d => new Addressee(Channel.Push, d.Id, d.Name)),
        .. State.Hooks.Select(h => new Addressee(Channel.Webhook, h.Id, h.Name)),
    ]);

    public async Task<PushReceiver?> FindDevice(string id)
    {
        if (State.Devices.FirstOrDefault(d => d.Id == id) is not { } device)
            return null;

        // A browser is told as long as its account is there.
        return await GrainFactory.GetGrain<IAccountUpkeep>(device.Account.Value).Describe(Customer) is null ? null : device;
    }

    public Task<HookReceiver?> FindHook(string id) => Task.FromResult(State.Hooks.FirstOrDefault(h => h.Id == id));

    public Task Forget(string device) => Keep(State.Devices.RemoveAll(d => d.Id == device));

    public Task Called(string hook, string? problem)
    {
        var now = time.GetUtcNow();
        if (State.Hooks.FirstOrDefault(h => h.Id == hook) is not { } known || known.Problem == problem)
            return Task.CompletedTask;

        // The words may be others each time; that is not worth a write each time.
        if (problem is not null && known.ProblemAt + Often > now)
            return Task.CompletedTask;

        var next = known with { Problem = problem, ProblemAt = problem is null ? null : now };
        return Commit(State with { Hooks = State.Hooks.Replace(known, next) });
    }

    protected override void Written() => nobody.Changed();

    private static PushDevice View(PushReceiver device) => new(device.Id, device.Name, device.Since);

    private Task Keep(ImmutableArray<PushReceiver> devices) =>
        devices.Length == State.Devices.Length ? Task.CompletedTask : Commit(State with { Devices = devices });

    private AuditEntry Entry(Caller by, AuditAction action, HookReceiver hook, string? before, string? after) => AuditLines.New(
        by, time.GetUtcNow(), Customer, action, AuditSubject.Webhook, hook.Id, hook.Name, new AuditChange("url", before, after));

    /// <summary>Support has no browsers here, and a customer's systems are its own.</summary>
    private void Demand(Caller by, Permission permission)
    {
        if (by.Customer != Customer)
            throw new UnknownIdException("customer", Customer.Value);

        Access.Demand(by, permission);
    }
}
