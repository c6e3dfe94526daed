using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Mihari.Storage.GrainState;
using Mihari.Storage.Timeline;
using Mihari.Tests.Storage.CrashWriter;
using Mihari.Timeline;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Mihari.Benchmarks.Storage;

/// <summary>
/// State writes and timeline appends of both profiles in one run, so many callers at once, each waiting for its own before
/// the next. What the emulator does says nothing of Azure; it tells what the providers themselves cost.
/// </summary>
internal static class StorageLoad
{
    private static readonly byte[] Body = new byte[500];

    public static async Task<int> Run(string[] args)
    {
        var writers = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 64;
        var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10;

        var folder = Directory.CreateTempSubdirectory("mihari-benchmark-").FullName;
        await using (var embedded = new EmbeddedStorage(folder))
            await Measure("SQLite", embedded.GrainStorage, embedded.Timeline, writers, seconds);
        Directory.Delete(folder, recursive: true);

        await using var services = new ServiceCollection().AddMetrics().AddLogging().AddSerializer().BuildServiceProvider();
        using var clients = new AzureClients(Options.Create(new AzureStorageOptions
        {
            ConnectionString = args[0],
            Prefix = string.Create(CultureInfo.InvariantCulture, $"bench{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}"),
        }));
        await new AzureStart(clients, [AzureParts.Silo], TimeProvider.System, NullLogger<AzureStart>.Instance).StartingAsync(default);
        var calls = new AzureCalls(new StorageInstruments(services.GetRequiredService<IMeterFactory>()), TimeProvider.System);
        var rows = new StateRows(clients, new StateBlobs(clients, NullLogger<StateBlobs>.Instance));
        await Measure(
            "Azure",
            new AzureTableGrainStorage(rows, calls, new JsonGrainStateSerializer(), services.GetRequiredService<IActivatorProvider>()),
            new AzureTableTimeline(clients, new TimelineDays(clients, TimeProvider.System), calls, TimeProvider.System),
            writers,
            seconds);
        return 0;
    }

    private static async Task Measure(string name, IGrainStorage states, ITimeline timeline, int writers, int seconds)
    {
        var held = Enumerable.Range(0, writers).Select(_ => new GrainState<byte[]> { State = Body }).ToArray();
        await Load($"{name}: state writes", writers, seconds, (writer, _) =>
            states.WriteStateAsync("benchmark", GrainId.Create("grain", writer.ToString(CultureInfo.InvariantCulture)), held[writer]));
        await Load($"{name}: timeline appends", writers, seconds, (writer, n) => timeline.Append(
        [
            new TimelineEntry(
                string.Create(CultureInfo.InvariantCulture, $"{writer:X12}"), TimelineKind.Event, DateTimeOffset.UnixEpoch.AddSeconds(n),
                n.ToString(CultureInfo.InvariantCulture), 1, Body),
        ]));
    }

    private static async Task Load(string what, int writers, int seconds, Func<int, long, Task> write)
    {
        long next = 0;
        var times = new List<double>[writers];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            times[writer] = [];
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                var begin = Stopwatch.GetTimestamp();
                await write(writer, Interlocked.Increment(ref next));
                times[writer].Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        })));

        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = times.SelectMany(t => t).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-26} {all.Count / elapsed,9:0}/s   median {all[all.Count / 2],7:0.0} ms   99 % {all[all.Count * 99 / 100],7:0.0} ms"));
    }
}
