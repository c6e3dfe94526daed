using System.Globalization;
using Mihari.Agent.Configuration;

namespace Mihari.Agent.Sources;

/// <summary>
/// The command line of a camera's one ffmpeg: fragments on its standard output, grey pictures and JPEGs each into
/// a unix socket of ours. All sources are encoded anew, copying is not offered: the protocol wants a key frame
/// each second, which few cameras are set to, and the pictures have to be decoded for motion anyway. So is the sound, also
/// where it is AAC: what was lost on the way is filled with silence then, and a hole in one track would stop a player at the other.
/// </summary>
internal static class FfmpegArguments
{
    /// <summary>Size and rate of the grey pictures in which motion is looked for.</summary>
    public const int GreyWidth = 160;
    public const int GreyHeight = 90;
    public const int GreyPerSecond = 5;

    /// <summary>JPEGs kept ready for thumbnails and snapshots: as many, since an output that waits for other pictures than the others keeps those waiting, too.</summary>
    public const int StillsPerSecond = GreyPerSecond;

    /// <summary>Its frames last 21 ms: a fragment waits that long at most for the sound to its last picture.</summary>
    public const int SoundRate = 48_000;

    public const string GreySocket = "grey";
    public const string StillSocket = "still";

    /// <summary>The encoder begins a frame early; without what that one would hold, the sound begins with the pictures.</summary>
    private const string FromTheStart = "atrim=start_sample=1024";

    /// <summary>The first picture of each fifth of a second, passed on at once: the filter <c>fps</c> would hold it, and the video with it, for up to 0.3 s.</summary>
    private static readonly string Few = string.Create(
        CultureInfo.InvariantCulture, $"select='isnan(prev_selected_t)+gt(floor(t*{GreyPerSecond}+0.001),floor(prev_selected_t*{GreyPerSecond}+0.001))'");

    /// <summary>
    /// How far ahead a scene's sound is made, in seconds: ffmpeg makes whatever is the oldest next, and a picture is written only when the sound of
    /// its time is there. It is marked as older, and set right when it is encoded.
    /// </summary>
    private const double Ahead = 0.2;

    private static readonly string[] Encoder = ["-c:a", "aac", "-ac", "1", "-b:a", "48k"];

    /// <param name="camera">Its options.</param>
    /// <param name="source">Its source.</param>
    /// <param name="tool">The ffmpeg that the line is for.</param>
    /// <param name="folder">Takes files that a scene is made of, and holds the sockets <c>grey</c> and <c>still</c>.</param>
    /// <param name="sound">Whether the source's sound is taken, where it has some.</param>
    public static IReadOnlyList<string> Build(CameraOptions camera, SourceAddress source, FfmpegTool tool, string folder, bool sound)
    {
        var scene = sound && source is SyntheticSource synthetic ? $";{SyntheticScene.Sound(synthetic)}{FromTheStart},asetpts=PTS-{Ahead.ToString(CultureInfo.InvariantCulture)}/TB[sound]" : "";
        var fps = camera.Fps.ToString(CultureInfo.InvariantCulture);
        List<string> arguments = ["-hide_banner", "-nostats", "-nostdin", "-loglevel", "error"];
        arguments.AddRange(Input(camera, source, folder));
        arguments.AddRange(
        [
            "-filter_complex", Outputs(camera, source, tool) + scene,
            "-map", "[video]", .. Sound(source, sound), "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
            "-threads", "1", "-crf", "25", "-maxrate", "4M", "-bufsize", "4M",
            "-g", fps, "-keyint_min", fps, "-sc_threshold", "0",
            "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof+skip_trailer", "-flush_packets", "1", "pipe:1",
            "-map", "[grey]", "-fps_mode", "vfr", "-f", "rawvideo", "-flush_packets", "1", "unix:" + Path.Combine(folder, GreySocket),
            "-map", "[still]", "-fps_mode", "vfr", "-c:v", "mjpeg", "-q:v", "5", "-threads", "1", "-f", "mjpeg", "-flush_packets", "1", "unix:" + Path.Combine(folder, StillSocket),
        ]);
        return arguments;
    }

    /// <summary>One channel of AAC-LC, which every browser plays; silence where the source has none for a while or begins late.</summary>
    private static IEnumerable<string> Sound(SourceAddress source, bool sound) => (sound, source) switch
    {
        (false, _) => ["-an"],
        (_, SyntheticSource) => ["-map", "[sound]", .. Encoder, "-bsf:a", string.Create(CultureInfo.InvariantCulture, $"setts=ts=TS+{Ahead * SoundRate:0}")],
        _ => ["-map", "0:a:0?", "-af", string.Create(CultureInfo.InvariantCulture, $"aresample={SoundRate}:async=1000:first_pts=0,{FromTheStart}"), .. Encoder],
    };

    private static IEnumerable<string> Input(CameraOptions camera, SourceAddress source, string folder) => source switch
    {
        SyntheticSource synthetic => SyntheticScene.Inputs(synthetic, camera, folder),
        FileSource file => ["-re", "-stream_loop", "-1", "-i", "file:" + file.Path],

        RtspSource rtsp =>
        [
            "-fflags", "+genpts+discardcorrupt", "-f", "concat", "-safe", "0",
            "-protocol_whitelist", "file,rtsp,rtsps,rtp,rtcp,udp,tcp,tls,crypto,http,https,httpproxy", "-i", AddressFile(camera, rtsp, folder),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    /// <summary>
    /// A list of one entry, which ffmpeg reads the address from: every user of the machine sees the command line, and the
    /// address may hold a password. The time-out (in µs) ends an ffmpeg whose camera has gone silent even when nobody is
    /// left to stop it.
    /// </summary>
    private static string AddressFile(CameraOptions camera, RtspSource rtsp, string folder)
    {
        var file = Path.Combine(folder, "camera.ffconcat");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"""
            ffconcat version 1.0
            file '{rtsp.Address.Replace("'", @"'\''", StringComparison.Ordinal)}'
            option rtsp_transport {camera.Transport}
            option timeout 10000000
            option analyzeduration 2000000
            option fflags +genpts+discardcorrupt

            """));
        return file;
    }

    private static string Outputs(CameraOptions camera, SourceAddress source, FfmpegTool tool)
    {
        var pictures = source is SyntheticSource synthetic
            ? SyntheticScene.Filters(synthetic, camera, tool)
            : string.Create(CultureInfo.InvariantCulture, $"[0:v:0]fps={camera.Fps},scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p");
        return $"{pictures},split=2[video][few];[few]{Few},split=2[g][s];"
            + $"[g]scale={GreyWidth}:{GreyHeight}:flags=area,format=gray[grey];"
            + "[s]scale=min(640\\,iw):-2:flags=bilinear,format=yuvj420p[still]";
    }
}
