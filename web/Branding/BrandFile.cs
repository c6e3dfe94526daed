using System.Text;

namespace Mihari.Web.Branding;

/// <summary>The operator's files, read once at start.</summary>
internal static class BrandFile
{
    private const int Largest = 256 * 1024;
    private static readonly byte[] PngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Why the file can't be the logo; null where it can, or is not set.</summary>
    public static string? FailureOfLogo(string? path) => Failure(path, static (path, bytes) =>
        ContentType(path) switch
        {
            "image/png" => bytes.AsSpan().StartsWith(PngStart),
            "image/svg+xml" => Text(bytes)?.Contains("<svg", StringComparison.OrdinalIgnoreCase) is true,
            _ => false,
        }
            ? null
            : "must be an SVG or PNG file");

    /// <summary>Why the file can't be a text; null where it can, or is not set.</summary>
    public static string? FailureOfText(string? path) => Failure(path, static (_, bytes) => Text(bytes) is null ? "must be a text file in UTF-8" : null);

    public static string ContentType(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".SVG" => "image/svg+xml",
        ".PNG" => "image/png",
        _ => "",
    };

    /// <summary>The text; null where the bytes are not UTF-8.</summary>
    public static string? Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Failure(string? path, Func<string, byte[], string?> check)
    {
        if (string.IsNullOrEmpty(path))
            return null;

        try
        {
            return new FileInfo(path) is { Exists: true, Length: > Largest } ? "must be a file of at most 256 KiB" : check(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return "must be a file that can be read";
        }
    }
}
