using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Media;

/// <summary>Uploads of devices (section <c>Media</c>).</summary>
public sealed class MediaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Media";

    /// <summary>Uploads that this node takes at once; further ones wait for their turn. 1 to 10,000, default 64.</summary>
    [Range(1, 10_000)]
    public int MaxUploads { get; set; } = 64;

    /// <summary>Uploads that may wait for their turn; further ones are answered 503, and devices come again. 0 to 100,000, default 1,000.</summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>How long an upload waits for its turn before it is answered 503 too. 0 s to 1 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one upload may take; then its connection is closed, and the device comes again. 5 s to 1 h, default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes a second below which an upload counts as stuck, after <see cref="UploadGrace"/>. 1 to 1,000,000, default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 4096;

    /// <summary>For how long an upload may be slower than that. 1 s to 5 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan UploadGrace { get; set; } = TimeSpan.FromSeconds(10);
}
