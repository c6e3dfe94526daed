using FFMpegCore;

namespace Mihari.Agent.Sources;

/// <summary>The ffmpeg on this machine, and a font for the burnt-in clock.</summary>
/// <param name="Path">The program.</param>
/// <param name="Font">Null where none was found; scenes then go without text.</param>
/// <param name="WideFont">One with Japanese letters, where there is one.</param>
internal sealed record FfmpegTool(string Path, string? Font, string? WideFont)
{
    private static readonly string[] FontFiles =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/TTF/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    ];

    private static readonly string[] WideFontFiles =
    [
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    ];

    /// <summary>Looks in FFMpegCore's configured folder (<c>ffmpeg.config.json</c>) and on the PATH.</summary>
    /// <returns>Null where there is none.</returns>
    public static FfmpegTool? Find()
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(GlobalFFOptions.Current.BinaryFolder)
            .Where(folder => folder.Length > 0)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return path is null ? null : new FfmpegTool(path, FindFont(), Array.Find(WideFontFiles, File.Exists));
    }

    private static string? FindFont() =>
        Array.Find(FontFiles, File.Exists)
        ?? (Directory.Exists("/usr/share/fonts")
            ? Directory.EnumerateFiles("/usr/share/fonts", "*.ttf", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
            : null);
}
