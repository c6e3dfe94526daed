using System.Globalization;
using Mihari.Benchmarks.Server;

namespace Mihari.Benchmarks.Streams;

/// <summary>The figures as text.</summary>
internal static class RelayReport
{
    public static void Print(string relay, RelayFigures figures)
    {
        var received = figures.Received;
        Say($"{relay}: {figures.Cpu:0.00} cores; in {figures.MegabitsIn:0} Mbit/s, out {figures.MegabitsOut:0} Mbit/s");
        Say($"  delay ms p50 {figures.DelayAt(0.5):0.0}, p90 {figures.DelayAt(0.9):0.0}, p99 {figures.DelayAt(0.99):0.0}, max {figures.DelayAt(1):0.0}");
        Say($"  fragments a viewer: min {received[0]}, median {received[received.Count / 2]}, max {received[^1]}; {received.Count(count => count < figures.Seconds / 2)} viewers got less than half; {figures.Missing} missing, warm-up included");
        Say($"  cameras and viewers: {figures.LoadCpu:0.00} cores; load of the machine {figures.MachineLoad:0.0}");
    }

    /// <summary>What the server itself says of the measured seconds.</summary>
    public static void Print(Metrics before, Metrics after, RelayOptions options, RelayFigures figures)
    {
        double Grown(string name) => after.Sum(name) - before.Sum(name);
        var allocated = Grown("dotnet_gc_heap_total_allocated_bytes_total");
        Say($"  allocated {allocated / options.Seconds / 1024 / (options.Viewers + options.Stalled):0.0} KiB a viewer and second");
        Say($"  collections {Grown("dotnet_gc_collections_total"):0}, paused {Grown("dotnet_gc_pause_time_seconds_total") * 1000:0} ms in all; heap {after.Sum("dotnet_gc_last_collection_heap_size_bytes") / 1048576:0} MiB, working set {after.Sum("dotnet_process_memory_working_set_bytes") / 1048576:0} MiB");
        if (options.Stalled > 0)
        {
            // About: the server is looked at a moment before and after.
            var besides = (Grown("mihari_relay_sent_bytes_total") / FragmentSource.FragmentBytes) - figures.Received.Sum();
            Say($"  handed to those who never read: about {Math.Max(0, besides):0} fragments; {before.Sum("mihari_relay_viewers"):0} viewers at the beginning, {after.Sum("mihari_relay_viewers"):0} at the end; mihari_relay_skipped {Grown("mihari_relay_skipped_total"):0}");
        }

        var counts = after.Buckets("mihari_relay_delay_seconds").Zip(before.Buckets("mihari_relay_delay_seconds"), (now, then) => (now.Edge, Count: now.Count - then.Count)).ToList();
        double At(double share) => counts.Find(bucket => bucket.Count >= share * counts[^1].Count).Edge * 1000;
        if (counts.Count > 0)
            Say($"  last byte in to last byte out, by the server: p50 at most {At(0.5):0.#} ms, p99 at most {At(0.99):0.#} ms");
    }

    /// <summary>What had been kept for those who never read, and is read at the end.</summary>
    public static void PrintStalled(IReadOnlyList<Viewer> stalled, Metrics end) =>
        Say($"  those who never read found {string.Join(", ", stalled.Select(viewer => viewer.Arrivals.Count))} fragments in the system's buffers in the end; mihari_relay_skipped of the whole run {end.Sum("mihari_relay_skipped_total"):0}");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
