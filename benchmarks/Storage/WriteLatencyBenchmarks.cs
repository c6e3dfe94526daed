using BenchmarkDotNet.Attributes;
using Mihari.Tests.Storage.CrashWriter;
using Orleans;
using Orleans.Runtime;

namespace Mihari.Benchmarks.Storage;

/// <summary>One write and one read with nobody else about: what a sensor's event pays on its way to the command.</summary>
[Config(typeof(InProcessConfig))]
public class WriteLatencyBenchmarks
{
    private static readonly GrainId Id = GrainId.Create("grain", "one");
    private readonly GrainState<byte[]> _state = new() { State = new byte[500] };
    private string _folder = "";
    private EmbeddedStorage? _storage;

    [GlobalSetup]
    public async Task Open()
    {
        _folder = Directory.CreateTempSubdirectory("mihari-benchmark-").FullName;
        _storage = new EmbeddedStorage(_folder);
        await _storage.GrainStorage.ReadStateAsync("benchmark", Id, _state);
        _state.State = new byte[500];
        await Write();
    }

    [GlobalCleanup]
    public async Task Close()
    {
        await _storage!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public Task Write() => _storage!.GrainStorage.WriteStateAsync("benchmark", Id, _state);

    [Benchmark]
    public Task Read() => _storage!.GrainStorage.ReadStateAsync("benchmark", Id, new GrainState<byte[]>());
}
