using System.ComponentModel.DataAnnotations;

namespace Mihari.Storage;

/// <summary>Where the embedded profile keeps everything, and how much of the disk it leaves alone.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>
    /// The data folder: the database, the media files and the lock that keeps a second process out.
    /// A relative path is taken from the current directory. The folder is made when it is absent, for its owner alone; its parent must exist.
    /// Default <c>data</c>.
    /// </summary>
    [Required, MinLength(1)]
    public string Folder { get; set; } = "data";

    /// <summary>Looks, without making or changing anything, whether another process holds the data folder; opening it is what decides.</summary>
    /// <exception cref="StorageUnavailableException">One does; the message names it.</exception>
    public void RefuseFolderInUse() => DataFolder.RefuseInUse(Folder);

    /// <summary>
    /// Free bytes of the disk that media never touch, so that the database can always write; 0 to 1 TiB, default 256 MiB.
    /// An upload that would go below it is refused with <see cref="Mihari.Media.MediaWriteOutcome.NoSpace"/>.
    /// </summary>
    [Range(0L, 1L << 40)]
    public long ReserveBytes { get; set; } = 256L << 20;

    /// <summary>Page cache of the database's writer in MiB; each reader has a quarter of it. 1 to 4,096, default 16.</summary>
    [Range(1, 4096)]
    public int CacheMebibytes { get; set; } = 16;
}
