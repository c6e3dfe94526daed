using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mihari.Media;
using Mihari.Storage.Media;
using Mihari.Tests.Storage.CrashWriter;

namespace Mihari.Tests.Storage.Media;

public sealed class DiskThreadsTests : IDisposable
{
    private static readonly byte[] Bytes = new byte[300_000];
    private static readonly MediaPromise Promise = new(Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(Bytes)), "video/mp4");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_CreatesWritesAndFlushesOffThePool()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        var seen = new ConcurrentQueue<(string What, bool IsOnPool)>();
        void Note(string what) => seen.Enqueue((what, Thread.CurrentThread.IsThreadPoolThread));
        storage.Media.Files.Create = (path, _) =>
        {
            Note("create");
            return new Noting(path, Note);
        };

        Assert.Equal(MediaWriteOutcome.Stored, await storage.Media.Write("a", Promise, new MemoryStream(Bytes), default));

        Assert.Equal(["create", "write", "write", "write", "flush"], seen.Select(one => one.What));
        Assert.All(seen, one => Assert.False(one.IsOnPool, one.What));
    }

    [Fact]
    public async Task Run_WhatTheWorkThrows_IsTheTasksAndTheThreadGoesOn()
    {
        await Assert.ThrowsAsync<IOException>(() => DiskThreads.Run<int>(() => throw new IOException("no")));

        Assert.Equal(5, await DiskThreads.Run(() => 5));
    }

    /// <summary>A file that tells what is done to it.</summary>
    private sealed class Noting(string path, Action<string> note) : FileStream(path, FileMode.CreateNew)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            note("write");
            base.Write(buffer, offset, count);
        }

        public override void Flush(bool flushToDisk)
        {
            note("flush");
            base.Flush(flushToDisk);
        }
    }
}
