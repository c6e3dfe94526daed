using Orleans.Runtime.Messaging;

namespace Mihari.Web.Hosting;

/// <summary>Work of the start that needs grains: in a cluster they may be away for a while, which is no reason to end.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Does it again until it was not the cluster that failed. The work must bear being repeated.</summary>
    public static async Task<T> Insist<T>(Func<Task<T>> work, TimeProvider time, Action<Exception> failed, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or ConnectionFailedException)
            {
                failed(e);
                await Task.Delay(Pause, time, cancel);
            }
        }
    }
}
