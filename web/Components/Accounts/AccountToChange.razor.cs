using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;
using PersistentStateAttribute = Microsoft.AspNetCore.Components.PersistentStateAttribute;

namespace Mihari.Web.Components.Accounts;

/// <summary>The form of an account that is there already, or why there is none.</summary>
public sealed partial class AccountToChange
{
    private bool _isMissing;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>The address of the list.</summary>
    [Parameter]
    public string Root { get; set; } = "accounts";

    /// <summary>Whether administrators are changed here too, which is for Support.</summary>
    [Parameter]
    public bool WithAdministrators { get; set; }

    /// <summary>Goes over from the page that was prepared to the circuit.</summary>
    [PersistentState]
    public AccountSummary? Found { get; set; }

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    private bool IsElsewhere => Found is { Role: >= Role.Administrator } && !WithAdministrators;

    protected override Task OnInitializedAsync() => Found?.Account.Value == Id ? Task.CompletedTask : Read();

    private Task Read() => Run.Do(async () =>
    {
        Found = (await Grains.GetGrain<ICustomerAccounts>(Customer.Value).GetAccounts(await Caller.Get())).FirstOrDefault(account => account.Account.Value == Id);
        _isMissing = Found is null;
    });
}
