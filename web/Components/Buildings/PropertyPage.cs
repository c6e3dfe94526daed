using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Buildings;

/// <summary>A page about a building, a room or a device: loads it once for each address, and knows when there is no such thing.</summary>
public abstract class PropertyPage : ComponentBase
{
    private object? _loaded;

    /// <summary>The page's own request while it is drawn for the first time; null in its circuit.</summary>
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    /// <summary>There is no such thing, or it is not the viewer's.</summary>
    protected bool IsUnknown { get; private set; }

    [Inject]
    private protected PageCaller Page { get; set; } = null!;

    [Inject]
    private protected IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected FormRun Run { get; set; } = null!;

    [Inject]
    private protected SuccessNotices Notices { get; set; } = null!;

    private protected Caller By { get; private set; } = null!;

    /// <summary>What the page is about: another one is loaded anew.</summary>
    private protected abstract object Subject { get; }

    private protected abstract Task Load();

    protected override async Task OnParametersSetAsync()
    {
        if (Equals(_loaded, Subject))
            return;

        _loaded = Subject;
        IsUnknown = false;
        By = await Page.Get();
        try
        {
            await Load();
        }
        catch (UnknownIdException)
        {
            IsUnknown = true;
            AnswerNotFound();
        }
    }

    private protected IBuildingSetup Building(string id) => Grains.GetGrain<IBuildingSetup>(id);

    private protected IRoomDevices Room(string id) => Grains.GetGrain<IRoomDevices>(id);

    /// <summary>Says 成功 on the building's カメラ一覧, and leaves nothing behind to send again.</summary>
    private protected void Succeed(string text, BuildingId building) => Succeed(text, BuildingLinks.To(building));

    private protected void Succeed(string text, string address)
    {
        Notices.Leave(text);
        Navigation.NavigateTo(address, replace: true);
    }

    private void AnswerNotFound()
    {
        if (Http is not { } http)
            return;

        // Only as the answer starts: a page that is "not found" before is replaced with the general one.
        http.Response.OnStarting(() =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
