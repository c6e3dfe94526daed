using System.Diagnostics;

namespace Mihari.Silo.Telemetry;

/// <summary>Spans of the storage, within the trace that asks for it.</summary>
internal static class StorageTraces
{
    private static readonly ActivitySource Source = new("Mihari.Storage");

    /// <summary>Outside of a trace, as for the sweep of media, none begins here.</summary>
    public static Task<T> Run<T>(string name, Func<Activity, Activity> describe, Func<Task<T>> work) =>
        Activity.Current is not null && Source.HasListeners() ? Within(name, describe, work) : work();

    private static async Task<T> Within<T>(string name, Func<Activity, Activity> describe, Func<Task<T>> work)
    {
        using var span = Source.StartActivity(name, ActivityKind.Client);
        if (span is not null)
            describe(span);

        try
        {
            return await work();
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }
}
