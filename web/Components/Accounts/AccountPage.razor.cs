using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;
using PersistentStateAttribute = Microsoft.AspNetCore.Components.PersistentStateAttribute;

namespace Mihari.Web.Components.Accounts;

/// <summary>アカウント設定 (manual 1.1): one's own name and address, password, and sessions.</summary>
public sealed partial class AccountPage
{
    private AccountProfile? _profile;
    private string _name = "";
    private string _email = "";

    /// <summary>How the last change of the password ended. Only the request can take it, so it goes over to the circuit with the page.</summary>
    [PersistentState]
    public PasswordNotice? Notice { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private PasswordNotices PasswordNotices { get; set; } = null!;

    [Inject]
    private SuccessNotices Success { get; set; } = null!;

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal) { ["name"] = Texts["Name"], ["email"] = Texts["Email"] };

    protected override async Task OnInitializedAsync()
    {
        if (Http is not null)
            Notice = PasswordNotices.Take(Http);

        if (Notice?.Outcome is PasswordOutcome.Changed)
            Success.Leave(Texts["PasswordChanged"]);

        await Run.Do(async () =>
        {
            var caller = await Caller.Get();
            Show(await Grains.GetGrain<IAccountGrain>(caller.Account.Value).GetProfile(caller));
        });
    }

    private void Show(AccountProfile profile) => (_profile, _name, _email) = (profile, profile.Name, profile.Email);

    private async Task ChangeProfile()
    {
        if (_profile is not { } profile || !Run.Passes(("name", InputRules.NameBreaks(_name, 1, 64)), ("email", InputRules.EmailBreaks(_email))))
            return;

        var isDone = await Run.Do(async () =>
        {
            var caller = await Caller.Get();
            Show(await Grains.GetGrain<IAccountSettings>(caller.Account.Value).ChangeProfile(caller, new ProfileChange(_name, _email, profile.Revision)));
        });
        if (!isDone)
            return;

        (Authentication as PageSession)?.Rename(_name);
        Success.Leave(Texts["Changed"]);
    }
}
