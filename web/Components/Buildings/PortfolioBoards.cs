using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Web.Live;

namespace Mihari.Web.Components.Buildings;

/// <summary>
/// The boards of customers' buildings, one for all pages of this node that show it in a language: a board of a thousand buildings is put in order
/// once, and not by each page.
/// </summary>
internal sealed class PortfolioBoards : IAsyncDisposable
{
    private readonly ILiveFeeds _feeds;
    private readonly SharedWatches<(CustomerId Customer, string Language), PortfolioBoard> _boards;

    public PortfolioBoards(ILiveFeeds feeds, IGrainFactory grains, IOptions<LiveOptions> options, TimeProvider time)
    {
        _feeds = feeds;
        _boards = new(Follow, (key, caller) => grains.GetGrain<ICustomerGrain>(key.Customer.Value).GetPortfolio(caller), options.Value.Grace, time);
    }

    /// <summary>The customer's board in the present language, as it stands and as it changes, until the enumeration is left.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such customer, or it is not the caller's.</exception>
    public IAsyncEnumerable<PortfolioBoard> Watch(Caller caller, CustomerId customer, CancellationToken cancel) =>
        _boards.Watch((customer, CultureInfo.CurrentUICulture.Name), caller, cancel);

    public ValueTask DisposeAsync() => _boards.DisposeAsync();

    private async IAsyncEnumerable<PortfolioBoard> Follow(
        (CustomerId Customer, string Language) key, Caller caller, [EnumeratorCancellation] CancellationToken cancel)
    {
        var language = CultureInfo.GetCultureInfo(key.Language);
        PortfolioBoard? board = null;
        await foreach (var update in _feeds.WatchPortfolio(caller, key.Customer, cancel))
        {
            board = update.Snapshot is { } snapshot ? PortfolioBoard.From(snapshot, language) : board?.Apply(update.Delta!);
            if (board is not null)
                yield return board;
        }
    }
}
