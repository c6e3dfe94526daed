using System.Globalization;
using Mihari.Agent.Configuration;

namespace Mihari.Agent.Sources;

/// <summary>
/// A drawn scene: a room and a walker are drawn once into files, and ffmpeg moves the one over the other, which costs
/// it next to nothing a picture. The figure walks through in <see cref="Walk"/>, to the right and to the left by turns.
/// </summary>
internal static class SyntheticScene
{
    /// <summary>Date, time and the zone's label, as in <c>2026-11-22 14:03:05 JST</c>; the zone is that of ffmpeg's environment.</summary>
    private const string Clock = @"%{localtime} %{localtime\:%Z}";

    /// <summary>How long a walk takes from edge to edge.</summary>
    public static readonly TimeSpan Walk = TimeSpan.FromSeconds(9);

    /// <summary>When the first walk begins, by the seed, so that cameras with different seeds don't fire together.</summary>
    public static TimeSpan FirstWalk(SyntheticSource source)
    {
        var start = 5 + (source.Seed * 7 % 12);
        return TimeSpan.FromSeconds(Math.Min(start, source.Every.TotalSeconds));
    }

    /// <summary>ffmpeg's inputs; what they read is drawn into <paramref name="folder"/>.</summary>
    public static IReadOnlyList<string> Inputs(SyntheticSource source, CameraOptions camera, string folder)
    {
        var scale = Math.Min(camera.Width / 640f, camera.Height / 360f);
        var room = new Canvas(camera.Width, camera.Height, scale);
        Room.Draw(room, source.Seed);
        var roomFile = Path.Combine(folder, "room.rgb");
        File.WriteAllBytes(roomFile, room.ToBytes(alpha: false));

        var walkFile = Path.Combine(folder, "walk.rgba");
        var (width, height) = (0, 0);
        using (var file = File.Create(walkFile))
        {
            for (var i = 0; i < Walker.Frames; i++)
            {
                var figure = Walker.Draw(i, source.Seed, scale);
                (width, height) = (figure.Width, figure.Height);
                file.Write(figure.ToBytes(alpha: true));
            }
        }

        return
        [
            "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", Size(camera.Width, camera.Height), "-framerate", Text(camera.Fps), "-i", roomFile,
            "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", Size(width, height), "-framerate", Text(camera.Fps), "-i", walkFile,
        ];
    }

    /// <summary>The filters from the inputs to pictures in yuv420p, at the pace of the clock.</summary>
    public static string Filters(SyntheticSource source, CameraOptions camera, FfmpegTool tool)
    {
        var every = source.Every.TotalSeconds;
        var walk = Math.Min(Walk.TotalSeconds, every);
        var time = FormattableString.Invariant($"(t-{FirstWalk(source).TotalSeconds})");
        var within = FormattableString.Invariant($"mod({time},{every})/{walk}");
        var toRight = $"if(gte({time},0)*lt({within},1)*eq(mod(floor({time}/{Text(every)}),2),0),-w+(W+w)*{within},-2*w)";
        var toLeft = $"if(gte({time},0)*lt({within},1)*eq(mod(floor({time}/{Text(every)}),2),1),W-(W+w)*{within},-2*w)";
        var fps = Text(camera.Fps);
        var frames = Text(Walker.Frames);
        return $"[0:v:0]format=yuv420p,loop=loop=-1:size=1,setpts=N/{fps}/TB,realtime[room];"
            + $"[1:v:0]format=yuva420p,loop=loop=-1:size={frames}:start=0,setpts=N/{fps}/TB,split=2[right][turn];[turn]hflip[left];"
            + $"[room][right]overlay=x='{toRight}':y='H*0.97-h'[one];[one][left]overlay=x='{toLeft}':y='H*0.93-h',"
            + $"{Texts(source, camera, tool)}format=yuv420p";
    }

    /// <summary>The filters from nothing to sound: a low hum, whose pitch tells the seeds apart, and a tick each second, both far from loud.</summary>
    public static string Sound(SyntheticSource source) =>
        $"sine=frequency={Text(90 + (source.Seed % 8 * 10))}:beep_factor=6:sample_rate={Text(FfmpegArguments.SoundRate)}:samples_per_frame=1024,volume=0.25,";

    private static string Texts(SyntheticSource source, CameraOptions camera, FfmpegTool tool)
    {
        if (tool.Font is not { } clockFont)
            return "";

        var label = camera.Name ?? Room.Label(source.Seed);
        var size = Text(Math.Max(10, camera.Height / 22));
        var labelFont = label.All(char.IsAscii) ? clockFont : tool.WideFont ?? clockFont;
        return Draw(clockFont, Clock, size, "H/40+2", "h-th-h/40")
            + Draw(labelFont, Escaped(label), size, "H/40+2", "h/40");
    }

    private static string Draw(string font, string text, string size, string x, string y) =>
        $"drawtext=fontfile='{font}':text='{text}':x={x.Replace("H", "h", StringComparison.Ordinal)}:y={y}:fontsize={size}:fontcolor=white:box=1:boxcolor=black@0.45:boxborderw=5,";

    /// <summary>Only what cannot be mistaken for filter syntax: letters, digits, spaces and a few marks.</summary>
    private static string Escaped(string label) => string.Concat(label.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or '/' or '(' or ')'));

    private static string Size(int width, int height) => $"{Text(width)}x{Text(height)}";

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
