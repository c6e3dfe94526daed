using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Mihari.Benchmarks;

/// <summary>In this process, without a build for each benchmark: the repository's strict build rules are not for generated projects.</summary>
internal class InProcessConfig : ManualConfig
{
    public InProcessConfig() : this(Job.Default)
    {
    }

    protected InProcessConfig(Job job)
    {
        AddJob(job.WithToolchain(InProcessEmitToolchain.Instance));
        AddColumn(StatisticColumn.Median);
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}

/// <summary>For a benchmark whose one call takes seconds.</summary>
internal sealed class LongRunConfig() : InProcessConfig(Job.Default
    .WithStrategy(RunStrategy.Monitoring).WithLaunchCount(1).WithWarmupCount(2).WithIterationCount(7).WithInvocationCount(1).WithUnrollFactor(1));
