using Mihari.Notifications;

namespace Mihari.Web.Components.Support;

/// <summary>The mails that are kept as files, because no mail server is configured.</summary>
public sealed partial class MailsPage
{
    private const int PageLength = 50;

    private List<KeptMail>? _mails;
    private string? _continuation;

    protected override Task OnInitializedAsync() => More();

    private Task More() => Do(async by =>
    {
        var page = await Grains.GetGrain<IMailPickup>(IMailPickup.Key).Read(by, PageLength, _continuation);
        _mails = [.. _mails ?? [], .. page.Mails];
        _continuation = page.Continuation;
    });
}
