using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Live;

/// <summary>Subscriptions to the live projections (section <c>Live</c>).</summary>
public sealed class LiveOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Live";

    /// <summary>How long a grain keeps a subscription that is not renewed; it is renewed after a third of this. 5 s to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a subscription is kept after its last viewer left, for the one who only reloads the page. 0 to 5 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after a subscription failed, doubled with each further failure up to a third of the lease. 100 ms to 1 min, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(500);
}
