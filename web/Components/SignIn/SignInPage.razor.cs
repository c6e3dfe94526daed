using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.SignIn;

/// <summary>The sign-in page (manual 1.1): a plain form, so that it works before any script has come.</summary>
public sealed partial class SignInPage
{
    /// <summary>The query parameter of a viewer whose session has ended while a page was open.</summary>
    internal const string EndedQuery = "ended";

    private SignInNotice? _notice;

    /// <summary>Where to go afterwards; the endpoint that takes the form lets only our own paths through.</summary>
    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    /// <summary>Set by whoever sends a viewer here whose session has ended.</summary>
    [SupplyParameterFromQuery(Name = EndedQuery)]
    private string? Ended { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SignInNotices Notices { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private bool HasEmail => !string.IsNullOrEmpty(_notice?.Email);

    private bool HasEnded => !string.IsNullOrEmpty(Ended);

    private string? Describes => _notice is null && !HasEnded ? null : "notice";

    private string Message => SignInMessage.For(_notice!, Viewer, Time.GetUtcNow(), Texts);

    protected override void OnInitialized()
    {
        Viewer.Zone = ViewerTimes.ZoneOf(ViewerCookies.TimeZoneOf(Http.Request));
        _notice = Notices.Take(Http);
    }
}
