namespace Mihari.Silo.Presence;

/// <summary>The sweep's log messages; event ids 2100 to 2119, with those of <see cref="Sweeps.GrainVisits"/>.</summary>
internal static partial class SweepLog
{
    [LoggerMessage(2100, LogLevel.Information, "Checked the presence of {Count} cameras in {Took}")]
    public static partial void Done(ILogger logger, int count, TimeSpan took);

    [LoggerMessage(2101, LogLevel.Warning, "The presence of {Missed} of {Count} cameras could not be checked; trying again")]
    public static partial void Incomplete(ILogger logger, int missed, int count);

    [LoggerMessage(2104, LogLevel.Warning, "The gateways could not be asked which devices they hold")]
    public static partial void GatewaysFailed(ILogger logger, Exception exception);
}
