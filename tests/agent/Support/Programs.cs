using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mihari.Agent.Sources;

namespace Mihari.Tests.Agent.Support;

/// <summary>Programs that tests run. Each is one that <c>./test</c> installs; a missing one fails the test by name.</summary>
internal static class Programs
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static FfmpegTool Ffmpeg { get; } = FfmpegTool.Find() ?? throw new InvalidOperationException("the tests need the package ffmpeg");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"the tests need the program {program}");
    }

    /// <summary>Runs ffmpeg to its end and returns what it wrote to its standard output.</summary>
    public static Task<byte[]> RunFfmpeg(params string[] arguments) => Output(Ffmpeg.Path, ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", .. arguments]);

    /// <summary>The same with a time zone of its own.</summary>
    public static Task<byte[]> RunFfmpegIn(string zone, params string[] arguments) =>
        Output("env", ["TZ=" + zone, Ffmpeg.Path, "-hide_banner", "-loglevel", "error", "-nostdin", "-y", .. arguments]);

    private static async Task<byte[]> Output(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, await errors);
        return output.ToArray();
    }

    /// <summary>Completes when something accepts connections on the port.</summary>
    public static async Task Listening(int port)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
    }
}
