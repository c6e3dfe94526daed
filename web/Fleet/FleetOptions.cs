using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Fleet;

/// <summary>The view of all cameras of a customer (section <c>Fleet</c>).</summary>
public sealed class FleetOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Fleet";

    /// <summary>How long a web node goes on following a customer's cameras after the last who looked at them all. 0 to 10 min, default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(1);
}
