using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Recordings;

/// <summary>Converted files (section <c>Exports</c>).</summary>
public sealed class ExportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Exports";

    /// <summary>Where a recording lies while it is converted; it needs room for two hours of video for each that is made at once. Default: the machine's temporary folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Files that this node makes at once; further ones wait. 1 to 64, default 2.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 2;
}
