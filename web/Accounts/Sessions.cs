using System.Globalization;
using System.Threading.RateLimiting;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Silo.Hosting;
using Mihari.Web.Api;
using Mihari.Web.Hosting;

namespace Mihari.Web.Accounts;

/// <summary>Sessions: a cookie, checked against its account, with keys that outlive a restart.</summary>
internal static class Sessions
{
    public const string SignInLimit = "sign-in";
    public const string CookieName = "mihari.session";

    public static WebApplicationBuilder AddSessions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<SignInOptions>(SignInOptions.Section);
        services.AddSingleton<SessionStamps>();
        services.AddSingleton<OpenSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenSessions>());
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<SignOutDesk>();
        services.AddSingleton<SignInNotices>();
        services.AddSingleton<PasswordDesk>();
        services.AddSingleton<PasswordNotices>();
        services.AddSingleton<LanguageMemory>();

        services.AddDataProtection().SetApplicationName("Mihari");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyFolder>();

        services.AddSingleton<TokenCallers>();
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = TokenScheme.Either;
                options.DefaultSignInScheme = options.DefaultSignOutScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            })
            .AddCookie()
            .AddScheme<AuthenticationSchemeOptions, TokenScheme>(Callers.TokenScheme, null)
            .AddPolicyScheme(TokenScheme.Either, null, static options => options.ForwardDefaultSelector = TokenScheme.Choose);
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddPermissionPolicies();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "mihari.antiforgery";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true; // The content policy's frame-ancestors says it.
        });
        services.AddScoped<AuthenticationStateProvider, PageSession>();
        services.AddScoped<PageCaller>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, SignInRate>();
        return builder;
    }

    /// <summary>Whether an address is for programs, which get a status rather than the sign-in page.</summary>
    public static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/media")
        || path.StartsWithSegments("/openapi");

    /// <summary>A cluster has its keys where all nodes find them, and says so before.</summary>
    private sealed class KeyFolder(DataPaths paths, ILoggerFactory logs) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options) => options.XmlRepository ??= new Keys(paths.Keys, logs);
    }

    /// <summary>Makes its folder when it is first used: the storage, which checks the data folder, is open by then.</summary>
    private sealed class Keys(string folder, ILoggerFactory logs) : IXmlRepository
    {
        private readonly Lazy<FileSystemXmlRepository> _files = new(() =>
        {
            DataPaths.MakePrivate(folder);
            return new FileSystemXmlRepository(new DirectoryInfo(folder), logs);
        });

        public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

        public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);
    }

    private sealed class SessionCookie(IOptions<SignInOptions> signIn, IOptions<WebOptions> web, SessionStamps stamps, IGrainFactory grains)
        : IConfigureNamedOptions<CookieAuthenticationOptions>
    {
        public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

        public void Configure(string? name, CookieAuthenticationOptions options)
        {
            options.Cookie.Name = CookieName;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = web.Value.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = signIn.Value.SessionLength;
            options.SlidingExpiration = true;
            options.LoginPath = SignInForm.Page;
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnValidatePrincipal = Validate;
            options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        }

        private async Task Validate(CookieValidatePrincipalContext context)
        {
            if (await stamps.IsCurrent(context.Principal))
            {
                if (IsPage(context.Request))
                    await FollowName(context);

                return;
            }

            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }

        /// <summary>The greeting is the account's present name, in all of its sessions: each page that is opened looks, and renews the cookie.</summary>
        private async Task FollowName(CookieValidatePrincipalContext context)
        {
            if (!context.Principal.TryGetSession(out var session))
                return;

            AccountProfile profile;
            try
            {
                profile = await grains.GetGrain<IAccountGrain>(session.Caller.Account.Value).GetProfile(session.Caller);
            }
            catch (UnknownIdException)
            {
                context.RejectPrincipal(); // Deleted a moment ago.
                return;
            }

            if (profile.Name == session.Name)
                return;

            context.ReplacePrincipal((session with { Name = profile.Name }).ToPrincipal(context.Scheme.Name));
            context.ShouldRenew = true;
        }

        private static bool IsPage(HttpRequest request) =>
            HttpMethods.IsGet(request.Method) && !IsForPrograms(request.Path) && !request.Path.StartsWithSegments("/_blazor")
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

        private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
        {
            if (status == StatusCodes.Status401Unauthorized && context.Request.Path.StartsWithSegments("/api"))
                context.Response.Headers.WWWAuthenticate = TokenScheme.Realm;

            if (IsForPrograms(context.Request.Path) || status == StatusCodes.Status403Forbidden)
                context.Response.StatusCode = status;
            else
                context.Response.Redirect(context.RedirectUri);

            return Task.CompletedTask;
        }
    }

    private sealed class SignInRate(IOptions<SignInOptions> signIn, SignInNotices notices, PasswordNotices passwordNotices) : IConfigureOptions<RateLimiterOptions>
    {
        public void Configure(RateLimiterOptions options)
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(SignInLimit, context => RateLimitPartition.GetSlidingWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = signIn.Value.AttemptsPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                }));
            options.OnRejected = Reject;
        }

        private async ValueTask Reject(OnRejectedContext rejected, CancellationToken cancel)
        {
            var context = rejected.HttpContext;
            if (context.Request.Path == PasswordForm.Path)
            {
                passwordNotices.Leave(context, new PasswordNotice(PasswordOutcome.TooMany));
                context.Response.Redirect(PasswordForm.Page);
                return;
            }

            if (!IsForPrograms(context.Request.Path))
            {
                notices.Leave(context, new SignInNotice(SignInProblem.TooMany, "", null));
                context.Response.Redirect(SignInForm.Page);
                return;
            }

            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                context.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

            await Problems.Answer(context, StatusCodes.Status429TooManyRequests, "too many attempts from this network address");
        }
    }
}
