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
/// ends with the text that REST answers with; one whose session has ended ends with <c>session ended</c>.
/// </summary>
internal sealed class DashboardHub(ILiveFeeds feeds, SessionStamps stamps, TimeProvider time) : Hub
{
    /// <summary>How often an open stream asks whether its session still stands.</summary>
    public static readonly TimeSpan SessionCheck = TimeSpan.FromSeconds(30);

    /// <summary>A building with its rooms and cameras, and what changes.</summary>
    public IAsyncEnumerable<BuildingUpdateView> WatchBuilding(string buildingId, CancellationToken cancel) =>
        Guard(c => feeds.WatchBuilding(Caller, Inputs.Building(buildingId), c), BuildingUpdateView.Of, cancel);

    /// <summary>The customer's buildings, and what changes.</summary>
    public IAsyncEnumerable<PortfolioUpdateView> WatchPortfolio(CancellationToken cancel) =>
        Guard(c => feeds.WatchPortfolio(Caller, Caller.OwnCustomer(), c), PortfolioUpdateView.Of, cancel);

    private Caller Caller => Context.User.ToCaller();

    private async IAsyncEnumerable<TView> Guard<TUpdate, TView>(
        Func<CancellationToken, IAsyncEnumerable<TUpdate>> watch, Func<TUpdate, TView> view, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, Context.ConnectionAborted);
        using var timer = new PeriodicTimer(SessionCheck, time);
        var check = EndWithSession(timer, ended);
        IAsyncEnumerator<TUpdate>? updates = null;
        try
        {
            updates = Refusing(() => watch(ended.Token).GetAsyncEnumerator(ended.Token));
            while (await Next(updates, ended.Token, cancel))
                yield return view(updates.Current);
        }
        finally
        {
            if (updates is not null)
                await updates.DisposeAsync();

            timer.Dispose();
            await check;
        }
    }

    private async Task<bool> Next<TUpdate>(IAsyncEnumerator<TUpdate> updates, CancellationToken ended, CancellationToken cancel)
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
            if (!cancel.IsCancellationRequested && !Context.ConnectionAborted.IsCancellationRequested)
                throw new HubException("session ended");

            return false;
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

    private async Task EndWithSession(PeriodicTimer timer, CancellationTokenSource ended)
    {
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            if (await IsOver())
            {
                await ended.CancelAsync();
                return;
            }
        }
    }

    private async Task<bool> IsOver()
    {
        try
        {
            return !await stamps.IsCurrent(Context.User);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return false; // The account cannot be asked just now; the next tick asks again.
        }
    }
}
