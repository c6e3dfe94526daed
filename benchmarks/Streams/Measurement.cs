using System.Diagnostics;
using Mihari.Benchmarks.Server;

namespace Mihari.Benchmarks.Streams;

/// <summary>Has viewers watch for the warm-up and the measured seconds, and counts.</summary>
internal sealed class Measurement(RelayOptions options, int relay)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <param name="sources">The cameras.</param>
    /// <param name="viewers">Those that read.</param>
    /// <param name="atEdge">Looks at the relay as the measured seconds begin, and as they end.</param>
    public async Task<RelayFigures> Run(IReadOnlyList<FragmentSource> sources, IReadOnlyList<Viewer> viewers, Func<Task> atEdge)
    {
        using var over = new CancellationTokenSource();
        foreach (var viewer in viewers)
            viewer.Watch(over.Token);
        await Task.WhenAll(viewers.Select(viewer => viewer.First)).WaitAsync(StartPatience, TimeProvider.System);
        await Task.Delay(options.WarmUp, TimeProvider.System);

        using var self = Process.GetCurrentProcess();
        await atEdge();
        var (cpu, loadCpu, from) = (ServerProgram.CpuOf(relay), ServerProgram.CpuOf(self.Id), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System);
        var to = Stopwatch.GetTimestamp();
        (cpu, loadCpu) = (ServerProgram.CpuOf(relay) - cpu, ServerProgram.CpuOf(self.Id) - loadCpu);
        await atEdge();
        await over.CancelAsync();
        await Task.WhenAll(viewers.Select(viewer => viewer.Watching));

        bool IsMeasured((int Number, long At) arrival) => arrival.At >= from && arrival.At < to;
        IEnumerable<double> DelaysOf(Viewer viewer) => viewer.Arrivals.Where(IsMeasured)
            .Select(arrival => (arrival.At, Sent: viewer.Source.SentAt(arrival.Number)))
            .Where(times => times.Sent > 0)
            .Select(times => (times.At - times.Sent) * 1000.0 / Stopwatch.Frequency);
        return new RelayFigures
        {
            Seconds = options.Seconds,
            Sent = sources.Sum(source => source.SentIn(from, to)),
            Received = [.. viewers.Select(viewer => viewer.Arrivals.Count(IsMeasured)).Order()],
            Missing = viewers.Sum(viewer => viewer.Arrivals[^1].Number - viewer.Arrivals[0].Number + 1 - viewer.Arrivals.Count),
            Delays = [.. viewers.SelectMany(DelaysOf).Order()],
            Cpu = cpu / Stopwatch.GetElapsedTime(from, to).TotalSeconds,
            LoadCpu = loadCpu / Stopwatch.GetElapsedTime(from, to).TotalSeconds,
            MachineLoad = ServerProgram.MachineLoad(),
        };
    }
}
