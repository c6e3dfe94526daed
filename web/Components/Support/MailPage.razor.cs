using Microsoft.AspNetCore.Components;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Notifications;

namespace Mihari.Web.Components.Support;

/// <summary>One of the mails that are kept as files, as its receiver would see it.</summary>
public sealed partial class MailPage
{
    private ShownMail? _mail;
    private bool _isUnknown;

    /// <summary>Its date, in milliseconds since 1970.</summary>
    [Parameter]
    public long At { get; set; }

    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IMediaStore Media { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(At, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
            var key = await Grains.GetGrain<IMailPickup>(IMailPickup.Key).FindMedia(await Page.Get(), at, Id);
            await using var file = await Media.Open(key, CancellationToken.None);
            _mail = file is null ? null : await ShownMail.Read(file, CancellationToken.None);
        }
        catch (UnknownIdException)
        {
            // As one that is not there.
        }

        _isUnknown = _mail is null;
    }
}
