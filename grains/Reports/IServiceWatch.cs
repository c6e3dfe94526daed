namespace Mihari.Grains.Reports;

/// <summary>Knows when nobody was there to see whether devices are; one, with the key <see cref="Key"/>.</summary>
[Alias("Mihari.IServiceWatch")]
public interface IServiceWatch : IGrainWithStringKey
{
    /// <summary>Its key, and the owner of what it writes into the timeline.</summary>
    const string Key = "_server";

    /// <summary>How often it is to be told.</summary>
    static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>The server is up; durable when the task completes. Where nobody said so for three minutes, it was down since it was said last.</summary>
    [Alias("Tick")]
    Task Tick();
}
