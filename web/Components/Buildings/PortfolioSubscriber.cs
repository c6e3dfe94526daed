using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Buildings;

/// <summary>Listens to the portfolio while the page stands, and hands on each board; all pages of the node share them.</summary>
public sealed class PortfolioSubscriber : LiveSubscriber
{
    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<PortfolioBoard> OnChanged { get; set; }

    [Inject]
    private PortfolioBoards Boards { get; set; } = null!;

    private protected override object Subject => Customer;

    private protected override async Task Listen(CancellationToken cancel)
    {
        await foreach (var board in Boards.Watch(Caller, Customer, cancel))
            await OnChanged.InvokeAsync(board);
    }
}
