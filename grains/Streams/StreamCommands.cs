using Mihari.Grains.Cameras;
using Mihari.Identifiers;
using Mihari.Protocol;

namespace Mihari.Grains.Streams;

/// <summary>Writes the commands of a stream as the device reads them: by its own clock.</summary>
internal static class StreamCommands
{
    public static byte[] Start(StreamId stream, StreamRun run, CameraRoute route, DateTimeOffset? from, Uri web) => Write(
        run.Id,
        CommandNames.Stream,
        run.AskedAt + StreamRules.AskLimit - route.ClockSkew,
        Wire.Element(
            new StreamArgs
            {
                Stream = stream.Value,
                Url = new UriBuilder(new Uri(web, $"media/streams/{stream}/in")) { Scheme = web.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Query = $"token={run.Token}" }.Uri.AbsoluteUri,
                From = from - route.ClockSkew,
            },
            WireJson.Default.StreamArgs));

    public static byte[] Stop(StreamId stream, CameraRoute route, DateTimeOffset now) => Write(
        stream.NewCommand(),
        CommandNames.StopStream,
        now + StreamRules.AskLimit - route.ClockSkew,
        Wire.Element(new StopStreamArgs { Stream = stream.Value }, WireJson.Default.StopStreamArgs));

    private static byte[] Write(string id, string name, DateTimeOffset expires, System.Text.Json.JsonElement args) =>
        Wire.Write(new Command { Id = id, Name = name, Expires = expires, Args = args }, WireJson.Default.Command);
}
