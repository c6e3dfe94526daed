using Mihari.Identifiers;

namespace Mihari.Web.Accounts;

/// <summary>
/// The pages and hub connections that are open on this node, by session, and their end: at once where the session is ended
/// on this node, within <see cref="Period"/> where on another one or by its account.
/// <para>
/// Other nodes are found out by asking and not by an observer at the account. An account that moves or rests forgets its
/// observers, so that the bound of 5 s would need leases that are renewed as often as is asked here; and asking has no
/// state that can be lost. It costs one call in memory for each session with something open, however many pages it has:
/// 10,000 viewers are 5,000 calls a second in the whole cluster.
/// </para>
/// </summary>
internal sealed partial class OpenSessions(SessionStamps stamps, TimeProvider time, ILogger<OpenSessions> log) : BackgroundService
{
    /// <summary>How often the accounts are asked, and how long one is waited for.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private const int AtOnce = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, List<Opened>> _open = [];

    /// <summary>Calls <paramref name="ended"/> once, on any thread, when the session ends; never after the result is disposed of.</summary>
    public IDisposable Open(SessionKey session, Action ended)
    {
        var opened = new Opened(this, session, ended);
        lock (_gate)
        {
            if (!_open.TryGetValue(session, out var others))
                _open[session] = others = [];

            others.Add(opened);
        }

        return opened;
    }

    /// <summary>The account has ended the session: closes what it has open here.</summary>
    public void End(SessionKey session)
    {
        stamps.End(session);
        List<Opened>? opened;
        lock (_gate)
            _open.Remove(session, out opened);

        foreach (var one in opened ?? [])
            one.End();
    }

    /// <summary>The account has ended all of its sessions: closes what they have open here.</summary>
    public void EndAll(AccountId account)
    {
        stamps.EndAll(account);
        foreach (var session in Sessions().Where(session => session.Account == account))
            End(session);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Parallel.ForEachAsync(Sessions(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, Ask);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops, and everything that is open on it.
        }
    }

    private SessionKey[] Sessions()
    {
        lock (_gate)
            return [.. _open.Keys];
    }

    private async ValueTask Ask(SessionKey session, CancellationToken cancel)
    {
        try
        {
            if (!await stamps.Ask(session).WaitAsync(Period, time, cancel))
                End(session);
        }
#pragma warning disable CA1031 // Whatever it is, the other sessions are asked for too.
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            NotAsked(e); // The account cannot be asked just now; the next round asks again.
        }
    }

    private void Close(Opened opened)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(opened.Session, out var others) && others.Remove(opened) && others.Count == 0)
                _open.Remove(opened.Session);
        }
    }

    [LoggerMessage(3501, LogLevel.Debug, "An account could not be asked whether a session still stands")]
    private partial void NotAsked(Exception exception);

    [LoggerMessage(3502, LogLevel.Warning, "A page or connection whose session has ended could not be closed")]
    private partial void NotClosed(Exception exception);

    private sealed class Opened(OpenSessions owner, SessionKey session, Action ended) : IDisposable
    {
        private Action? _ended = ended;

        public SessionKey Session => session;

        public void End()
        {
            try
            {
                Interlocked.Exchange(ref _ended, null)?.Invoke();
            }
#pragma warning disable CA1031 // One that fails must not keep the others open.
            catch (Exception e)
#pragma warning restore CA1031
            {
                owner.NotClosed(e);
            }
        }

        public void Dispose()
        {
            _ended = null;
            owner.Close(this);
        }
    }
}
