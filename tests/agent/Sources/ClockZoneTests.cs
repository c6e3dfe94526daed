using System.Globalization;
using Mihari.Agent.Configuration;
using Mihari.Agent.Pictures;
using Mihari.Agent.Sources;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Sources;

/// <summary>The clock in a drawn scene tells the time of its zone, and which zone that is.</summary>
public sealed class ClockZoneTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void Clock_OfAScene_HasTheLabelOfItsZone()
    {
        var filters = SyntheticScene.Filters(new SyntheticSource(1, TimeSpan.FromSeconds(45)), new CameraOptions(), Programs.Ffmpeg);

        Assert.Contains(@"text='%{localtime} %{localtime\:%Z}'", filters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Tokyo", "TZ=Asia/Tokyo")]
    [InlineData("America/Sao_Paulo", "TZ=America/Sao_Paulo")]
    public async Task Run_WithAZone_StartsFfmpegInIt(string zone, string expected) => Assert.Equal(expected, await ZoneOfFfmpeg(zone));

    [Fact]
    public async Task Run_WithoutAZone_LeavesTheMachinesOwn()
    {
        var own = Environment.GetEnvironmentVariable("TZ");

        Assert.Equal("TZ=" + (own ?? "unset"), await ZoneOfFfmpeg(null));
    }

    [Fact]
    public async Task Drawtext_InAZone_DrawsItsTimeAndLabel()
    {
        // The same moment in two zones with one offset and different labels: the pictures differ by the label alone.
        var (jst, kst, again) = (await Picture("Asia/Tokyo"), await Picture("Asia/Seoul"), await Picture("Asia/Tokyo"));

        Assert.Equal(jst, again);
        Assert.NotEqual(jst, kst);
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>What an ffmpeg that is none finds in its environment.</summary>
    private async Task<string> ZoneOfFfmpeg(string? zone)
    {
        await File.WriteAllTextAsync(_temp["ffmpeg"], $"#!/bin/sh\necho \"TZ=${{TZ-unset}}\" >&2\n");
        using (var chmod = Programs.Start("chmod", "700", _temp["ffmpeg"]))
            await chmod.WaitForExitAsync();
        var log = new Lines();
        using var stop = new CancellationTokenSource();
        var sink = new Sink();
        var camera = new CameraOptions { DeviceId = Convert.ToHexString(Guid.NewGuid().ToByteArray()[..6]) };
        var run = new PicturePipeline(camera, new FileSource("none"), new FfmpegTool(_temp["ffmpeg"], null, null), sink, TimeProvider.System, log, zone).Run(stop.Token);
        await sink.Lost.Task.WaitAsync(Programs.Patience);
        await stop.CancelAsync();
        await run.WaitAsync(Programs.Patience);
        var line = log.All.First(one => one.Contains("the video has stopped", StringComparison.Ordinal));
        return line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..line.IndexOf(')', StringComparison.Ordinal)];
    }

    /// <summary>A fixed moment, drawn as a scene's clock.</summary>
    private static async Task<byte[]> Picture(string zone)
    {
        // ffmpeg draws a given moment with gmtime and localtime alike; pts with localtime takes it as an offset from the epoch.
        var filter = string.Create(CultureInfo.InvariantCulture, $"drawtext=fontfile='{Programs.Ffmpeg.Font}':text='%{{pts\\:localtime\\:1795413600\\:%H %M %Z}}':fontsize=24:fontcolor=white");
        return await Programs.RunFfmpegIn(zone, "-f", "lavfi", "-i", "color=c=black:s=320x60:r=1:d=1", "-vf", filter, "-frames:v", "1", "-f", "rawvideo", "pipe:1");
    }

    private sealed class Sink : IPictureSink
    {
        public TaskCompletionSource Lost { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnFragment(Mihari.Agent.Media.CapturedFragment fragment)
        {
        }

        public void OnGrey(ReadOnlySpan<byte> grey, DateTimeOffset at)
        {
        }

        public void OnStill(Still still)
        {
        }

        public void OnVideo(bool present) => Lost.TrySetResult();
    }
}
