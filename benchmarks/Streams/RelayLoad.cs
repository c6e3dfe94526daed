using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Mihari.Benchmarks.Server;

namespace Mihari.Benchmarks.Streams;

/// <summary>
/// Live video through the real server, from virtual cameras to many viewers, and the same through a loop that only forwards. Cameras and
/// viewers are in this process, so that delays are by one clock; they take as much of the machine as the server does.
/// </summary>
internal static class RelayLoad
{
    public static async Task<int> Run(string[] args)
    {
        RelayOptions options;
        try
        {
            options = RelayOptions.Parse(args);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        var server = await OfServer(options);
        var plain = await OfPlain(options with { Stalled = 0 });
        RelayReport.Print("a loop that only forwards", plain);
        Say($"processor time of the server: {server.Cpu / plain.Cpu:0.00} times the loop's");
        return server.Received[0] > 0 ? 0 : 1;
    }

    private static async Task<RelayFigures> OfServer(RelayOptions options)
    {
        await using var server = await ServerProgram.Start();
        using var property = await RelayProperty.Register(server, options.Cameras);
        var cookies = property.Session.Cookies;
        var sources = Sources(options);
        var cameras = new List<StreamingCamera>();
        var viewers = new List<Viewer>();
        var stalled = new List<Viewer>();
        try
        {
            for (var i = 0; i < options.Cameras; i++)
                cameras.Add(await StreamingCamera.Connect(RelayProperty.Device(i), RelayProperty.Key(i), server.Gateway, sources[i]));

            Uri Live(int camera) => new UriBuilder(new Uri(server.Address, $"media/live/{RelayProperty.Device(camera)}")) { Scheme = Uri.UriSchemeWs }.Uri;
            for (var i = 0; i < options.Stalled; i++)
                stalled.Add(await Viewer.Open(Live(i % options.Cameras), sources[i % options.Cameras], cookies, isStalled: true));
            for (var i = 0; i < options.Viewers; i++)
                viewers.Add(await Viewer.Open(Live(i % options.Cameras), sources[i % options.Cameras], cookies));

            var scraped = new List<Metrics>();
            var figures = await new Measurement(options, server.ProcessId).Run(sources, viewers, async () => scraped.Add(await server.Scrape()));
            Say($"{options.Viewers} viewers of {options.Cameras} streams, {options.Stalled} that never read, {options.Seconds} s");
            RelayReport.Print("the server", figures);
            RelayReport.Print(scraped[0], scraped[1], options, figures);
            if (stalled.Count > 0)
            {
                await Task.WhenAll(stalled.Select(viewer => viewer.Drain()));
                RelayReport.PrintStalled(stalled, await server.Scrape());
            }

            return figures;
        }
        finally
        {
            foreach (var viewer in viewers.Concat(stalled))
                viewer.Dispose();
            foreach (var camera in cameras)
                await camera.DisposeAsync();
        }
    }

    private static async Task<RelayFigures> OfPlain(RelayOptions options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [PlainRelay.Command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_gcServer"] = "0"; // As the server's.
        using var relay = Process.Start(start)!;
        var viewers = new List<Viewer>();
        var sources = Sources(options);
        using var over = new CancellationTokenSource();
        var sending = new List<Task>();
        try
        {
            var address = new UriBuilder((await relay.StandardOutput.ReadLineAsync())!) { Scheme = Uri.UriSchemeWs }.Uri;
            for (var i = 0; i < options.Viewers; i++)
                viewers.Add(await Viewer.Open(Of(address, "out", i % options.Cameras), sources[i % options.Cameras], new CookieContainer()));
            for (var i = 0; i < options.Cameras; i++)
                sending.Add(Send(Of(address, "in", i), sources[i], over.Token));
            return await new Measurement(options, relay.Id).Run(sources, viewers, () => Task.CompletedTask);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(sending);
            foreach (var viewer in viewers)
                viewer.Dispose();
            await relay.StandardInput.WriteLineAsync();
            await relay.WaitForExitAsync();
        }
    }

    private static async Task Send(Uri to, FragmentSource source, CancellationToken cancel)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(to, CancellationToken.None);
        await source.Send(socket, cancel);
    }

    private static Uri Of(Uri address, string way, int camera) => new(address, string.Create(CultureInfo.InvariantCulture, $"{way}/{camera}"));

    private static FragmentSource[] Sources(RelayOptions options) =>
        [.. Enumerable.Range(0, options.Cameras).Select(camera => new FragmentSource(camera / (double)options.Cameras))];

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
