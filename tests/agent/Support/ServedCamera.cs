using System.Diagnostics;

namespace Mihari.Tests.Agent.Support;

/// <summary>
/// A camera: ffmpeg's pictures, served by Debian's rtsp-server-perl, which speaks RTP over UDP only. Whenever nothing is served, it
/// starts again at UDP port 20000, whatever it was told: two beside each other are in each other's way.
/// </summary>
internal sealed class ServedCamera(Process server, Process camera) : IAsyncDisposable
{
    /// <param name="clients">The port for who watches.</param>
    /// <param name="sources">The port for the camera.</param>
    /// <param name="sound">As an office telephone has it.</param>
    public static async Task<ServedCamera> Start(int clients, int sources, bool sound = false)
    {
        var server = Programs.Start("rtsp-server-perl", "-c", Programs.Text(clients), "-s", Programs.Text(sources),
            "--client_listen_address", "127.0.0.1", "--source_listen_address", "127.0.0.1");
        await Programs.Listening(sources);
        string[] tone = sound ? ["-re", "-f", "lavfi", "-i", "sine=f=440:r=8000", "-c:a", "pcm_mulaw"] : [];
        return new ServedCamera(server, Programs.Start(
            Programs.Ffmpeg.Path,
            [
                "-hide_banner", "-loglevel", "quiet", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc=s=320x180:r=10", .. tone, "-c:v", "libx264",
                "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "10", "-f", "rtsp", $"rtsp://127.0.0.1:{Programs.Text(sources)}/cam",
            ]));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (Process[])[camera, server])
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
