using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.SignIn;

/// <summary>The sign-in page (manual 1.1): a plain form, so that it works before any script has come.</summary>
public sealed partial class SignInPage
{
    private SignInNotice? _notice;

    /// <summary>Where to go afterwards; the endpoint that takes the form lets only our own paths through.</summary>
    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SignInNotices Notices { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private bool HasEmail => !string.IsNullOrEmpty(_notice?.Email);

    private string? Describes => _notice is null ? null : "notice";

    private string Message => SignInMessage.For(_notice!, Viewer, Time.GetUtcNow(), Texts);

    protected override void OnInitialized()
    {
        Viewer.Zone = ViewerTimes.ZoneOf(ViewerCookies.TimeZoneOf(Http.Request));
        _notice = Notices.Take(Http);
    }
}
