using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Configuration;
using Mihari.Agent.Link;
using Mihari.Agent.Media;
using Mihari.Agent.Sources;

namespace Mihari.Agent.Pictures;

/// <summary>
/// Keeps one ffmpeg running for a camera and hands on what it yields. An ffmpeg that ends, or yields no fragment
/// for <see cref="Silence"/>, is a lost video; it is started again with back-off for as long as the agent runs. A source that
/// says it has sound and sends none would have its pictures wait for it: it is started again without.
/// </summary>
internal sealed partial class PicturePipeline(
    CameraOptions camera, SourceAddress source, FfmpegTool tool, IPictureSink sink, TimeProvider time, ILogger logger, string? timeZone = null)
{
    /// <summary>How long a running stream may stay silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>How long the first fragment may take.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(15);

    /// <summary>Grey pictures that are not older than this show that the source's pictures come.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(2);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15));
    private bool? _present;
    private bool _isMute;
    private long? _grey;

    private string FolderPrefix => $"mihari-{camera.DeviceId}-";

    public async Task Run(CancellationToken cancellation)
    {
        // What an agent that was killed has left.
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
            Directory.Delete(left, recursive: true);

        while (!cancellation.IsCancellationRequested)
        {
            string why;
            try
            {
                why = await RunOnce(cancellation);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or SocketException or System.ComponentModel.Win32Exception)
            {
                why = e.Message;
            }

            if (cancellation.IsCancellationRequested)
                return;

            Report(present: false);
            var pause = _backoff.Next();
            VideoEnded(logger, camera.DeviceId, SourceAddress.WithoutCredentials(why), pause.TotalSeconds);
            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> RunOnce(CancellationToken cancellation)
    {
        // The path of a unix socket has room for about a hundred characters: the temporary folder, not the data folder.
        var folder = Directory.CreateTempSubdirectory(FolderPrefix);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Process? process = null;
        var sound = camera.Sound && !_isMute;
        (_isMute, _grey) = (false, null);
        try
        {
            using var grey = Listen(Path.Combine(folder.FullName, FfmpegArguments.GreySocket));
            using var still = Listen(Path.Combine(folder.FullName, FfmpegArguments.StillSocket));
            process = StartFfmpeg(FfmpegArguments.Build(camera, source, tool, folder.FullName, sound));
            var errors = LastErrors(process);
            var watchdog = new Watchdog(time, Start, stop);
            Task[] readers =
            [
                ReadFragments(process.StandardOutput.BaseStream, watchdog, stop.Token),
                ReadGrey(grey, stop.Token),
                ReadStills(still, stop.Token),
            ];
            var ended = await Task.WhenAny(readers);
            watchdog.Dispose();
            await stop.CancelAsync();
            Kill(process);
            var all = Task.WhenAll(readers);
            await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var failure = ended.Exception?.GetBaseException().Message;
            var said = await errors;
            _isMute = sound && watchdog.Barked && _grey is { } seen && time.GetElapsedTime(seen) < Recent;
            if (_isMute)
                SoundMissing(logger, camera.DeviceId);
            return watchdog.Barked ? $"no pictures for {watchdog.Limit.TotalSeconds} s" : said.Length > 0 ? said : failure ?? "ffmpeg ended";
        }
        finally
        {
            if (process is not null)
            {
                Kill(process);
                process.Dispose();
            }

            folder.Delete(recursive: true);
        }
    }

    private async Task ReadFragments(Stream stream, Watchdog watchdog, CancellationToken cancellation)
    {
        var reader = new FragmentReader(stream);
        var clock = new CaptureClock();
        var isFirst = true;
        while (await reader.Next(cancellation) is { } fragment)
        {
            watchdog.Feed(Silence);

            var isUneven = isFirst && IsUneven(fragment);
            isFirst = false;
            if (isUneven)
                continue;

            Report(present: true);
            _backoff.Reset();
            sink.OnFragment(new CapturedFragment(fragment, clock.Place(fragment.Position, fragment.Length + Picture, time.GetUtcNow())));
        }
    }

    /// <summary>Whether the sound began long before the pictures, as a camera may send no key frame at first: one picture would stand for what nobody saw.</summary>
    private static bool IsUneven(Fragment fragment) =>
        fragment.Sound is not null && (fragment.Length > TimeSpan.FromSeconds(1.5) || fragment.SoundLag.Duration() > TimeSpan.FromSeconds(0.5));

    /// <summary>How long a picture stands. A fragment comes when the next one's first picture does, which is so much after its own last.</summary>
    private TimeSpan Picture => TimeSpan.FromSeconds(1.0 / camera.Fps);

    private async Task ReadGrey(Socket listener, CancellationToken cancellation)
    {
        await using var stream = await Accept(listener, cancellation);
        var clock = new CaptureClock();
        var picture = new byte[FfmpegArguments.GreyWidth * FfmpegArguments.GreyHeight];
        for (long n = 0; await stream.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false, cancellation) == picture.Length; n++)
        {
            _grey = time.GetTimestamp();
            sink.OnGrey(picture, clock.Place(Position(n, FfmpegArguments.GreyPerSecond), TimeSpan.Zero, time.GetUtcNow()));
        }
    }

    private async Task ReadStills(Socket listener, CancellationToken cancellation)
    {
        await using var stream = await Accept(listener, cancellation);
        var clock = new CaptureClock();
        var splitter = new JpegSplitter(stream);
        for (long n = 0; await splitter.Next(cancellation) is { } jpeg; n++)
            sink.OnStill(new Still(clock.Place(Position(n, FfmpegArguments.StillsPerSecond), TimeSpan.Zero, time.GetUtcNow()), jpeg));
    }

    /// <summary>ffmpeg yields these pictures at an even pace: the count tells when one was taken, however late it is read.</summary>
    private static TimeSpan Position(long picture, int perSecond) => TimeSpan.FromTicks(picture * TimeSpan.TicksPerSecond / perSecond);

    private void Report(bool present)
    {
        if (_present == present)
            return;

        _present = present;
        if (present)
            VideoPresent(logger, camera.DeviceId);
        sink.OnVideo(present);
    }

    private Process StartFfmpeg(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(tool.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // Not set, it is the machine's.
        if (timeZone is not null)
            start.Environment["TZ"] = timeZone;
        return Process.Start(start) ?? throw new IOException("ffmpeg did not start");
    }

    private static async Task<string> LastErrors(Process process)
    {
        var last = "";
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                last = line.Length > 300 ? line[..300] : line;
        }

        return last;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended on its own.
        }
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }

    private static async Task<NetworkStream> Accept(Socket listener, CancellationToken cancellation) =>
        new(await listener.AcceptAsync(cancellation), ownsSocket: true);

    [LoggerMessage(4101, LogLevel.Information, "{Device}: pictures come")]
    private static partial void VideoPresent(ILogger logger, string device);

    [LoggerMessage(4102, LogLevel.Warning, "{Device}: the video has stopped ({Reason}); next try in {Seconds:0.0} s")]
    private static partial void VideoEnded(ILogger logger, string device, string reason, double seconds);

    [LoggerMessage(4103, LogLevel.Warning, "{Device}: pictures come, but not the sound that is to come with them; it goes on without sound until the video stops again")]
    private static partial void SoundMissing(ILogger logger, string device);
}
