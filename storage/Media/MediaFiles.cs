using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Mihari.Media;

namespace Mihari.Storage.Media;

/// <summary>
/// The files below <c>media/</c>. Each attempt to write has a name of its own (<c>media/4f/0190….mp4</c>), so what a crash or
/// a lost race leaves behind never stands in the way of another attempt, and a late removal never hits a newer file.
/// </summary>
internal sealed partial class MediaFiles
{
    private const int Shards = 256;
    private const int Chunk = 128 << 10;

    private readonly string _root;
    private readonly long _reserve;
    private readonly ConcurrentDictionary<string, bool> _inFlight = new(StringComparer.Ordinal);
    private long _promised;

    public MediaFiles(string folder, long reserve)
    {
        (_root, _reserve) = (Path.Combine(folder, "media"), reserve);
        Directory.CreateDirectory(_root);
        for (var shard = 0; shard < Shards; shard++)
            Directory.CreateDirectory(Path.Combine(_root, ShardName(shard)));
        DirectoryFlush.Flush(_root);
        DirectoryFlush.Flush(folder);
    }

    /// <summary>Opens a file for a write of this length; replaced in tests by a disk that is full.</summary>
    internal Func<string, long, Stream> Create { get; set; } = (path, length) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 0,
        // A full disk is noticed before the first byte is taken.
        PreallocationSize = length,
    });

    /// <summary>A name that no file has had or will have.</summary>
    public static string NewName(string extension)
    {
        var id = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        return $"{id[^2..]}/{id}{extension}";
    }

    /// <summary>Whether a text is such a name; one from elsewhere could lead out of the folder.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>
    /// Writes the stream to a new file and makes the file and its name durable. The file stays out of the sweep's reach until
    /// <see cref="Settle"/> is called; on every outcome but <see cref="MediaWriteOutcome.Stored"/> nothing is left of it.
    /// </summary>
    public async Task<MediaWriteOutcome> Write(string name, MediaPromise promise, Stream content, CancellationToken cancel)
    {
        if (!Reserve(promise.Length))
            return MediaWriteOutcome.NoSpace;

        _inFlight[name] = true;
        var path = PathOf(name);
        var outcome = MediaWriteOutcome.NotAsPromised;
        try
        {
            outcome = await Copy(path, promise, content, cancel);
            return outcome;
        }
        catch (DiskFullException)
        {
            return outcome = MediaWriteOutcome.NoSpace;
        }
        finally
        {
            Interlocked.Add(ref _promised, -promise.Length);
            if (outcome != MediaWriteOutcome.Stored)
            {
                await Remove(name);
                Settle(name);
            }
        }
    }

    /// <summary>The fate of a written file is decided: its row is durable, or it has been removed.</summary>
    public void Settle(string name) => _inFlight.TryRemove(name, out _);

    /// <summary>Opens a file to read, or null where there is none. Removing it meanwhile does not disturb the reader.</summary>
    public FileStream? Open(string name) => OpenIn(_root, name);

    /// <summary>Opens a file below <c>media/</c> of a folder that is only read; null where there is none.</summary>
    public static FileStream? OpenOf(string folder, string name) => OpenIn(Path.Combine(folder, "media"), name);

    private static FileStream? OpenIn(string root, string name)
    {
        try
        {
            return new FileStream(Path.Combine(root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 << 10, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes a file that may be gone already.</summary>
    public Task Remove(string name) => OnDisk(() =>
    {
        File.Delete(PathOf(name));
        return true;
    });

    /// <summary>All files, shard by shard, without those that are being written.</summary>
    public IEnumerable<IReadOnlyList<string>> Settled()
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            var folder = ShardName(shard);
            var names = Directory.EnumerateFiles(Path.Combine(_root, folder)).Select(path => $"{folder}/{Path.GetFileName(path)}").ToList();
            // Asked after the listing: a file that was in the list and is settled by now has its row.
            yield return names.FindAll(name => !_inFlight.ContainsKey(name));
        }
    }

    private static string ShardName(int shard) => shard.ToString("x2", CultureInfo.InvariantCulture);

    private string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Counts what others have been promised too, or a hundred uploads at once would each see the same free space.</summary>
    private bool Reserve(long length)
    {
        var disk = OperatingSystem.IsWindows() ? Path.GetPathRoot(_root)! : _root;
        var free = new DriveInfo(disk).AvailableFreeSpace; // Asked first: where it cannot be told, nothing has been promised.
        if (free - _reserve >= Interlocked.Add(ref _promised, length))
            return true;

        Interlocked.Add(ref _promised, -length);
        return false;
    }

    private async Task<MediaWriteOutcome> Copy(string path, MediaPromise promise, Stream content, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            await using var file = await OnDisk(() => Create(path, promise.Length));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length = 0;
            int read;
            while ((read = await content.ReadAtLeastAsync(buffer.AsMemory(0, Chunk), Chunk, throwOnEndOfStream: false, cancel)) > 0)
            {
                length += read;
                if (length > promise.Length)
                    return MediaWriteOutcome.NotAsPromised;

                hash.AppendData(buffer, 0, read);
                await OnDisk(() => Append(file, buffer, read));
            }

            if (length != promise.Length || !string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), promise.Sha256, StringComparison.Ordinal))
                return MediaWriteOutcome.NotAsPromised;

            await OnDisk(() => Flush(file, path));
            return MediaWriteOutcome.Stored;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Flush(Stream file, string path)
    {
        if (file is FileStream real)
            real.Flush(flushToDisk: true);
        DirectoryFlush.Flush(Path.GetDirectoryName(path)!);
        return true;
    }

    private static bool Append(Stream file, byte[] buffer, int count)
    {
        file.Write(buffer, 0, count);
        return true;
    }

    private static Task<T> OnDisk<T>(Func<T> work) => DiskThreads.Run(() =>
    {
        try
        {
            return work();
        }
        catch (IOException e) when (DiskFullException.Is(e))
        {
            throw new DiskFullException(e);
        }
    });

    [GeneratedRegex(@"^[0-9a-f]{2}/[0-9a-f]{32}\.(mp4|jpg|eml)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
