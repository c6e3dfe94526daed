using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Media;
using Xunit;

namespace Mihari.Tests.Web.Media;

/// <summary>Reading clips and thumbnails.</summary>
public sealed class DownloadTests
{
    private readonly FakeGrains _grains = new();

    public DownloadTests()
    {
        new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");
        _grains.PutOthers<ICameraGrain>(id => new Camera(id));
    }

    [Fact]
    public async Task Get_Clip_IsAskedForAnewEachTimeAndComesInRanges()
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put("Video/c1", "video/mp4", Samples.Mp4);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var whole = await client.GetAsync("/media/clips/02AA00000001/c1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/media/clips/02AA00000001/c1");
        request.Headers.Range = new RangeHeaderValue(8, 23);
        using var part = await client.SendAsync(request);

        Assert.Equal("video/mp4", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Samples.Mp4, await whole.Content.ReadAsByteArrayAsync());
        Assert.True(whole.Headers.CacheControl is { Private: true, NoCache: true, MaxAge: null });
        Assert.Equal("\"c1-1\"", whole.Headers.ETag!.ToString());
        Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
        Assert.Null(whole.Content.Headers.ContentDisposition);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(Samples.Mp4[8..24], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_TheSameAgain_IsNotSentAgain()
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put("Thumbnail/c1", "image/jpeg", Samples.Jpeg);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var first = await client.GetAsync("/media/thumbnails/02AA00000001/c1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/media/thumbnails/02AA00000001/c1");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.True(again.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Fact]
    public async Task Get_TheSameAgainAfterSigningOut_IsRefused()
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put("Thumbnail/c1", "image/jpeg", Samples.Jpeg);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();
        using var first = await client.GetAsync("/media/thumbnails/02AA00000001/c1");
        (await client.DeleteAsync("/api/v1/session")).Dispose();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/media/thumbnails/02AA00000001/c1");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await client.SendAsync(request);

        Assert.True(first.Headers.CacheControl!.NoCache); // So the browser asks, and gets this:
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.True(again.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/media/clips/02AA00000001/c2")]
    [InlineData("/media/thumbnails/02AA00000001/c1")]
    [InlineData("/media/clips/02AA00000002/c1")]
    [InlineData("/media/clips/nothing/c1")]
    public async Task Get_WhatIsNotThereOrNotTheCallers_IsNotFound(string address)
    {
        await using var web = await WebFixture.Start(_grains);
        web.Media.Put("Video/c1", "video/mp4", Samples.Mp4);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Get_WithoutASession_IsRefusedWithoutAPage()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        using var answer = await client.GetAsync("/media/clips/02AA00000001/c1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "02AA00000001_c1.mp4")]
    [InlineData("玄関 2026-11-22", "玄関 2026-11-22.mp4")]
    [InlineData("../../etc/passwd", "etcpasswd.mp4")]
    [InlineData("a\r\nb\".mp4", "ab.mp4")]
    public void FileName_OfWhatWasAsked_IsHarmless(string? download, string? expected) =>
        Assert.Equal(expected, Downloads.FileName(download, "02AA00000001", "c1", ClipPart.Video));

    private sealed class Camera(string id) : ICameraGrain
    {
        public Task<CameraDetail> Get(Caller by) => throw new NotSupportedException();

        public Task<ClipPage> GetClips(Caller by, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) => throw new NotSupportedException();

        public Task<ImmutableArray<DateOnly>> GetClipDays(Caller by, DateOnly from, DateOnly to, TimeSpan offset) => throw new NotSupportedException();

        public Task<RecordedSpan> GetRecordings(Caller by, DateTimeOffset from, DateTimeOffset to) => throw new NotSupportedException();

        public Task NoteViewing(Caller by, ClipId clip) => Task.CompletedTask;

        public Task<MediaAddress> FindMedia(Caller by, ClipId clip, ClipPart part) => id == "02AA00000001" && by.Customer?.Value == "c1"
            ? Task.FromResult(new MediaAddress(FakeUploads.Key(clip, part), part == ClipPart.Video ? "video/mp4" : "image/jpeg"))
            : throw new UnknownIdException("camera", id);
    }
}
