namespace Mihari.Silo.Presence;

/// <summary>The sweep's log messages; event ids 2100 to 2119.</summary>
internal static partial class SweepLog
{
    [LoggerMessage(2100, LogLevel.Information, "Checked the presence of {Count} cameras in {Took}")]
    public static partial void Done(ILogger logger, int count, TimeSpan took);

    [LoggerMessage(2101, LogLevel.Warning, "The presence of {Missed} of {Count} cameras could not be checked; trying again")]
    public static partial void Incomplete(ILogger logger, int missed, int count);

    [LoggerMessage(2102, LogLevel.Debug, "The presence of camera {Camera} could not be checked")]
    public static partial void CameraFailed(ILogger logger, string camera, Exception exception);

    [LoggerMessage(2103, LogLevel.Warning, "The list of cameras could not be read")]
    public static partial void IndexFailed(ILogger logger, Exception exception);
}
