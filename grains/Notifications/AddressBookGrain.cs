using System.Collections.Immutable;
using Mihari.Grains.Customers;
using Mihari.Grains.Media;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Notifications;
using Orleans.Runtime;

namespace Mihari.Grains.Notifications;

/// <summary>
/// The addresses of one customer. A question is stored with its address first and put into the outbox then; a crash in between is made up for
/// when somebody sets the address again, or asks for the link once more.
/// </summary>
internal sealed class AddressBookGrain([PersistentState("addresses")] IPersistentState<AddressBookState> store, NobodyToTell nobody, TimeProvider time)
    : StatefulGrain<AddressBookState>(store), IAddressBook, IAddressConsent
{
    /// <summary>Questions that are known to be in the outbox.</summary>
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private CustomerId Customer => new(this.GetPrimaryKeyString());

    public async Task Add(ImmutableArray<string> addresses, string language)
    {
        var now = time.GetUtcNow();
        await Commit(AddressRules.Add(State, addresses, language, now, MediaTokens.New));
        foreach (var address in addresses)
        {
            if (AddressRules.Find(State, address) is { } entry && AddressRules.State(entry, now) == AddressState.Asked && !_asked.Contains(entry.Question!))
                await Ask(entry);
        }
    }

    public async Task AskAgain(string address, string language)
    {
        await Commit(AddressRules.AskAgain(State, address, language, time.GetUtcNow(), MediaTokens.New));
        await Ask(AddressRules.Find(State, address)!);
    }

    public Task<ImmutableArray<NotifiedAddress>> Find(ImmutableArray<string> addresses)
    {
        var now = time.GetUtcNow();
        return Task.FromResult<ImmutableArray<NotifiedAddress>>(
        [
            .. from address in addresses
               let entry = AddressRules.Find(State, address)
               where entry is not null
               select new NotifiedAddress(address, AddressRules.State(entry, now), entry.Since, entry.Problem, entry.ProblemAt),
        ]);
    }

    public Task<string?> FindStop(string address) =>
        Task.FromResult(AddressRules.Find(State, address) is { State: AddressState.Confirmed } entry ? entry.Stop : null);

    public Task Delivered(string address, string? problem) => Commit(AddressRules.Delivered(State, address, problem, time.GetUtcNow()));

    public async Task<AddressConsent?> Find(string token) =>
        AddressRules.FindToken(State, token, time.GetUtcNow()) is { } found ? await Consent(found.Entry) : null;

    public async Task<AddressConsent?> Answer(string token, bool wanted)
    {
        var now = time.GetUtcNow();
        if (AddressRules.Answered(State, token, wanted, now) is not { } next)
            return null;

        await Commit(next);
        return await Find(token);
    }

    protected override void Written() => nobody.Changed();

    private async Task<AddressConsent> Consent(AddressEntry entry) => new(
        entry.Address, await GrainFactory.GetGrain<ICustomerRecord>(Customer.Value).GetName(), AddressRules.State(entry, time.GetUtcNow()), entry.Language);

    private async Task Ask(AddressEntry entry)
    {
        await GrainFactory.GetGrain<IOutbox>(OutboxKeys.Of(Customer)).Ask(new AddressQuestion(
            NoticeIds.Of("question", Customer.Value, entry.Question!), Customer, entry.Address, entry.Language, entry.Question!, NoticeIds.Rounded(entry.AskedAt)));
        _asked.Add(entry.Question!);
    }
}
