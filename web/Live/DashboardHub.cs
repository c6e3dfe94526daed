using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Api;

namespace Mihari.Web.Live;

/// <summary>
/// The live lists for programs, at <c>/hubs/dashboard</c> with the session cookie. A stream that the caller may not have
/// ends with the text that REST answers with; a connection whose session has ended is closed.
/// </summary>
internal sealed class DashboardHub(ILiveFeeds feeds, OpenSessions open, SessionStamps stamps, HubFailures failures) : Hub
{
    /// <summary>Far more than a program needs: one stream of the portfolio, and one for each building that it shows at once.</summary>
    internal const int MostStreams = 64;

    private const string Opened = "session";
    private const string Streams = "streams";

    /// <summary>A building with its rooms and cameras, and what changes.</summary>
    public IAsyncEnumerable<BuildingUpdateView> WatchBuilding(string? buildingId, CancellationToken cancel) =>
        Guard(c => feeds.WatchBuilding(Caller, Inputs.Building(buildingId), c), BuildingUpdateView.Of, cancel);

    /// <summary>The customer's buildings, and what changes.</summary>
    public IAsyncEnumerable<PortfolioUpdateView> WatchPortfolio(CancellationToken cancel) =>
        Guard(c => feeds.WatchPortfolio(Caller, Caller.OwnCustomer(), c), PortfolioUpdateView.Of, cancel);

    /// <inheritdoc/>
    public override async Task OnConnectedAsync()
    {
        Context.Items[Streams] = new StrongBox<int>();
        if (Context.User.TryGetSession(out var session))
            Context.Items[Opened] = open.Open(SessionKey.Of(session), Context.Abort);

        // It may have ended between the request and the line above.
        if (!await stamps.IsCurrent(Context.User))
            Context.Abort();
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue(Opened, out var opened))
            (opened as IDisposable)?.Dispose();

        return Task.CompletedTask;
    }

    private Caller Caller => (Context.GetHttpContext() ?? throw new InvalidOperationException("a connection without a request")).ToCaller();

    private async IAsyncEnumerable<TView> Guard<TUpdate, TView>(
        Func<CancellationToken, IAsyncEnumerable<TUpdate>> watch, Func<TUpdate, TView> view, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, Context.ConnectionAborted);
        var streams = (StrongBox<int>)Context.Items[Streams]!;
        try
        {
            if (Interlocked.Increment(ref streams.Value) > MostStreams)
                throw new HubException($"too many streams: a connection has at most {MostStreams}");

            await using var updates = Refusing(() => watch(ended.Token).GetAsyncEnumerator(ended.Token));
            while (await Next(updates, ended.Token))
                yield return view(updates.Current);
        }
        finally
        {
            Interlocked.Decrement(ref streams.Value);
        }
    }

    private async Task<bool> Next<TUpdate>(IAsyncEnumerator<TUpdate> updates, CancellationToken ended)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (RefusalException refusal)
        {
            throw new HubException(refusal.Message);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is not HubException)
        {
            failures.Unexpected("a stream", e);
            throw;
        }
    }

    private static T Refusing<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (RefusalException refusal)
        {
            throw new HubException(refusal.Message);
        }
    }
}
