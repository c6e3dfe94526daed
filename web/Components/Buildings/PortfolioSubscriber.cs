using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Live;

namespace Mihari.Web.Components.Buildings;

/// <summary>Listens to the portfolio while the page stands, and hands on each board.</summary>
public sealed class PortfolioSubscriber : LiveSubscriber
{
    private PortfolioBoard? _board;

    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<PortfolioBoard> OnChanged { get; set; }

    [Inject]
    private ILiveFeeds Feeds { get; set; } = null!;

    private protected override object Subject => Customer;

    private protected override async Task Listen(CancellationToken cancel)
    {
        await foreach (var update in Feeds.WatchPortfolio(Caller, Customer, cancel))
        {
            _board = update.Snapshot is { } snapshot ? PortfolioBoard.From(snapshot) : _board?.Apply(update.Delta!);
            if (_board is not null)
                await OnChanged.InvokeAsync(_board);
        }
    }
}
