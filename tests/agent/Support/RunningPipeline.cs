using Mihari.Agent.Configuration;
using Mihari.Agent.Pictures;
using Mihari.Agent.Sources;

namespace Mihari.Tests.Agent.Support;

/// <summary>The pipeline of one camera, with the real ffmpeg.</summary>
internal sealed class RunningPipeline : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(90));
    private readonly Task _run;

    public RunningPipeline(string source, PictureSink sink, string transport = "tcp", bool sound = true)
    {
        var camera = new CameraOptions
        {
            DeviceId = Convert.ToHexString(Guid.NewGuid().ToByteArray()[..6]),
            Source = source,
            Transport = transport,
            Sound = sound,
            Width = 320,
            Height = 180,
        };
        Assert.True(SourceAddress.TryParse(source, out var address, out _));
        _run = new PicturePipeline(camera, address, Programs.Ffmpeg, sink, TimeProvider.System, Log).Run(_stop.Token);
    }

    public CancellationToken Limit => _stop.Token;

    public Lines Log { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Programs.Patience);
        _stop.Dispose();
    }
}
