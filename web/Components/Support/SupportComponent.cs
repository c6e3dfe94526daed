using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Mihari.Accounts;
using Mihari.Support;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Support;

/// <summary>A part of the desk: who works at it, what it asks, and how a refusal is told.</summary>
public abstract class SupportComponent : ComponentBase
{
    [Inject]
    private protected PageCaller Page { get; set; } = null!;

    [Inject]
    private protected IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private protected IStringLocalizer<SupportTexts> Texts { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected Viewer Viewer { get; set; } = null!;

    [Inject]
    private protected FormRun Run { get; set; } = null!;

    [Inject]
    private protected SuccessNotices Notices { get; set; } = null!;

    /// <summary>What waits for a yes; null: nothing.</summary>
    private protected Question? Asked { get; set; }

    private protected ISupportDesk Desk => Grains.GetGrain<ISupportDesk>(ISupportDesk.Key);

    /// <summary>Does it, and says so.</summary>
    private protected async Task<bool> Do(Func<Caller, Task> act, string? done = null)
    {
        if (!await Run.Do(async () => await act(await Page.Get())))
            return false;

        if (done is not null)
            Notices.Leave(done);

        return true;
    }

    private protected void Ask(string title, string text, Func<Task> yes, bool isDanger = false) => Asked = new Question(title, text, yes, isDanger);

    private protected async Task Yes()
    {
        if (Asked is { } asked)
            await asked.Yes();

        Asked = null;
    }

    private protected void No() => Asked = null;
}

/// <summary>Something that is done only after a yes.</summary>
public sealed record Question(string Title, string Text, Func<Task> Yes, bool IsDanger);
