using System.Diagnostics;

namespace Mihari.Silo.Hosting;

/// <summary>
/// Ends the program where a stop that was asked for hangs, as it can when a store or the other silos are gone: the host asks its parts to
/// hurry after its own limit (30 s), but waits for those that don't. What is lost then is what a crash loses, which is nothing acknowledged.
/// </summary>
/// <param name="limit">How long the stop may take; longer than the host's own limit.</param>
/// <param name="time">Measures it.</param>
/// <param name="error">Where the line about it goes.</param>
/// <param name="end">Ends the program at once.</param>
internal sealed class StopLimit(TimeSpan limit, TimeProvider time, TextWriter error, Action end) : IDisposable
{
    /// <summary>Within the grace that the Kubernetes and Compose examples leave silos and web nodes (60 s and more).</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(50);

    private static readonly TimeSpan LongestWord = TimeSpan.FromSeconds(1);

    private ITimer? _timer;

    /// <summary>For this process: its end is SIGKILL, since an ordinary exit waits for the host too.</summary>
    public static StopLimit OfThisProcess() => new(Default, TimeProvider.System, Console.Error, static () => Process.GetCurrentProcess().Kill());

    /// <summary>The stop was asked for, or has begun by itself; only the first time counts.</summary>
    public void Begin() => _timer ??= time.CreateTimer(_ => _ = End(), null, limit, Timeout.InfiniteTimeSpan);

    /// <summary>It is done.</summary>
    public void Dispose() => _timer?.Dispose();

    private async Task End()
    {
        // Who does not read what is written here must not keep the program.
        var line = $"mihari: the stop took longer than {limit.TotalSeconds:0} s and is cut short; nothing that was acknowledged is lost";
        await Task.Run(() => error.WriteLineAsync(line)).WaitAsync(LongestWord, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end();
    }
}
