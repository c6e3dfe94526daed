using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Xunit;
using static Mihari.Tests.Web.Media.UploadRequests;

namespace Mihari.Tests.Web.Media;

/// <summary>The upload rules of the device protocol, on a real server.</summary>
public sealed class UploadTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeUploads _uploads = new();

    public UploadTests() => _grains.PutOthers<IClipUploads>(_ => _uploads);

    public static TheoryData<string, string, byte[], string?, int> Rules => new()
    {
        { "a clip", Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4), 201 },
        { "a thumbnail", Thumbnail + "?token=right", Samples.Jpeg, Digest(Samples.Jpeg), 201 },
        { "the digest among others", Video + "?token=right", Samples.Mp4, "md5=AAAA, SHA-256=" + Digest(Samples.Mp4)[8..], 201 },
        { "no token", Video, Samples.Mp4, Digest(Samples.Mp4), 401 },
        { "a wrong token", Video + "?token=wrong", Samples.Mp4, Digest(Samples.Mp4), 401 },
        { "a token that ran out", Video + "?token=old", Samples.Mp4, Digest(Samples.Mp4), 403 },
        { "no device", "/media/uploads/nothing/c1/video?token=right", Samples.Mp4, Digest(Samples.Mp4), 401 },
        { "no such part", "/media/uploads/02AA00000001/c1/sound?token=right", Samples.Mp4, Digest(Samples.Mp4), 404 },
        { "larger than allowed", Video + "?token=right", new byte[FakeUploads.MaxBytes + 1], "sha-256=" + new string('A', 43) + "=", 413 },
        { "no digest", Video + "?token=right", Samples.Mp4, null, 422 },
        { "a digest of something else", Video + "?token=right", Samples.Mp4, Digest(Samples.Jpeg), 422 },
        { "a digest of the wrong length", Video + "?token=right", Samples.Mp4, "sha-256=AAAA", 422 },
        { "a picture as a clip", Video + "?token=right", Samples.Jpeg, Digest(Samples.Jpeg), 422 },
        { "a clip as a picture", Thumbnail + "?token=right", Samples.Mp4, Digest(Samples.Mp4), 422 },
        { "a torn clip", Video + "?token=right", Samples.Mp4[..^1], Digest(Samples.Mp4[..^1]), 422 },
        { "nothing", Video + "?token=right", [], Digest([]), 422 },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Put_ByTheRules_IsAnswered(string what, string address, byte[] bytes, string? digest, int expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Put(client, address, bytes, digest);

        Assert.True((int)answer.StatusCode == expected, $"{what}: {(int)answer.StatusCode}");
        Assert.Equal(expected == 201 ? 1 : 0, web.Media.Objects.Count);
        Assert.Equal(expected == 201 ? 1 : 0, _uploads.Completed.Count);
    }

    public static TheoryData<string, string, byte[], string?, string?, int, string> Reasons { get; } = new()
    {
        { Video, "right", Samples.Mp4, null, null, 422, "a Digest header with sha-256=" },
        { Video, "right", Samples.Mp4, Digest(Samples.Jpeg), null, 422, "do not have the SHA-256" },
        { Video, "right", Samples.Jpeg, Digest(Samples.Jpeg), null, 422, "are not a whole video/mp4" },
        { Video, "right", [], Digest([]), null, 422, "is empty" },
        { Video, "right", new byte[FakeUploads.MaxBytes + 1], Digest([]), null, 413, "at most 100000 bytes" },
        { Video, "right", Samples.Mp4, Digest(Samples.Mp4), "image/jpeg", 415, "takes video/mp4" },
        { Video, "right", Samples.Mp4, Digest(Samples.Mp4), "application/x-www-form-urlencoded", 415, "takes video/mp4" },
        { Thumbnail, "right", Samples.Jpeg, Digest(Samples.Jpeg), "video/mp4", 415, "takes image/jpeg" },
        { Thumbnail, "right", Samples.Jpeg, Digest(Samples.Jpeg), "image", 415, "takes image/jpeg" },
        { Video, "wrong", Samples.Mp4, Digest(Samples.Mp4), null, 401, "missing, wrong or expired" },
        { Video, "wrong", Samples.Mp4, Digest(Samples.Mp4), "image/jpeg", 401, "missing, wrong or expired" },
        { Video, "old", Samples.Mp4, Digest(Samples.Mp4), null, 403, "missing, wrong or expired" },
        { Video, "", Samples.Mp4, Digest(Samples.Mp4), null, 401, "missing, wrong or expired" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Put_Refused_SaysWhichRuleWasBroken(string address, string token, byte[] bytes, string? digest, string? type, int expected, string reason)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Put(client, $"{address}?token={token}", bytes, digest, type);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(reason, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("signed in", problem.RootElement.GetProperty("title").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("^Status", problem.RootElement.GetProperty("title").GetString());
        Assert.Empty(web.Media.Objects);
    }

    [Theory]
    [InlineData("video/mp4")]
    [InlineData("Video/MP4; codecs=\"avc1.64001f\"")]
    public async Task Put_WithItsContentType_IsTaken(string type)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Put(client, Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4), type);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Put_Again_IsAnsweredAsThere()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var first = await Put(client, Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4));
        using var again = await Put(client, Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("stored before", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (clip, part, bytes, sha256) = Assert.Single(_uploads.Completed);
        Assert.Equal(("c1", ClipPart.Video, Samples.Mp4.Length), (clip.Value, part, bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Samples.Mp4)), sha256);
    }

    [Fact]
    public async Task Put_WhenTheBytesAreThereButNotIndexed_IndexesThem()
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put(FakeUploads.Key(new ClipId("c1"), ClipPart.Video), "video/mp4", Samples.Mp4);
        using var client = web.Client();

        using var answer = await Put(client, Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(Samples.Mp4.Length, Assert.Single(_uploads.Completed).Bytes);
    }

    [Fact]
    public async Task Put_OnAFullDisk_IsAnsweredSo()
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.IsFull = true;
        using var client = web.Client();

        using var answer = await Put(client, Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4));

        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        Assert.Empty(_uploads.Completed);
    }

    [Fact]
    public async Task Put_WhoseTokenRunsOutMeanwhile_IsRefused()
    {
        _uploads.ExpiresMeanwhile = true;
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await Put(client, Video + "?token=right", Samples.Mp4, Digest(Samples.Mp4));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Put_WithoutALength_IsAskedForIt()
    {
        await using var web = await WebFixture.Start(_grains);
        using var socket = await Connect(web);
        await using var stream = new NetworkStream(socket);

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT {Video}?token=right HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));

        Assert.StartsWith("HTTP/1.1 411 ", await FirstLine(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_WhoseConnectionBreaks_LeavesNothing()
    {
        await using var web = await WebFixture.Start(_grains);
        using (var socket = await Connect(web))
        {
            await socket.SendAsync(Head(Samples.Mp4));
            await socket.SendAsync(Samples.Mp4.AsMemory(0, 700));
            await _uploads.Begun.Task.WaitAsync(Wait.Long);
            socket.Close(0);
        }

        await web.DisposeAsync();
        Assert.Empty(web.Media.Objects);
        Assert.Empty(_uploads.Completed);
    }

    [Fact]
    public async Task Put_ThatIsStuck_IsClosedAfterTheTimeOut()
    {
        var time = new FakeTimeProvider();
        await using var web = await WebFixture.Start(_grains, time, "--Media:UploadTimeout=00:00:10");
        using var socket = await Connect(web);
        await socket.SendAsync(Head(Samples.Mp4));
        await socket.SendAsync(Samples.Mp4.AsMemory(0, 700));

        await _uploads.Begun.Task.WaitAsync(Wait.Long);
        var closed = FirstLine(new NetworkStream(socket));
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < Wait.Long && !closed.IsCompleted;)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("", await closed);
        Assert.Empty(web.Media.Objects);
    }

    [Fact]
    public async Task Token_WhateverTheLogLevel_IsNotLogged()
    {
        await using var web = await WebFixture.Start(_grains, null, "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace");
        using var client = web.Client();

        (await Put(client, Video + "?token=a-secret-token", Samples.Mp4, Digest(Samples.Mp4))).Dispose();

        Assert.NotEmpty(web.Logs.Lines);
        Assert.DoesNotContain(web.Logs.Lines, l => l.Contains("a-secret-token", StringComparison.Ordinal));
    }

    /// <summary>Empty where the server closed the connection without an answer.</summary>
    private static async Task<string> FirstLine(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync().WaitAsync(Wait.Long) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
