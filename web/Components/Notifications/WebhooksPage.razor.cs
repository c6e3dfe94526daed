using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Notifications;

/// <summary>The customer's own systems that are called of what happens.</summary>
public sealed partial class WebhooksPage
{
    private const int LongestUrl = 500;

    private ImmutableArray<Webhook>? _hooks;
    private WebhookSecret? _made;
    private Webhook? _removing;
    private Webhook? _rotating;
    private bool _isNoCustomers;
    private string _name = "";
    private string _url = "";

    [Inject]
    private PageCaller Page { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private SuccessNotices Success { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        // Support is of no customer, and has nothing to set here.
        if (!(_isNoCustomers = (await Page.Get()).Customer is null))
            await Run.Do(() => Do((_, _) => Task.CompletedTask));
    }

    private string Note(WebhookSecret made) => made.Webhook.RotatedAt > made.Webhook.Since
        ? $"{Texts["HookSecretNote"]} {Texts["HookRotated", Viewer.DateAndTime(made.Webhook.RotatedAt + IWebhooks.BothSign)]}"
        : Texts["HookSecretNote"];

    private async Task Add()
    {
        Success.Withdraw();
        if (!Run.Passes(("name", InputRules.NameBreaks(_name, 1, 64))))
            return;

        if (await Run.Do(() => Do(async (hooks, by) => _made = await hooks.Add(by, _name, _url)), Refused))
            (_name, _url) = ("", "");
    }

    private Task Rotate(Webhook hook)
    {
        _rotating = null;
        Success.Withdraw();
        return Run.Do(() => Do(async (hooks, by) => _made = await hooks.Rotate(by, hook.Id)));
    }

    /// <summary>What is wrong with an address, in the words of whom it would be called by.</summary>
    private FormError? Refused(RefusalException refusal) => refusal is not InvalidInputException { Problem: InputProblem.Address } invalid ? null
        : new FormError(invalid.Field, OwnReasons.Knows(invalid.Rule) ? Texts["HookUrlRefused", Texts.Reason(invalid.Rule)] : Texts["HookUrlBroken", LongestUrl]);

    /// <summary>Where a line may break: after the marks between the parts of an address.</summary>
    private static IEnumerable<string> Parts(string url) => Breaks().Split(url);

    [GeneratedRegex("(?<=[/?&.=_-])(?![/?&.=_-])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Breaks();

    private async Task Remove(Webhook hook)
    {
        _removing = null;
        Success.Withdraw();
        if (await Run.Do(() => Do((hooks, by) => hooks.Remove(by, hook.Id))))
            Success.Leave(Texts["HookRemoved"]);
    }

    private async Task Do(Func<IWebhooks, Caller, Task> action)
    {
        var by = await Page.Get();
        var hooks = Grains.GetGrain<IWebhooks>(by.Customer?.Value ?? "");
        await action(hooks, by);
        _hooks = await hooks.Get(by);
    }
}
