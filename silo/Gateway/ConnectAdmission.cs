using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Mihari.Silo.Gateway;

/// <summary>
/// Lets sockets in at the rate that the grains behind them bear; before the TLS handshake, which costs the most of all
/// when ten thousand devices come back at once.
/// </summary>
internal sealed class ConnectAdmission(IOptions<GatewayOptions> options, TimeProvider time, ILogger<ConnectAdmission> logger)
{
    /// <summary>Longer than this a device rather tries again later.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly TokenBucket _rate = new(options.Value.ConnectsPerSecond, options.Value.ConnectsPerSecond, time);
    private readonly WindowLimit<string> _logged = new(1, TimeSpan.FromMinutes(1), 4, time);
    private int _sockets;

    /// <summary>A middleware of Kestrel's connections.</summary>
    public async Task Admit(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _sockets) > options.Value.MaxConnections)
                Turn(connection, "MaxConnections is reached");
            else if (_rate.TryTake(LongestWait) is not { } wait)
                Turn(connection, "ConnectsPerSecond is exceeded");
            else if (await Wait(wait, connection.ConnectionClosed))
                await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }

    private async Task<bool> Wait(TimeSpan wait, CancellationToken closed)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !closed.IsCancellationRequested;
    }

    private void Turn(ConnectionContext connection, string why)
    {
        if (_logged.TryAdd(why))
            GatewayLog.Overload(logger, why);
        connection.Abort(new ConnectionAbortedException(why));
    }
}
