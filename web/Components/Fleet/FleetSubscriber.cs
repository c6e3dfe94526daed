using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Fleet;

namespace Mihari.Web.Components.Fleet;

/// <summary>Listens to a fleet while its page stands, and hands on each snapshot; one that comes while the browser draws takes the place of the one before.</summary>
public sealed class FleetSubscriber : LiveSubscriber
{
    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<FleetSnapshot> OnChanged { get; set; }

    /// <summary>Ends when the browser has drawn what it was given.</summary>
    [Parameter]
    public Func<CancellationToken, Task>? Drawn { get; set; }

    [Inject]
    private IFleets Fleets { get; set; } = null!;

    private protected override object Subject => Customer;

    private protected override async Task Listen(CancellationToken cancel)
    {
        await foreach (var fleet in Fleets.Watch(Caller, Customer, cancel))
        {
            await OnChanged.InvokeAsync(fleet);
            if (Drawn is { } drawn)
                await drawn(cancel);
        }
    }
}
