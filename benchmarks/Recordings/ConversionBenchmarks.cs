using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace Mihari.Benchmarks.Recordings;

/// <summary>A minute as it comes from a card, made an ordinary MP4; beside ffmpeg alone that copies the same file.</summary>
[Config(typeof(ConversionConfig))]
public class ConversionBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-benchmark-").FullName;

    private string Minute => Path.Combine(_folder, "minute.mp4");

    [GlobalSetup]
    public void Record() => Ffmpeg(
        "-f lavfi -i testsrc2=size=1280x720:rate=15 -f lavfi -i sine=sample_rate=48000 -t 60 -c:v libx264 -preset ultrafast -b:v 1200k -g 15 -sc_threshold 0 -c:a aac -b:a 48k"
        + $" -f mp4 -movflags frag_keyframe+empty_moov+default_base_moof {Minute}");

    [GlobalCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public void FfmpegAlone() => Ffmpeg($"-i {Minute} -c copy -f mp4 {Path.Combine(_folder, "alone.mp4")}");

    [Benchmark]
    public Task<TimeSpan> Converter() => Web.Recordings.Converter.Convert([Minute], "avc1.42c01f,mp4a.40.2", Path.Combine(_folder, "converted.mp4"), CancellationToken.None);

    private static void Ffmpeg(string arguments)
    {
        using var process = Process.Start("ffmpeg", "-v error -y " + arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("ffmpeg failed");
    }
}

/// <summary>A call takes a tenth of a second: thirty of each.</summary>
internal sealed class ConversionConfig() : InProcessConfig(Job.Default
    .WithStrategy(RunStrategy.Monitoring).WithLaunchCount(1).WithWarmupCount(3).WithIterationCount(30).WithInvocationCount(1).WithUnrollFactor(1));
