using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;
using PersistentStateAttribute = Microsoft.AspNetCore.Components.PersistentStateAttribute;

namespace Mihari.Web.Components.Tokens;

/// <summary>One's own personal access tokens: made, shown once, revoked.</summary>
public sealed partial class TokensPage
{
    private static readonly int[] Spans = [30, 90, 365];
    private string _name = "";
    private Role _role = Role.Viewer;
    private int _days = Spans[1];
    private Role _own = Role.Viewer;
    private IssuedToken? _issued;
    private TokenInfo? _revoking;
    private bool _isUnread;

    /// <summary>Goes over from the page that was prepared to the circuit.</summary>
    [PersistentState]
    public TokenInfo[]? Tokens { get; set; }

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private SuccessNotices Success { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    private string Origin => Navigation.BaseUri;

    /// <summary>A token may do no more than its owner.</summary>
    private IEnumerable<Role> Roles => Enum.GetValues<Role>().Where(role => role <= _own && (role != Role.Support || _own == Role.Support));

    protected override async Task OnInitializedAsync()
    {
        _own = (await Caller.Get()).Role;
        if (Tokens is null)
            await Read();
    }

    private async Task Read() => _isUnread = !await Run.Do(async () =>
    {
        var caller = await Caller.Get();
        Tokens = [.. await Grain(caller).GetTokens(caller)];
    });

    private async Task Create()
    {
        _issued = null;
        var made = await Run.Do(async () =>
        {
            var caller = await Caller.Get();
            _issued = await Grain(caller).CreateToken(caller, new NewToken(_name, _role, Time.GetUtcNow().AddDays(_days)));
        });
        if (made)
            (_name, Tokens) = ("", [_issued!.Info, .. Tokens ?? []]);
    }

    private async Task Revoke(TokenInfo token)
    {
        _revoking = null;
        var done = await Run.Do(async () =>
        {
            var caller = await Caller.Get();
            await Grain(caller).RevokeToken(caller, token.Token);
        });
        if (!done)
            return;

        Tokens = [.. (Tokens ?? []).Where(t => t.Token != token.Token)];
        if (_issued?.Info.Token == token.Token)
            _issued = null;

        Success.Leave(Texts["Revoked"]);
    }

    private IAccountTokens Grain(Caller caller) => Grains.GetGrain<IAccountTokens>(caller.Account.Value);
}
