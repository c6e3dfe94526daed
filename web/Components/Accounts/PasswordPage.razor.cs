using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Accounts;

/// <summary>A new password before anything else (manual 1.1: ログイン後に必ず変更): a plain form, because it renews the session's cookie.</summary>
public sealed partial class PasswordPage
{
    private PasswordNotice? _notice;
    private bool _mustChange;
    private string _email = "";

    /// <summary>Where to go when it is changed; the endpoint that takes the form lets only our own paths through.</summary>
    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private PasswordNotices Notices { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Viewer.Zone = ViewerTimes.ZoneOf(ViewerCookies.TimeZoneOf(Http.Request));
        _mustChange = Http.User.MustChangePassword();
        _notice = Notices.Take(Http);
        if (Http.User.TryGetSession(out var session))
            _email = (await Grains.GetGrain<IAccountGrain>(session.Caller.Account.Value).GetProfile(session.Caller)).Email;
    }
}
