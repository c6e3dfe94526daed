using System.Diagnostics;
using Mihari.Agent.Media;
using Mihari.Agent.Pictures;
using Mihari.Agent.Recording;
using Mihari.Agent.Sources;

namespace Mihari.Agent.Stills;

/// <summary>Finds a JPEG of a moment: among those kept in memory, else out of the recording.</summary>
internal sealed class StillMaker(StillRing stills, RecordingRing ring, FfmpegTool tool, TimeProvider time)
{
    /// <summary>A picture in memory serves a moment that is not farther away than this.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1.5);

    /// <summary>A moment that lies ahead is waited for, but not longer than this after it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan DecodeTimeout = TimeSpan.FromSeconds(10);

    /// <returns>Null where nothing was recorded at the moment.</returns>
    public async Task<ReadOnlyMemory<byte>?> At(DateTimeOffset moment, CancellationToken cancellation)
    {
        if (moment > time.GetUtcNow())
        {
            using var limit = new CancellationTokenSource(moment - time.GetUtcNow() + Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            try
            {
                await stills.Reached(moment, either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return null;
            }
        }

        return stills.Nearest(moment, Tolerance)?.Jpeg ?? await Decode(moment, cancellation);
    }

    /// <summary>The newest picture; null where the camera yields none at present.</summary>
    public ReadOnlyMemory<byte>? Now() => stills.Newest(time.GetUtcNow() - TimeSpan.FromSeconds(3))?.Jpeg;

    private async Task<ReadOnlyMemory<byte>?> Decode(DateTimeOffset moment, CancellationToken cancellation)
    {
        var near = ring.Read(moment - Tolerance, moment + Tolerance);
        if (near.Count == 0)
            return null;

        var best = near.MinBy(f => f.At <= moment && moment < f.End ? TimeSpan.Zero : (f.At - moment).Duration())!;
        var start = new ProcessStartInfo(tool.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["-hide_banner", "-loglevel", "quiet", "-f", "mp4", "-i", "pipe:0", "-frames:v", "1", "-vf", "scale=min(640\\,iw):-2", "-c:v", "mjpeg", "-q:v", "5", "-f", "image2pipe", "pipe:1"])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new IOException("ffmpeg did not start");
        using var limit = new CancellationTokenSource(DecodeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var reading = new JpegSplitter(process.StandardOutput.BaseStream).Next(either.Token);
            await Feed(process, best.Fragment, either.Token);
            return await reading is { } jpeg ? jpeg : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task Feed(Process process, Fragment fragment, CancellationToken cancellation)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(fragment.Init.Bytes, cancellation);
            await input.WriteAsync(fragment.Bytes, cancellation);
            input.Close();
        }
        catch (IOException)
        {
            // It had enough after the first picture.
        }
    }
}
