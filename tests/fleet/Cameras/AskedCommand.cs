namespace Mihari.Tests.Fleet.Cameras;

/// <summary>A command as it came the first time; a repeated id is answered as before.</summary>
public sealed class AskedCommand(string id, string name, string? clip, DateTimeOffset? to = null)
{
    public string Id => id;

    public string Name => name;

    public string? Clip => clip;

    /// <summary>The end of that clip.</summary>
    public DateTimeOffset? To => to;

    /// <summary>Where its video is to be put; null where it is no capture.</summary>
    public Uri? UploadTo { get; init; }

    /// <summary>Where its picture is to be put.</summary>
    public Uri? ThumbnailTo { get; init; }

    /// <summary>The upload, where the camera makes one: once, however often the command comes.</summary>
    public Task? Uploading { get; set; }

    /// <summary>What it is answered with, from the first answer on.</summary>
    public byte[]? Reply { get; set; }

    public int Came { get; set; }

    /// <summary>When it came the first time.</summary>
    public TimeSpan FirstCame { get; set; }

    /// <summary>Whether the server has acknowledged the reply.</summary>
    public bool IsAnswered { get; set; }
}
