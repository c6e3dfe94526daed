using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mihari.Agent.Sources;

/// <summary>Where a camera's pictures come from.</summary>
internal abstract partial record SourceAddress
{
    /// <summary>What is needed, for messages.</summary>
    private const string Rule = "synthetic:, file:<path> or rtsp://<address>";

    public static bool TryParse(string text, [NotNullWhen(true)] out SourceAddress? address, out string problem)
    {
        address = null;
        problem = Rule;
        if (text.StartsWith("synthetic:", StringComparison.Ordinal))
        {
            problem = "synthetic:seed=<0 to 9999>&every=<5 s to 1 h, as in 20s or 2m>";
            return TryParseSynthetic(text["synthetic:".Length..], out address);
        }

        if (text.StartsWith("file:", StringComparison.Ordinal))
        {
            var path = text["file:".Length..];
            if (path.StartsWith("///", StringComparison.Ordinal))
                path = path[2..];
            problem = "file:<path of a video file>";
            address = path.Length > 0 ? new FileSource(path) : null;
            return address is not null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "rtsp" or "rtsps" && uri.Host.Length > 0)
            address = new RtspSource(text);
        return address is not null;
    }

    /// <summary>The text without user name and password, for messages.</summary>
    public static string WithoutCredentials(string text) => UserInfo().Replace(text, "://…@");

    [GeneratedRegex("://[^/@\\s]+@", RegexOptions.None, 1000)]
    private static partial Regex UserInfo();

    private static bool TryParseSynthetic(string text, [NotNullWhen(true)] out SourceAddress? address)
    {
        address = null;
        var seed = 0;
        var every = TimeSpan.FromSeconds(45);
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = part.Split('=', 2);
            if (sides.Length != 2)
                return false;

            switch (sides[0])
            {
                case "seed" when int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed) && seed <= 9999:
                case "every" when TryParseSpan(sides[1], out every) && every >= TimeSpan.FromSeconds(5) && every <= TimeSpan.FromHours(1):
                    break;
                default:
                    return false;
            }
        }

        address = new SyntheticSource(seed, every);
        return true;
    }

    private static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 86_400)
            return false;

        span = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => default,
        };
        return span > TimeSpan.Zero;
    }
}

/// <summary>A drawn scene; the seed chooses room, colours and way, and a figure walks through it once every <see cref="Every"/>.</summary>
internal sealed record SyntheticSource(int Seed, TimeSpan Every) : SourceAddress;

/// <summary>A video file, played at its own speed again and again.</summary>
internal sealed record FileSource(string Path) : SourceAddress;

/// <summary>A camera. The address may hold user name and password, so it is never logged.</summary>
internal sealed record RtspSource(string Address) : SourceAddress;
