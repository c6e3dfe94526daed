using System.Security.Cryptography;
using Mihari.Media;
using Mihari.Tests.Storage.CrashWriter;

namespace Mihari.Tests.Storage.Media;

public sealed class SweepTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private static readonly MediaPromise Promise = new(Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(Bytes)), "image/jpeg");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sweep_FilesWithoutARow_AreRemovedAndOthersKept()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        await storage.Media.Write("kept", Promise, new MemoryStream(Bytes), default);
        await File.WriteAllBytesAsync(_folder["media/00/torn.mp4"], Bytes);
        await File.WriteAllBytesAsync(_folder["media/ff/torn.jpg"], []);

        Assert.Equal(2, await storage.Sweeper.Sweep(default));

        Assert.Single(Directory.GetFiles(_folder["media"], "*", SearchOption.AllDirectories));
        Assert.NotNull(await storage.Media.Find("kept", default));
    }

    [Fact]
    public async Task Sweep_DeletionThatWasCutShort_IsFinished()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        await storage.Media.Write("a", Promise, new MemoryStream(Bytes), default);
        // As a crash leaves it: the row is garbage already, the file is still there.
        await storage.Database.Write(session =>
        {
            session.Run("INSERT INTO media_garbage (file) SELECT file FROM media; DELETE FROM media");
            return true;
        }, several: true);
        await storage.Media.Write("a", Promise, new MemoryStream(Bytes), default);

        Assert.Equal(1, await storage.Sweeper.Sweep(default));
        Assert.Equal(0, await storage.Sweeper.Sweep(default));

        await using var kept = await storage.Media.Open("a", default);
        Assert.NotNull(kept);
        Assert.Single(Directory.GetFiles(_folder["media"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Sweep_FileThatIsBeingWritten_IsKept()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        var content = new SlowStream();
        var writing = storage.Media.Write("a", Promise, content, default);
        await content.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, await storage.Sweeper.Sweep(default));

        content.Go.SetResult();
        Assert.Equal(MediaWriteOutcome.Stored, await writing);
        Assert.NotNull(await storage.Media.Open("a", default));
    }

    /// <summary>Gives its second half when it is told to.</summary>
    private sealed class SlowStream() : MemoryStream(Bytes)
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource Go { get; } = new();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == 0)
                return await base.ReadAsync(buffer[..2], cancellationToken);
            Asked.TrySetResult();
            await Go.Task;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
